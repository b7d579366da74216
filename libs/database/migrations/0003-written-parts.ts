import { type Kysely, sql } from 'kysely';

/** Parts that were written straight into their upload: no object of their own, and perhaps no digest of their own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table upload_parts
     alter column key drop not null,
     alter column sha256 drop not null,
     add column digest bytea,
     add check ((key is null) = (digest is not null)),
     add check (key is null or sha256 is not null)`,
];
