import type { Job, PgBoss } from 'pg-boss';
import { advisoryLock, type Database, executeSqlOf } from './database.js';

/** The priority of a job that is sent to come after its person's others; of all others it is 0. */
export const LATER = -1;
/** The priority of a job that is to come before its unit's others. It has it until it is begun. */
export const FIRST = -2;
/** A replica of an older release, which chooses without the lock, may be faster; not for ever, or the lock is never let go. */
const MOST_MISSED = 20;

/**
 * Makes the jobs whose turn it is the caller's, `most` at the most. The turn is the unit's with the fewest jobs of the
 * queue under way, and of several such the one's that was served longest ago; then, in the same way, the person's within
 * the unit, before all others one's who has a job that is to come first; then the job's that is to come first, or at
 * least not later, and was sent first. So a job that is preferred passes those of its own unit, and no other's. A thousand jobs of one unit so keep another's
 * first one waiting for no more than what is under way. Who was served when stands in the database, and one consumer
 * chooses at a time: several workers, and restarts of them, keep to the same turns.
 */
export async function takeTurns(
  database: Database,
  boss: PgBoss,
  queue: string,
  most: number,
): Promise<Job[]> {
  return database.transaction(async (tx) => {
    await advisoryLock(tx, `job-turns:${queue}`);
    const db = executeSqlOf(tx);
    const taken: Job[] = [];
    let missed = 0;
    while (taken.length < most && missed < MOST_MISSED) {
      const { rows } = await db.executeSql(NEXT, [queue]);
      const [next] = rows as { id: string; number: number; unit: string; person: string }[];
      if (next === undefined) break;
      const { id, number, unit, person } = next;
      // The queue hands out by priority: a number that nobody else has makes it hand out this very job.
      await boss.update({ name: queue, options: { id, priority: number, db } });
      const [job] = await boss.fetch<object>(queue, { minPriority: number, maxPriority: number, db });
      if (job === undefined) {
        missed += 1;
        continue;
      }
      await db.executeSql(SERVED, [queue, unit, person]);
      taken.push(job);
    }
    return taken;
  });
}

/** Whether a job of the queue could begin now. */
export async function isAnyDue(database: Database, queue: string): Promise<boolean> {
  const { rows } = await database.executeSql(`select 1 from pgboss.job where name = $1 and ${DUE} limit 1`, [
    queue,
  ]);
  return rows.length > 0;
}

interface Figures {
  readonly name: string;
  readonly waiting: number;
  readonly later: number;
  readonly active: number;
  /** Seconds since the oldest job was sent that waits; null where none does. */
  readonly oldest: number | null;
}

/** What lies in the queues that have any job which is not over. */
export async function figuresOf(database: Database): Promise<Figures[]> {
  const { rows } = await database.executeSql(FIGURES, []);
  return rows as Figures[];
}

const DUE = `state < 'active' and not blocked and start_after <= now()`;

const FIGURES = `
  select name, count(*) filter (where ${DUE})::integer as waiting,
      count(*) filter (where state < 'active' and not (${DUE}))::integer as later,
      count(*) filter (where state = 'active')::integer as active,
      extract(epoch from now() - min(created_on) filter (where ${DUE}))::double precision as oldest
    from pgboss.job where state <= 'active' group by name`;

/** Once over what waits to see who waits, then over the units, then over the people of one. */
const NEXT = `
  with waiting as materialized (
    select coalesce(group_id, '') as unit, coalesce(group_tier, '') as person, min(created_on) as since,
        bool_or(priority = ${FIRST}) as is_first
      from pgboss.job where name = $1 and ${DUE} group by group_id, group_tier
  ), busy as materialized (
    select coalesce(group_id, '') as unit, coalesce(group_tier, '') as person, count(*) as jobs
      from pgboss.job where name = $1 and state = 'active' group by group_id, group_tier
  ), next_unit as (
    select unit from (select unit, min(since) as since from waiting group by unit) units
     order by (select coalesce(sum(jobs), 0) from busy where busy.unit = units.unit),
       (select max(served_at) from job_turns where queue = $1 and job_turns.unit = units.unit) nulls first,
       since, unit
     limit 1
  ), next_person as (
    select unit, person from waiting
      join next_unit using (unit)
      left join busy using (unit, person)
      left join (select * from job_turns where queue = $1) turns using (unit, person)
     order by is_first desc, coalesce(jobs, 0), served_at nulls first, since, person
     limit 1
  )
  select job.id, nextval('job_turn_numbers')::integer as number, unit, person
    from next_person join pgboss.job
      on coalesce(job.group_id, '') = unit and coalesce(job.group_tier, '') = person
   where job.name = $1 and ${DUE}
   order by job.priority <> ${FIRST}, job.priority = ${LATER}, job.created_on
   limit 1`;

const SERVED = `
  insert into job_turns (queue, unit, person, served_at) values ($1, $2, $3, clock_timestamp())
    on conflict (queue, unit, person) do update set served_at = excluded.served_at`;
