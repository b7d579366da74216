import { afterEach, describe, expect, it } from 'vitest';
import { hasPgBouncer, PgBouncer } from '../../test/servers/pgbouncer.js';
import { rigsAreRequired } from '../../test/servers/not-here.js';
import {
  bringUpToDate,
  type Database,
  JobQueue,
  NotificationsLost,
  openDatabase,
  openReadyDatabase,
  PoolerRefusesSettings,
} from './index.js';
import { withTestDatabase } from './testing/test-database.js';

const IGNORE = 'ignore_startup_parameters = idle_in_transaction_session_timeout';
const queues = { pooled: {} };

describe.skipIf(!hasPgBouncer() && !rigsAreRequired())('F69 a real PgBouncer before PostgreSQL', () => {
  const test = withTestDatabase();
  const opened: { close?: () => Promise<void>; stop?: () => Promise<unknown> }[] = [];

  afterEach(async () => {
    for (const each of opened.splice(0).toReversed()) await (each.close ?? each.stop)?.call(each);
  });

  async function behind(...settings: string[]): Promise<Database> {
    const pooler = await PgBouncer.start(test.url, settings);
    opened.push(pooler);
    const database = openDatabase({ url: pooler.url, maxConnections: 3, patienceMs: 5_000 });
    opened.push(database);
    return database;
  }

  it('in transaction mode, which loses notifications, is refused in a sentence when a service starts', async () => {
    const database = await behind('pool_mode = transaction', IGNORE);
    await bringUpToDate({ url: test.url, ownerUrl: test.ownerUrl, queues });
    const queue = new JobQueue(database, { queues });
    opened.push(queue);
    const start = queue.start();
    await expect(start).rejects.toThrow(NotificationsLost);
    await expect(start).rejects.toThrow(/pool_mode = session.*address of PostgreSQL itself/);
  });

  it('in session mode works, notifications and all', async () => {
    const database = await behind('pool_mode = session', IGNORE);
    const heard: (string | undefined)[] = [];
    await database.listen('pooled', (payload) => heard.push(payload));
    await test.database.executeSql("select pg_notify('pooled', 'told')");
    await expect.poll(() => heard).toEqual(['told']);
  });

  it('that refuses what a connection sets is named, with the setting that lets it pass', async () => {
    const database = await behind('pool_mode = session');
    await expect(database.ping()).rejects.toThrow(PoolerRefusesSettings);
    await expect(database.ping()).rejects.toThrow(IGNORE);
  });

  it('that drops what a connection sets is warned of: an open transaction would hold its locks for ever', async () => {
    const pooler = await PgBouncer.start(test.url, ['pool_mode = session', IGNORE]);
    opened.push(pooler);
    const warnings: string[] = [];
    await bringUpToDate({ url: test.url, ownerUrl: test.ownerUrl, queues });
    const options = { queues, applicationName: 'pooled', onWarning: (told: string) => warnings.push(told) };
    opened.push(await openReadyDatabase({ ...options, url: pooler.url }));
    expect(warnings).toEqual([expect.stringContaining('idle_in_transaction_session_timeout')]);
    opened.push(await openReadyDatabase({ ...options, url: test.url }));
    expect(warnings).toHaveLength(1);
  });
});
