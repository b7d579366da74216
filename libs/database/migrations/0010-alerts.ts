import { type Kysely, sql } from 'kysely';

/** What administrators are told of, what of it has not been sent yet, and since when a revocation waits for its list. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table alerts (
     name text not null,
     subject text not null,
     summary text not null,
     since timestamptz(3) not null,
     seen_at timestamptz(3) not null,
     begun_at timestamptz(3),
     gone_since timestamptz(3),
     primary key (name, subject)
   )`,
  `create table alert_notices (
     seq bigint generated always as identity primary key,
     channel text not null check (channel in ('mail', 'webhook')),
     alert text not null,
     body jsonb not null,
     attempts integer not null default 0 check (attempts >= 0),
     due_at timestamptz(3) not null,
     created_at timestamptz(3) not null
   )`,
  'create index alert_notices_channel on alert_notices (channel, alert, seq)',
  "create index assets_failed on assets (updated_at) where state = 'failed'",
  // A replica of the release before fills it in, too.
  `alter table unpublished_revocations
     add column noted_at timestamptz(3) not null default clock_timestamp()`,
];
