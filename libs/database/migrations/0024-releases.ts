import { type Kysely, sql } from 'kysely';

/**
 * Which units release their lessons before others see them, and what waits for it; and what people are told of by mail,
 * where, and in which language.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const releases = [
  `alter table accounts add column releases text check (releases in ('open', 'reviewed'))`,
  // A row for each asset that more than its unit may see, or is to, in units that review.
  `create table releases (
     id text primary key references assets (id) on delete cascade,
     state text not null check (state in ('waiting', 'released', 'refused')),
     visibility text not null check (visibility in ('unit', 'region', 'all')),
     audience text not null,
     shown_to text not null,
     asked_by text not null,
     created_at timestamptz(3) not null default clock_timestamp(),
     reason text,
     decided_by text,
     decided_at timestamptz(3),
     version integer not null default 1,
     check ((state = 'waiting') or decided_at is not null)
   )`,
  'create index releases_oldest on releases (state, created_at, id)',
  // With the rights of the owner of the tables, as all that log events.
  `create function log_release() returns trigger language plpgsql security definer set search_path from current as $$
     declare
       asset assets;
       happened text;
     begin
       if new.state = 'waiting' then
         if tg_op = 'UPDATE' and old.state = 'waiting' then return null; end if;
         happened := 'asset.waiting';
       elsif tg_op = 'UPDATE' and new.decided_at is distinct from old.decided_at then
         happened := 'asset.' || new.state;
       else return null;
       end if;
       select * into asset from assets where id = new.id;
       perform log_event(happened, asset.id, asset.owner, asset.unit, jsonb_build_object(
         'state', asset.state, 'kind', asset.kind, 'title', asset.title, 'fileName', asset.file_name,
         'courseId', asset.course_id, 'requestedVisibility', new.visibility,
         'by', case new.state when 'waiting' then new.asked_by else new.decided_by end,
         'reason', case new.state when 'refused' then new.reason end));
       return null;
     end $$`,
  `create trigger releases_logged after insert or update on releases
     for each row execute function log_release()`,
];

const notices = [
  // As the token said that was seen last.
  'alter table people add column mail_address text',
  `alter table people add column language text check (language in ('zh-CN', 'en'))`,
  `alter table people add column muted_notices text[] not null default '{}'`,
  'alter table people add column mails integer not null default 0',
  'alter table people add column mailed_on date',
  'alter table people add column digest_at timestamptz(3)',
  `create table notices (
     seq bigint generated always as identity primary key,
     person text not null,
     kind text not null,
     facts jsonb not null,
     mail text,
     attempts integer not null default 0,
     due_at timestamptz(3) not null,
     created_at timestamptz(3) not null
   )`,
  'create index notices_due on notices (due_at)',
  'create index notices_person on notices (person, seq)',
  // Whose quota is nearly full, since they were told.
  `create table full_quotas (
     account text primary key references accounts (id) on update cascade on delete cascade,
     since timestamptz(3) not null
   )`,
];

const statements = [
  // What the trigger's function names is of this schema, and of no other that its caller may look into first.
  `select set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true)`,
  ...releases,
  ...notices,
];
