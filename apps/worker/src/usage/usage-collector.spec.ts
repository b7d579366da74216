import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryStorage, NfsStorage, parseStorageKey, type Storage } from '#libs/storage';
import { UsageCounts } from '#libs/usage';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import { UsageCollector } from './usage-collector.js';
import { UsageMetrics } from './usage-metrics.js';

const test = withTestDatabase({ maxConnections: 6 });
const DAY_MS = 24 * 3600 * 1000;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lectern-collector-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
  await sql`delete from usage_days`.execute(test.database.kysely);
  await sql`delete from usage_segments`.execute(test.database.kysely);
});

const line = (bytes: number) =>
  `{"at":${Math.floor(Date.now() / 1000)},"asset":"ast_nobodys0","session":"","bytes":${bytes}}\n`;
const opened = (daysAgo = 0) => Date.now() - daysAgo * DAY_MS;

async function put(storage: Storage, key: string, text: string): Promise<void> {
  await storage.put(
    parseStorageKey(key),
    (async function* () {
      yield Buffer.from(text);
    })(),
  );
}

async function keysOf(storage: Storage): Promise<string[]> {
  const keys: string[] = [];
  for (const prefix of ['usage', 'usage-taken'])
    for await (const { key } of storage.list(parseStorageKey(prefix))) keys.push(key);
  return keys.toSorted();
}

async function sent(): Promise<number> {
  const { rows } = await sql<{ n: number }>`select coalesce(sum(sent_bytes), 0)::bigint as n from usage_days
    where account = ''`.execute(test.database.kysely);
  return rows[0]?.n ?? 0;
}

function collector(storage: Storage, registry = new Registry()): UsageCollector {
  const logger = pino({ level: 'silent' });
  const parts = { database: test.database, storage, counts: new UsageCounts(), logger };
  return new UsageCollector({ ...parts, metrics: new UsageMetrics(registry) }, { holdDays: 7 });
}

const storages: [string, () => Storage][] = [
  ['memory', () => new MemoryStorage()],
  ['a path', () => new NfsStorage({ root: folder })],
];

describe.each(storages)('in %s', (_name, make) => {
  it('segments are counted once, by however many workers, and kept for the hold once they are whole', async () => {
    const storage = make();
    const at = opened();
    for (const [name, bytes] of Object.entries({ a: 1, b: 10, c: 100 }))
      await put(storage, `usage/pod-${name}/${at}-${name}.ndjson`, line(bytes));
    await put(storage, `usage/pod-a/${at}-open.open`, line(1000));
    await put(storage, 'usage/pod-a/README.ndjson', 'of somebody else');
    const registry = new Registry();
    await Promise.all([collector(storage, registry).pass(), collector(storage).pass()]);
    expect(await sent()).toBe(1111);
    const day = new Date(at).toISOString().slice(0, 10);
    const kept = [
      ...['a', 'b', 'c'].map((name) => `usage-taken/${day}/pod-${name}/${at}-${name}.ndjson`),
      'usage/pod-a/README.ndjson',
      `usage/pod-a/${at}-open.open`,
    ];
    expect(await keysOf(storage)).toEqual(kept.toSorted());
    await collector(storage).pass();
    expect(await sent()).toBe(1111);
    expect(await registry.metrics()).toContain('lectern_usage_behind_seconds 0');
  });

  it('what a restored database does not know of is counted again, and nothing else', async () => {
    const storage = make();
    await put(storage, `usage/pod/${opened()}-a.ndjson`, line(1));
    await collector(storage).pass();
    await put(storage, `usage/pod/${opened()}-b.ndjson`, line(10));
    await collector(storage).pass();
    // The hour in which b was counted is lost.
    await sql`delete from usage_segments where name like '%-b'`.execute(test.database.kysely);
    await sql`update usage_days set sent_bytes = 1`.execute(test.database.kysely);
    await Promise.all([collector(storage).pass(), collector(storage).pass()]);
    expect(await sent()).toBe(11);
  });

  it('goes when the hold is over; what comes later than anybody can judge is not counted', async () => {
    const storage = make();
    await put(storage, `usage/pod/${opened(20)}-a.ndjson`, line(1));
    await put(storage, `usage/pod/${opened(98)}-late.ndjson`, line(10));
    const registry = new Registry();
    await collector(storage, registry).pass();
    expect(await sent()).toBe(1);
    expect(await keysOf(storage)).toHaveLength(1);
    await sql`update usage_segments set taken_at = now() - interval '8 days'`.execute(test.database.kysely);
    await collector(storage).pass();
    expect(await keysOf(storage)).toEqual([]);
    expect(await registry.metrics()).toContain('lectern_usage_segments_total{outcome="late"} 1');
  });
});

it('a segment that a dead replica left open is taken as far as it is whole, and the rest if it comes back', async () => {
  const storage = new NfsStorage({ root: folder });
  const name = `${opened()}-a`;
  await put(storage, `usage/pod/${name}.open`, line(1) + line(2).slice(0, 20));
  const old = new Date(Date.now() - 6 * 60_000);
  await utimes(path.join(folder, 'usage', 'pod', `${name}.open`), old, old);
  await collector(storage).pass();
  expect(await sent()).toBe(1);
  const [taken = ''] = await keysOf(storage);
  await writeFile(path.join(folder, taken), line(1) + line(2) + line(30));
  await collector(storage).pass();
  await collector(storage).pass();
  expect(await sent()).toBe(33);
});
