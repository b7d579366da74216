import { type Kysely, sql } from 'kysely';

/** Another machine may go on with an upload by a code, and an API key may be good for a part of the API alone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // A replica of the release before does not write it: its bytes are behind the offset then, and it counts for nothing.
  'alter table uploads add column blocks bytea',

  `create table upload_codes (
     hash bytea primary key,
     upload text not null references uploads (id) on delete cascade,
     api_key text,
     created_at timestamptz(3) not null default now(),
     expires_at timestamptz(3) not null,
     replaced_at timestamptz(3),
     attempts integer not null default 0 check (attempts >= 0),
     token_hash bytea unique,
     token_expires_at timestamptz(3),
     token_ends_at timestamptz(3),
     offset_bytes bigint check (offset_bytes >= 0),
     proof text check (proof ~ '^[0-9a-f]{64}$'),
     proven_at timestamptz(3),
     check ((token_hash is null) = (token_expires_at is null)),
     check ((token_hash is null) = (token_ends_at is null)),
     check ((token_hash is null) = (proof is null))
   )`,
  'create index upload_codes_upload on upload_codes (upload)',
  'create index upload_codes_expiry on upload_codes (expires_at)',

  `create table upload_code_guesses (
     minute timestamptz(3) primary key,
     wrong integer not null check (wrong >= 0)
   )`,

  // Keys that were made before are good for what they were good for.
  `alter table api_keys
     add column scopes text[] not null default '{upload,view,admin}'
       check (cardinality(scopes) > 0 and scopes <@ '{upload,view,admin}')`,
];
