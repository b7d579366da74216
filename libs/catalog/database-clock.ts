import { sql } from 'kysely';

/** What time the database has at the moment at which it is asked, or the one that is given. */
export function clock(now?: Date) {
  return now === undefined ? sql<Date>`clock_timestamp()` : sql<Date>`${now}::timestamptz`;
}
