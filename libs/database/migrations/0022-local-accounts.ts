import { type Kysely, sql } from 'kysely';

/** People may sign in with a password of their own, to which an administrator invites them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  'alter table people add column email text check (char_length(email) between 3 and 254)',
  'create unique index people_email on people (lower(email)) where email is not null',

  `create table passwords (
     subject text primary key references people (id) on delete cascade,
     hash text not null,
     set_at timestamptz(3) not null
   )`,

  // A person has one at most: a later one takes the place of the one before.
  `create table invitations (
     id text primary key,
     subject text not null unique references people (id) on delete cascade,
     hash bytea not null unique,
     purpose text not null check (purpose in ('invitation', 'reset')),
     invited_by text not null,
     by_administrator boolean not null,
     created_at timestamptz(3) not null,
     expires_at timestamptz(3) not null
   )`,
  'create index invitations_newest on invitations (created_at desc, id desc)',
  'create index invitations_expiry on invitations (expires_at)',

  // What a session says of its person who signed in with a password is what stands here, and no copy of it.
  'alter table sign_in_sessions add column by_password boolean not null default false',

  // Passwords that were tried in vain, by account and by address.
  `create table password_guesses (
     key text primary key,
     failures integer not null check (failures >= 0),
     since timestamptz(3) not null,
     last_at timestamptz(3) not null,
     known_until timestamptz(3)
   )`,
  'create index password_guesses_age on password_guesses (last_at)',

  // Those of them that the audit trail has not been told of; under '' those of accounts that there are not.
  `create table refused_sign_ins (
     subject text primary key,
     failures integer not null check (failures > 0),
     since timestamptz(3) not null
   )`,
];
