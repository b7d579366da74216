import { type Kysely, sql } from 'kysely';

/** What is sent and watched of each asset, by day, and who watched it; and how often people began to watch. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  'alter table usage_days add column views bigint not null default 0 check (views >= 0)',
  // What was removed for good is used by nobody: what was used of it stays in the sums of units and people.
  `create table usage_asset_days (
     asset text not null references assets (id) on delete cascade,
     day date not null,
     sent_bytes bigint not null default 0 check (sent_bytes >= 0),
     minutes bigint not null default 0 check (minutes >= 0),
     views bigint not null default 0 check (views >= 0),
     primary key (asset, day)
   ) with (fillfactor = 80)`,
  'create index usage_asset_days_day on usage_asset_days (day, asset)',
  // A bit for each day of the month.
  `create table usage_asset_viewers (
     asset text not null references assets (id) on delete cascade,
     month date not null,
     viewer text not null,
     days bit(31) not null,
     primary key (asset, month, viewer)
   ) with (fillfactor = 80)`,
];
