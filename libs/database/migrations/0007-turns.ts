import { type Kysely, sql } from 'kysely';

/** Whose turn it is in a queue, and how often somebody had a failed asset tried again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table job_turns (
     queue text not null,
     unit text not null,
     person text not null,
     served_at timestamptz not null,
     primary key (queue, unit, person)
   )`,
  'create sequence job_turn_numbers as integer cycle',
  `alter table assets
     add column retries integer not null default 0 check (retries >= 0),
     add column retries_since timestamptz(3)`,
];
