import { type SelectQueryBuilder, sql } from 'kysely';
import { fetchPage, type Page, type PageRequest, type Queryable, type Schema } from '#libs/database';

/** Quota that an unfinished upload holds, and for whom. */
export interface HeldReservation {
  /** The upload's id. */
  readonly id: string;
  /** The person. */
  readonly account: string;
  readonly name: string;
  /** The unit that the person is of now. */
  readonly unit: string | null;
  readonly bytes: number;
  readonly assets: number;
  readonly createdAt: Date;
}

/** Whose reservations: those of one account, of a unit with everything below it, or both; of all without either. */
export interface Holders {
  readonly account?: string | undefined;
  readonly under?: string | undefined;
}

/** Reservations that are held, newest first. @throws InvalidCursor */
export function listHeld(q: Queryable, request: PageRequest & Holders): Promise<Page<HeldReservation>> {
  return fetchPage(heldBy(q, request), 'reservations', request);
}

/** One that is held; undefined when it has ended, never was, or is of others than `holders`. */
export function findHeld(q: Queryable, id: string, holders: Holders): Promise<HeldReservation | undefined> {
  return heldBy(q, holders).where('reservations.id', '=', id).executeTakeFirst();
}

/** How many reservations are held. */
export async function countHeld(q: Queryable, holders: Holders): Promise<number> {
  const { held } = await ofHolders(q.selectFrom('reservations'), holders)
    .select(sql<number>`count(*)::integer`.as('held'))
    .executeTakeFirstOrThrow();
  return held;
}

function heldBy(q: Queryable, holders: Holders) {
  return ofHolders(q.selectFrom('reservations'), holders)
    .innerJoin('accounts', 'accounts.id', 'reservations.account')
    .select([
      'reservations.id',
      'reservations.account',
      'accounts.name',
      'accounts.parentId as unit',
      'reservations.bytes',
      'reservations.assets',
      'reservations.createdAt',
    ]);
}

function ofHolders(
  reservations: SelectQueryBuilder<Schema, 'reservations', unknown>,
  { account, under }: Holders,
) {
  let query = reservations.where('reservations.state', '=', 'held');
  if (account !== undefined) query = query.where('reservations.account', '=', account);
  if (under === undefined) return query;
  return query.where(sql<boolean>`reservations.account in
    (select below.id from accounts below where below.path @> array[${under}]::text[])`);
}
