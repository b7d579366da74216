import { sql } from 'kysely';
import {
  type AssetKind,
  type CourseVisibility,
  type ExpectedVersion,
  fetchPage,
  type Page,
  type PageRequest,
  type Queryable,
  type ReleaseState,
  requireVersion,
  type Transaction,
} from '#libs/database';
import { AssetNotFound, ReleaseNotFound } from './catalog.errors.js';

/** How an asset stands that more than its unit may see, or is to, in a unit that reviews. */
export interface Release {
  /** The asset's. */
  readonly id: string;
  readonly state: ReleaseState;
  /** What its course says. */
  readonly visibility: Exclude<CourseVisibility, 'private'>;
  /** The unit within which all would see it by that; `*` for everybody. */
  readonly audience: string;
  /** The unit within which it is seen now; `*` for everybody. */
  readonly shownTo: string;
  readonly askedBy: string;
  /** When it was asked for. */
  readonly createdAt: Date;
  /** Why it was refused. */
  readonly reason: string | null;
  /** Who decided last, and when; of one that waits, about what was asked before. */
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly version: number;
}

/** The same in a list, with what it is about. */
export interface QueuedRelease extends Release {
  readonly title: string;
  readonly kind: AssetKind;
  readonly owner: string;
  readonly unit: string;
  readonly courseId: string | null;
}

/** What the edit of an asset, course or unit has done. */
interface Settled {
  readonly id: string;
  readonly unit: string;
  readonly visibility: string;
  readonly state: 'waiting' | 'released';
}

/** Part of the transaction in which somebody has asked for a release, or an admin's edit has given one that was waited for. */
export type OnSettled = (tx: Transaction, by: string, settled: readonly Settled[]) => Promise<void>;

interface Standing {
  readonly id: string;
  readonly unit: string;
  readonly visibility: Exclude<CourseVisibility, 'private'>;
  readonly audience: string;
  readonly isWide: boolean;
  readonly isReviewed: boolean;
  readonly state: ReleaseState | null;
  readonly asked: string | null;
  readonly shownTo: string | null;
  /** Whether all who are to see it may do so already. */
  readonly isCovered: boolean | null;
}

/** Where it is written down what was asked for, and what an edit has given. */
interface Trail {
  append(
    tx: Transaction,
    entry: {
      actor: string;
      action: string;
      subject: string;
      unit: string;
      facts: Readonly<Record<string, string>>;
    },
  ): Promise<unknown>;
}

/** Releases of which the audit trail tells. */
export function releasesIn(trail: Trail): Releases {
  return new Releases(async (tx, by, settled) => {
    for (const { id, unit, visibility, state } of settled)
      await trail.append(tx, {
        actor: by,
        action: state === 'waiting' ? 'release.asked' : 'release.granted',
        subject: id,
        unit,
        facts: { visibility },
      });
  });
}

/**
 * Lessons that more than their own unit may see are released by its admin first, where the unit reviews. Whatever changes
 * who may see an asset settles in its transaction what has to be released: `Assets` and `Courses` do so by themselves.
 * Until then the asset is seen within its unit, or where it was released to before; `assetVisible` holds everybody to it.
 */
export class Releases {
  constructor(private readonly onSettled: OnSettled = async () => {}) {}

  /**
   * To be called after `by` has changed who sees these assets by their courses. Whoever may release an asset asks nobody.
   *
   * @param change.newBytes they have other bytes now, which nobody has released
   */
  async settle(
    tx: Transaction,
    assets: readonly string[],
    change: { readonly by: string; readonly newBytes?: boolean },
  ): Promise<void> {
    if (assets.length === 0) return;
    const { by, newBytes = false } = change;
    const found = await standingOf(tx, sql`a.id = any(${[...assets]}::text[])`);
    const ended = found.filter((each) => each.state !== null && isOver(each, newBytes));
    if (ended.length > 0) await tx.deleteFrom('releases').where('id', 'in', idsOf(ended)).execute();
    const open = found.filter((each) => each.isWide && each.isReviewed);
    // Seen by as many, or by fewer, than before.
    const narrowed = open.filter((each) => each.isCovered === true && !newBytes);
    await this.#shrink(tx, narrowed.filter(isOther));
    const asking = open.filter((each) => !narrowed.includes(each) && (newBytes || isOther(each)));
    const free = await releasable(tx, by, [...new Set(asking.map(({ unit }) => unit))]);
    const settled: Settled[] = [];
    for (const each of asking) {
      const isFree = free.has(each.unit);
      await this.#ask(tx, each, { by, isFree, newBytes });
      const isNews = isFree ? each.state !== null && each.state !== 'released' : each.state !== 'waiting';
      const { id, unit, visibility } = each;
      if (isNews) settled.push({ id, unit, visibility, state: isFree ? 'released' : 'waiting' });
    }
    if (settled.length > 0) await this.onSettled(tx, by, settled);
  }

