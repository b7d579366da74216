import { sql } from 'kysely';
import type { Queryable, Transaction } from './schema.js';

/** Answers that are kept for when a request is repeated: a person's own, and those about them. */
export async function keptAnswersOf(q: Queryable, person: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from idempotency_keys where ${isAbout(person)}`.execute(q);
  return rows[0]?.count ?? 0;
}

/**
 * Has a pseudonym stand for a person in the log of events and in the turns of the job queue, and removes the answers that are
 * kept for when a request is repeated, where they are the person's or name them.
 */
export async function renameInLogs(
  tx: Transaction,
  { person, pseudonym }: { readonly person: string; readonly pseudonym: string },
): Promise<void> {
  await sql`delete from idempotency_keys where ${isAbout(person)}`.execute(tx);
  await tx.updateTable('events').set({ owner: pseudonym }).where('owner', '=', person).execute();
  await sql`update events set data = jsonb_set(data, '{by}', to_jsonb(${pseudonym}::text))
    where data ->> 'by' = ${person}`.execute(tx);
  // How something stands: of a quota it is named by the person, and of an upload it is over.
  await tx.deleteFrom('latestEvents').where('owner', '=', person).execute();
  await sql`delete from job_turns where person = ${person}`.execute(tx);
  await sql`update pgboss.job set group_tier = ${pseudonym} where group_tier = ${person}`.execute(tx);
}

function isAbout(person: string) {
  return sql<boolean>`(owner = ${person} or position(${JSON.stringify(person)}::text in body::text) > 0)`;
}
