import { type Kysely, sql } from 'kysely';

/** Addresses that are told of events, and what each of them was told, or is still to be. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table webhook_endpoints (
     id text primary key,
     unit text references accounts (id),
     url text not null,
     description text not null,
     event_types text[] not null,
     secret text not null,
     previous_secret text,
     previous_until timestamptz(3),
     disabled_at timestamptz(3),
     disabled_because text check (disabled_because in ('failures', 'person')),
     failing_since timestamptz(3),
     created_by text not null,
     version integer not null default 1,
     created_at timestamptz(3) not null,
     updated_at timestamptz(3) not null,
     check ((disabled_at is null) = (disabled_because is null)),
     check ((previous_secret is null) = (previous_until is null))
   )`,
  'create index webhook_endpoints_newest on webhook_endpoints (created_at desc, id desc)',
  'create index webhook_endpoints_unit on webhook_endpoints (unit)',
  // The body is text: what is signed are bytes, the same at every attempt.
  `create table webhook_deliveries (
     id text primary key,
     seq bigint generated always as identity,
     endpoint_id text not null references webhook_endpoints (id) on delete cascade,
     event_id text not null,
     event_type text not null,
     ordering text,
     body text not null,
     state text not null check (state in ('waiting', 'delivered', 'failed')),
     attempts integer not null default 0 check (attempts >= 0),
     due_at timestamptz(3),
     leased_until timestamptz(3),
     status integer,
     fault text,
     answer text,
     tried jsonb not null default '[]',
     replay_of text,
     created_at timestamptz(3) not null,
     ended_at timestamptz(3),
     check ((state = 'waiting') = (ended_at is null))
   )`,
  'create index webhook_deliveries_newest on webhook_deliveries (endpoint_id, created_at desc, id desc)',
  'create unique index webhook_deliveries_event on webhook_deliveries (endpoint_id, event_id) where replay_of is null',
  "create index webhook_deliveries_waiting on webhook_deliveries (endpoint_id, ordering, seq) where state = 'waiting'",
  `create index webhook_deliveries_due on webhook_deliveries (endpoint_id, due_at, seq)
     where state = 'waiting' and due_at is not null`,
  'create index webhook_deliveries_ended on webhook_deliveries (ended_at) where ended_at is not null',
];
