import { type Kysely, sql } from 'kysely';

/**
 * A recording that is replaced under its link. Every take but the one that is served is a row of `assets` of its own,
 * which `replaces` the asset and is shown to nobody by its id; what is served lies in the row of the asset.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

/** As in 0013: with the rights of the owner of the tables. */
const trigger = (name: string, body: string) =>
  `create or replace function ${name}() returns trigger language plpgsql security definer set search_path from current as $$
   ${body} $$`;

const statements = [
  `select set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true)`,
  `alter table assets
     add column replaces text references assets (id) on delete cascade,
     add column revision text,
     add column revised_at timestamptz(3),
     add column retired_at timestamptz(3)`,
  'create index assets_replaces on assets (replaces) where replaces is not null',
  'alter table uploads add column replaces text, add column external_id text',
  `create index uploads_external on uploads (external_id)
     where external_id is not null and state in ('open', 'finishing')`,
  // Of which take its URLs were handed out.
  'alter table playback_sessions add column revision text',

  trigger(
    'log_upload',
    `declare
       facts jsonb := jsonb_build_object('asset', coalesce(new.replaces, new.asset_id), 'fileName', new.file_name,
         'bytes', new.bytes, 'offset', new.offset_bytes, 'state', new.state, 'concat', new.concat);
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
  trigger(
    'log_asset',
    `declare
       asset assets := coalesce(new, old);
       happened text;
     begin
       if asset.replaces is not null then
         if tg_op = 'UPDATE' and new.state = 'failed' and old.state <> 'failed'
             and new.revision is not distinct from old.revision then
           perform log_event('asset.replacement-failed', asset.replaces, asset.owner, asset.unit, jsonb_build_object(
             'revision', asset.revision, 'fileName', asset.file_name, 'bytes', asset.bytes, 'failure', asset.failure));
         end if;
         return null;
       end if;
       if tg_op = 'INSERT' then happened := new.state;
       elsif tg_op = 'DELETE' then happened := 'removed';
       elsif (new.deleted_at is null) <> (old.deleted_at is null) then
         happened := case when new.deleted_at is null then 'restored' else 'trashed' end;
       elsif new.revision is distinct from old.revision then happened := 'replaced';
       elsif new.state <> old.state then happened := new.state;
       elsif new.version <> old.version then happened := 'updated';
       else return null;
       end if;
       if happened in ('ready', 'failed', 'trashed', 'removed', 'replaced') then
         delete from latest_events where subject = asset.id;
       end if;
       perform log_event('asset.' || happened, asset.id, asset.owner, asset.unit, jsonb_build_object(
         'state', asset.state, 'kind', asset.kind, 'title', asset.title, 'fileName', asset.file_name,
         'courseId', asset.course_id, 'bytes', asset.bytes, 'version', asset.version, 'failure', asset.failure,
         'revision', asset.revision));
       return null;
     end`,
  ),
  'drop trigger assets_logged on assets',
  `create trigger assets_logged after insert or delete or update of state, deleted_at, version, revision on assets
     for each row execute function log_asset()`,
  trigger(
    'log_rendition',
    `declare
       asset assets;
     begin
       if tg_op = 'UPDATE' and (new.state, new.percent) = (old.state, old.percent) then return null; end if;
       select * into asset from assets where id = new.asset_id;
       if asset.state in ('processing', 'playable') and asset.deleted_at is null and asset.replaces is null then
         perform log_latest('asset.progress', asset.id, asset.owner, asset.unit, jsonb_build_object(
           'state', asset.state, 'rung', new.rung, 'percent', case new.state when 'done' then 100 else new.percent end,
           'rendition', new.state), new.rung);
       end if;
       return null;
     end`,
  ),
];
