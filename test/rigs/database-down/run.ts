import { rmSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { openDatabase } from '#libs/database';
import { recording } from '../../fixtures/recordings.js';
import { Random } from '../../model/random.js';
import { atExit } from '../../servers/at-exit.js';
import type { ServiceProcess } from '../../servers/service-process.js';
import { becomes, Site } from '../rehearsal/site.js';
import { sendFiles } from '../rolling/senders.js';
import { MortalPostgres } from './server.js';
import { type ViewersReport, watch } from './viewers.js';

export interface DatabaseDownRun {
  readonly kills: number;
  readonly downMs: number;
  readonly senders: number;
  readonly viewers: number;
  readonly rate: number;
  readonly pauseMs: number;
  readonly patienceSeconds: number;
  readonly seed: number;
  readonly print: (line: string) => void;
}

/** Lines of a worker's log about one outage: told once when it begins and once when it ends, and a little more. */
const MOST_LINES = 10;

/**
 * Two uploaders, a worker and a delivery, as processes; people who send and people who watch; PostgreSQL is killed and
 * started anew under them. It costs them a wait, and nothing else.
 */
export async function databaseDown(run: DatabaseDownRun): Promise<{ passed: number; failures: string[] }> {
  const folder = await mkdtemp('/var/tmp/lectern-database-down-');
  const removed = atExit(() => rmSync(folder, { recursive: true, force: true }));
  const postgres = await MortalPostgres.start(folder);
  let site: Site | undefined;
  try {
    site = await Site.make({
      databaseUrl: postgres.url,
      ownerUrl: postgres.ownerUrl,
      settings: { DATABASE_PATIENCE_SECONDS: String(run.patienceSeconds) },
    });
    await Promise.all([site.run({ uploader: 2 }), site.run({ delivery: 1 }), site.run({ worker: 1 })]);
    return await new Outages(run, site, postgres).run();
  } finally {
    await site?.dispose();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
    removed();
  }
}

class Outages {
  readonly #failures: string[] = [];
  #passed = 0;

  constructor(
    private readonly given: DatabaseDownRun,
    private readonly site: Site,
    private readonly postgres: MortalPostgres,
  ) {}

  async run(): Promise<{ passed: number; failures: string[] }> {
    const { site, given } = this;
    const { kills, downMs, senders, viewers, rate, pauseMs, seed, print } = given;
    const lesson = await readFile(await recording({ seconds: 4, size: '320x180', source: 'screen' }));
    const first = (await site.send(0, lesson)).asset;
    if (!(await becomes(async () => (await site.stateOf(first)) === 'ready')))
      throw new Error(`The lesson is ${await site.stateOf(first)}.`);
    const uploaders = site.of('uploader');
    const over = new AbortController();
    const watching = watch({
      uploaders: uploaders.map(({ url }) => url),
      delivery: site.one('delivery').url,
      asset: first,
      key: site.keys.doctor,
      count: viewers,
      over: over.signal,
    });
    const sending = uploaders.map(({ port }, index) =>
      sendFiles({
        port,
        key: site.keys.doctor,
        count: Math.ceil(senders / uploaders.length),
        random: new Random(seed + index),
        rate,
        longestSeconds: 4,
        over: over.signal,
      }),
    );
    const recordings: string[] = [first];
    const readiness = this.#askForReadiness(uploaders, over.signal);
    try {
      for (let kill = 1; kill <= kills; kill += 1) {
        await sleep(pauseMs);
        const file = Buffer.concat([lesson, free(kill)]);
        const sent = site.send(0, file, uploaders[kill % uploaders.length]).then(
          ({ asset }) => recordings.push(asset),
          (error: Error) => this.#failures.push(`a recording could not be sent: ${error.message}`),
        );
        const awayMs = await this.postgres.die(downMs);
        print(`kill ${kill}: PostgreSQL was away for ${(awayMs / 1000).toFixed(1)} s`);
        await sent;
      }
      await sleep(pauseMs);
    } catch (error) {
      this.#failures.push(`PostgreSQL did not come back: ${(error as Error).message}`);
    } finally {
      over.abort();
    }
    const watched = await watching;
    const sent = await Promise.all(sending);
    this.#judgeViewers(watched);
    const files = sent.flatMap((each) => each.sent);
    print(`${senders} senders: ${files.length} files, ${sent.flatMap((each) => each.failed).length} failed`);
    this.#failures.push(...sent.flatMap((each) => each.failed));
    this.#check('files were sent', files.length >= senders);
    await readiness;
    await this.#judgeJobs(recordings);
    await this.#judgeRows(files.length + recordings.length);
    this.#judgeLogs();
    this.#check('quota drifts by nothing', (await site.drift()) === 0);
    return { passed: this.#passed, failures: this.#failures };
  }

  /** Kubernetes sends nobody to a replica that is not ready: not all of them may be it at once. */
  async #askForReadiness(uploaders: readonly ServiceProcess[], over: AbortSignal): Promise<void> {
    let [asked, unready, dead] = [0, 0, 0];
    while (!over.aborted) {
      const ready = await Promise.all(uploaders.map((uploader) => uploader.readiness()));
      const alive = await Promise.all(uploaders.map((uploader) => uploader.liveness()));
      asked += 1;
      if (ready.every((status) => status !== 200)) unready += 1;
      if (alive.some((status) => status !== 200)) dead += 1;
      await sleep(500);
    }
    this.given.print(`readiness asked ${asked} times: all uploaders unready ${unready} times`);
    this.#check('some uploader was ready all the time', unready === 0);
    this.#check('every uploader was alive all the time', dead === 0);
  }

  #judgeViewers({ sessions, segments, failed }: ViewersReport): void {
    const sorted = sessions.toSorted((a, b) => a - b);
    const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN);
    this.given.print(
      `${this.given.viewers} viewers: ${sessions.length} sessions and ${segments} segments, ${failed.length} failed;` +
        ` sessions p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, slowest ${at(1)} ms`,
    );
    this.#failures.push(...failed);
    this.#check('sessions were opened', segments >= this.given.viewers);
  }

  async #judgeJobs(recordings: readonly string[]): Promise<void> {
    const states = () => Promise.all(recordings.map((asset) => this.site.stateOf(asset)));
    const done = await becomes(async () => (await states()).every((state) => state === 'ready'), 180_000);
    this.#check(`every recording is ready: ${(await states()).join(', ')}`, done);
  }

  /** What was acknowledged is there, each once, and no job was done twice. */
  async #judgeRows(assets: number): Promise<void> {
    const database = openDatabase({ url: this.postgres.url, maxConnections: 1 });
    try {
      const counted = await sql<{ n: number }>`select count(*)::integer as n from assets`.execute(
        database.kysely,
      );
      this.#check(`${assets} assets, and ${counted.rows[0]?.n} rows`, counted.rows[0]?.n === assets);
      const { rows } = await database.executeSql(
        `select max(n)::integer as most from (select count(*) as n from pgboss.job
          where name = 'package-asset' group by data->>'asset') jobs`,
      );
      this.#check('each recording has one job', (rows[0] as { most: number }).most === 1);
    } finally {
      await database.close();
    }
  }

  #judgeLogs(): void {
    const lines = this.site
      .one('worker')
      .said.split('\n')
      .filter((line) => /"level":(?:[456]0|"(?:warn|error|fatal)")/.test(line));
    this.given.print(`the worker logged ${lines.length} warnings and errors`);
    this.#check('the log is no flood', lines.length <= this.given.kills * MOST_LINES);
  }

  #check(what: string, holds: boolean): void {
    if (holds) this.#passed += 1;
    else this.#failures.push(what);
    this.given.print(`${holds ? 'ok    ' : 'FAILED'} ${what}`);
  }
}

/** A box that players skip (ISO 14496-12): it makes each recording one of its own. */
function free(mark: number): Buffer {
  const box = Buffer.alloc(16);
  box.writeUInt32BE(16, 0);
  box.write('free', 4, 'latin1');
  box.writeUInt32BE(mark, 8);
  return box;
}
