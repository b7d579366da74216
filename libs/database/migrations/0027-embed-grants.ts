import { type Kysely, sql } from 'kysely';

/** Lessons in pages of other platforms: a ticket each, and the token that it was changed for. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table embed_grants (
     ticket_hash bytea primary key,
     token_hash bytea unique,
     asset_id text not null references assets (id) on delete cascade,
     subject text not null,
     name text not null,
     role text not null check (role in ('doctor', 'unit-admin', 'admin', 'auditor')),
     unit text,
     api_key text references api_keys (id) on delete cascade,
     created_at timestamptz(3) not null,
     ends_at timestamptz(3) not null
   )`,
  'create index embed_grants_end on embed_grants (ends_at)',
  'create index embed_grants_subject on embed_grants (subject, created_at)',
];
