import { type Kysely, sql } from 'kysely';

/** What is kept, for how long, and what nothing may remove; and when an asset was used last. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // As lists of the trail ask for it, newest first.
  'create index audit_trail_actor on audit_trail (actor, seq)',
  'create index audit_trail_action on audit_trail (action, seq)',
  'create index audit_trail_unit on audit_trail (unit, seq)',
  'create index audit_trail_at on audit_trail (at)',

  `create table holds (
     kind text not null check (kind in ('asset', 'course', 'unit')),
     id text not null,
     unit text not null,
     reason text not null,
     actor text not null,
     by_administrator boolean not null,
     created_at timestamptz(3) not null,
     primary key (kind, id)
   )`,

  `create table retention_rules (
     id text primary key,
     unit text not null references accounts (id) on delete cascade,
     tag text,
     trash_after_days integer check (trash_after_days > 0),
     trash_since text check (trash_since in ('uploaded', 'watched')),
     drop_rungs_after_days integer check (drop_rungs_after_days > 0),
     keeps_originals boolean not null default false,
     version integer not null default 1,
     created_at timestamptz(3) not null default clock_timestamp(),
     check ((trash_after_days is null) = (trash_since is null)),
     check (not (keeps_originals and trash_after_days is not null)),
     check (keeps_originals or trash_after_days is not null or drop_rungs_after_days is not null)
   )`,
  'create index retention_rules_unit on retention_rules (unit)',

  `create table asset_uses (
     asset_id text primary key references assets (id) on delete cascade,
     watched_at timestamptz(3),
     restored_at timestamptz(3)
   )`,
  // When what is there was watched before nobody has written down: nothing of it counts as unwatched from the first day.
  'insert into asset_uses (asset_id, watched_at) select id, now() from assets',

  // Since when rungs of it have been dropped, to be made again when somebody asks for them.
  'alter table assets add column thinned_at timestamptz(3)',
];
