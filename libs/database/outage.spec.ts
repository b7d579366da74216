import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { randomToken } from '#libs/kernel';
import {
  bringUpToDate,
  type Database,
  DatabaseBusy,
  DatabaseUnavailable,
  JobQueue,
  openDatabase,
  type Transaction,
} from './index.js';
import { DatabaseLink } from './testing/database-link.js';
import { withTestDatabase } from './testing/test-database.js';

const test = withTestDatabase();
const told: string[] = [];
const WAIT = { timeout: 60_000 };
let link: DatabaseLink;
let database: Database;

beforeAll(async () => {
  link = await DatabaseLink.start(test.url);
});
beforeEach(() => {
  database = patient(60_000);
});
afterEach(async () => {
  await database.close();
  told.length = 0;
});
afterAll(() => link.down());

function patient(patienceMs: number, mostWaiting = 100): Database {
  return openDatabase({
    url: link.url,
    maxConnections: 3,
    patienceMs,
    mostWaiting,
    onWarning: (sentence) => told.push(sentence),
  });
}

/** Leaves a row behind that only a committed transaction leaves. */
async function mark(tx: Transaction, key: string): Promise<string> {
  await tx
    .insertInto('idempotencyKeys')
    .values({ owner: 'spec', key, route: 'outage', requestHash: '', createdAt: new Date() })
    .execute();
  return key;
}

async function marks(key: string): Promise<number> {
  const rows = await test.database.kysely
    .selectFrom('idempotencyKeys')
    .select('key')
    .where('key', '=', key)
    .execute();
  return rows.length;
}

it('waits for a database that is away, with statements and transactions, and tells of it once', async () => {
  await database.ping();
  await link.down();
  const key = randomToken(8);
  const waiting = [
    database.ping(),
    database.transaction((tx) => mark(tx, key)),
    database.executeSql('select 1'),
    database.listen('outage', () => undefined),
  ];
  await expect.poll(() => told, WAIT).toHaveLength(1);
  await link.up();
  await Promise.all(waiting);
  expect(await marks(key)).toBe(1);
  await expect
    .poll(() => told.map((sentence) => /away|back/.exec(sentence)?.[0]), WAIT)
    .toEqual(['away', 'back']);
});

it('goes on over new connections where all those of the pool have died unnoticed', async () => {
  await Promise.all([1, 2, 3].map(() => sql`select pg_sleep(0.05)`.execute(database.kysely)));
  await link.down();
  await link.up();
  expect(await Promise.all([1, 2, 3].map(() => database.ping()))).toHaveLength(3);
});

it('goes through all connections of the pool that have died, however many', async () => {
  const many = openDatabase({ url: link.url, maxConnections: 10, patienceMs: 5_000 });
  try {
    await Promise.all(Array.from({ length: 10 }, () => sql`select pg_sleep(0.1)`.execute(many.kysely)));
    // Cut in this turn: nothing has told the pool of it yet.
    const cut = link.down();
    const asked = many.transaction(async (tx) => (await sql<{ n: number }>`select 1 as n`.execute(tx)).rows);
    await cut;
    await link.up();
    expect(await asked).toEqual([{ n: 1 }]);
  } finally {
    await many.close();
  }
});

it('sends a statement again whose connection broke under way, outside of transactions', async () => {
  const running = sql<{ n: number }>`select 1 as n from pg_sleep(2)`.execute(database.kysely);
  await expect.poll(() => sleepers(), WAIT).toBe(1);
  await link.down();
  await link.up();
  expect((await running).rows).toEqual([{ n: 1 }]);
});

it('runs a transaction again that broke before its commit', async () => {
  const key = randomToken(8);
  let runs = 0;
  const done = await database.transaction(async (tx) => {
    runs += 1;
    await mark(tx, key);
    if (runs === 1) {
      await link.down();
      await link.up();
    }
    await sql`select 1`.execute(tx);
    return runs;
  });
  expect([done, await marks(key)]).toEqual([2, 1]);
});

it('says that nobody knows, where the commit itself was lost', async () => {
  const key = randomToken(8);
  link.loseCommit('after');
  await expect(database.transaction((tx) => mark(tx, key))).rejects.toThrow(DatabaseUnavailable);
  await expect.poll(() => marks(key), WAIT).toBe(1);
});

