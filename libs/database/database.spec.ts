import { execFileSync, spawnSync } from 'node:child_process';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { randomToken } from '#libs/kernel';
import { DatabaseTooNew, DatabaseUnavailable, notify, openDatabase, UnstorableText } from './index.js';
import { migrate } from './migrate.js';
import { createTestDatabase, withTestDatabase } from './testing/test-database.js';

const hasSs = spawnSync('ss', ['-V']).status === 0;

describe('Database', () => {
  const test = withTestDatabase();

  it('reads bigint as exact numbers, and refuses those beyond 2^53', async () => {
    const { kysely } = test.database;
    const { rows } = await sql<{ n: number }>`select 9007199254740991::bigint as n`.execute(kysely);
    expect(rows[0]?.n).toBe(Number.MAX_SAFE_INTEGER);
    await expect(sql`select 9007199254740992::bigint as n`.execute(kysely)).rejects.toThrow(RangeError);
  });

  it.skipIf(!hasSs)(
    'asks of a silent connection within half a minute whether its server is there',
    async () => {
      const name = `keep-${randomToken(8)}`;
      const database = openDatabase({ url: test.url, applicationName: name, maxConnections: 1 });
      const subscription = await database.listen('nothing', () => undefined);
      await database.ping();
      const { rows } = await database.executeSql(
        'select client_port::int as port from pg_stat_activity where application_name = $1',
        [name],
      );
      const ports = (rows as { port: number }[]).map(({ port }) => port);
      expect(ports).toHaveLength(2);
      // Where the kernel is not told otherwise it waits two hours, which ss writes as `119min`.
      const waits = () => {
        const sockets = execFileSync('ss', ['-Htno'], { encoding: 'utf8' }).split('\n');
        return ports.map((port) => {
          const socket = sockets.find((line) => line.split(/\s+/)[3]?.endsWith(`:${port}`)) ?? '';
          return Number(/timer:\(keepalive,([\d.]+)(?:ms|sec)/.exec(socket)?.[1]);
        });
      };
      const soon = expect.closeTo(5, -1);
      await expect.poll(waits, { timeout: 5_000 }).toEqual([soon, soon]);
      await subscription.close();
      await database.close();
    },
  );

  it('undoes everything when the work throws', async () => {
    const { database } = test;
    const work = database.transaction(async (tx) => {
      await tx
        .insertInto('accounts')
        .values({ id: 'unt_x', kind: 'region', name: 'X', parentId: null, path: ['unt_x'], ...noLimits })
        .execute();
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await database.kysely.selectFrom('accounts').selectAll().execute()).toEqual([]);
  });

  it('runs deadlocked transactions again until both are through', async () => {
    const { database } = test;
    await database.transaction(async (tx) => {
      for (const id of ['a', 'b'])
        await tx
          .insertInto('accounts')
          .values({ id, kind: 'region', name: id, parentId: null, path: [id], ...noLimits })
          .execute();
    });
    let runs = 0;
    const both = new Set<string>();
    const inOrder = (first: string, second: string) =>
      database.transaction(async (tx) => {
        runs += 1;
        const lock = (id: string) =>
          tx
            .updateTable('accounts')
            .set((eb) => ({ usedBytes: eb('usedBytes', '+', 1) }))
            .where('id', '=', id)
            .execute();
        await lock(first);
        both.add(first);
        while (both.size < 2) await new Promise((resolve) => setTimeout(resolve, 5));
        await lock(second);
      });
    await Promise.all([inOrder('a', 'b'), inOrder('b', 'a')]);
    expect(runs).toBe(3);
    const used = await database.kysely.selectFrom('accounts').select('usedBytes').execute();
    expect(used).toEqual([{ usedBytes: 2 }, { usedBytes: 2 }]);
  });

  it('delivers notifications of committed transactions only', async () => {
    const { database } = test;
    const heard: (string | undefined)[] = [];
    const subscription = await database.listen('things', (payload) => heard.push(payload));
    await database
      .transaction(async (tx) => {
        await notify(tx, 'things', 'undone');
        throw new Error('undo');
      })
      .catch(() => undefined);
    await database.transaction((tx) => notify(tx, 'things', 'done'));
    await expect.poll(() => heard).toEqual(['done']);
    await subscription.close();
    await database.transaction((tx) => notify(tx, 'things', 'after'));
    await database.ping();
    expect(heard).toEqual(['done']);
  });

  it('listens again after its connection was killed, and says that something may have been missed', async () => {
    const { database } = test;
    const heard: (string | undefined)[] = [];
    const subscription = await database.listen('killed', (payload) => heard.push(payload));
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where query like 'listen%' and datname = current_database()`.execute(database.kysely);
    await expect.poll(() => heard, { timeout: 10_000 }).toEqual([undefined]);
    await database.transaction((tx) => notify(tx, 'killed', 'again'));
    await expect.poll(() => heard).toEqual([undefined, 'again']);
    await subscription.close();
  });

  it('says DatabaseUnavailable when nothing answers, and when the connection is killed in the middle', async () => {
    const nowhere = openDatabase({ url: 'postgres://x:y@127.0.0.1:1/z', patienceMs: 100 });
    await expect(nowhere.ping()).rejects.toThrow(DatabaseUnavailable);
    await expect(nowhere.transaction((tx) => sql`select 1`.execute(tx))).rejects.toThrow(DatabaseUnavailable);
    await expect(nowhere.listen('x', () => undefined)).rejects.toThrow(DatabaseUnavailable);
    await nowhere.close();

    const { database } = test;
    const suicide = database.transaction((tx) =>
      sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx),
    );
    await expect(suicide).rejects.toThrow(DatabaseUnavailable);
    await database.ping();
  });

  it('F27 says UnstorableText of a NUL, in a text or in JSON', async () => {
    const { kysely } = test.database;
    await expect(sql`select ${'a\u0000b'}::text`.execute(kysely)).rejects.toThrow(UnstorableText);
    await expect(sql`select ${JSON.stringify({ a: '\u0000' })}::jsonb`.execute(kysely)).rejects.toThrow(
      UnstorableText,
    );
    await test.database.ping();
  });
});

describe('migrate', () => {
  it('is safe to run from several replicas at once, and finds nothing to do later', async () => {
    const fresh = await createTestDatabase({ empty: true });
    try {
      const replicas = Array.from({ length: 4 }, () =>
        openDatabase({ url: fresh.ownerUrl, maxConnections: 2 }),
      );
      const applied = await Promise.all(replicas.map((replica) => migrate(replica)));
      // Each by one of them, and not the same one.
      expect(applied.flat().toSorted()).toEqual([
        '0001-initial',
        '0002-pieces',
        '0003-written-parts',
        '0004-spaces-of-ids',
        '0005-held-reservations',
        '0006-revocations',
        '0007-turns',
        '0008-terminated-uploads',
        '0010-alerts',
        '0011-storyboards-and-captions',
        '0012-sound-apart',
        '0013-events',
        '0014-webhooks',
        '0015-lessons',
        '0016-put-tracks',
        '0017-people',
        '0018-retention',
        '0019-usage',
        '0020-limits',
        '0021-sign-in-sessions',
        '0022-local-accounts',
        '0023-names-apart',
        '0024-releases',
        '0025-revisions',
        '0026-usage-by-asset',
        '0027-embed-grants',
      ]);
      expect(await migrate(fresh.owner)).toEqual([]);
      await Promise.all(replicas.map((replica) => replica.close()));
    } finally {
      await fresh.drop();
    }
  });

  it('refuses a database that a newer release has migrated', async () => {
    const fresh = await createTestDatabase();
    try {
      await fresh.owner.kysely
        .insertInto('schemaMigrations')
        .values({ number: 999, name: '0999-future' })
        .execute();
      await expect(migrate(fresh.owner)).rejects.toThrow(DatabaseTooNew);
    } finally {
      await fresh.drop();
    }
  });
});

const noLimits = {
  limitBytes: null,
  limitDailyBytes: null,
  limitFileBytes: null,
  limitAssets: null,
  softPercent: null,
};
