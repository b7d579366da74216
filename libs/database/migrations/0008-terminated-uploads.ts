import { type Kysely, sql } from 'kysely';

/** A client may tidy its upload up once it has become an asset: the upload is gone then, and the asset stays. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table uploads
     add column terminated_at timestamptz(3),
     add check (terminated_at is null or state = 'completed')`,
];