  /**
   * To be called after a unit was moved or has another setting. What others see stays as it is, as if it had been released;
   * what waits in a unit that does not review any more is released.
   *
   * @returns how many of these
   */
  async settleUnit(tx: Transaction, unit: string, by: string): Promise<number> {
    const found = await standingOf(
      tx,
      sql`au.path @> array[${unit}]::text[] or cu.path @> array[${unit}]::text[]`,
    );
    const wide = found.filter(({ isWide }) => isWide);
    const shown = wide.filter((each) => each.isReviewed && each.state === null);
    for (let at = 0; at < shown.length; at += BATCH) {
      const rows = shown.slice(at, at + BATCH).map(({ id, visibility, audience }) => ({
        id,
        visibility,
        audience,
        shownTo: audience,
        state: 'released' as const,
        reason: null,
        askedBy: by,
        ...decided(by),
      }));
      await tx.insertInto('releases').values(rows).execute();
    }
    await this.#shrink(
      tx,
      wide.filter((each) => each.state === 'released' && isOther(each)),
    );
    for (const { id, audience } of wide.filter((each) => each.state === 'waiting' && isOther(each)))
      await tx.updateTable('releases').set({ audience }).where('id', '=', id).execute();
    const waiting = wide.filter((each) => each.state === 'waiting' && !each.isReviewed);
    for (const { id, audience } of waiting) await grant(tx, id, audience, by);
    return waiting.length;
  }

  /**
   * Releases to whom its course shows it. Idempotent; what was refused can be released still.
   *
   * @throws AssetNotFound (in the trash too), ReleaseNotFound where nothing was asked for, VersionConflict
   */
  async release(
    tx: Transaction,
    id: string,
    { by, expectedVersion }: { by: string; expectedVersion?: ExpectedVersion | undefined },
  ): Promise<Release> {
    const before = await hold(tx, id, expectedVersion);
    if (before.state !== 'released') await grant(tx, id, before.audience, by);
    return this.get(tx, id);
  }

  /**
   * Refuses it, or takes a release back: the asset is then seen within its unit. What was released before it was to be seen
   * by more stays so. Idempotent.
   *
   * @throws as `release`
   */
  async refuse(
    tx: Transaction,
    id: string,
    request: { by: string; reason: string; expectedVersion?: ExpectedVersion | undefined },
  ): Promise<Release> {
    const { by, reason, expectedVersion } = request;
    const before = await hold(tx, id, expectedVersion);
    if (before.state === 'refused' && before.reason === reason) return this.get(tx, id);
    await tx
      .updateTable('releases')
      .set({ state: 'refused', ...decided(by), reason, version: before.version + 1 })
      .set(before.state === 'released' ? { shownTo: before.unit } : {})
      .where('id', '=', id)
      .execute();
    return this.get(tx, id);
  }

  /** @throws ReleaseNotFound */
  async get(q: Queryable, id: string): Promise<QueuedRelease> {
    const row = await queued(q).where('releases.id', '=', id).executeTakeFirst();
    if (row === undefined) throw new ReleaseNotFound();
    return row;
  }

  /** Of some assets, by their ids: those of which something was asked. */
  async ofAssets(q: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, Release>> {
    if (ids.length === 0) return new Map();
    const rows = await q
      .selectFrom('releases')
      .selectAll()
      .where('id', '=', sql<string>`any(${[...ids]})`)
      .execute();
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Those in one state, the oldest first; not of assets in the trash. @throws InvalidCursor */
  async list(
    q: Queryable,
    request: PageRequest & {
      readonly state: ReleaseState;
      readonly under?: string | undefined;
      readonly owner?: string | undefined;
    },
  ): Promise<Page<QueuedRelease>> {
    const { state, under, owner } = request;
    let query = queued(q).where('releases.state', '=', state);
    if (owner !== undefined) query = query.where('assets.owner', '=', owner);
    if (under !== undefined)
      query = query.where(
        sql<boolean>`assets.unit in (select u.id from accounts u where u.path @> array[${under}]::text[])`,
      );
    return fetchPage(query, 'releases', request, 'oldest');
  }

  /** It is seen by as many as its course says: asking again begins from there. */
  async #shrink(tx: Transaction, narrowed: readonly Standing[]): Promise<void> {
    for (const { id, visibility, audience } of narrowed)
      await tx
        .updateTable('releases')
        .set((eb) => ({
          state: 'released',
          visibility,
          audience,
          shownTo: audience,
          reason: null,
          // Of one that waited since it was asked for the first time nobody has decided.
          decidedAt: eb.fn.coalesce('decidedAt', 'createdAt'),
          version: eb('version', '+', 1),
        }))
        .where('id', '=', id)
        .execute();
  }

  async #ask(
    tx: Transaction,
    { id, unit, visibility, audience, state, shownTo }: Standing,
    { by, isFree, newBytes }: { by: string; isFree: boolean; newBytes: boolean },
  ): Promise<void> {
    const shown = isFree ? audience : newBytes ? unit : (shownTo ?? unit);
    const asked = {
      visibility,
      audience,
      shownTo: shown,
      askedBy: by,
      ...(isFree
        ? { state: 'released' as const, reason: null, ...decided(by) }
        : { state: 'waiting' as const, reason: null }),
      // What waits already keeps its place in the queue.
      ...(state === 'waiting' ? {} : { createdAt: sql<Date>`clock_timestamp()` }),
    };
    await tx
      .insertInto('releases')
      .values({ id, decidedBy: null, decidedAt: null, ...asked })
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((eb) => ({ ...asked, version: eb('releases.version', '+', 1) })),
      )
      .execute();
  }
}

