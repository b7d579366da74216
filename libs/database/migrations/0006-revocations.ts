import { type Kysely, sql } from 'kysely';

/**
 * What revocation goes by: who opened each session and with which key, which of what was revoked is not yet on the
 * list that serving replicas read, and who may not call any more.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // A replica of the release before, which goes on for a while, fills in none of the new columns.
  `alter table playback_sessions
     add column kind text not null default 'play' check (kind in ('play', 'file')),
     add column role text check (role in ('doctor', 'unit-admin', 'admin', 'auditor')),
     add column unit text,
     add column api_key text`,
  // Revoking very many at once then writes no index: none of them knows of it, and there is room beside each row.
  'alter table playback_sessions set (fillfactor = 50)',
  'drop index playback_sessions_revoked',
  'drop index playback_sessions_asset',
  'create index playback_sessions_asset on playback_sessions (asset_id, created_at desc, id desc)',
  'create index playback_sessions_viewer on playback_sessions (viewer, expires_at)',
  'create index playback_sessions_api_key on playback_sessions (api_key) where api_key is not null',

  'alter table assets add column epoch_raised_at timestamptz(3)',
  'update assets set epoch_raised_at = clock_timestamp() where epoch > 0',
  'create index assets_revoked on assets (id) where epoch > 0',

  'create table unpublished_revocations (id bigint generated always as identity primary key)',

  `create table disabled_people (
     subject text primary key check (subject <> ''),
     by_administrator boolean not null,
     disabled_at timestamptz(3) not null
   )`,
];
