import { sql } from 'kysely';
import { randomToken } from '#libs/kernel';
import type { Queryable } from './schema.js';

/** How names end that are shown: of any other nobody can tell whether somebody bears it. */
const SHOWN = '-shown';

/** A name for one process of its life, to be shown by `Database.appear`. */
export function presentName(who: string): string {
  return `${who}-${randomToken(8)}${SHOWN}`;
}

/** Shows the name for as long as this session lives: PostgreSQL lets go of its lock as soon as it is gone. */
export const SHOW = `select pg_advisory_lock_shared(hashtextextended('present:' || $1, 0))`;
export const HIDE = `select pg_advisory_unlock_shared(hashtextextended('present:' || $1, 0))`;

/**
 * Whether the process that appeared under this name (of `presentName`) is gone. One that was killed is gone at once, one
 * on a machine that lost its power when PostgreSQL's keep-alive has noticed. One that lives is said to be gone
 * while its connection is made anew, so whoever acts upon it needs a fence. Of other names: false.
 */
export async function isGone(q: Queryable, name: string): Promise<boolean> {
  if (!name.endsWith(SHOWN)) return false;
  const { rows } = await sql<{ present: boolean }>`
    select exists (
      select from pg_locks
       where locktype = 'advisory' and objsubid = 1
         and database = (select oid from pg_database where datname = current_database())
         and (classid::bigint << 32) | objid::bigint = hashtextextended(${`present:${name}`}, 0)
    ) as present`.execute(q);
  return rows[0]?.present === false;
}
