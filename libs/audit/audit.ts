import { createHash } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import {
  advisoryLock,
  decodeCursor,
  encodeCursor,
  InvalidCursor,
  json,
  type Page,
  type PageRequest,
  type Queryable,
  type Schema,
  type Transaction,
} from '#libs/database';
import { canonicalJson, plain } from './canonical-json.js';

/** Something that happened. Facts are plain JSON, and hold no patient data, file names, tokens or URLs. */
export interface AuditEvent {
  /** Who did it: a subject, or `system`. */
  readonly actor: string;
  /** What was done, such as `asset.trashed`. */
  readonly action: string;
  /** To what: an id. */
  readonly subject: string;
  readonly unit?: string | null;
  readonly facts?: Readonly<Record<string, unknown>>;
}

export interface AuditEntry {
  readonly seq: number;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly unit: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
  /** In hexadecimal digits. */
  readonly hash: string;
}

/** Which entries; left out, all of them. */
export interface AuditFilters {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly subject?: string | undefined;
  /** Those of this unit and of what lies below it. */
  readonly under?: string | undefined;
  /** Not before this moment. */
  readonly from?: Date | undefined;
  /** Before this moment. */
  readonly to?: Date | undefined;
}

/**
 * The end of the trail at some moment. Kept outside the database (a log, another machine) it proves later
 * that nothing up to it was changed, not even by somebody who rewrote the whole chain or cut its end off.
 */
export interface AuditAnchor {
  readonly seq: number;
  readonly hash: string;
}

export const BEFORE_THE_FIRST = Buffer.alloc(32);

/**
 * The append-only trail. Each entry holds the SHA-256 of its own content and of the entry before, so that one
 * that is edited, removed or put in between breaks the chain from there on.
 */
export class Audit {
  /**
   * Adds an entry, to be there if and only if `tx` commits. Appends are one after the other until their
   * transactions end: call it last.
   *
   * @returns the new end of the trail
   */
  async append(tx: Transaction, event: AuditEvent): Promise<AuditAnchor> {
    await advisoryLock(tx, 'audit-trail');
    const last = await tx
      .selectFrom('auditTrail')
      .select(['seq', 'hash'])
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    const entry = {
      seq: (last?.seq ?? 0) + 1,
      at: new Date(),
      actor: event.actor,
      action: event.action,
      subject: event.subject,
      unit: event.unit ?? null,
      facts: plain(event.facts ?? {}) as Record<string, unknown>,
    };
    const previousHash = last?.hash ?? BEFORE_THE_FIRST;
    const hash = hashOf(previousHash, entry);
    await tx
      .insertInto('auditTrail')
      .values({ ...entry, facts: json(entry.facts), previousHash, hash })
      .execute();
    return { seq: entry.seq, hash: hash.toString('hex') };
  }

  /** When `action` was last done to `subject`; undefined where the trail has no such entry. */
  async lastAt(q: Queryable, event: { action: string; subject: string }): Promise<Date | undefined> {
    return (await this.last(q, event))?.at;
  }

  /** The end of the trail, to be kept elsewhere; undefined while it is empty. */
  async anchor(q: Queryable): Promise<AuditAnchor | undefined> {
    const last = await q
      .selectFrom('auditTrail')
      .select(['seq', 'hash'])
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    return last === undefined ? undefined : { seq: last.seq, hash: last.hash.toString('hex') };
  }

  /** The newest entry of this kind; undefined where the trail has none. */
  async last(q: Queryable, event: { action: string; subject: string }): Promise<AuditEntry | undefined> {
    const row = await q
      .selectFrom('auditTrail')
      .selectAll()
      .where('subject', '=', event.subject)
      .where('action', '=', event.action)
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? undefined : entryOf(row);
  }

  /** Entries that fit the filters, newest first. @throws InvalidCursor */
  async list(q: Queryable, request: PageRequest & AuditFilters): Promise<Page<AuditEntry>> {
    const { cursor, limit: wished, ...filters } = request;
    const limit = Math.min(100, Math.max(1, Math.trunc(wished) || 1));
    const rows = await newestFirst(q, filters, cursor === undefined ? undefined : positionOf(cursor))
      .limit(limit + 1)
      .execute();
    const items = rows.slice(0, limit).map(entryOf);
    const last = items.at(-1);
    const more = rows.length > limit && last !== undefined;
    return { items, nextCursor: more ? encodeCursor({ createdAt: last.at, id: String(last.seq) }) : null };
  }

  /**
   * All entries that fit the filters, newest first, in bounded memory. Entries that are added meanwhile are not among
   * them.
   */
  async *all(
    q: Queryable,
    filters: AuditFilters,
    options: { signal?: AbortSignal } = {},
  ): AsyncGenerator<AuditEntry> {
    for (let before: number | undefined; ; ) {
      options.signal?.throwIfAborted();
      const rows = await newestFirst(q, filters, before).limit(BATCH).execute();
      for (const row of rows) yield entryOf(row);
      before = rows.at(-1)?.seq;
      if (rows.length < BATCH) return;
    }
  }
}

const BATCH = 500;

function newestFirst(q: Queryable, filters: AuditFilters, before: number | undefined) {
  const { actor, action, subject, under, from, to } = filters;
  let query = q.selectFrom('auditTrail').selectAll().orderBy('seq', 'desc');
  if (before !== undefined) query = query.where('seq', '<', before);
  if (actor !== undefined) query = query.where('actor', '=', actor);
  if (action !== undefined) query = query.where('action', '=', action);
  if (subject !== undefined) query = query.where('subject', '=', subject);
  if (from !== undefined) query = query.where('at', '>=', from);
  if (to !== undefined) query = query.where('at', '<', to);
  if (under !== undefined)
    query = query.where(
      sql<boolean>`unit in (select id from accounts where path @> array[${under}]::text[])`,
    );
  return query;
}

/** @throws InvalidCursor */
function positionOf(cursor: string): number {
  const seq = Number(decodeCursor(cursor).id);
  if (!Number.isSafeInteger(seq)) throw new InvalidCursor();
  return seq;
}

export function entryOf(row: Selectable<Schema['auditTrail']>): AuditEntry {
  const { previousHash: _, hash, ...entry } = row;
  return { ...entry, hash: hash.toString('hex') };
}

export function hashOf(previousHash: Buffer, entry: Omit<AuditEntry, 'hash'>): Buffer {
  const content = canonicalJson({ ...entry, at: entry.at.toISOString() });
  return createHash('sha256').update(previousHash).update(content).digest();
}
