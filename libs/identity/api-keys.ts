import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import {
  fetchPage,
  type Page,
  type PageRequest,
  type Queryable,
  type Role,
  type Scope,
  type Transaction,
} from '#libs/database';
import { type Clock, newId, systemClock } from '#libs/kernel';
import { ApiKeyNotFound } from './identity.errors.js';
import { hashOfSecret } from './secrets.js';

/** Who calls with a key. */
export interface ApiKeyOwner {
  /** The key's id. */
  readonly id: string;
  readonly subject: string;
  readonly name: string;
  readonly role: Role;
  readonly unit: string | null;
  readonly scopes: readonly Scope[];
}

/** A key as lists show it: never the secret, which is not kept. */
export interface ApiKey extends ApiKeyOwner {
  readonly label: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  /** To the hour. */
  readonly lastUsedAt: Date | null;
}

const SECRET = /^lk_[A-Za-z0-9_-]{43}$/;
const SCOPES: readonly Scope[] = ['upload', 'view', 'admin'];
const HOUR_MS = 3_600_000;

/** Keys for programs: 256 random bits, of which only the SHA-256 is kept. */
export class ApiKeys {
  readonly #clock: Clock;

  constructor(options: { clock?: Clock } = {}) {
    this.#clock = options.clock ?? systemClock;
  }

  /** @returns the secret, `lk_` and 43 characters of base64url, which nobody can be shown again */
  async create(
    tx: Transaction,
    key: {
      subject: string;
      name: string;
      role: Role;
      unit?: string | null;
      /** All, unless said. */
      scopes?: readonly Scope[] | undefined;
      label: string;
      expiresAt?: Date | null;
    },
  ): Promise<{ id: string; secret: string }> {
    const secret = `lk_${randomBytes(32).toString('base64url')}`;
    const id = newId('key');
    await tx
      .insertInto('apiKeys')
      .values({
        id,
        hash: hashOfSecret(secret),
        subject: key.subject,
        name: key.name,
        role: key.role,
        unit: key.unit ?? null,
        label: key.label,
        scopes: [...(key.scopes ?? SCOPES)],
        expiresAt: key.expiresAt ?? null,
        revokedAt: null,
        lastUsedAt: null,
      })
      .execute();
    return { id, secret };
  }

  /**
   * Whose key this is; undefined for an unknown, expired or revoked one, or something that is no key at all.
   * Looked up by its hash, so how long it takes says nothing of how much of a guess was right.
   */
  async find(q: Queryable, secret: string): Promise<ApiKeyOwner | undefined> {
    if (!SECRET.test(secret)) return undefined;
    const now = this.#clock.now();
    const row = await q
      .selectFrom('apiKeys')
      .select(['id', 'subject', 'name', 'role', 'unit', 'scopes', 'lastUsedAt'])
      .where('hash', '=', hashOfSecret(secret))
      .where('revokedAt', 'is', null)
      .where((eb) => eb.or([eb('expiresAt', 'is', null), eb('expiresAt', '>', now)]))
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const { lastUsedAt, ...owner } = row;
    if (lastUsedAt === null || now.getTime() - lastUsedAt.getTime() >= HOUR_MS)
      await q.updateTable('apiKeys').set({ lastUsedAt: now }).where('id', '=', row.id).execute();
    return owner;
  }

  /** Of many keys at once, by their ids, those that let somebody in. */
  async validAmong(q: Queryable, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await q
      .selectFrom('apiKeys')
      .select('id')
      .where('id', '=', sql<string>`any(${[...ids]})`)
      .where('revokedAt', 'is', null)
      .where((eb) => eb.or([eb('expiresAt', 'is', null), eb('expiresAt', '>', this.#clock.now())]))
      .execute();
    return new Set(rows.map(({ id }) => id));
  }

  /** All keys, or those of one subject, newest first, revoked ones included. @throws InvalidCursor */
  async list(q: Queryable, request: PageRequest & { subject?: string | undefined }): Promise<Page<ApiKey>> {
    let query = q
      .selectFrom('apiKeys')
      .select(['id', 'subject', 'name', 'role', 'unit', 'scopes', 'label'])
      .select(['createdAt', 'expiresAt', 'revokedAt', 'lastUsedAt']);
    if (request.subject !== undefined) query = query.where('subject', '=', request.subject);
    return fetchPage(query, 'apiKeys', request);
  }

  /** Whether a key may be used now. */
  async isLive(q: Queryable, id: string): Promise<boolean> {
    return (await this.validAmong(q, [id])).has(id);
  }

  /** Whether a key may still be used, which stays so until `tx` ends: revoking it waits. */
  async hold(tx: Transaction, id: string): Promise<boolean> {
    const row = await tx
      .selectFrom('apiKeys')
      .select('id')
      .where('id', '=', id)
      .where('revokedAt', 'is', null)
      .forShare()
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Ends a key at once and for good. Idempotent. @throws ApiKeyNotFound */
  async revoke(tx: Transaction, id: string): Promise<void> {
    const row = await tx
      .updateTable('apiKeys')
      .set((eb) => ({ revokedAt: eb.fn.coalesce('revokedAt', eb.val(this.#clock.now())) }))
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst();
    if (row === undefined) throw new ApiKeyNotFound();
  }
}
