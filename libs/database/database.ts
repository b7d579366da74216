import { setTimeout as delay } from 'node:timers/promises';
import {
  CamelCasePlugin,
  CompiledQuery,
  Kysely,
  PostgresDialect,
  type PostgresPoolClient,
  sql,
} from 'kysely';
import { Pool, type PoolClient, types as parsers } from 'pg';
import { connectionFault, statementFault } from './connection-fault.js';
import { Listener, type Subscription } from './listener.js';
import type { Queryable, Schema, Transaction } from './schema.js';

export interface DatabaseOptions {
  /** `postgres://user:password@host:port/database`, with whatever else libpq's URLs may say. */
  readonly url: string;
  /** Connections in the pool, beside the one that listens. 10 unless told. */
  readonly maxConnections?: number;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName?: string;
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

/** A pool of connections to one PostgreSQL database. Nothing is connected before the first statement. */
export class Database {
  /**
   * Each statement by itself. Connection faults arrive as DatabaseUnavailable, texts that can't be held as
   * UnstorableText, others as PostgreSQL's own.
   */
  readonly kysely: Kysely<Schema>;
  readonly #pool: Pool;
  readonly #listener: Listener;

  constructor(options: DatabaseOptions) {
    const connection = {
      connectionString: options.url,
      application_name: options.applicationName ?? 'lectern',
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      // Left to the kernel, a statement waits two hours for the answer of a machine that is gone.
      keepAliveInitialDelayMillis: 10_000,
    };
    this.#pool = new Pool({
      ...connection,
      max: options.maxConnections ?? 10,
      // A transaction that a stuck process leaves open holds locks that everybody waits for.
      idle_in_transaction_session_timeout: 60_000,
      types,
    });
    this.#pool.on('error', () => undefined);
    // A connection that breaks while it is in use, between two statements, emits on the client itself.
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
    this.#listener = new Listener(connection);
    this.kysely = new Kysely<Schema>({
      dialect: new PostgresDialect({ pool: translatingPool(this.#pool) }),
      plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
    });
  }

  /**
   * Runs `work` in one READ COMMITTED transaction: committed when it returns, undone when it throws. A
   * deadlock or a serialisation failure runs it again, up to five times, so `work` touches nothing but the
   * database. Locks are held until the commit: no waiting for bytes or other services inside.
   *
   * @throws DatabaseUnavailable; whether a commit that was under way has happened is then unknown
   */
  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.kysely.transaction().execute(work);
      } catch (error) {
        if (tries >= MAX_TRIES || !isConflict(error)) throw error;
        await delay(Math.random() * 10 * 2 ** tries);
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

  /** One statement or script outside of any transaction; a connection whose statement failed is not reused. */
  async executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> {
    try {
      return await this.#pool.query(text, values);
    } catch (error) {
      throw connectionFault(error);
    }
  }

  /** Waits for statements that run, then lets go of every connection. Idempotent. */
  async close(): Promise<void> {
    await this.#listener.close();
    await this.kysely.destroy();
    if (!this.#pool.ending) await this.#pool.end();
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

function isConflict(error: unknown): boolean {
  const code = (error as { code?: unknown } | undefined)?.code;
  return code === '40001' || code === '40P01';
}

/** node-postgres' pool with connection faults translated at its edge. */
function translatingPool(pool: Pool) {
  const known = new WeakMap<PoolClient, PostgresPoolClient>();
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect(): Promise<PostgresPoolClient> {
      const client = await pool.connect().catch((error: unknown) => {
        throw connectionFault(error);
      });
      let translating = known.get(client);
      if (translating === undefined) {
        translating = translatingClient(client);
        known.set(client, translating);
      }
      return translating;
    },
  };
}

function translatingClient(client: PoolClient): PostgresPoolClient {
  const query = (text: string, parameters: readonly unknown[]) =>
    client.query(text, [...parameters]).catch((error: unknown) => {
      throw statementFault(error);
    });
  return {
    query: query as unknown as PostgresPoolClient['query'],
    release: (destroy) => client.release(destroy),
  };
}
