import { createHash } from 'node:crypto';
import { type RawBuilder, type Selectable, sql } from 'kysely';
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
import { erasedName, Names, namesIn, pseudonymsIn, withValues } from './names.js';

/**
 * Something that happened. Facts are plain JSON, and hold no patient data, file names, tokens or URLs; and people only
 * where `namesIn` looks for them.
 */
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

/** People in it are named by their ids, and those who are erased as `erased person` and their pseudonym. */
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

/** Which entries; left out, all of them. People by their ids, or by a pseudonym. */
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
 * The append-only trail. What is hashed names people by pseudonyms; whose they are stands apart. Each entry holds the SHA-256 of its own content and of the entry before, so that one
 * that is edited, removed or put in between breaks the chain from there on.
 */
export class Audit {
  readonly #names = new Names();

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
    const facts = plain(event.facts ?? {}) as Record<string, unknown>;
    const pseudonyms = await this.#names.pseudonyms(tx, namesIn({ ...event, facts }));
    const said = withValues({ actor: event.actor, subject: event.subject, facts }, pseudonyms);
    const entry = {
      seq: (last?.seq ?? 0) + 1,
      at: new Date(),
      ...said,
      action: event.action,
      unit: event.unit ?? null,
      names: [...pseudonyms.keys()],
    };
    const previousHash = last?.hash ?? BEFORE_THE_FIRST;
    const hash = hashOf(previousHash, entry);
    await tx
      .insertInto('auditTrail')
      .values({ ...entry, facts: json(entry.facts), previousHash, hash })
      .execute();
    return { seq: entry.seq, hash: hash.toString('hex') };
  }

  /** When `action` was last done to `subject`, which is no person; undefined where the trail has no such entry. */
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

  /** The newest entry of this kind, of a subject that is no person; undefined where the trail has none. */
  async last(q: Queryable, event: { action: string; subject: string }): Promise<AuditEntry | undefined> {
    const row = await q
      .selectFrom('auditTrail')
      .selectAll()
      .where('subject', '=', event.subject)
      .where('action', '=', event.action)
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? undefined : (await this.#named(q, [row]))[0];
  }

  /** Entries that fit the filters, newest first. @throws InvalidCursor */
  async list(q: Queryable, request: PageRequest & AuditFilters): Promise<Page<AuditEntry>> {
    const { cursor, limit: wished, ...filters } = request;
    const limit = Math.min(100, Math.max(1, Math.trunc(wished) || 1));
    const before = cursor === undefined ? undefined : positionOf(cursor);
    const rows = await newestFirst(q, await this.#wanted(q, filters), before)
      .limit(limit + 1)
      .execute();
    const items = await this.#named(q, rows.slice(0, limit));
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
    const wanted = await this.#wanted(q, filters);
    for (let before: number | undefined; ; ) {
      options.signal?.throwIfAborted();
      const rows = await newestFirst(q, wanted, before).limit(BATCH).execute();
      yield* await this.#named(q, rows);
      before = rows.at(-1)?.seq;
      if (rows.length < BATCH) return;
    }
  }

  /** The pseudonym by which entries name a person, for as long as they are not erased. */
  async pseudonymOf(tx: Transaction, person: string): Promise<string> {
    await advisoryLock(tx, 'audit-trail');
    const names = new Map([['', { person, value: person }]]);
    const pseudonym = (await this.#names.pseudonyms(tx, names)).get('');
    if (pseudonym === undefined) throw new Error('Each name has a pseudonym.');
    return pseudonym;
  }

  /** All that stand for a person: for their id, and for other names of theirs. */
  async pseudonymsOf(q: Queryable, person: string): Promise<string[]> {
    return this.#names.ofPerson(q, person);
  }

  /**
   * Removes whose these pseudonyms are, with an entry that says so. No hash changes, and nobody finds out any more whom
   * entries name. Verification takes it for an erasure only if an anchor has stated it before.
   *
   * @param erasure.pseudonyms all that the person has; false, and nothing happened, where there are others by now
   */
  async erase(
    tx: Transaction,
    erasure: {
      readonly actor: string;
      readonly person: string;
      readonly pseudonyms: readonly string[];
      readonly unit?: string | null;
      readonly facts?: Readonly<Record<string, unknown>>;
    },
  ): Promise<boolean> {
    const { actor, person, pseudonyms, unit = null, facts } = erasure;
    await advisoryLock(tx, 'audit-trail');
    const now = await this.pseudonymsOf(tx, person);
    if (now.some((pseudonym) => !pseudonyms.includes(pseudonym))) return false;
    await this.append(tx, {
      actor,
      action: ERASED,
      subject: person,
      unit,
      facts: { ...facts, pseudonyms: [...pseudonyms] },
    });
    await this.#names.remove(tx, person);
    return true;
  }

  async #wanted(q: Queryable, { actor, subject, ...filters }: AuditFilters): Promise<Wanted> {
    const standingFor = async (value: string | undefined) =>
      value === undefined ? undefined : [...(await this.#names.standingFor(q, value)), value];
    const [actors, subjects] = [await standingFor(actor), await standingFor(subject)];
    const namesNobody = actors === undefined || actors.length === 1;
    // One value is looked up in the order of the index.
    return {
      ...filters,
      subjects,
      actors: namesNobody || (await isAnyInClear(q)) ? actors : actors.slice(0, -1),
    };
  }

  async #named(q: Queryable, rows: readonly Row[]): Promise<AuditEntry[]> {
    const pseudonyms = rows.map((row) => pseudonymsIn(row, row.names ?? []));
    const values = await this.#names.values(
      q,
      pseudonyms.flatMap((found) => [...found.values()]),
    );
    return rows.map(({ seq, at, action, unit, hash, ...row }, index) => {
      const places = [...(pseudonyms[index] ?? [])];
      const named = places.map(([place, name]) => [place, values.get(name) ?? erasedName(name)] as const);
      const { actor, subject, facts } = withValues(row, new Map(named));
      return { seq, at, actor, action, subject, unit, facts, hash: hash.toString('hex') };
    });
  }
}

export type Row = Selectable<Schema['auditTrail']>;

type Wanted = Omit<AuditFilters, 'actor' | 'subject'> & {
  /** Any of these. */
  readonly actors: readonly string[] | undefined;
  readonly subjects: readonly string[] | undefined;
};

/** The entry by which a person is erased. */
export const ERASED = 'person.erased';
const BATCH = 500;

function newestFirst(q: Queryable, filters: Wanted, before: number | undefined) {
  const { actors, action, subjects, under, from, to } = filters;
  let query = q.selectFrom('auditTrail').selectAll().orderBy('seq', 'desc');
  if (before !== undefined) query = query.where('seq', '<', before);
  if (actors !== undefined) query = query.where(isAmong('actor', actors));
  if (action !== undefined) query = query.where('action', '=', action);
  if (subjects !== undefined) query = query.where(isAmong('subject', subjects));
  if (from !== undefined) query = query.where('at', '>=', from);
  if (to !== undefined) query = query.where('at', '<', to);
  if (under !== undefined)
    query = query.where(
      sql<boolean>`unit in (select id from accounts where path @> array[${under}]::text[])`,
    );
  return query;
}

function isAmong(column: 'actor' | 'subject', values: readonly string[]): RawBuilder<boolean> {
  const [value] = values;
  if (values.length === 1) return sql<boolean>`${sql.ref(column)} = ${value}`;
  return sql<boolean>`${sql.ref(column)} = any(${[...values]})`;
}

/** Whether a replica of the release before has written since the last start. */
async function isAnyInClear(q: Queryable): Promise<boolean> {
  const row = await q.selectFrom('auditTrail').select('seq').where('names', 'is', null).limit(1).execute();
  return row.length > 0;
}

/** @throws InvalidCursor */
function positionOf(cursor: string): number {
  const seq = Number(decodeCursor(cursor).id);
  if (!Number.isSafeInteger(seq)) throw new InvalidCursor();
  return seq;
}

/** What an entry's hash is made of, besides the hash before it. */
type Content = Pick<Row, 'seq' | 'at' | 'actor' | 'action' | 'subject' | 'unit' | 'facts'> & {
  /** None of an entry in clear. */
  readonly names?: readonly string[] | null;
};

export function hashOf(previousHash: Buffer, entry: Content): Buffer {
  const { seq, at, actor, action, subject, unit, facts, names } = entry;
  const content = { seq, at: at.toISOString(), actor, action, subject, unit, facts };
  const text = canonicalJson(names === null || names === undefined ? content : { ...content, names });
  return createHash('sha256').update(previousHash).update(text).digest();
}

/** In the chain of those entries that were written in clear, of one as it is without names. */
export function apartHashOf(before: Buffer, row: Row, isSound: boolean): Buffer {
  return hashOf(Buffer.concat([before, row.hash, Buffer.of(isSound ? 1 : 0)]), row);
}
