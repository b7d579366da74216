import { type Kysely, sql } from 'kysely';

/**
 * What happens to uploads, assets and quota is logged by triggers, in the transaction that changes it. `events` has what
 * happened, each in a row of its own; `latest_events` what only counts until the next of its kind, one row for each thing.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

/** A place in the log, `xact` and `seq`: numbers of a sequence alone are not in the order of commits. */
const entry = `
  xact xid8 not null default pg_current_xact_id(),
  seq bigint not null default nextval('event_numbers'),
  type text not null,
  subject text not null,
  owner text,
  unit text,
  units text[] not null,
  at timestamptz(3) not null default clock_timestamp(),
  data jsonb not null`;

const tables = [
  'create sequence event_numbers',
  `create table events (${entry}, primary key (xact, seq))`,
  'create index events_at on events (at)',
  `create table latest_events (${entry}, topic text not null, primary key (subject, topic))
     with (fillfactor = 70)`,
  'create index latest_events_place on latest_events (xact, seq)',
  `create table event_log (
     id text not null,
     home text not null,
     trimmed_xact xid8 not null default '0',
     trimmed_seq bigint not null default 0
   )`,
  'create unique index event_log_row on event_log ((true))',
  // The server and the database that its transactions are numbered in: others after a restore.
  `create function event_log_home() returns text language sql stable as $$
     select system_identifier || '/' || (select oid from pg_database where datname = current_database())
       from pg_control_system()
   $$`,
  `insert into event_log (id, home)
     values (left(replace(gen_random_uuid()::text, '-', ''), 12), event_log_home())`,
  `create table event_consumers (
     name text primary key,
     xact xid8 not null,
     seq bigint not null,
     moved_at timestamptz(3) not null default clock_timestamp()
   )`,
];

/** Type, subject, owner, unit, data; of the latest ones also the topic. */
const writing = [
  `create function log_event(text, text, text, text, jsonb) returns void language sql as $$
     insert into events (type, subject, owner, unit, units, data)
       values ($1, $2, $3, $4, coalesce((select path from accounts where id = $4), '{}'), jsonb_strip_nulls($5));
     select pg_notify('events', '');
   $$`,
  `create function log_latest(text, text, text, text, jsonb, text) returns void language sql as $$
     insert into latest_events (type, subject, owner, unit, units, data, topic)
       values ($1, $2, $3, $4, coalesce((select path from accounts where id = $4), '{}'), jsonb_strip_nulls($5), $6)
       on conflict (subject, topic) do update set (xact, seq, type, owner, unit, units, at, data) =
         (excluded.xact, excluded.seq, excluded.type, excluded.owner, excluded.unit, excluded.units, excluded.at,
          excluded.data);
   $$`,
];

/**
 * They run with the rights of the owner of the tables: services of the release before go on writing between this
 * migration and the grants that follow it.
 */
const trigger = (name: string, body: string) =>
  `create function ${name}() returns trigger language plpgsql security definer set search_path from current as $$
   ${body} $$`;

const uploads = [
  trigger(
    'log_upload',
    `declare
       facts jsonb := jsonb_build_object('asset', new.asset_id, 'fileName', new.file_name, 'bytes', new.bytes,
         'offset', new.offset_bytes, 'state', new.state, 'concat', new.concat);
     begin
       if tg_op = 'INSERT' then
         perform log_event('upload.created', new.id, new.owner, new.unit, facts);
       elsif new.state <> old.state and new.state in ('completed', 'abandoned', 'expired') then
         delete from latest_events where subject = new.id;
         perform log_event(case new.state when 'completed' then 'upload.completed' else 'upload.ended' end,
           new.id, new.owner, new.unit, facts || jsonb_build_object('reason', new.failure->>'reason'));
       elsif (new.state, new.offset_bytes, new.bytes) is distinct from (old.state, old.offset_bytes, old.bytes) then
         perform log_latest('upload.progress', new.id, new.owner, new.unit, facts, '');
       end if;
       return null;
     end`,
  ),
  `create trigger uploads_logged after insert or update of state, offset_bytes, bytes on uploads
     for each row execute function log_upload()`,
];

const assets = [
  trigger(
    'log_asset',
    `declare
       asset assets := coalesce(new, old);
       happened text;
     begin
       if tg_op = 'INSERT' then happened := new.state;
       elsif tg_op = 'DELETE' then happened := 'removed';
       elsif (new.deleted_at is null) <> (old.deleted_at is null) then
         happened := case when new.deleted_at is null then 'restored' else 'trashed' end;
       elsif new.state <> old.state then happened := new.state;
       elsif new.version <> old.version then happened := 'updated';
       else return null;
       end if;
       if happened in ('ready', 'failed', 'trashed', 'removed') then
         delete from latest_events where subject = asset.id;
       end if;
       perform log_event('asset.' || happened, asset.id, asset.owner, asset.unit, jsonb_build_object(
         'state', asset.state, 'kind', asset.kind, 'title', asset.title, 'fileName', asset.file_name,
         'courseId', asset.course_id, 'bytes', asset.bytes, 'version', asset.version, 'failure', asset.failure));
       return null;
     end`,
  ),
  `create trigger assets_logged after insert or delete or update of state, deleted_at, version on assets
     for each row execute function log_asset()`,
  trigger(
    'log_rendition',
    `declare
       asset assets;
     begin
       if tg_op = 'UPDATE' and (new.state, new.percent) = (old.state, old.percent) then return null; end if;
       select * into asset from assets where id = new.asset_id;
       if asset.state in ('processing', 'playable') and asset.deleted_at is null then
         perform log_latest('asset.progress', asset.id, asset.owner, asset.unit, jsonb_build_object(
           'state', asset.state, 'rung', new.rung, 'percent', case new.state when 'done' then 100 else new.percent end,
           'rendition', new.state), new.rung);
       end if;
       return null;
     end`,
  ),
  `create trigger renditions_logged after insert or update of state, percent on renditions
     for each row execute function log_rendition()`,
];

const quotas = [
  // For each statement: an upload changes the counters of a whole path by one.
  trigger(
    'log_quotas',
    `begin
       perform log_latest('quota.changed', case n.kind when 'doctor' then substr(n.id, 2) else n.id end, case n.kind when 'doctor' then substr(n.id, 2) end,
           case n.kind when 'doctor' then n.parent_id else n.id end, jsonb_build_object(
           'of', case n.kind when 'doctor' then 'person' else 'unit' end, 'limit', n.limit_bytes,
           'used', n.used_bytes, 'reserved', n.reserved_bytes, 'derived', n.derived_bytes, 'assets', n.assets),
           case n.kind when 'doctor' then 'person' else 'unit' end)
         from changed n join unchanged o using (id)
         where (n.limit_bytes, n.limit_daily_bytes, n.limit_file_bytes, n.limit_assets, n.soft_percent, n.parent_id,
             n.used_bytes, n.derived_bytes, n.reserved_bytes, n.assets) is distinct from
           (o.limit_bytes, o.limit_daily_bytes, o.limit_file_bytes, o.limit_assets, o.soft_percent, o.parent_id,
             o.used_bytes, o.derived_bytes, o.reserved_bytes, o.assets);
       return null;
     end`,
  ),
  `create trigger accounts_logged after update on accounts
     referencing old table as unchanged new table as changed
     for each statement execute function log_quotas()`,
];

const statements = [
  // What the triggers' functions name is of this schema, and of no other that their caller may look into first.
  `select set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true)`,
  ...tables,
  ...writing,
  ...uploads,
  ...assets,
  ...quotas,
];
