import { setTimeout as delay } from 'node:timers/promises';
import { Client, type ClientConfig, Pool, type PoolClient, type PoolConfig } from 'pg';
import { connectionFault } from './connection-fault.js';
import { DatabaseBusy, DatabaseUnavailable } from './database.errors.js';

export interface Patience {
  /** How long whoever needs a connection waits for a server that is away. */
  readonly patienceMs: number;
  /** How many may wait for a connection at a time. */
  readonly mostWaiting: number;
  /** Told, in a sentence, when the server is away and when it is back. */
  readonly onWarning: (sentence: string) => void;
}

/** An address that nobody answers at any more may swallow what it is sent: each try has its own end. */
const CONNECT_MS = 5_000;
const LONGEST_PAUSE_MS = 250;
/** Within the time that a probe of readiness has. */
const ASK_MS = 1_000;

/** The pool's other time-out is for waiting in line. */
class QuickClient extends Client {
  constructor(config?: string | ClientConfig) {
    super({ ...(config as ClientConfig), connectionTimeoutMillis: CONNECT_MS });
  }
}

/** While the server is away one of the pool asks for it, and all others wait for what that one finds. */
interface Outage {
  readonly since: number;
  /** Why the last try failed. */
  fault: DatabaseUnavailable;
  /** True when the server is back, false when the pool was closed before. */
  readonly over: Promise<boolean>;
}

/**
 * node-postgres' pool, which fails at once when the server is away, with patience: a server that restarts costs those
 * who ask meanwhile a wait, bounded in time and in number.
 */
export class PatientPool {
  readonly #pool: Pool;
  readonly #patience: Patience;
  readonly #closing = new AbortController();
  readonly #proven = new WeakSet<PoolClient>();
  #waiting = 0;
  #outage: Outage | undefined;
  #answeredAt = Number.NEGATIVE_INFINITY;

  constructor(config: PoolConfig, patience: Patience) {
    this.#patience = patience;
    const lineMs = Math.max(CONNECT_MS, patience.patienceMs);
    this.#pool = new Pool({ ...config, connectionTimeoutMillis: lineMs, Client: QuickClient });
    this.#pool.on('error', () => undefined);
    // A connection that breaks while it is in use, between two statements, emits on the client itself.
    this.#pool.on('connect', (client) => {
      client.on('error', () => undefined);
      this.#answeredAt = performance.now();
    });
  }

  /**
   * A connection, to be released. It may have broken since it was last used.
   *
   * @throws DatabaseUnavailable when the server stays away for longer than the patience
   * @throws DatabaseBusy, at once, when too many wait already
   */
  async connect(): Promise<PoolClient> {
    const { patienceMs, mostWaiting } = this.#patience;
    if (this.#waiting >= mostWaiting) throw new DatabaseBusy(mostWaiting);
    const deadline = performance.now() + patienceMs;
    this.#waiting += 1;
    try {
      for (;;) {
        if (this.#outage !== undefined) await this.#wait(this.#outage, deadline);
        try {
          return await this.#pool.connect();
        } catch (error) {
          const fault = connectionFault(error);
          if (!(fault instanceof DatabaseUnavailable) || isLine(error) || this.#closing.signal.aborted)
            throw fault;
          this.#outage ??= this.#begin(fault);
        }
      }
    } finally {
      this.#waiting -= 1;
    }
  }

  /** The server has just answered a statement, over this connection. */
  answered(client: PoolClient): void {
    this.#answeredAt = performance.now();
    this.#proven.add(client);
  }

  /** Whether a statement was ever answered over this connection. */
  hasAnswered(client: PoolClient): boolean {
    return this.#proven.has(client);
  }

  /**
   * Returns when the server answers now, or did within the patience: until then requests are slow, and no reason to
   * send them elsewhere. Waits for a second at most.
   *
   * @throws DatabaseUnavailable
   */
  async requireAvailable(): Promise<void> {
    const enough = new AbortController();
    const late = delay(ASK_MS, undefined, { signal: enough.signal, ref: false });
    const tooLate = late.then(() => Promise.reject(new DatabaseUnavailable()));
    try {
      await Promise.race([this.#ask(), tooLate]);
    } catch (error) {
      if (performance.now() - this.#answeredAt > this.#patience.patienceMs) throw error;
    } finally {
      enough.abort();
    }
  }

  /** Lets go of those who wait, and of every connection once it is not in use. Idempotent. */
  async close(): Promise<void> {
    this.#closing.abort();
    if (!this.#pool.ending) await this.#pool.end();
  }

  async #ask(): Promise<void> {
    if (this.#outage !== undefined) throw this.#outage.fault;
    let failure: Error | undefined;
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw connectionFault(error);
    });
    try {
      await client.query('select 1');
      this.answered(client);
    } catch (error) {
      failure = error as Error;
      throw connectionFault(error);
    } finally {
      client.release(failure);
    }
  }

  async #wait({ over, fault }: Outage, deadline: number): Promise<void> {
    const enough = new AbortController();
    const late = delay(Math.max(0, deadline - performance.now()), false, { signal: enough.signal });
    const isBack = await Promise.race([over, late]).finally(() => enough.abort());
    if (!isBack) throw this.#outage?.fault ?? fault;
  }

  #begin(fault: DatabaseUnavailable): Outage {
    const over = Promise.withResolvers<boolean>();
    const outage: Outage = { since: performance.now(), fault, over: over.promise };
    void this.#untilBack(outage).then((isBack) => {
      this.#outage = undefined;
      over.resolve(isBack);
    });
    return outage;
  }

  async #untilBack(outage: Outage): Promise<boolean> {
    const { signal } = this.#closing;
    const { onWarning } = this.#patience;
    for (let tries = 0; !signal.aborted; tries += 1) {
      try {
        const client = await this.#pool.connect();
        client.release();
        const seconds = ((performance.now() - outage.since) / 1000).toFixed(1);
        // The first try may find that one connection had died, and no more.
        if (tries > 0) onWarning(`The database is back after ${seconds} s.`);
        return true;
      } catch (error) {
        const found = connectionFault(error);
        if (found instanceof DatabaseUnavailable) outage.fault = found;
        if (tries === 0 && !signal.aborted)
          onWarning(`The database is away; requests wait for it (${causeOf(outage.fault)}).`);
      }
      const pause = Math.min(LONGEST_PAUSE_MS, 25 * 2 ** Math.min(tries, 10));
      await delay(pause, undefined, { signal, ref: false }).catch(() => undefined);
    }
    return false;
  }
}

/** All connections are in use: the server is not away. */
function isLine(error: unknown): boolean {
  return error instanceof Error && error.message === 'timeout exceeded when trying to connect';
}

function causeOf({ cause }: DatabaseUnavailable): string {
  return cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : 'no answer';
}
