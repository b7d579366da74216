import { setTimeout as delay } from 'node:timers/promises';
import { PgBoss } from 'pg-boss';
import { advisoryLock, type Database } from './database.js';

/** How the jobs of one queue are treated. */
export interface QueueSettings {
  /** How often a job that failed is tried again; 5 unless told. */
  readonly retries?: number;
  /** The first wait before another try, doubled each time up to `longestRetrySeconds`; 5 unless told. */
  readonly retrySeconds?: number;
  /** 600 unless told. */
  readonly longestRetrySeconds?: number;
  /**
   * A job whose worker has given no sign for so long goes to another one; 30 unless told, at least 10.
   * Signs are given by the queue itself, three times as often, for as long as the handler runs.
   */
  readonly heartbeatSeconds?: number;
  /** The longest that a job may run at all; 24 hours unless told. */
  readonly longestRunSeconds?: number;
}

/** A job that waits is never thrown away: pg-boss would do so after two weeks. */
const KEEP_SECONDS = 10 * 365 * 86_400;

/**
 * Makes or migrates pg-boss's own schema, and the queues: part of the migration, for it takes the owner of the tables.
 * Safe to call from several processes at once, and over again.
 */
export async function installJobQueue(
  owner: Database,
  queues: Readonly<Record<string, QueueSettings>>,
): Promise<void> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => owner.executeSql(text, values) },
    schedule: false,
    supervise: false,
    registerInstance: false,
  });
  // What it says in the background comes again as an error of a call.
  boss.on('error', () => undefined);
  try {
    // One after another: pg-boss's own lock comes after it has asked whether its schema is there, and a connection
    // that was told no goes on to believe it (the second CREATE SCHEMA IF NOT EXISTS fails then).
    await owner.transaction(async (tx) => {
      await advisoryLock(tx, 'job-queue');
      await boss.start();
      for (const [name, settings] of Object.entries(queues)) await makeQueue(boss, name, settings);
    });
    await indexesMade(owner);
  } finally {
    await boss.stop({ close: false, graceful: false });
  }
}

async function makeQueue(boss: PgBoss, name: string, settings: QueueSettings): Promise<void> {
  const retry = {
    retryLimit: settings.retries ?? 5,
    retryDelay: settings.retrySeconds ?? 5,
    retryBackoff: true,
    expireInSeconds: settings.longestRunSeconds ?? 86_400 - 1,
    deleteAfterSeconds: 3 * 86_400,
    retentionSeconds: KEEP_SECONDS,
  };
  await boss.createQueue(name, {
    ...retry,
    retryDelayMax: settings.longestRetrySeconds ?? 600,
    heartbeatSeconds: settings.heartbeatSeconds ?? 30,
  });
  await boss.updateQueue(name, retry);
}

/** pg-boss builds indexes of a newer schema in the background of whoever migrated it: here nobody stays for them. */
async function indexesMade(owner: Database): Promise<void> {
  for (;;) {
    const { rows } = await owner.executeSql(
      "select from pgboss.bam where status in ('pending', 'in_progress') limit 1",
    );
    if (rows.length === 0) return;
    await delay(500);
  }
}
