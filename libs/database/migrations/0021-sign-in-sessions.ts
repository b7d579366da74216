import { type Kysely, sql } from 'kysely';

/** Who is signed in to the console: a row for each browser. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table sign_in_sessions (
     id text primary key,
     hash bytea not null unique,
     subject text not null,
     name text not null,
     role text not null check (role in ('doctor', 'unit-admin', 'admin', 'auditor')),
     unit text,
     api_key text references api_keys (id) on delete cascade,
     created_at timestamptz(3) not null,
     expires_at timestamptz(3) not null
   )`,
  'create index sign_in_sessions_subject on sign_in_sessions (subject, created_at)',
  'create index sign_in_sessions_expiry on sign_in_sessions (expires_at)',
];
