import { sql } from 'kysely';
import { advisoryLock } from './database.js';
import { ExternalIdTaken } from './database.errors.js';
import type { Transaction } from './schema.js';

/** Of each table whose rows a platform has ids for: these rows, the unit that a row stands in, and whether it counts. */
const TABLES = {
  // One that is on its way has its id already, so that no other gets it in the meantime.
  assets: {
    rows: sql`(select id, unit, external_id from assets where deleted_at is null
      union all select asset_id, unit, external_id from uploads
      where state in ('open', 'finishing') and external_id is not null)`,
    unit: sql`held.unit`,
    counts: sql`true`,
  },
  courses: { rows: sql`courses`, unit: sql`held.unit`, counts: sql`held.deleted_at is null` },
  people: {
    rows: sql`people`,
    unit: sql`coalesce(
      (select parent_id from accounts where accounts.id = '@' || held.id), held.assigned_unit, held.unit)`,
    counts: sql`true`,
  },
} as const;

/** Whose an external id is to be, and in which unit that stands. */
export interface WantedExternalId {
  readonly id: string;
  readonly externalId: string;
  readonly unit: string | null;
}

/**
 * To be called before a row gets an external id: nobody else below the same root of the tree of units has it among the
 * rows of the table, and nobody gets it until `tx` ends. Only where units are moved between regions can two of one id
 * come together; both are found by it.
 *
 * @throws ExternalIdTaken
 */
export async function holdExternalId(
  tx: Transaction,
  table: keyof typeof TABLES,
  wanted: WantedExternalId,
): Promise<void> {
  const taken = await takenExternalIds(tx, table, [wanted]);
  if (taken.size > 0) throw new ExternalIdTaken(wanted.externalId);
}

/** As `holdExternalId` for many at once. @returns the ids of those whose external id is another's */
export async function takenExternalIds(
  tx: Transaction,
  table: keyof typeof TABLES,
  wanted: readonly WantedExternalId[],
): Promise<ReadonlySet<string>> {
  if (wanted.length === 0) return new Set();
  // One for the table, not one for each id: a list of thousands would fill the server's table of locks.
  await advisoryLock(tx, `external-ids ${table}`);
  const { rows: held, unit, counts } = TABLES[table];
  const columns = [
    wanted.map(({ id }) => id),
    wanted.map((one) => one.externalId),
    wanted.map((one) => one.unit),
  ];
  const { rows } = await sql<{ id: string }>`select wanted.id
    from unnest(${columns[0]}::text[], ${columns[1]}::text[], ${columns[2]}::text[]) as wanted (id, external_id, unit)
    join ${held} held on held.external_id = wanted.external_id and held.id <> wanted.id and ${counts}
    left join accounts mine on mine.id = wanted.unit
    left join accounts theirs on theirs.id = ${unit}
    where mine.path[1] is not distinct from theirs.path[1]`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}
