import { type Kysely, sql } from 'kysely';

/**
 * People as they were last seen, and what administrators say of them; the ids that a platform has for people, courses and
 * assets; and why URLs were revoked, by whom.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const EXTERNAL_ID = 'external_id text check (char_length(external_id) between 1 and 200)';

const statements = [
  `create table people (
     id text primary key check (id <> ''),
     name text,
     role text check (role in ('doctor', 'unit-admin', 'admin', 'auditor')),
     unit text,
     assigned_role text check (assigned_role in ('doctor', 'unit-admin', 'admin', 'auditor')),
     assigned_unit text references accounts (id) on delete set null,
     assigned_by_administrator boolean not null default false,
     ${EXTERNAL_ID},
     search_text text not null,
     version integer not null default 1,
     created_at timestamptz(3) not null default now(),
     last_seen_at timestamptz(3)
   ) with (fillfactor = 80)`,
  'create index people_newest on people (created_at desc, id desc)',
  'create index people_external on people (external_id) where external_id is not null',
  `insert into people (id, name, unit, search_text, created_at)
     select substr(id, 2), name, parent_id, lower(normalize(substr(id, 2) || e'\\n' || name, NFKC)), created_at
       from accounts where kind = 'doctor'`,
  `insert into people (id, search_text) select subject, lower(normalize(subject, NFKC)) from disabled_people
     on conflict (id) do nothing`,

  `alter table courses add column ${EXTERNAL_ID}`,
  'create index courses_external on courses (external_id) where external_id is not null',
  `alter table assets add column ${EXTERNAL_ID}`,
  'create index assets_external on assets (external_id) where external_id is not null',
  'create index assets_account on assets (account, id)',

  `create table revocations (
     id text primary key,
     kind text not null check (kind in ('asset', 'person')),
     subject text not null,
     unit text,
     reason text not null,
     revoked_by text not null,
     created_at timestamptz(3) not null,
     until timestamptz(3) not null
   )`,
  'create index revocations_newest on revocations (created_at desc, id desc)',
];
