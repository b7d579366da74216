import { sql } from 'kysely';
import type { Queryable, Transaction } from '#libs/database';
import { PersonUnderLegalHold } from './catalog.errors.js';
import { isHeld, watchHolds } from './holds.js';

/** What the catalog holds of a person. */
export interface PersonalTraces {
  /** Theirs, those in the trash too; not those whose bytes are being removed. */
  readonly assets: number;
  readonly courses: number;
  /** Uploads that are neither complete nor over. */
  readonly uploads: number;
  /** Recordings that they have watched. */
  readonly watched: number;
}

export async function tracesOf(q: Queryable, person: string): Promise<PersonalTraces> {
  const { rows } = await sql<PersonalTraces>`select
      (select count(*) from assets
        where owner = ${person} and replaces is null and purging_at is null) as assets,
      (select count(*) from courses where owner = ${person} and deleted_at is null) as courses,
      (select count(*) from uploads where owner = ${person} and state in ('open', 'finishing')) as uploads,
      (select count(*) from watching where viewer = ${person}) as watched`.execute(q);
  const [found] = rows;
  if (found === undefined) throw new Error('A count is a row.');
  return found;
}

/**
 * Nothing of the person's is held, neither an asset or course of theirs nor the unit that they are in, and it stays so
 * until `tx` ends.
 *
 * @throws PersonUnderLegalHold
 */
export async function requireFreePerson(
  tx: Transaction,
  { person, unit }: { readonly person: string; readonly unit: string | null },
): Promise<void> {
  await watchHolds(tx);
  const asset = await tx
    .selectFrom('assets')
    .select('id')
    .where('owner', '=', person)
    .where(isHeld())
    .limit(1)
    .executeTakeFirst();
  if (asset !== undefined) throw new PersonUnderLegalHold();
  const other = await tx
    .selectFrom('holds')
    .select('id')
    .where((eb) =>
      eb.or([
        eb.and([
          eb('kind', '=', 'course'),
          sql<boolean>`id in (select courses.id from courses where courses.owner = ${person})`,
        ]),
        eb.and([
          eb('kind', '=', 'unit'),
          sql<boolean>`id = any((select path from accounts where accounts.id = ${unit})::text[])`,
        ]),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  if (other !== undefined) throw new PersonUnderLegalHold();
}

/**
 * Has a pseudonym stand wherever the catalog names a person: as the owner of what is left of theirs, as somebody who
 * watched, or revoked, or held, or asked for a release or decided of one, which stands as it stood. How far they may be credited for watching is forgotten, and so is that their URLs were revoked.
 */
export async function renameInCatalog(
  tx: Transaction,
  { person, pseudonym }: { readonly person: string; readonly pseudonym: string },
): Promise<void> {
  for (const table of ['assets', 'courses', 'uploads'])
    await sql`update ${sql.table(table)} set owner = ${pseudonym} where owner = ${person}`.execute(tx);
  for (const table of ['watching', 'playback_sessions'])
    await sql`update ${sql.table(table)} set viewer = ${pseudonym} where viewer = ${person}`.execute(tx);
  await tx.deleteFrom('watchClocks').where('viewer', '=', person).execute();
  await tx.updateTable('holds').set({ actor: pseudonym }).where('actor', '=', person).execute();
  await tx.deleteFrom('revocations').where('kind', '=', 'person').where('subject', '=', person).execute();
  await tx.updateTable('revocations').set({ revokedBy: pseudonym }).where('revokedBy', '=', person).execute();
  for (const column of ['asked_by', 'decided_by'])
    await sql`update releases set ${sql.ref(column)} = ${pseudonym}
      where ${sql.ref(column)} = ${person}`.execute(tx);
}
