import { type RawBuilder, sql } from 'kysely';
import {
  advisoryLock,
  fetchPage,
  type HoldKind,
  type Page,
  type PageRequest,
  type Queryable,
  type Transaction,
} from '#libs/database';
import { AssetNotFound, HeldByAdministrator, HoldNotFound, UnderLegalHold } from './catalog.errors.js';

/** What somebody has ordered to be kept: an asset, all assets of a course, or of a unit and what lies below it. */
export interface Hold {
  readonly kind: HoldKind;
  readonly id: string;
  /** Of the thing. */
  readonly unit: string;
  readonly reason: string;
  /** Who placed it. */
  readonly actor: string;
  readonly byAdministrator: boolean;
  readonly createdAt: Date;
}

const LOCK = 'legal-holds';

/**
 * Legal holds. Whatever removes an asset, or bytes of it, asks in the transaction that decides it (`requireFree`, or
 * `isHeld` behind `watchHolds`); so a hold that was placed before is never passed.
 */
export class Holds {
  /**
   * Places a hold, or changes its reason. When the transaction has committed, nothing that it holds begins to be removed
   * any more.
   *
   * @throws AssetNotFound where the asset's bytes are being removed already, HeldByAdministrator
   */
  async place(tx: Transaction, hold: Omit<Hold, 'createdAt'>): Promise<Hold> {
    await advisoryLock(tx, LOCK);
    const { kind, id, reason } = hold;
    if (kind === 'asset') {
      const asset = await tx.selectFrom('assets').select('purgingAt').where('id', '=', id).executeTakeFirst();
      if (asset === undefined || asset.purgingAt !== null) throw new AssetNotFound();
    }
    const before = await tx
      .selectFrom('holds')
      .select('byAdministrator')
      .where('kind', '=', kind)
      .where('id', '=', id)
      .executeTakeFirst();
    if (before?.byAdministrator === true && !hold.byAdministrator) throw new HeldByAdministrator();
    return tx
      .insertInto('holds')
      .values({ ...hold, createdAt: sql<Date>`clock_timestamp()` })
      .onConflict((conflict) =>
        conflict.columns(['kind', 'id']).doUpdateSet({ reason, byAdministrator: hold.byAdministrator }),
      )
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  /** @throws HoldNotFound, HeldByAdministrator where only an administrator may lift it */
  async lift(tx: Transaction, kind: HoldKind, id: string, by: { isAdministrator: boolean }): Promise<Hold> {
    const hold = await this.get(tx, kind, id);
    if (hold.byAdministrator && !by.isAdministrator) throw new HeldByAdministrator();
    await tx.deleteFrom('holds').where('kind', '=', kind).where('id', '=', id).execute();
    return hold;
  }

  /** @throws HoldNotFound */
  async get(q: Queryable, kind: HoldKind, id: string): Promise<Hold> {
    const hold = await q
      .selectFrom('holds')
      .selectAll()
      .where('kind', '=', kind)
      .where('id', '=', id)
      .executeTakeFirst();
    if (hold === undefined) throw new HoldNotFound();
    return hold;
  }

  /** Newest first; those of one unit and what lies below it where `under` is given. @throws InvalidCursor */
  async list(q: Queryable, request: PageRequest & { under?: string | undefined }): Promise<Page<Hold>> {
    let query = q.selectFrom('holds').selectAll();
    if (request.under !== undefined)
      query = query.where(
        sql<boolean>`unit in (select id from accounts where path @> array[${request.under}]::text[])`,
      );
    return fetchPage(query, 'holds', request);
  }

  /** Those of `assets` that are held; an asset that the database does not know, too. */
  async heldAmong(q: Queryable, assets: readonly string[]): Promise<ReadonlySet<string>> {
    const ids = sql<string>`any(${[...assets]})`;
    const own = await q
      .selectFrom('holds')
      .select('id')
      .where('kind', '=', 'asset')
      .where('id', '=', ids)
      .execute();
    const known = await q.selectFrom('assets').select('id').where('id', '=', ids).where(isHeld()).execute();
    return new Set([...own, ...known].map(({ id }) => id));
  }

  /** By what those of `assets` are held that are. */
  async kindsAmong(q: Queryable, assets: readonly string[]): Promise<ReadonlyMap<string, HoldKind>> {
    if (assets.length === 0) return new Map();
    const rows = await q
      .selectFrom('assets')
      .select(['id', holdKind().as('kind')])
      .where('id', '=', sql<string>`any(${[...assets]})`)
      .execute();
    return new Map(rows.flatMap(({ id, kind }) => (kind === null ? [] : [[id, kind] as const])));
  }

  /** Until `tx` ends no hold is placed: what is read to be free stays so. */
  async watch(tx: Transaction): Promise<void> {
    await watchHolds(tx);
  }

  /** A unit may move below `parent`, where nothing holds it from above that does not then. @throws UnderLegalHold */
  async requireFreeToMove(tx: Transaction, unit: string, parent: string): Promise<void> {
    await watchHolds(tx);
    const above = await tx
      .selectFrom('holds')
      .select('id')
      .where('kind', '=', 'unit')
      .where('id', '<>', unit)
      .where(sql<boolean>`id = any((select path from accounts where accounts.id = ${unit})::text[])`)
      .where(
        sql<boolean>`not id = any(coalesce((select path from accounts where accounts.id = ${parent}), '{}'))`,
      )
      .limit(1)
      .executeTakeFirst();
    if (above !== undefined) throw new UnderLegalHold('unit');
  }
}

/** Until `tx` ends no hold is placed: what is read to be free stays so. */
export async function watchHolds(tx: Transaction): Promise<void> {
  await advisoryLock(tx, LOCK, { shared: true });
}

/** The asset stays free until `tx` ends, if it is. @throws UnderLegalHold */
export async function requireFree(tx: Transaction, asset: string): Promise<void> {
  await watchHolds(tx);
  const held = await tx
    .selectFrom('assets')
    .select(holdKind().as('kind'))
    .where('id', '=', asset)
    .executeTakeFirst();
  if (held?.kind) throw new UnderLegalHold(held.kind);
}

/** What a course's assets are held by stays with them. @throws UnderLegalHold */
export async function requireFreeCourse(tx: Transaction, course: string): Promise<void> {
  await watchHolds(tx);
  const hold = await tx
    .selectFrom('holds')
    .select('id')
    .where('kind', '=', 'course')
    .where('id', '=', course)
    .executeTakeFirst();
  if (hold !== undefined) throw new UnderLegalHold('course');
}

/** Of a row of `assets`, or of what stands for it: by what it is held, a take by what holds the asset; null where it is free. */
export function holdKind(assets = 'assets'): RawBuilder<HoldKind | null> {
  const of = (column: string) => sql.ref(`${assets}.${column}`);
  return sql<HoldKind | null>`(
    select holds.kind from holds
    where (holds.kind = 'asset' and holds.id in (${of('id')}, ${of('replaces')}))
      or (holds.kind = 'course' and holds.id in (${of('course_id')},
        (select held.course_id from assets held where held.id = ${of('replaces')})))
      or (holds.kind = 'unit' and holds.id = any(
        (select held.path from accounts held where held.id = ${of('unit')})::text[]))
    order by holds.kind limit 1)`;
}

/** Of a row of `assets`: whether something holds it. */
export function isHeld(assets = 'assets'): RawBuilder<boolean> {
  return sql<boolean>`${holdKind(assets)} is not null`;
}
