import { type Selectable, sql } from 'kysely';
import {
  fetchPage,
  json,
  type Page,
  type PageRequest,
  type Queryable,
  type Schema,
  type Transaction,
  type WatchedRange,
} from '#libs/database';
import { PositionBeyondEnd } from './catalog.errors.js';
import { clock } from './database-clock.js';
import { credit, lengthOf } from './watched-ranges.js';

/** What one person has watched of one recording. It stays when the recording is gone. */
export interface Watched {
  readonly viewer: string;
  readonly assetId: string;
  /** The viewer's unit when they reported last. */
  readonly unit: string | null;
  /** What the recording was called then. */
  readonly title: string;
  readonly durationSeconds: number;
  readonly positionSeconds: number;
  /** In order, without overlaps; 200 at most, of more the shortest are forgotten. */
  readonly ranges: readonly WatchedRange[];
  readonly watchedSeconds: number;
  readonly beganAt: Date;
  readonly reportedAt: Date;
  /** When the share that counts as all of it had been watched for the first time. */
  readonly completedAt: Date | null;
}

export interface WatchReport {
  readonly viewer: string;
  readonly unit: string | null;
  readonly asset: { readonly id: string; readonly title: string; readonly durationSeconds: number };
  /** Where the viewer is, in seconds. */
  readonly position: number;
  /** What they watched since the last report, in that order. */
  readonly watched: readonly WatchedRange[];
}

export interface WatchRules {
  /** How many seconds of a recording can be watched in one second. */
  readonly fastestRate: number;
  /** From this share on a recording counts as watched. */
  readonly completionShare: number;
  /** The database's time unless told. */
  readonly now?: Date | undefined;
}

export interface WatchFilters {
  readonly completed?: boolean | undefined;
  /** Of the last report. */
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
}

/** A clock of players is not that of the renditions: so far beyond the end is the end. */
const END_SECONDS = 1;

/** Where people are in recordings, and what they watched: as they report it, as far as time allows. */
export class Watching {
  /**
   * Takes down where a viewer is. Of what they say they watched, so much counts as could be watched since their last
   * report of this recording that named anything, or since they opened the oldest of its playback sessions that lives
   * still. Whatever they report of however many recordings, they are never credited more than `fastestRate` seconds for a
   * second that has passed. So a report that is sent again earns nothing. A viewer's reports wait for each other.
   *
   * @returns what has been watched by now, how many seconds this report added, and whether it completed the recording,
   *   which happens once
   * @throws PositionBeyondEnd: nothing is taken down
   */
  async report(
    tx: Transaction,
    { viewer, unit, asset, position, watched }: WatchReport,
    rules: WatchRules,
  ): Promise<{ watched: Watched; creditedSeconds: number; hasCompleted: boolean }> {
    const { durationSeconds } = asset;
    const furthest = Math.max(position, ...watched.map(({ to }) => to));
    if (furthest > durationSeconds + END_SECONDS) throw new PositionBeyondEnd(durationSeconds);
    const within = (seconds: number) => Math.min(seconds, durationSeconds);
    const { now, spentUntil } = await this.#lockClock(tx, viewer, rules.now);
    const before = await this.#row(tx, viewer, asset.id);
    const opened = await openedAt(tx, viewer, asset.id, now);
    const since = Math.max(spentUntil.getTime(), before?.countedAt?.getTime() ?? 0, opened?.getTime() ?? 0);
    const passed = opened === undefined ? 0 : Math.max(0, now.getTime() - since) / 1000;
    const stretches = watched.map(({ from, to }) => ({ from: within(from), to: within(to) }));
    const { ranges, credited } = credit(before?.ranges ?? [], stretches, passed * rules.fastestRate);
    if (credited > 0)
      await tx
        .updateTable('watchClocks')
        .set({ spentUntil: new Date(Math.ceil(since + (credited / rules.fastestRate) * 1000)) })
        .where('viewer', '=', viewer)
        .execute();
    const watchedSeconds = lengthOf(ranges);
    const isComplete = watchedSeconds >= durationSeconds * rules.completionShare;
    const hasCompleted = isComplete && (before?.completedAt ?? null) === null;
    const state = {
      unit,
      title: asset.title,
      durationSeconds,
      positionSeconds: within(position),
      ranges: json(ranges),
      watchedSeconds,
      reportedAt: now,
      countedAt: watched.length > 0 ? now : (before?.countedAt ?? null),
      completedAt: hasCompleted ? now : (before?.completedAt ?? null),
    };
    const row = await tx
      .insertInto('watching')
      .values({ viewer, assetId: asset.id, beganAt: now, ...state })
      .onConflict((conflict) => conflict.columns(['viewer', 'assetId']).doUpdateSet(state))
      .returningAll()
      .executeTakeFirstOrThrow();
    return { watched: toWatched(row), creditedSeconds: credited, hasCompleted };
  }

