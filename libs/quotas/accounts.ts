import { type Selectable, sql } from 'kysely';
import type { AccountKind, Queryable, ReleasePolicy, Schema, Transaction } from '#libs/database';
import { type AccountCounts, accountCountsOf } from './counters.js';
import { type Limits, limitsOf } from './limits.js';
import { UnitNotFound } from './quotas.errors.js';

/** What an account of a person begins with, and no id of a unit does. */
const PERSON = '@';

/** The account of a person: people and units have spaces of ids of their own. @param subject as the person's token says */
export function accountOfPerson(subject: string): string {
  return `${PERSON}${subject}`;
}

/** The id of a unit, or the subject of a person, whose account it is: as people outside know them. */
export function idOfAccount(account: string): string {
  return account.startsWith(PERSON) ? account.slice(PERSON.length) : account;
}

/** A unit or a doctor: a node of the tree on which quota is counted, each with all that lies below it. */
export interface Account extends AccountCounts {
  /** A unit's id, or as `accountOfPerson` makes it. */
  readonly id: string;
  readonly kind: AccountKind;
  readonly name: string;
  readonly parentId: string | null;
  /** The accounts' ids from the root to the account itself. */
  readonly path: readonly string[];
  readonly limits: Limits;
  /** Whether an admin releases lessons before others see them; null for what holds of the unit above. */
  readonly releases: ReleasePolicy | null;
  readonly createdAt: Date;
  readonly version: number;
}

export function toAccount(row: Selectable<Schema['accounts']>): Account {
  const { id, kind, name, parentId, path, releases, createdAt, version } = row;
  return {
    id,
    kind,
    name,
    parentId,
    path,
    limits: limitsOf(row),
    releases,
    ...accountCountsOf(row),
    createdAt,
    version,
  };
}

/** @throws UnitNotFound */
export async function findAccount(q: Queryable, id: string): Promise<Account> {
  const row = await q.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new UnitNotFound();
  return toAccount(row);
}

/** An account's path, root first, the account last. @throws UnitNotFound */
export async function readPath(q: Queryable, id: string): Promise<Account[]> {
  const rows = await pathQuery(q, id).execute();
  if (rows.length === 0) throw new UnitNotFound();
  return rows.map(toAccount);
}

/**
 * Locks an account and everything above it until the transaction ends, root first, as every writer of
 * counters does: so no two wait for each other. What is returned is what the counters are until then.
 *
 * @throws UnitNotFound
 */
export async function lockPath(tx: Transaction, id: string): Promise<Account[]> {
  for (;;) {
    const path = (await pathQuery(tx, id).forNoKeyUpdate().execute()).map(toAccount);
    const account = path.find((candidate) => candidate.id === id);
    if (account === undefined) throw new UnitNotFound();
    // It may have been moved while this waited: then these are the locks of the old path.
    const locked = new Set(path.map((candidate) => candidate.id));
    if (account.path.every((ancestor) => locked.has(ancestor)))
      return path.filter((candidate) => account.path.includes(candidate.id));
  }
}

/** Locks whatever accounts the ids name, in the same order as `lockPath`. */
export async function lockAll(tx: Transaction, ids: readonly string[]): Promise<Map<string, Account>> {
  const rows = await tx
    .selectFrom('accounts')
    .selectAll()
    .where('id', '=', sql<string>`any(${ids})`)
    .orderBy(sql`cardinality(path)`)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  return new Map(rows.map((row) => [row.id, toAccount(row)]));
}

/** The ids of an account and everything below it. */
export async function subtreeOf(q: Queryable, id: string): Promise<string[]> {
  const rows = await q
    .selectFrom('accounts')
    .select('id')
    .where(sql<boolean>`path @> array[${id}]::text[]`)
    .execute();
  return rows.map((row) => row.id);
}

function pathQuery(q: Queryable, id: string) {
  return q
    .selectFrom('accounts')
    .selectAll()
    .where(sql<boolean>`id = any((select leaf.path from accounts leaf where leaf.id = ${id})::text[])`)
    .orderBy(sql`cardinality(path)`)
    .orderBy('id');
}
