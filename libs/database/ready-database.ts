import { setTimeout as delay } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { Database, openDatabase } from './database.js';
import { DatabaseNotMigrated } from './database.errors.js';
import { installJobQueue, type QueueSettings } from './job-queue-install.js';
import { isMigrated, migrate } from './migrate.js';
import { setNamesApart } from './migrations/0023-names-apart.js';
import { grantApplication, loginOf, reachOf } from './roles.js';

export interface ReadyOptions {
  /** As the services' role. */
  readonly url: string;
  /** As the owner of the tables; the same as `url` where one role does both. */
  readonly ownerUrl?: string | undefined;
  readonly queues: Readonly<Record<string, QueueSettings>>;
}

/**
 * Brings the database to this release: tables, job queue, and the rights of the services' role. Safe to call from
 * several processes at once, and over again.
 *
 * @returns the names of the migrations that this call applied
 * @throws DatabaseTooNew, ApplicationRoleMissing
 */
export async function bringUpToDate(options: ReadyOptions): Promise<string[]> {
  const owner = openDatabase({
    url: options.ownerUrl ?? options.url,
    applicationName: 'lectern-migrate',
    maxConnections: 3,
  });
  try {
    const applied = await migrate(owner);
    // Replicas of the release before have gone on to write names since.
    await owner.transaction((tx) => setNamesApart(tx as unknown as Kysely<unknown>));
    await installJobQueue(owner, options.queues);
    if (options.ownerUrl !== undefined) await grantApplication(owner, loginOf(options.url));
    return applied;
  } finally {
    await owner.close();
  }
}

export interface ServiceDatabaseOptions extends ReadyOptions {
  readonly applicationName: string;
  /** As read by `patienceSettings`; their defaults unless told. */
  readonly patience?: {
    readonly DATABASE_PATIENCE_SECONDS: number;
    readonly DATABASE_WAITING_REQUESTS: number;
  };
  /**
   * Told, in a sentence, when the role may do more than a service needs or a pooler lets it have less, and later when
   * the database is away and back.
   */
  readonly onWarning: (sentence: string) => void;
  /** How long a role that may not migrate waits for whoever does; 90 s unless told. */
  readonly waitMs?: number;
}

/**
 * The database that a service works with, at this release. Who may migrate does so: the owner of `ownerUrl`, or else the
 * role of `url` where the tables are its own (or there are none yet). A role that may not waits until it has been done.
 *
 * @throws DatabaseNotMigrated when nobody did, DatabaseTooNew
 */
export async function openReadyDatabase(options: ServiceDatabaseOptions): Promise<Database> {
  const { url, applicationName, patience, onWarning } = options;
  if (options.ownerUrl !== undefined) await bringUpToDate(options);
  const database = openDatabase({
    url,
    applicationName,
    onWarning,
    ...(patience !== undefined && {
      patienceMs: patience.DATABASE_PATIENCE_SECONDS * 1000,
      mostWaiting: patience.DATABASE_WAITING_REQUESTS,
    }),
  });
  try {
    if (options.ownerUrl === undefined) {
      if (await mayMigrate(database)) await bringUpToDate(options);
      else await untilMigrated(database, options.waitMs ?? 90_000);
    }
    const { role, excess } = await reachOf(database);
    if (excess.length > 0) {
      onWarning(
        `The database role "${role}" may do more than a service needs: ${excess.join('; ')}. Give DATABASE_URL a role of its own, and the owner's to DATABASE_OWNER_URL.`,
      );
    }
    if (!(await limitsIdleTransactions(database)))
      onWarning(
        'A pooler drops the setting idle_in_transaction_session_timeout that each connection begins with: a stuck process could keep locks for ever. Give it to the role: alter role … set idle_in_transaction_session_timeout = 60000.',
      );
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function mayMigrate(database: Database): Promise<boolean> {
  const { rows } = await sql<{ may: boolean | null }>`select case
      when to_regclass('schema_migrations') is null then has_schema_privilege(current_schema(), 'CREATE')
      else (select pg_has_role(relowner, 'USAGE') from pg_class
        where oid = to_regclass('schema_migrations')) end as may`.execute(database.kysely);
  return rows[0]?.may === true;
}

async function untilMigrated(database: Database, waitMs: number): Promise<void> {
  for (const deadline = Date.now() + waitMs; !(await isReady(database)); await delay(500))
    if (Date.now() > deadline) throw new DatabaseNotMigrated();
}

async function limitsIdleTransactions(database: Database): Promise<boolean> {
  const { rows } = await sql<{ set: string }>`
    select current_setting('idle_in_transaction_session_timeout') as set`.execute(database.kysely);
  return rows[0]?.set !== '0';
}

/** The rights come last: who has them on the queue's schema finds everything else done. */
async function isReady(database: Database): Promise<boolean> {
  if (!(await isMigrated(database))) return false;
  const { rows } = await sql<{ ready: boolean | null }>`
    select has_schema_privilege('pgboss', 'USAGE') as ready from pg_namespace where nspname = 'pgboss'`.execute(
    database.kysely,
  );
  return rows[0]?.ready === true;
}
