import { type Kysely, sql } from 'kysely';

/** The first schema: accounts and their ledger, courses, assets, uploads, API keys, the audit trail. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...accounts, ...catalog, ...trail]) await sql.raw(statement).execute(db);
}

const accounts = [
  `create table accounts (
     id text primary key check (id <> ''),
     kind text not null check (kind in ('region', 'county', 'hospital', 'department', 'doctor')),
     name text not null,
     parent_id text references accounts (id),
     path text[] not null,
     limit_bytes bigint check (limit_bytes >= 0),
     limit_daily_bytes bigint check (limit_daily_bytes >= 0),
     limit_file_bytes bigint check (limit_file_bytes >= 0),
     limit_assets integer check (limit_assets >= 0),
     soft_percent integer check (soft_percent between 1 and 100),
     used_bytes bigint not null default 0 check (used_bytes >= 0),
     derived_bytes bigint not null default 0 check (derived_bytes >= 0),
     reserved_bytes bigint not null default 0 check (reserved_bytes >= 0),
     assets integer not null default 0 check (assets >= 0),
     reserved_assets integer not null default 0 check (reserved_assets >= 0),
     created_at timestamptz(3) not null default now(),
     version integer not null default 1,
     check (path[cardinality(path)] = id),
     check ((kind = 'region') = (parent_id is null)),
     check (parent_id is not distinct from path[cardinality(path) - 1])
   ) with (fillfactor = 80)`,
  'create index accounts_path on accounts using gin (path)',
  'create index accounts_parent on accounts (parent_id)',
  'create index accounts_newest on accounts (created_at desc, id desc)',

  `create table reservations (
     id text primary key,
     account text not null references accounts (id),
     bytes bigint not null check (bytes >= 0),
     assets integer not null check (assets >= 0),
     state text not null default 'held' check (state in ('held', 'settled', 'released')),
     day date not null,
     day_bytes bigint not null check (day_bytes >= 0 and day_bytes <= bytes),
     expires_at timestamptz(3) not null,
     created_at timestamptz(3) not null default now(),
     ended_at timestamptz(3),
     check ((state = 'held') = (ended_at is null))
   )`,
  `create index reservations_held on reservations (expires_at) where state = 'held'`,
  'create index reservations_account on reservations (account)',

  `create table ledger (
     id bigint generated always as identity primary key,
     at timestamptz(3) not null default clock_timestamp(),
     kind text not null check (kind in
       ('reserve', 'extend', 'settle', 'release', 'derive', 'underive', 'remove', 'move')),
     account text not null,
     accounts text[] not null,
     reservation text,
     asset text,
     day date,
     used_bytes bigint not null default 0,
     derived_bytes bigint not null default 0,
     reserved_bytes bigint not null default 0,
     assets integer not null default 0,
     reserved_assets integer not null default 0,
     daily_bytes bigint not null default 0
   )`,
  'create index ledger_accounts on ledger using gin (accounts)',
  'create index ledger_asset on ledger (asset) where asset is not null',
  'create index ledger_at on ledger (at)',

  `create table daily_usage (
     account text not null references accounts (id) on delete cascade,
     day date not null,
     bytes bigint not null check (bytes >= 0),
     primary key (account, day)
   )`,
];

const catalog = [
  `create table courses (
     id text primary key,
     title text not null,
     description text not null,
     unit text not null references accounts (id),
     owner text not null,
     tags text[] not null,
     visibility text not null check (visibility in ('private', 'unit', 'region', 'all')),
     asset_order text[] not null,
     search_text text not null,
     search_grams text[] not null,
     version integer not null default 1,
     created_at timestamptz(3) not null default now(),
     updated_at timestamptz(3) not null default now(),
     deleted_at timestamptz(3)
   )`,
  'create index courses_search on courses using gin (search_grams) where deleted_at is null',
  'create index courses_newest on courses (created_at desc, id desc) where deleted_at is null',
  'create index courses_unit on courses (unit)',
  'create index courses_owner on courses (owner)',

  `create table assets (
     id text primary key,
     owner text not null,
     unit text not null references accounts (id),
     account text not null references accounts (id),
     course_id text references courses (id),
     kind text not null check (kind in ('video', 'audio', 'image', 'attachment')),
     file_name text not null,
     title text not null,
     content_type text not null,
     bytes bigint not null check (bytes >= 0),
     sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
     state text not null default 'verifying' check (state in
       ('verifying', 'processing', 'playable', 'ready', 'failed')),
     failure jsonb,
     epoch integer not null default 0 check (epoch >= 0),
     facts jsonb not null,
     master text,
     poster jsonb,
     images jsonb,
     derived_bytes bigint not null default 0 check (derived_bytes >= 0),
     attempt integer not null default 0,
     tries integer not null default 0 check (tries >= 0),
     worker text,
     worker_until timestamptz(3),
     version integer not null default 1,
     created_at timestamptz(3) not null default now(),
     updated_at timestamptz(3) not null default now(),
     playable_at timestamptz(3),
     ready_at timestamptz(3),
     deleted_at timestamptz(3),
     purging_at timestamptz(3),
     check (purging_at is null or deleted_at is not null),
     check ((state = 'failed') = (failure is not null)),
     check ((worker is null) = (worker_until is null))
   )`,
  'create index assets_newest on assets (created_at desc, id desc) where deleted_at is null',
  'create index assets_owner on assets (owner, created_at desc, id desc)',
  'create index assets_unit on assets (unit)',
  'create index assets_course on assets (course_id) where course_id is not null',
  'create index assets_same_bytes on assets (sha256, unit) where deleted_at is null',
  'create index assets_epoch on assets (id) where epoch > 0',
  'create index assets_trashed on assets (deleted_at) where deleted_at is not null',
  `create index assets_unfinished on assets (worker_until)
     where deleted_at is null and state in ('verifying', 'processing', 'playable')`,

  `create table renditions (
     asset_id text not null references assets (id) on delete cascade,
     rung text not null,
     folder text not null,
     width integer,
     height integer,
     bandwidth integer,
     average_bandwidth integer,
     frame_rate double precision,
     codecs text,
     bytes bigint not null default 0 check (bytes >= 0),
     duration_seconds double precision,
     percent integer not null default 0 check (percent between 0 and 100),
     state text not null check (state in ('queued', 'encoding', 'done', 'failed')),
     attempt integer not null,
     primary key (asset_id, rung)
   )`,

  `create table uploads (
     id text primary key,
     asset_id text not null unique,
     owner text not null,
     unit text not null references accounts (id),
     account text not null references accounts (id),
     course_id text references courses (id),
     kind text check (kind in ('video', 'audio', 'image', 'attachment')),
     file_name text not null,
     title text,
     content_type text,
     bytes bigint check (bytes >= 0),
     reserved_bytes bigint not null check (reserved_bytes >= 0),
     declared_sha256 text check (declared_sha256 ~ '^[0-9a-f]{64}$'),
     offset_bytes bigint not null default 0 check (offset_bytes >= 0),
     state text not null default 'open' check (state in
       ('open', 'finishing', 'completed', 'abandoned', 'expired')),
     door text not null,
     storage jsonb,
     digest bytea,
     fence text not null,
     lease_holder text,
     lease_until timestamptz(3),
     expires_at timestamptz(3) not null,
     created_at timestamptz(3) not null default now(),
     updated_at timestamptz(3) not null default now(),
     discarded_at timestamptz(3),
     metadata jsonb not null,
     failure jsonb,
     check (offset_bytes <= bytes),
     check ((lease_holder is null) = (lease_until is null))
   ) with (fillfactor = 80)`,
  `create index uploads_unfinished on uploads (owner, created_at desc, id desc)
     where state in ('open', 'finishing')`,
  `create index uploads_expiry on uploads (expires_at) where state = 'open'`,
  `create index uploads_finishing on uploads (updated_at) where state = 'finishing'`,
  `create index uploads_ended on uploads (updated_at)
     where state in ('completed', 'abandoned', 'expired')`,
  `create index uploads_undiscarded on uploads (updated_at)
     where state in ('abandoned', 'expired') and discarded_at is null`,
];

const trail = [
  `create table playback_sessions (
     id text primary key,
     asset_id text not null references assets (id) on delete cascade,
     viewer text not null,
     network text,
     created_at timestamptz(3) not null,
     expires_at timestamptz(3) not null,
     revoked_at timestamptz(3)
   )`,
  'create index playback_sessions_asset on playback_sessions (asset_id)',
  'create index playback_sessions_expiry on playback_sessions (expires_at)',
  'create index playback_sessions_revoked on playback_sessions (expires_at) where revoked_at is not null',
  'create sequence revocation_versions',

  `create table api_keys (
     id text primary key,
     hash bytea not null unique check (octet_length(hash) = 32),
     subject text not null,
     name text not null,
     role text not null check (role in ('doctor', 'unit-admin', 'admin', 'auditor')),
     unit text references accounts (id),
     label text not null,
     created_at timestamptz(3) not null default now(),
     expires_at timestamptz(3),
     revoked_at timestamptz(3),
     last_used_at timestamptz(3)
   )`,
  'create index api_keys_newest on api_keys (created_at desc, id desc)',

  `create table audit_trail (
     seq bigint primary key check (seq > 0),
     at timestamptz(3) not null,
     actor text not null,
     action text not null,
     subject text not null,
     unit text,
     facts jsonb not null,
     previous_hash bytea not null check (octet_length(previous_hash) = 32),
     hash bytea not null unique check (octet_length(hash) = 32)
   )`,
  'create index audit_trail_subject on audit_trail (subject)',

  `create table idempotency_keys (
     owner text not null,
     key text not null,
     route text not null,
     request_hash text not null,
     status integer,
     headers jsonb,
     body jsonb,
     created_at timestamptz(3) not null default now(),
     primary key (owner, key, route)
   )`,
  'create index idempotency_keys_age on idempotency_keys (created_at)',

  `create function refuse_change() returns trigger language plpgsql as $$
   begin
     raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
   end $$`,
  ...['ledger', 'audit_trail'].map(
    (table) => `create trigger ${table}_append_only before update or delete or truncate on ${table}
       for each statement execute function refuse_change()`,
  ),
];
