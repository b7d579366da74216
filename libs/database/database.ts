import { setTimeout as delay } from 'node:timers/promises';
import { CamelCasePlugin, CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely';
import { types as parsers } from 'pg';
import { connectionFault } from './connection-fault.js';
import { DatabaseUnavailable } from './database.errors.js';
import { Listener, type Subscription } from './listener.js';
import { PatientPool } from './patient-pool.js';
import type { Queryable, Schema, Transaction } from './schema.js';
import { MOST_BREAKS, SteadyClient } from './steady-client.js';

export interface DatabaseOptions {
  /** `postgres://user:password@host:port/database`, with whatever else libpq's URLs may say. */
  readonly url: string;
  /** Connections in the pool, beside the one that listens. 10 unless told. */
  readonly maxConnections?: number;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName?: string;
  /** How long whoever needs a connection waits for a server that is away; 10 s unless told. */
  readonly patienceMs?: number;
  /** How many may wait for a connection at a time; 1,000 unless told. */
  readonly mostWaiting?: number;
  /** Told, in a sentence, when the server is away, when it is back, and of connections that hear nothing. */
  readonly onWarning?: (sentence: string) => void;
}

export interface TransactionOptions<T> {
  /**
   * What becomes of a transaction whose connection broke while it was being committed, so that nobody knows whether it
   * was. `repeat`: it is run again, since that does no harm after itself. A look, in a new transaction, at what `work`
   * would have left behind: what it returns is the result, and where it finds nothing `work` is run again. Left out:
   * DatabaseUnavailable, and the caller is left to find out.
   */
  readonly lostCommit?: 'repeat' | ((tx: Transaction) => Promise<T | undefined>);
}

/** What pg-boss takes for a database: one statement (or a script without values) at a time. */
export interface SqlExecutor {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

const INT8 = 20;
const DATE = 1082;
const parseText: (oid: number) => (text: string) => unknown = parsers.getTypeParser;

/** bigint as a number (exact, or an error), date as `YYYY-MM-DD`: for this pool only, not for the process. */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format === 'binary') return parsers.getTypeParser(oid, 'binary');
    if (oid === INT8) return safeInteger;
    if (oid === DATE) return (text: string) => text;
    return parseText(oid);
  },
};

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('A number in the database is beyond 2^53.');
  return value;
}

const MAX_TRIES = 5;
const PATIENCE_MS = 10_000;
const MOST_WAITING = 1_000;
/** Of PostgreSQL's error codes (its manual, appendix A). */
const CONFLICTS: ReadonlySet<unknown> = new Set(['40001', '40P01']);
const UNIQUE_VIOLATION = '23505';

/**
 * A pool of connections to one PostgreSQL database. Nothing is connected before the first statement. A server that
 * restarts costs those who ask meanwhile a wait: they fail only when it stays away for longer than the patience.
 */
export class Database {
  /**
   * Each statement by itself. One whose connection broke under way is sent again, so it must be fit to be carried out
   * twice; others belong into a `transaction`. Connection faults that last arrive as DatabaseUnavailable, texts that
   * can't be held as UnstorableText, others as PostgreSQL's own.
   */
  readonly kysely: Kysely<Schema>;
  readonly #pool: PatientPool;
  readonly #listener: Listener;

