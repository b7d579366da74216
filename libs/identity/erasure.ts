import { sql } from 'kysely';
import type { Queryable, Transaction } from '#libs/database';
import { forgetGuesses } from './password-guesses.js';

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
 * Removes somebody: who they are, what was said of them, that they were disabled, and all that lets them in, with what was
 * tried in vain to get in as them. A pseudonym has invited whom they invited. Whoever comes with the same id from then on
 * is somebody new. The person is held (`People.hold`).
 */
export async function erasePerson(
  tx: Transaction,
  { person, pseudonym }: { readonly person: string; readonly pseudonym: string },
): Promise<Credentials> {
  const credentials = await credentialsOf(tx, person);
  await tx.deleteFrom('signInSessions').where('subject', '=', person).execute();
  await tx.deleteFrom('apiKeys').where('subject', '=', person).execute();
  await tx.deleteFrom('embedGrants').where('subject', '=', person).execute();
  await tx.deleteFrom('passwords').where('subject', '=', person).execute();
  await tx.deleteFrom('invitations').where('subject', '=', person).execute();
  await tx.updateTable('invitations').set({ invitedBy: pseudonym }).where('invitedBy', '=', person).execute();
  await forgetGuesses(tx, person);
  await tx.deleteFrom('disabledPeople').where('subject', '=', person).execute();
  await tx.deleteFrom('people').where('id', '=', person).execute();
  return credentials;
}