const BATCH = 500;

/** Nothing has to be released: its unit alone sees it, or lets everybody see what its doctors wish. */
function isOver(each: Standing, newBytes: boolean): boolean {
  if (!each.isWide) return true;
  return !each.isReviewed && (each.state !== 'refused' || newBytes || isOther(each));
}

/** Whether it is to be seen by others than when it was asked for. */
function isOther({ asked, audience }: Standing): boolean {
  return asked !== audience;
}

function idsOf(standing: readonly Standing[]): string[] {
  return standing.map(({ id }) => id);
}

function decided(by: string) {
  return { decidedBy: by, decidedAt: sql<Date>`clock_timestamp()` };
}

async function grant(tx: Transaction, id: string, audience: string, by: string): Promise<void> {
  await tx
    .updateTable('releases')
    .set((eb) => ({
      state: 'released',
      shownTo: audience,
      reason: null,
      ...decided(by),
      version: eb('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute();
}

/** Nobody opens the asset, nor decides of it, until `tx` ends. */
async function hold(
  tx: Transaction,
  id: string,
  expected: ExpectedVersion | undefined,
): Promise<Release & { readonly unit: string }> {
  const asset = await tx
    .selectFrom('assets')
    .select(['unit', 'deletedAt'])
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (asset === undefined || asset.deletedAt !== null) throw new AssetNotFound();
  const row = await tx.selectFrom('releases').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (row === undefined) throw new ReleaseNotFound();
  requireVersion(row.version, expected);
  return { ...row, unit: asset.unit };
}

function queued(q: Queryable) {
  return q
    .selectFrom('releases')
    .innerJoin('assets', 'assets.id', 'releases.id')
    .selectAll('releases')
    .select(['assets.title', 'assets.kind', 'assets.owner', 'assets.unit', 'assets.courseId'])
    .where('assets.deletedAt', 'is', null);
}

/**
 * Who is to see assets by their courses, beside what was asked and released. An audience is named by the unit within which
 * everybody is; that of a unit's asset is wide where it is not within that unit.
 */
async function standingOf(tx: Transaction, which: ReturnType<typeof sql>): Promise<Standing[]> {
  const { rows } = await sql<Standing>`
    with standing as (
      select a.id, a.unit, au.path as own, c.visibility,
          case c.visibility when 'all' then '*' when 'region' then cu.path[1] when 'unit' then c.unit end as audience,
          coalesce(case c.visibility when 'all' then true when 'region' then cu.path[1] <> a.unit
            when 'unit' then not cu.path @> array[a.unit] end, false) as is_wide
        from assets a join accounts au on au.id = a.unit
          left join courses c on c.id = a.course_id and c.deleted_at is null
          left join accounts cu on cu.id = c.unit
        where ${which}
    )
    select s.id, s.unit, s.visibility, s.audience, s.is_wide,
        coalesce((select u.releases from accounts u where u.id = any(s.own) and u.releases is not null
          order by cardinality(u.path) desc limit 1), 'open') = 'reviewed' as is_reviewed,
        r.state, r.audience as asked, r.shown_to,
        r.shown_to = '*' or exists (select from accounts u where u.id = s.audience
          and u.path @> array[r.shown_to]) as is_covered
      from standing s left join releases r on r.id = s.id`.execute(tx);
  return rows;
}

/** Of some units, those whose lessons a person may release: all of them an administrator, and those of their unit and below its admin. */
async function releasable(
  tx: Transaction,
  person: string,
  units: readonly string[],
): Promise<ReadonlySet<string>> {
  if (units.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    select u.id from accounts u
      join people p on p.id = ${person}
      left join accounts own on own.id = '@' || p.id
      where u.id = any(${[...units]}::text[])
        and case coalesce(p.assigned_role, p.role) when 'admin' then true
          when 'unit-admin' then u.path @> array[coalesce(p.assigned_unit, own.parent_id, p.unit)]
          else false end`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}
