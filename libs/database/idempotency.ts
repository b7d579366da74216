import { sql } from 'kysely';
import { IdempotencyKeyReused, IdempotentRequestRunning } from './database.errors.js';
import { json, type Transaction } from './schema.js';

/** Which request a key belongs to: the same key of another owner or route is another one. */
export interface IdempotentRequest {
  readonly owner: string;
  readonly key: string;
  /** Method and path pattern, such as `POST /v1/courses`. */
  readonly route: string;
  /** A hash of the body; a second request with the key must have the same. */
  readonly requestHash: string;
}

/** The answer that the first request got. */
export interface IdempotentAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** After so long without an answer the first request's process counts as dead. */
const ABANDONED_AFTER_MS = 5 * 60_000;

/** Answers of POSTs by their Idempotency-Key, so that a repeated one creates nothing twice. */
export class IdempotencyKeys {
  /**
   * Claims the key. Returns undefined for the first request (which then calls `finish`, in the same
   * transaction or a later one), or the answer to repeat. Two at once in transactions: the second waits.
   *
   * @throws IdempotencyKeyReused when the key came with another request
   * @throws IdempotentRequestRunning when the first was begun in the last five minutes and has no answer yet
   */
  async begin(
    tx: Transaction,
    request: IdempotentRequest,
    at = new Date(),
  ): Promise<IdempotentAnswer | undefined> {
    const claimed = await tx
      .insertInto('idempotencyKeys')
      .values({ ...request, createdAt: at })
      .onConflict((conflict) => conflict.columns(['owner', 'key', 'route']).doNothing())
      .returning('key')
      .executeTakeFirst();
    if (claimed !== undefined) return undefined;
    const found = await this.#row(tx, request).forUpdate().executeTakeFirst();
    if (found === undefined) throw new IdempotentRequestRunning();
    if (found.requestHash !== request.requestHash) throw new IdempotencyKeyReused();
    if (found.status !== null) {
      return { status: found.status, headers: found.headers ?? {}, body: found.body };
    }
    if (Date.now() - found.createdAt.getTime() < ABANDONED_AFTER_MS) throw new IdempotentRequestRunning();
    await this.#change(tx, request).set({ createdAt: at }).execute();
    return undefined;
  }

  /** Whether the request that called `begin` at that moment has the key: for who never heard what became of it. */
  async isClaimed(tx: Transaction, request: IdempotentRequest, at: Date): Promise<boolean> {
    const row = await this.#row(tx, request)
      .where('requestHash', '=', request.requestHash)
      .where('createdAt', '=', at)
      .where('status', 'is', null)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Keeps the answer for those who ask again. */
  async finish(tx: Transaction, request: IdempotentRequest, answer: IdempotentAnswer): Promise<void> {
    await this.#change(tx, request)
      .set({ status: answer.status, headers: json(answer.headers), body: json(answer.body ?? null) })
      .execute();
  }

  /** Frees the key after a request that failed, so that it may be tried again. */
  async forget(tx: Transaction, request: IdempotentRequest): Promise<void> {
    await tx
      .deleteFrom('idempotencyKeys')
      .where('owner', '=', request.owner)
      .where('key', '=', request.key)
      .where('route', '=', request.route)
      .where('status', 'is', null)
      .execute();
  }

  /** Removes keys that were claimed before `date`. @returns how many */
  async sweep(tx: Transaction, date: Date): Promise<number> {
    const { numDeletedRows } = await tx
      .deleteFrom('idempotencyKeys')
      .where('createdAt', '<', date)
      .executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  }

  #row(tx: Transaction, request: IdempotentRequest) {
    return tx
      .selectFrom('idempotencyKeys')
      .selectAll()
      .where(sql<boolean>`(owner, key, route) = (${request.owner}, ${request.key}, ${request.route})`);
  }

  #change(tx: Transaction, request: IdempotentRequest) {
    return tx
      .updateTable('idempotencyKeys')
      .where(sql<boolean>`(owner, key, route) = (${request.owner}, ${request.key}, ${request.route})`);
  }
}
