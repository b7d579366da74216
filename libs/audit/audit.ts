import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import {
  advisoryLock,
  decodeCursor,
  encodeCursor,
  json,
  type Page,
  type PageRequest,
  type Queryable,
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

/**
 * The end of the trail at some moment. Kept outside the database (a log, another machine) it proves later
 * that nothing up to it was changed, not even by somebody who rewrote the whole chain or cut its end off.
 */
export interface AuditAnchor {
  readonly seq: number;
  readonly hash: string;
}

export interface Verification {
  /** Entries that were read. */
  readonly rows: number;
  /** The first entry that is not what was written: its number, and what is wrong. */
  readonly firstBroken?: { readonly seq: number; readonly reason: 'missing' | 'edited' | 'unlike-anchor' };
}

const BEFORE_THE_FIRST = Buffer.alloc(32);
const BATCH = 1000;

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
    const last = await q
      .selectFrom('auditTrail')
      .select('at')
      .where('subject', '=', event.subject)
      .where('action', '=', event.action)
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    return last?.at;
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

  /** Reads the whole trail and checks every link, and that the entries of `anchors` are what they were. */
  async verify(q: Queryable, options: { anchors?: readonly AuditAnchor[] } = {}): Promise<Verification> {
    const anchors = new Map((options.anchors ?? []).map((anchor) => [anchor.seq, anchor.hash]));
    let rows = 0;
    let previousHash: Buffer = BEFORE_THE_FIRST;
    for (;;) {
      const batch = await q
        .selectFrom('auditTrail')
        .selectAll()
        .where('seq', '>', rows)
        .orderBy('seq')
        .limit(BATCH)
        .execute();
      for (const row of batch) {
        if (row.seq !== rows + 1) return { rows, firstBroken: { seq: rows + 1, reason: 'missing' } };
        const { seq, at, actor, action, subject, unit, facts } = row;
        const hash = hashOf(previousHash, { seq, at, actor, action, subject, unit, facts });
        if (!row.previousHash.equals(previousHash) || !row.hash.equals(hash))
          return { rows, firstBroken: { seq, reason: 'edited' } };
        const anchored = anchors.get(seq);
        if (anchored !== undefined && anchored !== hash.toString('hex'))
          return { rows, firstBroken: { seq, reason: 'unlike-anchor' } };
        previousHash = hash;
        rows += 1;
      }
      if (batch.length < BATCH) break;
    }
    const cut = Math.max(0, ...anchors.keys());
    return cut > rows ? { rows, firstBroken: { seq: rows + 1, reason: 'missing' } } : { rows };
  }

  /**
   * Entries, newest first; those of the units of one subtree where `under` is given.
   *
   * @throws InvalidCursor
   */
  async list(
    q: Queryable,
    request: PageRequest & { subject?: string | undefined; under?: string | undefined },
  ): Promise<Page<AuditEntry>> {
    const limit = Math.min(100, Math.max(1, Math.trunc(request.limit) || 1));
    let query = q
      .selectFrom('auditTrail')
      .selectAll()
      .orderBy('seq', 'desc')
      .limit(limit + 1);
    const { cursor, subject, under } = request;
    if (cursor !== undefined) query = query.where('seq', '<', Number(decodeCursor(cursor).id) || 0);
    if (subject !== undefined) query = query.where('subject', '=', subject);
    if (under !== undefined)
      query = query.where(
        sql<boolean>`unit in (select id from accounts where path @> array[${under}]::text[])`,
      );
    const rows = await query.execute();
    const items = rows.slice(0, limit).map(({ previousHash: _previous, hash, ...entry }) => ({
      ...entry,
      hash: hash.toString('hex'),
    }));
    const last = items.at(-1);
    const more = rows.length > limit && last !== undefined;
    return { items, nextCursor: more ? encodeCursor({ createdAt: last.at, id: String(last.seq) }) : null };
  }
}

function hashOf(previousHash: Buffer, entry: Omit<AuditEntry, 'hash'>): Buffer {
  const content = canonicalJson({ ...entry, at: entry.at.toISOString() });
  return createHash('sha256').update(previousHash).update(content).digest();
}