  constructor(options: DatabaseOptions) {
    const { patienceMs = PATIENCE_MS, mostWaiting = MOST_WAITING, onWarning = () => undefined } = options;
    const connection = {
      connectionString: options.url,
      application_name: options.applicationName ?? 'lectern',
      keepAlive: true,
      // Left to the kernel, a statement waits two hours for the answer of a machine that is gone.
      keepAliveInitialDelayMillis: 10_000,
    };
    this.#pool = new PatientPool(
      {
        ...connection,
        max: options.maxConnections ?? 10,
        // A transaction that a stuck process leaves open holds locks that everybody waits for.
        idle_in_transaction_session_timeout: 60_000,
        types,
      },
      { patienceMs, mostWaiting, onWarning },
    );
    this.#listener = new Listener(connection, {
      patienceMs,
      onWarning,
      notify: async (channel, payload) => {
        await sql`select pg_notify(${channel}, ${payload})`.execute(this.kysely);
      },
    });
    const pool = {
      options: {},
      connect: () => SteadyClient.take(this.#pool),
      end: () => this.#pool.close(),
    };
    this.kysely = new Kysely<Schema>({
      dialect: new PostgresDialect({ pool }),
      plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
    });
  }

  /**
   * Runs `work` in one READ COMMITTED transaction: committed when it returns, undone when it throws. A deadlock or a
   * serialisation failure runs it again, up to five times, and so does a connection that breaks before the commit, up to
   * three times; so `work` touches nothing but the database. Locks are held until the commit: no waiting for bytes or
   * other services inside.
   *
   * @throws DatabaseUnavailable; where the commit was under way it may have happened, unless `lostCommit` is told
   */
  async transaction<T>(
    work: (tx: Transaction) => Promise<T>,
    { lostCommit }: TransactionOptions<T> = {},
  ): Promise<T> {
    let isUncertain = false;
    for (let [tries, breaks] = [1, 1]; ; tries += 1) {
      let reached: 'nothing' | 'work' | 'commit' = 'nothing';
      try {
        return await this.kysely.transaction().execute(async (tx) => {
          reached = 'work';
          const known = isUncertain && typeof lostCommit === 'function' ? await lostCommit(tx) : undefined;
          const result = known ?? (await work(tx));
          reached = 'commit';
          return result;
        });
      } catch (error) {
        if (error instanceof DatabaseUnavailable) {
          // Where nothing was reached all patience is spent.
          if (reached === 'nothing' || breaks >= MOST_BREAKS) throw error;
          if (reached === 'commit') {
            if (lostCommit === undefined) throw error;
            isUncertain = true;
          }
          breaks += 1;
        } else if (tries >= MAX_TRIES || !mayPass(error, isUncertain)) throw error;
        else await delay(Math.random() * 10 * 2 ** tries);
      }
    }
  }

  /**
   * Calls `onNotify` with the payload of each `notify` on `channel` that is committed from now on. After a
   * lost connection it reconnects by itself and calls `onNotify(undefined)`: notifications may have been
   * missed, so look at the tables. All subscriptions share one connection. What `onNotify` throws is lost.
   */
  async listen(channel: string, onNotify: (payload: string | undefined) => void): Promise<Subscription> {
    return this.#listener.subscribe(channel, onNotify);
  }

  /** Shows everybody (`isGone`) that whoever bears this name is there, until it is closed or this process ends. */
  async appear(name: string): Promise<Subscription> {
    return this.#listener.show(name);
  }

  /** One round trip. @throws DatabaseUnavailable */
  async ping(): Promise<void> {
    await sql`select 1`.execute(this.kysely);
  }

  /**
   * For readiness: returns, within a second, when the server answers, or last did so within the patience. Until then
   * requests wait for it and succeed, and to send them elsewhere helps nobody.
   *
   * @throws DatabaseUnavailable
   */
  async requireAvailable(): Promise<void> {
    await this.#pool.requireAvailable();
  }

  /**
   * One statement or script outside of any transaction; a connection whose statement failed is not reused. It waits for
   * a server that is away, but what broke under way is not sent again.
   */
  async executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> {
    const client = await this.#pool.connect();
    let failure: Error | undefined;
    try {
      const result = await client.query(text, values);
      this.#pool.answered(client);
      return result;
    } catch (error) {
      failure = error as Error;
      throw connectionFault(error);
    } finally {
      client.release(failure);
    }
  }

  /** Waits for statements that run, refuses those that wait, then lets go of every connection. Idempotent. */
  async close(): Promise<void> {
    await this.#listener.close();
    await this.kysely.destroy();
    await this.#pool.close();
  }
}

export function openDatabase(options: DatabaseOptions): Database {
  return new Database(options);
}

/**
 * Tells the listeners of `channel` when, and only if, the transaction commits. At most 7999 bytes; equal
 * payloads of one transaction arrive once.
 */
export async function notify(tx: Transaction, channel: string, payload: string): Promise<void> {
  await sql`select pg_notify(${channel}, ${payload})`.execute(tx);
}

/**
 * Waits until no other transaction holds the lock of this name, and holds it until `tx` ends. Locks are the
 * database's own: those of another database on the server are others.
 *
 * @param options.shared waits for those only, and keeps only those waiting, who do not share
 */
export async function advisoryLock(
  tx: Transaction,
  name: string,
  options: { readonly shared?: boolean } = {},
): Promise<void> {
  const lock = sql.raw(options.shared === true ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock');
  await sql`select ${lock}(hashtextextended(${name}, 0))`.execute(tx);
}

/** Takes the lock of this name until `tx` ends, as `advisoryLock` does, where nobody holds it; false where somebody does. */
export async function tryAdvisoryLock(tx: Transaction, name: string): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as taken`.execute(tx);
  return rows[0]?.taken === true;
}

/** The transaction as pg-boss wants it: jobs sent through it exist if and only if it commits. */
export function executeSqlOf(tx: Queryable): SqlExecutor {
  const plain = tx.withoutPlugins();
  return {
    async executeSql(text, values = []) {
      const { rows } = await plain.executeQuery(CompiledQuery.raw(text, values));
      return { rows };
    },
  };
}

/** After a lost commit the server may have been at it still when the next run looked: by then it has come to its end. */
function mayPass(error: unknown, isUncertain: boolean): boolean {
  const code = (error as { code?: unknown } | undefined)?.code;
  return CONFLICTS.has(code) || (isUncertain && code === UNIQUE_VIOLATION);
}