  /** undefined where the viewer has reported nothing of it. */
  async get(q: Queryable, viewer: string, assetId: string): Promise<Watched | undefined> {
    const row = await this.#row(q, viewer, assetId);
    return row === undefined ? undefined : toWatched(row);
  }

  /** What one person has watched, by their last reports, the newest first. @throws InvalidCursor */
  async history(
    q: Queryable,
    request: PageRequest & WatchFilters & { readonly viewer: string },
  ): Promise<Page<Watched>> {
    return pageOf(q, historyOf(q, request), request);
  }

  /** The same, the newest `limit` of it at once. */
  async wholeHistory(
    q: Queryable,
    request: WatchFilters & { readonly viewer: string; readonly limit: number },
  ): Promise<Watched[]> {
    return newest(historyOf(q, request), request.limit);
  }

  /**
   * Who has watched a recording, by their last reports, the newest first: all, or the people of the units below
   * `under`.
   *
   * @throws InvalidCursor
   */
  async viewers(
    q: Queryable,
    request: PageRequest & WatchFilters & { readonly assetId: string; readonly under?: string | undefined },
  ): Promise<Page<Watched>> {
    return pageOf(q, viewersOf(q, request), request);
  }

  /** The same, the newest `limit` of them at once. */
  async allViewers(
    q: Queryable,
    request: WatchFilters & {
      readonly assetId: string;
      readonly under?: string | undefined;
      readonly limit: number;
    },
  ): Promise<Watched[]> {
    return newest(viewersOf(q, request), request.limit);
  }

  async #row(q: Queryable, viewer: string, assetId: string): Promise<Row | undefined> {
    return q
      .selectFrom('watching')
      .selectAll()
      .where('viewer', '=', viewer)
      .where('assetId', '=', assetId)
      .executeTakeFirst();
  }

  /** Up to when the viewer's time has been credited, and what time it is; nobody else credits them before `tx` ends. */
  async #lockClock(
    tx: Transaction,
    viewer: string,
    now: Date | undefined,
  ): Promise<{ spentUntil: Date; now: Date }> {
    return tx
      .insertInto('watchClocks')
      .values({ viewer, spentUntil: new Date(0) })
      .onConflict((conflict) => conflict.column('viewer').doUpdateSet({ viewer }))
      .returning(['spentUntil', clock(now).as('now')])
      .executeTakeFirstOrThrow();
  }
}

type Row = Selectable<Schema['watching']>;

/** Since when the viewer has had a playback session of the asset that has neither expired nor been revoked. */
async function openedAt(q: Queryable, viewer: string, assetId: string, now: Date): Promise<Date | undefined> {
  const { opened } = await q
    .selectFrom('playbackSessions')
    .select((eb) => eb.fn.min('createdAt').as('opened'))
    .where('assetId', '=', assetId)
    .where('viewer', '=', viewer)
    .where('kind', '=', 'play')
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirstOrThrow();
  return opened ?? undefined;
}

function watchings(q: Queryable, { completed, since, until }: WatchFilters) {
  let query = q.selectFrom('watching').selectAll('watching').select('watching.reportedAt as createdAt');
  if (completed !== undefined) query = query.where('completedAt', completed ? 'is not' : 'is', null);
  if (since !== undefined) query = query.where('reportedAt', '>=', since);
  if (until !== undefined) query = query.where('reportedAt', '<', until);
  return query;
}

function historyOf(q: Queryable, request: WatchFilters & { readonly viewer: string }) {
  return watchings(q, request).select('watching.assetId as id').where('viewer', '=', request.viewer);
}

function viewersOf(
  q: Queryable,
  request: WatchFilters & { readonly assetId: string; readonly under?: string | undefined },
) {
  const { assetId, under } = request;
  const query = watchings(q, request).select('watching.viewer as id').where('assetId', '=', assetId);
  if (under === undefined) return query;
  return query.where(
    sql<boolean>`unit in (select accounts.id from accounts where accounts.path @> array[${under}]::text[])`,
  );
}

type Watchings = ReturnType<typeof historyOf>;

/** `fetchPage` goes by when something was made: here by when it was reported last. */
async function pageOf(q: Queryable, query: Watchings, request: PageRequest): Promise<Page<Watched>> {
  const page = await fetchPage(q.selectFrom(query.as('reports')).selectAll(), 'reports', request);
  return { ...page, items: page.items.map(toWatched) };
}

async function newest(query: Watchings, limit: number): Promise<Watched[]> {
  const rows = await query
    .orderBy('watching.reportedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toWatched);
}

function toWatched(row: Row): Watched {
  const { viewer, assetId, unit, title, durationSeconds, positionSeconds, ranges, watchedSeconds } = row;
  const { beganAt, reportedAt, completedAt } = row;
  const where = { viewer, assetId, unit, title, durationSeconds, positionSeconds };
  return { ...where, ranges, watchedSeconds, beganAt, reportedAt, completedAt };
}
