import { sql } from 'kysely';
import type { Queryable, Transaction } from '#libs/database';

/** What lets somebody in. */
interface Credentials {
  readonly apiKeys: number;
  /** Of browsers. */
  readonly sessions: number;
}

export async function credentialsOf(q: Queryable, person: string): Promise<Credentials> {
  const { rows } = await sql<Credentials>`select
      (select count(*) from api_keys where subject = ${person}) as api_keys,
      (select count(*) from sign_in_sessions where subject = ${person}) as sessions`.execute(q);
  return rows[0] ?? { apiKeys: 0, sessions: 0 };
}

/**
 * Removes somebody: who they are, what was said of them, that they were disabled, and all that lets them in. Whoever
 * comes with the same id from then on is somebody new. The person is held (`People.hold`).
 */
export async function erasePerson(tx: Transaction, person: string): Promise<Credentials> {
  const credentials = await credentialsOf(tx, person);
  await tx.deleteFrom('signInSessions').where('subject', '=', person).execute();
  await tx.deleteFrom('apiKeys').where('subject', '=', person).execute();
  await tx.deleteFrom('disabledPeople').where('subject', '=', person).execute();
  await tx.deleteFrom('people').where('id', '=', person).execute();
  return credentials;
}
