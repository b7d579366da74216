import { sql } from 'kysely';
import type { Database } from './database.js';

export interface DatabaseFacts {
  /** As the server says it of itself. */
  readonly server: string;
  readonly name: string;
  readonly role: string;
  readonly bytes: number;
  readonly connections: { readonly open: number; readonly most: number };
  /** The last that were applied, the newest first; what a release before the first had is none. */
  readonly migrations: readonly {
    readonly number: number;
    readonly name: string;
    readonly appliedAt: Date;
  }[];
}

/** What somebody who helps wants to know of a database first. @throws DatabaseUnavailable */
export async function databaseFacts({ kysely }: Database): Promise<DatabaseFacts> {
  const { rows } = await sql<
    Omit<DatabaseFacts, 'connections' | 'migrations'> & { open: number; most: number }
  >`
    select version() as server, current_database() as name, current_user as role,
        pg_database_size(current_database()) as bytes,
        (select count(*)::integer from pg_stat_activity where datname = current_database()) as open,
        current_setting('max_connections')::integer as most`.execute(kysely);
  const [facts] = rows;
  if (facts === undefined) throw new Error('The server tells nothing of itself.');
  const { open, most, ...of } = facts;
  const isThere = await sql<{ readable: boolean | null }>`
    select has_table_privilege(to_regclass('schema_migrations')::oid, 'SELECT') as readable`.execute(kysely);
  const migrations =
    isThere.rows[0]?.readable === true
      ? await kysely.selectFrom('schemaMigrations').selectAll().orderBy('number', 'desc').limit(5).execute()
      : [];
  return { ...of, connections: { open, most }, migrations };
}

export interface QueueState {
  readonly queue: string;
  readonly state: string;
  readonly jobs: number;
  /** When the first of them was queued. */
  readonly oldest: Date;
  /** The most tries that one of them has had. */
  readonly tries: number;
}

/** How many jobs of each queue are in each state, finished ones too, for as long as they are kept. */
export async function queueStates({ kysely }: Database): Promise<QueueState[]> {
  const { rows } = await sql<QueueState>`
    select name as queue, state::text as state, count(*)::integer as jobs, min(created_on) as oldest,
        max(retry_count)::integer as tries
      from pgboss.job group by name, state order by name, state`.execute(kysely);
  return rows;
}
