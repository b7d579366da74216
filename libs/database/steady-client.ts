import type { PostgresPoolClient } from 'kysely';
import type { PoolClient } from 'pg';
import { statementFault } from './connection-fault.js';
import { DatabaseUnavailable } from './database.errors.js';
import type { PatientPool } from './patient-pool.js';

/**
 * A statement that breaks its connection each time is not sent for ever. Connections that had answered before don't count:
 * with a server that restarted all of the pool's are dead, and each may be met once.
 */
export const MOST_BREAKS = 3;

/**
 * A connection as Kysely uses one, with its faults translated. Outside of a transaction, and where one begins, a broken
 * connection is replaced by another and the statement sent again; inside, what went before it is lost with it.
 */
export class SteadyClient {
  #client: PoolClient | undefined;
  #isInTransaction = false;

  private constructor(
    private readonly pool: PatientPool,
    client: PoolClient,
  ) {
    this.#client = client;
  }

  /** @throws DatabaseUnavailable, DatabaseBusy */
  static async take(pool: PatientPool): Promise<PostgresPoolClient> {
    const steady = new SteadyClient(pool, await pool.connect());
    const query = (text: string, parameters: readonly unknown[]) => steady.#query(text, parameters);
    return {
      query: query as unknown as PostgresPoolClient['query'],
      release: (destroy) => steady.#client?.release(destroy),
    };
  }

  async #query(text: string, parameters: readonly unknown[]): Promise<unknown> {
    for (let breaks = 0; ; ) {
      if (this.#client === undefined) throw new DatabaseUnavailable();
      try {
        const result = await this.#client.query(text, [...parameters]);
        this.pool.answered(this.#client);
        this.#isInTransaction = BEGINS.test(text) || (this.#isInTransaction && !ENDS.test(text));
        return result;
      } catch (error) {
        const fault = statementFault(error);
        const isLost = fault instanceof DatabaseUnavailable;
        if (!this.pool.hasAnswered(this.#client)) breaks += 1;
        if (!isLost || this.#isInTransaction || breaks >= MOST_BREAKS) throw fault;
        this.#client.release(true);
        this.#client = undefined;
        this.#client = await this.pool.connect();
      }
    }
  }
}

const BEGINS = /^(?:begin|start transaction)\b/;
const ENDS = /^(?:commit|rollback)$/;
