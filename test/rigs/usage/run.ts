import { rmSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '#libs/database';
import { readLines } from '#libs/usage/journal';
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

/** What players and deliveries may differ in of when an answer ended, and what a busy machine takes for the next line. */
const LATE_MS = { seen: 500, written: 2_500 };
/** What all players together ask for in a second, so that it is not they who are measured. */
const ASKED_PER_SECOND = 120;
const DELIVERIES = 2;
const COUNTED = [
  'usage_days',
  'usage_viewers',
  'usage_asset_days',
  'usage_asset_viewers',
  'watched_hours',
  'usage_segments',
];

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
      settings: {
        LECTERN_USAGE_PATH: path.join(storage, 'usage'),
        // One administrator makes all the players' keys.
        LECTERN_CREATIONS_PER_MINUTE: '100000',
      },
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
  #asset = '';
  /** The longest that something had been sent before a kill and not been written down, in milliseconds. */
  #oldest = 0;

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
    const written = await this.#written();
    let [asked, certain, most, counted] = [0, 0, 0, 0];
    for (const player of players) {
      const { bytes, minutes } = boundsOf(player.answers, this.#kills, LATE_MS);
      const of = used.get(player.subject) ?? { sentBytes: 0, minutesWatched: 0, viewers: 0 };
      asked += player.answers.length;
      certain += bytes[0];
      most += bytes[1];
      counted += of.sentBytes;
      const lines = written.get(player.session) ?? 0;
      this.#check(
        `${player.subject}: ${lines} bytes are written, ${of.sentBytes} counted`,
        lines === of.sentBytes,
      );
      this.#within(`${player.subject}: bytes`, of.sentBytes, bytes);
      this.#within(`${player.subject}: minutes`, of.minutesWatched, minutes);
      this.#check(`${player.subject} is one viewer`, of.viewers === 1);
    }
    this.given.print(
      `${players.length} players, ${asked} answers, ${this.#kills.length} kills of a delivery (at most ${Math.round(this.#oldest)} ms after its last line): ` +
        `${certain} bytes are certain, ${most} possible (${percent(most - certain, most)}), ${counted} counted`,
    );
    const [lesson] = await this.#usedOf(this.#asset);
    this.#check(
      `of the lesson ${lesson?.sentBytes} bytes and ${lesson?.viewers} viewers are counted`,
      lesson?.sentBytes === counted && lesson.viewers === players.length,
    );
    return { passed: this.#passed, failures: this.#failures };
  }

  async #players(): Promise<Player[]> {
    const { site, given } = this;
    const lesson = await readFile(await recording({ seconds: 4, size: '320x180', source: 'screen' }));
    const { asset } = await site.send(0, lesson);
    this.#asset = asset;
    if (!(await becomes(async () => (await site.stateOf(asset)) === 'ready')))
      throw new Error(`The lesson is ${await site.stateOf(asset)}.`);
    const deliveries = site.of('delivery').map(({ url }) => url);
    const pauseMs = (1000 * given.players) / ASKED_PER_SECOND;
    const players: Player[] = [];
    for (let number = 1; number <= given.players; number += 1) {
      const subject = `viewer-${number}`;
      const key = await this.#keyOf(subject);
      const { hls } = await this.#post<{ hls: string }>(`/v1/assets/${asset}/playback-sessions`, key, {});
      const player = new Player(subject, deliveries, new URL(hls).pathname, pauseMs);
      await player.begin();
      players.push(player);
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
    const at = Date.now();
    await killed.stop('SIGKILL');
    this.#kills.push({ delivery, at, writtenAt: await this.#writtenAt(killed.name, at) });
    await killed.start();
  }

  /** When a delivery wrote down last what it had sent; within the time that is given for that, unless it had sent nothing. */
  async #writtenAt(replica: string, killedAt: number): Promise<number> {
    const folder = path.join(this.site.storage, 'usage', replica);
    const times = (await readdir(folder).catch(() => [])).map(async (file) => {
      const found = await stat(path.join(folder, file)).catch(() => undefined);
      return found?.mtimeMs ?? 0;
    });
    const last = Math.max(killedAt - LATE_MS.written, ...(await Promise.all(times)));
    this.#oldest = Math.max(this.#oldest, killedAt - last);
    return last;
  }

  /** What is written in segments that were taken in, by session: all of them lie there yet. */
  async #written(): Promise<Map<string, number>> {
    const folder = path.join(this.site.storage, 'usage-taken');
    const files = await readdir(folder, { recursive: true });
    const sums = new Map<string, number>();
    for (const file of files.filter((name) => name.endsWith('.ndjson')))
      for (const { session, bytes } of readLines(await readFile(path.join(folder, file))).lines)
        sums.set(session, (sums.get(session) ?? 0) + bytes);
    return sums;
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
    const route = `/v1/admin/usage?by=person&unit=hospital&limit=100&${this.#window()}`;
    const all = new Map<string, Used>();
    let cursor: string | null = null;
    do {
      const more: string = cursor === null ? '' : `&cursor=${cursor}`;
      const { text } = await this.site.ask('GET', `${route}${more}`, { key: this.site.keys.admin });
      const page = JSON.parse(text) as { items: { id: string; series: Used[] }[]; nextCursor: string | null };
      for (const { id, series } of page.items) all.set(id, sumOf(series));
      cursor = page.nextCursor;
    } while (cursor !== null);
    return all;
  }

  async #usedOf(asset: string): Promise<Used[]> {
    const key = this.site.keys.admin;
    const { text } = await this.site.ask('GET', `/v1/assets/${asset}/usage?${this.#window()}`, { key });
    const { series } = JSON.parse(text) as { series: Used[] };
    return [sumOf(series)];
  }

  #window(): string {
    const from = new Date(Date.now() - 24 * 3600_000).toISOString().slice(0, 10);
    return `interval=month&from=${from}`;
  }

  #within(what: string, counted: number, [least, most]: readonly [number, number]): void {
    this.#check(`${what} counted ${counted}, of ${least} to ${most}`, counted >= least && counted <= most);
  }

  #check(what: string, holds: boolean): void {
    if (holds) this.#passed += 1;
    else this.#failures.push(what);
  }
}

function sumOf(series: readonly Used[]): Used {
  return {
    sentBytes: series.reduce((sum, point) => sum + point.sentBytes, 0),
    minutesWatched: series.reduce((sum, point) => sum + point.minutesWatched, 0),
    viewers: Math.max(...series.map((point) => point.viewers)),
  };
}

function percent(part: number, of: number): string {
  return `${((100 * part) / Math.max(1, of)).toFixed(2)} % apart`;
}