it.each(['before', 'after'] as const)(
  'does once what can be looked up, and gives its result, with a commit lost %s the server did it',
  async (loss) => {
    const key = randomToken(8);
    link.loseCommit(loss);
    const found = async (tx: Transaction) => {
      const row = await tx
        .selectFrom('idempotencyKeys')
        .select('key')
        .where('key', '=', key)
        .executeTakeFirst();
      return row?.key;
    };
    expect(await database.transaction((tx) => mark(tx, key), { lostCommit: found })).toBe(key);
    expect(await marks(key)).toBe(1);
  },
);

it('does again what may be done again, after a commit was lost', async () => {
  link.loseCommit('after');
  let runs = 0;
  await database.transaction(
    async (tx) => {
      runs += 1;
      await sql`select 1`.execute(tx);
    },
    { lostCommit: 'repeat' },
  );
  expect(runs).toBe(2);
});

it('ends a wait that takes too long, and refuses to let more wait than may', async () => {
  await database.close();
  database = patient(1_000, 2);
  await database.ping();
  await link.down();
  const waiting = [database.ping(), database.ping()];
  const tooMany = database.ping();
  await expect(tooMany).rejects.toThrow(DatabaseBusy);
  await expect(tooMany).rejects.toMatchObject({ facts: { limit: 2 }, code: 'database-busy' });
  const ends = await Promise.allSettled(waiting);
  for (const end of ends) expect(end).toMatchObject({ reason: { code: 'database-unavailable' } });
  await link.up();
  await database.ping();
});

it('asks the server by one connection at a time while it is away', async () => {
  await database.ping();
  await link.down();
  const waiting = Array.from({ length: 50 }, () => database.ping());
  await expect.poll(() => told, WAIT).toHaveLength(1);
  const before = link.connections;
  await link.up();
  await Promise.all(waiting);
  expect(link.connections - before).toBeLessThanOrEqual(3);
});

it('is available through an outage that is shorter than its patience, and not longer', async () => {
  const found = async (of: Database) =>
    of.requireAvailable().then(
      () => 'available',
      (error) => error.code,
    );
  const impatient = patient(1);
  await expect.poll(() => found(database), WAIT).toBe('available');
  await expect.poll(() => found(impatient), WAIT).toBe('available');
  await link.down();
  expect(await found(database)).toBe('available');
  await expect.poll(() => found(impatient), WAIT).toBe('database-unavailable');
  await link.up();
  await expect.poll(() => found(impatient), WAIT).toBe('available');
  await impatient.close();
});

it('does a job that was sent before an outage and one sent in it, once each, and reports nothing', async () => {
  const queues = { outage: {} };
  await bringUpToDate({ url: test.url, ownerUrl: test.ownerUrl, queues });
  const errors: unknown[] = [];
  const queue = new JobQueue(database, {
    queues,
    fallbackSeconds: 1,
    onError: (error) => errors.push(error),
  });
  await queue.start();
  const done: string[] = [];
  const down = Promise.withResolvers<void>();
  await queue.consume<{ name: string }>('outage', { concurrency: 1 }, async ({ data }) => {
    done.push(data.name);
    await down.promise;
  });
  await database.transaction((tx) => queue.send(tx, 'outage', { name: 'before' }));
  await expect.poll(() => done, WAIT).toEqual(['before']);
  await link.down();
  const sent = database.transaction((tx) => queue.send(tx, 'outage', { name: 'meanwhile' }));
  await expect.poll(() => told, WAIT).toHaveLength(1);
  down.resolve();
  await link.up();
  await sent;
  await expect.poll(() => done, WAIT).toEqual(['before', 'meanwhile']);
  await queue.stop();
  expect([done, errors]).toEqual([['before', 'meanwhile'], []]);
});

it('lets go of those who wait when it is closed', async () => {
  await database.ping();
  await link.down();
  const waiting = database.ping();
  await expect.poll(() => told, WAIT).toHaveLength(1);
  const refused = expect(waiting).rejects.toThrow(DatabaseUnavailable);
  await database.close();
  await refused;
  await link.up();
});

async function sleepers(): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::integer as n from pg_stat_activity
    where query like '%pg_sleep(2)%' and state = 'active' and pid <> pg_backend_pid()`.execute(
    test.database.kysely,
  );
  return rows[0]?.n ?? 0;
}
