import { type Kysely, sql } from 'kysely';

/** What is held is counted with every upload that begins, and shown: found without what has ended long ago. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create index reservations_holders on reservations (account) where state = 'held'`,
  `create index reservations_newest on reservations (created_at desc, id desc) where state = 'held'`,
];
