import { type Kysely, sql } from 'kysely';

/**
 * What is used, by day: what the ledger says in days, what delivery has sent, who watched; which of delivery's segments
 * have been taken in; and whose sessions were that are gone.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // Sums of the ledger's changes, which its entries carry along themselves: also those of a release before.
  'lock table ledger in share row exclusive mode',
  `create table ledger_days (
     account text not null,
     day date not null,
     received_bytes bigint not null,
     used_bytes bigint not null,
     derived_bytes bigint not null,
     primary key (account, day)
   ) with (fillfactor = 80)`,
  `insert into ledger_days
     select account, (at at time zone 'UTC')::date, coalesce(sum(used_bytes) filter (where kind = 'settle'), 0),
       sum(used_bytes), sum(derived_bytes)
     from (select at, kind, used_bytes, derived_bytes, unnest(accounts) as account from ledger
       where used_bytes <> 0 or derived_bytes <> 0) changes
     group by 1, 2`,
  `create function count_ledger_day() returns trigger language plpgsql as $$
   begin
     insert into ledger_days as counted (account, day, received_bytes, used_bytes, derived_bytes)
       select account, (new.at at time zone 'UTC')::date,
         case when new.kind = 'settle' then new.used_bytes else 0 end, new.used_bytes, new.derived_bytes
       from unnest(new.accounts) as account order by account
       on conflict (account, day) do update set
         received_bytes = counted.received_bytes + excluded.received_bytes,
         used_bytes = counted.used_bytes + excluded.used_bytes,
         derived_bytes = counted.derived_bytes + excluded.derived_bytes;
     return null;
   end $$`,
  `create trigger ledger_day after insert on ledger for each row
     when (new.used_bytes <> 0 or new.derived_bytes <> 0) execute function count_ledger_day()`,

  // Segments come later than sessions end, so who had them is kept for a while.
  `create table past_sessions (
     id text primary key,
     viewer text not null,
     unit text,
     ended_at timestamptz(3) not null
   )`,
  'create index past_sessions_age on past_sessions (ended_at)',
  `create function keep_past_sessions() returns trigger language plpgsql as $$
   begin
     insert into past_sessions select id, viewer, unit, now() from gone on conflict (id) do nothing;
     return null;
   end $$`,
  `create trigger playback_sessions_past after delete on playback_sessions referencing old table as gone
     for each statement execute function keep_past_sessions()`,

  `create table usage_segments (
     name text primary key,
     bytes bigint not null check (bytes >= 0),
     taken_at timestamptz(3) not null
   )`,
  'create index usage_segments_age on usage_segments (taken_at)',
  // A bit for each minute of the hour: two replicas that tell of the same minute set the same bit.
  `create table watched_hours (
     asset text not null,
     session text not null,
     hour timestamptz not null,
     minutes bit(60) not null,
     primary key (asset, session, hour)
   ) with (fillfactor = 80)`,
  'create index watched_hours_age on watched_hours (hour)',
  `create table usage_days (
     account text not null,
     day date not null,
     sent_bytes bigint not null default 0 check (sent_bytes >= 0),
     minutes bigint not null default 0 check (minutes >= 0),
     encodes bigint not null default 0 check (encodes >= 0),
     primary key (account, day)
   ) with (fillfactor = 80)`,
  // A bit for each day of the month.
  `create table usage_viewers (
     account text not null,
     month date not null,
     viewer text not null,
     days bit(31) not null,
     primary key (account, month, viewer)
   ) with (fillfactor = 80)`,
];
