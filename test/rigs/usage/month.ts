import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { type Database, openDatabase } from '#libs/database';
import { NfsStorage } from '#libs/storage';
import { UsageCounts, UsageReports, usageWindow } from '#libs/usage';
import { writtenLine } from '#libs/usage/journal';
import { UsageCollector } from '../../../apps/worker/src/usage/usage-collector.js';
import { UsageMetrics } from '../../../apps/worker/src/usage/usage-metrics.js';
import { Random } from '../../model/random.js';

export interface MonthRun {
  /** Lessons that are watched in a day. */
  readonly viewings: number;
  readonly days: number;
  readonly seed: number;
  readonly databaseUrl: string;
  readonly folder: string;
  readonly print: (line: string) => void;
}

const [COUNTIES, HOSPITALS, WARDS] = [20, 5, 4];
const LESSONS = 1000;
const MINUTES = 30;
const DAY_SECONDS = 24 * 3600;
const SEGMENT_BYTES = 1024 ** 2;

/** The log of a month of a province, as three replicas would have written it: how long it takes to count and to ask. */
export async function askMonth(run: MonthRun): Promise<void> {
  const database = openDatabase({ url: run.databaseUrl, maxConnections: 2 });
  try {
    await makeProvince(database, run);
    const lines = await writeMonth(run);
    const collector = new UsageCollector(
      {
        database,
        storage: new NfsStorage({ root: run.folder }),
        counts: new UsageCounts(),
        logger: pino({ level: 'silent' }),
        metrics: new UsageMetrics(new Registry()),
      },
      { holdDays: run.days + 1 },
    );
    const began = performance.now();
    await collector.pass();
    const seconds = (performance.now() - began) / 1000;
    run.print(
      `a month of ${run.viewings} viewings a day: ${lines} lines counted in ${seconds.toFixed(1)} s, ${Math.round(lines / seconds)}/s`,
    );
    await ask(database, run);
  } finally {
    await database.close();
  }
}

const personOf = (number: number) => `m-${number}`;
const lessonOf = (number: number) => `ast_month${String(number).padStart(4, '0')}`;
const wardOf = (number: number) => `m${number % COUNTIES}-${number % HOSPITALS}-${number % WARDS}`;

async function makeProvince(database: Database, { viewings }: MonthRun): Promise<void> {
  const rows: [string, string, string | null, string][] = [['m', 'region', null, '{m}']];
  for (let county = 0; county < COUNTIES; county += 1) {
    const c = `m${county}`;
    rows.push([c, 'county', 'm', `{m,${c}}`]);
    for (let hospital = 0; hospital < HOSPITALS; hospital += 1) {
      const h = `${c}-${hospital}`;
      rows.push([h, 'hospital', c, `{m,${c},${h}}`]);
      for (let ward = 0; ward < WARDS; ward += 1)
        rows.push([`${h}-${ward}`, 'department', h, `{m,${c},${h},${h}-${ward}}`]);
    }
  }
  const column = (index: 0 | 1 | 2 | 3) => rows.map((row) => row[index]);
  await sql`insert into accounts (id, kind, name, parent_id, path)
    select id, kind, id, parent, path::text[] from unnest(${column(0)}::text[], ${column(1)}::text[],
      ${column(2)}::text[], ${column(3)}::text[]) as t (id, kind, parent, path)`.execute(database.kysely);
  const lessons = Array.from({ length: LESSONS }, (_, number) => number);
  await sql`insert into assets (id, owner, unit, account, kind, file_name, title, content_type, bytes, sha256, facts)
    select id, 'm', ward, ward, 'video', 'a.mp4', id, 'video/mp4', 1, repeat('0', 64), '{}'
    from unnest(${lessons.map(lessonOf)}::text[], ${lessons.map(wardOf)}::text[]) as t (id, ward)`.execute(
    database.kysely,
  );
  const people = Array.from({ length: viewings }, (_, number) => number);
  await sql`insert into past_sessions (id, viewer, unit, ended_at)
    select 's-' || person, person, ward, now() from unnest(${people.map(personOf)}::text[],
      ${people.map(wardOf)}::text[]) as t (person, ward)`.execute(database.kysely);
}

/** Each viewing is half an hour, told of once a minute, by now one replica and now another. */
async function writeMonth({ viewings, days, seed, folder }: MonthRun): Promise<number> {
  const random = new Random(seed);
  const end = Math.floor(Date.now() / 1000 / DAY_SECONDS) * DAY_SECONDS;
  let [lines, count] = [0, 0];
  const replicas = ['a', 'b', 'c'].map((name) => ({ name, text: [] as string[], bytes: 0 }));
  for (const { name } of replicas) await mkdir(path.join(folder, 'usage', name), { recursive: true });
  const flush = async (replica: (typeof replicas)[number], at: number) => {
    count += 1;
    const file = path.join(folder, 'usage', replica.name, `${at * 1000}-${count}.ndjson`);
    await writeFile(file, replica.text.splice(0).join(''));
    replica.bytes = 0;
  };
  for (let day = end - days * DAY_SECONDS; day < end; day += DAY_SECONDS) {
    for (let viewing = 0; viewing < viewings; viewing += 1) {
      const begin = day + random.whole(0, DAY_SECONDS - 3600);
      const session = `s-${personOf(random.whole(0, viewings - 1))}`;
      const asset = lessonOf(random.whole(0, LESSONS - 1));
      for (let minute = 0; minute < MINUTES; minute += 1) {
        const at = begin + minute * 60;
        const line = writtenLine({ at, media: at, asset, session, bytes: 4_000_000 });
        const replica = replicas[minute % 3] ?? replicas[0];
        if (replica === undefined) continue;
        replica.text.push(line);
        replica.bytes += line.length;
        lines += 1;
        if (replica.bytes >= SEGMENT_BYTES) await flush(replica, day);
      }
    }
    for (const replica of replicas) await flush(replica, day);
  }
  return lines;
}

async function ask(database: Database, { days, print }: MonthRun): Promise<void> {
  const reports = new UsageReports();
  const now = new Date();
  const from = new Date(now.getTime() - days * DAY_SECONDS * 1000).toISOString().slice(0, 10);
  const wards = Array.from({ length: 100 }, (_, number) => [wardOf(number)]);
  const asked = [
    ['the province by months', [['m']], 'month'],
    ['the province by days', [['m']], 'day'],
    ['100 wards by months', wards, 'month'],
    ['100 wards by days', wards, 'day'],
  ] as const;
  for (const [what, subjects, interval] of asked) {
    const began = performance.now();
    const series = await reports.series(database.kysely, subjects, usageWindow({ interval, from }, now));
    const ms = Math.round(performance.now() - began);
    const minutes = series.flat().reduce((sum, point) => sum + point.minutesWatched, 0);
    const viewers = Math.max(...series.flat().map((point) => point.viewers));
    print(`asked in ${ms} ms: ${what} (${minutes} minutes, at most ${viewers} viewers)`);
  }
  const window = usageWindow({ interval: 'day', from }, now);
  const began = performance.now();
  const { items } = await reports.usedAssets(database.kysely, window, { under: 'm', limit: 100 });
  const ids = items.map(({ id }) => id);
  const series = await reports.assetSeries(database.kysely, ids, window);
  const views = series.flat().reduce((sum, point) => sum + point.views, 0);
  print(
    `asked in ${Math.round(performance.now() - began)} ms: the 100 most watched lessons by days (${views} views)`,
  );
}
