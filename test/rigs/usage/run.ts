import { rmSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '#libs/database';
import { recording } from '../../fixtures/recordings.js';
import { Random } from '../../model/random.js';
import { atExit } from '../../servers/at-exit.js';
import { MortalPostgres } from '../database-down/server.js';
import { becomes, Site } from '../rehearsal/site.js';
import { askMonth } from './month.js';
import { boundsOf, type Kill, Player } from './player.js';

export interface UsageRun {
  readonly players: number;
  readonly kills: number;
  readonly pauseMs: number;
  readonly viewings: number;
  readonly days: number;
  readonly seed: number;
  readonly print: (line: string) => void;
}

/** A second for the next line, and what a busy machine takes to write it. */
const UNWRITTEN_MS = 2_500;
const DELIVERIES = 2;
const COUNTED = ['usage_days', 'usage_viewers', 'watched_hours', 'usage_segments'];

interface Used {
  readonly sentBytes: number;
  readonly minutesWatched: number;
  readonly viewers: number;
}

export async function usageRig(run: UsageRun): Promise<{ passed: number; failures: string[] }> {
  const folder = await mkdtemp('/var/tmp/lectern-usage-');
  const removed = atExit(() => rmSync(folder, { recursive: true, force: true }));
  const postgres = await MortalPostgres.start(folder);
  const storage = path.join(folder, 'media');
  let site: Site | undefined;
  try {
    site = await Site.make({
      databaseUrl: postgres.url,
      ownerUrl: postgres.ownerUrl,
      storage,
      settings: { LECTERN_USAGE_PATH: path.join(storage, 'usage') },
    });
    await Promise.all([
      site.run({ uploader: 1 }),
      site.run({ delivery: DELIVERIES }),
      site.run({ worker: 1 }),
    ]);
    const judged = await new Counting(run, site, postgres).run();
    await site.stopAll();
    await askMonth({ ...run, databaseUrl: postgres.url, folder: path.join(folder, 'month') });
    return judged;
  } finally {
    await site?.dispose();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
    removed();
  }
}

class Counting {
  readonly #failures: string[] = [];
  readonly #kills: Kill[] = [];
  readonly #random: Random;
  #passed = 0;

  constructor(
    private readonly given: UsageRun,
    private readonly site: Site,
    private readonly postgres: MortalPostgres,
  ) {
    this.#random = new Random(given.seed);
  }

  async run(): Promise<{ passed: number; failures: string[] }> {
    const players = await this.#players();
    const over = new AbortController();
    const playing = players.map((player, turn) => player.play(over.signal, turn));
    try {
      for (let kill = 1; kill <= this.given.kills; kill += 1) await this.#kill(kill);
      await this.#loseAnHour();
      await sleep(this.given.pauseMs);
    } finally {
      over.abort();
    }
    await Promise.all(playing);
    for (const delivery of this.site.of('delivery')) await delivery.stop();
    const isCounted = await becomes(async () => (await this.#waiting()) === 0);
    this.#check('every segment was taken in', isCounted);
    const used = await this.#used();
    let [asked, certain, counted] = [0, 0, 0];
    for (const player of players) {
      const { bytes, minutes } = boundsOf(player.answers, this.#kills, UNWRITTEN_MS);
      const of = used.get(player.subject) ?? { sentBytes: 0, minutesWatched: 0, viewers: 0 };
      asked += player.answers.length;
      certain += bytes[0];
      counted += of.sentBytes;
      this.#within(`${player.subject}: bytes`, of.sentBytes, bytes);
      this.#within(`${player.subject}: minutes`, of.minutesWatched, minutes);
      this.#check(`${player.subject} is one viewer`, of.viewers === 1);
    }
    this.given.print(
      `${players.length} players, ${asked} answers, ${this.#kills.length} kills of a delivery: ` +
        `${certain} bytes are certain, ${counted} counted`,
    );
    return { passed: this.#passed, failures: this.#failures };
  }

  async #players(): Promise<Player[]> {
    const { site, given } = this;
    const lesson = await readFile(await recording({ seconds: 4, size: '320x180', source: 'screen' }));
    const { asset } = await site.send(0, lesson);
    if (!(await becomes(async () => (await site.stateOf(asset)) === 'ready')))
      throw new Error(`The lesson is ${await site.stateOf(asset)}.`);
    const deliveries = site.of('delivery').map(({ url }) => url);
    const players: Player[] = [];
    for (let number = 1; number <= given.players; number += 1) {
      const subject = `viewer-${number}`;
      const key = await this.#keyOf(subject);
      const { hls } = await this.#post<{ hls: string }>(`/v1/assets/${asset}/playback-sessions`, key, {});
      const { target, bytes } = await mediaOf(`${deliveries[0]}${new URL(hls).pathname}`);
      players.push(new Player(subject, deliveries, target, bytes));
    }
    return players;
  }

  async #keyOf(subject: string): Promise<string> {
    const made = { subject, name: subject, role: 'unit-admin', unit: 'hospital', label: 'rig' };
    const { secret } = await this.#post<{ secret: string }>('/v1/admin/api-keys', this.site.keys.admin, made);
    // Makes the account, by which usage is asked.
    await this.site.ask('GET', '/v1/me', { key: secret });
    return secret;
  }

  async #post<T>(route: string, key: string, body: object): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    const { status, text } = await this.site.ask('POST', route, { key, body: JSON.stringify(body), headers });
    if (status !== 201) throw new Error(`${route} was answered ${status} ${text}`);
    return JSON.parse(text) as T;
  }

  async #kill(number: number): Promise<void> {
    await sleep(this.given.pauseMs * (0.5 + this.#random.next()));
    // Each of them has its turn, also in a short run.
    const victim = ['delivery', 'worker', 'delivery', 'PostgreSQL'][(number - 1) % 4];
    this.given.print(`kill ${number}: ${victim}`);
    if (victim === 'PostgreSQL') return void (await this.postgres.die(500));
    if (victim === 'worker') {
      await this.site.one('worker').stop('SIGKILL');
      return this.site.one('worker').start();
    }
    const delivery = this.#random.whole(0, DELIVERIES - 1);
    const killed = this.site.one('delivery', delivery + 1);
    this.#kills.push({ delivery, at: Date.now() });
    await killed.stop('SIGKILL');
    await killed.start();
  }

  /** What was counted since is forgotten, as when a backup is put back; only its segments are left. */
  async #loseAnHour(): Promise<void> {
    const owner = openDatabase({ url: this.postgres.ownerUrl, maxConnections: 1 });
    const each = async (statement: (table: string) => string) => {
      for (const table of COUNTED) await owner.executeSql(statement(table));
    };
    try {
      await each((table) => `create table kept_${table} as select * from ${table}`);
      const before = await this.#taken(owner);
      await becomes(async () => (await this.#taken(owner)) > before);
      await this.site.one('worker').stop('SIGKILL');
      this.given.print(
        `a backup is put back: ${(await this.#taken(owner)) - before} bytes of segments are forgotten`,
      );
      await owner.executeSql(
        `begin; ${COUNTED.map((table) => `delete from ${table}; insert into ${table} select * from kept_${table};`).join(' ')} commit`,
      );
      await this.site.one('worker').start();
    } finally {
      await owner.close();
    }
  }

  async #taken(database: ReturnType<typeof openDatabase>): Promise<number> {
    const { rows } = await database.executeSql(
      'select coalesce(sum(bytes), 0)::integer as n from usage_segments',
    );
    return (rows[0] as { n: number }).n;
  }

  /** Segments of which the worker has not yet made an end. */
  async #waiting(): Promise<number> {
    const entries = await readdir(path.join(this.site.storage, 'usage'), { recursive: true });
    return entries.filter((name) => /\.(open|ndjson)$/.test(name)).length;
  }

  async #used(): Promise<Map<string, Used>> {
    const from = new Date(Date.now() - 24 * 3600_000).toISOString().slice(0, 10);
    const route = `/v1/admin/usage?by=person&unit=hospital&limit=100&interval=month&from=${from}`;
    const { text } = await this.site.ask('GET', route, { key: this.site.keys.admin });
    const { items } = JSON.parse(text) as { items: { id: string; series: Used[] }[] };
    return new Map(
      items.map(({ id, series }) => [
        id,
        {
          sentBytes: series.reduce((sum, point) => sum + point.sentBytes, 0),
          minutesWatched: series.reduce((sum, point) => sum + point.minutesWatched, 0),
          viewers: Math.max(...series.map((point) => point.viewers)),
        },
      ]),
    );
  }

  #within(what: string, counted: number, [least, most]: readonly [number, number]): void {
    this.#check(`${what} counted ${counted}, of ${least} to ${most}`, counted >= least && counted <= most);
  }

  #check(what: string, holds: boolean): void {
    if (holds) this.#passed += 1;
    else this.#failures.push(what);
  }
}

/** The file of media that the first rendition of a master playlist names: its path, and how long it is. */
async function mediaOf(master: string): Promise<{ target: string; bytes: number }> {
  const first = async (url: string, pattern: RegExp) => {
    const name = pattern.exec(await (await fetch(url)).text())?.[1] ?? '';
    return new URL(name, url).href;
  };
  const playlist = await first(master, /^([^#\n].*)$/m);
  const media = await first(playlist, /^([^#\n].*)$/m);
  const { byteLength: bytes } = await (await fetch(media)).arrayBuffer();
  return { target: new URL(media).pathname, bytes };
}
