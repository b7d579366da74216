import { type RawBuilder, sql } from 'kysely';
import type { Queryable, Transaction } from './schema.js';

/** The channel that tells, without a payload, that something was logged. What it was stands in the log alone. */
export const EVENTS = 'events';

/** What happened, each once. */
export const EVENT_TYPES = [
  'upload.created',
  'upload.completed',
  'upload.ended',
  'asset.processing',
  'asset.playable',
  'asset.ready',
  'asset.failed',
  'asset.updated',
  'asset.trashed',
  'asset.restored',
  'asset.removed',
  'asset.waiting',
  'asset.released',
  'asset.refused',
  'asset.replaced',
  'asset.replacement-failed',
  'webhook.disabled',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** How something stands, which counts only until it stands otherwise. */
export const LATEST_EVENT_TYPES = ['upload.progress', 'asset.progress', 'quota.changed'] as const;
type LatestEventType = (typeof LATEST_EVENT_TYPES)[number];

/** The two sorts of events, which are read by themselves: what happened, and how something stands. */
export type EventSort = 'happened' | 'latest';
interface TypeOf {
  happened: EventType;
  latest: LatestEventType;
}

/** A place in the log. Of two the one whose `xact` is greater is the later one, and where these are equal that of the greater `seq`. */
export interface EventPlace {
  readonly xact: number;
  readonly seq: number;
}

export interface LoggedEvent<Type extends string = EventType> extends EventPlace {
  readonly type: Type;
  /** The id of the upload or asset; for a quota that of the unit, or of the person. */
  readonly subject: string;
  /** The person whose it is; null for the quota of a unit. */
  readonly owner: string | null;
  readonly unit: string | null;
  /** The unit and those above it as they were when it happened, root first. */
  readonly units: readonly string[];
  readonly at: Date;
  /** Small; what it has depends on the type. Values that are unknown are left out. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Whose events are read; nothing named: everybody's. */
export interface EventReach {
  readonly owner: string;
  /** Besides the owner's, those of this unit and of what lies below it. */
  readonly unit?: string | undefined;
}

export interface EventReading {
  readonly limit: number;
  readonly reach?: EventReach | undefined;
}

/** How the log stands. */
export interface EventLogState {
  /** Other after the database was restored from a dump: places of before mean nothing then. */
  readonly id: string;
  /** What is before it has been read, or will never be there; all that is logged from now on is after it. */
  readonly end: EventPlace;
  /** What was logged up to here is not there any more. */
  readonly trimmed: EventPlace;
}

export interface TakenEvents {
  readonly events: readonly LoggedEvent[];
  /** Whether events were trimmed before this consumer took them. */
  readonly missed: boolean;
}

const BATCH = 10_000;
const NUMBERED = ['events', 'latest_events', 'event_consumers'];

/**
 * The log of what happens to uploads, assets and quota, which the database's triggers write in the transaction that
 * changes them. Events have the order of their places. An event can be read as soon as every transaction that began
 * before its own has ended, so that nothing ever appears before a place that somebody has read up to. A transaction that
 * runs for long, in whatever database of the server, holds back those that began after it.
 */
export class EventLog {
  async state(q: Queryable): Promise<EventLogState> {
    const { rows } = await sql<{ id: string; end: number; trimmedXact: number; trimmedSeq: number }>`
      select id, ${OLDEST_RUNNING}::text::bigint as end, trimmed_xact::text::bigint as trimmed_xact, trimmed_seq
        from event_log`.execute(q);
    const [row] = rows;
    if (row === undefined) throw new Error('A migration made the one row of event_log.');
    const { id, end, trimmedXact, trimmedSeq } = row;
    return { id, end: { xact: end, seq: 0 }, trimmed: { xact: trimmedXact, seq: trimmedSeq } };
  }

  /** The events of one sort after a place, in their order. Of `latest` each thing is there once: as it stands now. */
  async after<S extends EventSort>(
    q: Queryable,
    sort: S,
    place: EventPlace,
    { limit, reach }: EventReading,
  ): Promise<LoggedEvent<TypeOf[S]>[]> {
    const { rows } = await sql<LoggedEvent<TypeOf[S]>>`
      select ${COLUMNS} from ${TABLES[sort]} as logged
        where (logged.xact, logged.seq) > (${xid(place)}, ${place.seq}) and logged.xact < ${OLDEST_RUNNING}
          and ${within(reach)}
        order by logged.xact, logged.seq limit ${limit}`.execute(q);
    return rows;
  }

  /** The last `most` events of one sort, in their order. */
  async last<S extends EventSort>(q: Queryable, sort: S, most: number): Promise<LoggedEvent<TypeOf[S]>[]> {
    const { rows } = await sql<LoggedEvent<TypeOf[S]>>`
      select ${COLUMNS} from ${TABLES[sort]} as logged where logged.xact < ${OLDEST_RUNNING}
        order by logged.xact desc, logged.seq desc limit ${most}`.execute(q);
    return rows.toReversed();
  }

  /** Whether something has happened that can't be read yet, since a transaction runs which is older. */
  async holdsBack(q: Queryable): Promise<boolean> {
    const { rows } = await sql`select from events where xact >= ${OLDEST_RUNNING} limit 1`.execute(q);
    return rows.length > 0;
  }

  /**
   * Hands a named consumer the next events, and moves it on: it gets each event once, if what it does about it is done
   * in `tx` too. One consumer's calls wait for one another. A consumer that was never seen begins at the end: its first
   * call only says from where on it wants them.
   */
  async take(tx: Transaction, consumer: string, limit: number): Promise<TakenEvents> {
    const { rows } = await sql<EventPlace>`
      select xact::text::bigint as xact, seq from event_consumers where name = ${consumer} for update`.execute(
      tx,
    );
    const [place] = rows;
    const { end, trimmed } = await this.state(tx);
    if (place === undefined) {
      await sql`insert into event_consumers (name, xact, seq) values (${consumer}, ${xid(end)}, ${end.seq})
        on conflict (name) do nothing`.execute(tx);
      return { events: [], missed: false };
    }
    const events = await this.after(tx, 'happened', place, { limit });
    const last = events.at(-1);
    if (last !== undefined) {
      await sql`update event_consumers set xact = ${xid(last)}, seq = ${last.seq}, moved_at = clock_timestamp()
        where name = ${consumer}`.execute(tx);
    }
    return { events, missed: isBefore(place, trimmed) };
  }

  /** Ends a consumer: nothing is kept of it. */
  async forget(tx: Transaction, consumer: string): Promise<void> {
    await tx.deleteFrom('eventConsumers').where('name', '=', consumer).execute();
  }

  /**
   * Removes one batch of the events that are older than `olderThan`, or beyond the newest `most`: whether anybody has
   * read them or not.
   *
   * @returns how many; to be called again until it is 0
   */
  async trim(tx: Transaction, bounds: { olderThan: Date; most: number }): Promise<number> {
    const { olderThan, most } = bounds;
    await sql`delete from latest_events where (subject, topic) in (select subject, topic from latest_events
      where at < ${olderThan} limit ${BATCH} for update skip locked)`.execute(tx);
    const { rows } = await sql<EventPlace & { removed: number }>`
      with overdue as (
        select xact, seq from events where at < ${olderThan} or (xact, seq) <=
            (select xact, seq from events order by xact desc, seq desc offset ${most} limit 1)
          order by xact, seq limit ${BATCH} for update skip locked
      ), removed as (
        delete from events using overdue where (events.xact, events.seq) = (overdue.xact, overdue.seq)
          returning events.xact, events.seq
      )
      select xact::text::bigint as xact, seq, count(*) over () as removed from removed
        order by removed.xact desc, removed.seq desc limit 1`.execute(tx);
    const [last] = rows;
    if (last === undefined) return 0;
    await sql`update event_log set trimmed_xact = ${xid(last)}, trimmed_seq = ${last.seq}
      where (trimmed_xact, trimmed_seq) < (${xid(last)}, ${last.seq})`.execute(tx);
    return last.removed;
  }

  /**
   * A database that was restored from a dump may have places of numbers that its server has yet to reach, and lacks what
   * somebody has been told. So all that is logged gets new places, in its old order, consumers keep what they have not
   * taken, and the log gets another id. Changes nothing in any other database. To be called before anybody reads on.
   *
   * @returns whether it was so
   */
  async renumber(tx: Transaction): Promise<boolean> {
    const isElsewhere = async (): Promise<boolean> => {
      const { rows } = await sql`select from event_log where home <> event_log_home()`.execute(tx);
      return rows.length > 0;
    };
    if (!(await isElsewhere())) return false;
    // One does it; the others wait, and look again.
    await sql`lock table event_log, events, latest_events, event_consumers in share row exclusive mode`.execute(
      tx,
    );
    if (!(await isElsewhere())) return false;
    for (const table of NUMBERED)
      await sql`update ${sql.table(table)} set xact = pg_current_xact_id()`.execute(tx);
    await sql`update event_log set trimmed_xact = pg_current_xact_id(), home = event_log_home(),
      id = left(replace(gen_random_uuid()::text, '-', ''), 12)`.execute(tx);
    return true;
  }
}

/** Whether something at `a` is before something at `b`. */
export function isBefore(a: EventPlace, b: EventPlace): boolean {
  return a.xact < b.xact || (a.xact === b.xact && a.seq < b.seq);
}

/** Everything before it has ended. */
const OLDEST_RUNNING = sql`pg_snapshot_xmin(pg_current_snapshot())`;

const TABLES = { happened: sql.table('events'), latest: sql.table('latest_events') };

const COLUMNS = sql`xact::text::bigint as xact, seq, type, subject, owner, unit, units, at, data`;

function within(reach: EventReach | undefined): RawBuilder<unknown> {
  if (reach === undefined) return sql`true`;
  const { owner, unit } = reach;
  if (unit === undefined) return sql`owner = ${owner}`;
  return sql`(owner = ${owner} or units @> array[${unit}]::text[])`;
}

function xid({ xact }: EventPlace): RawBuilder<unknown> {
  return sql`${String(xact)}::xid8`;
}
