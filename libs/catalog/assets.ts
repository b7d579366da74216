import { sql } from 'kysely';
import {
  type AssetKind,
  type AssetState,
  type ExpectedVersion,
  fetchPage,
  holdExternalId,
  json,
  type Page,
  type PageRequest,
  type Queryable,
  requireVersion,
  type Transaction,
} from '#libs/database';
import { newId } from '#libs/kernel';
import { type Asset, type AssetChange, type AssetFacts, editOfAssets } from './asset.js';
import { indexCard } from './asset-texts.js';
import { noteRestored } from './asset-uses.js';
import { AssetNotFailed, AssetNotFound, CourseNotFound, RetriesSpent } from './catalog.errors.js';
import { isHeld, requireFree, requireFreeCourse, watchHolds } from './holds.js';
import { isMissingCourse } from './missing-course.js';
import { Releases } from './releases.js';
import type { Rendition } from './rendition.js';
import { noteRevocation } from './revocation-entries.js';
import { matchingAssets } from './search.js';
import { assetVisible, mayChange, trashVisible, type Viewer } from './visibility.js';

export interface NewAsset {
  readonly id?: string;
  readonly owner: string;
  readonly unit: string;
  readonly account: string;
  readonly courseId?: string | null;
  readonly kind: AssetKind;
  readonly fileName: string;
  readonly title: string;
  readonly contentType: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly state?: AssetState;
  readonly facts?: AssetFacts;
  readonly externalId?: string | null;
  /** Of another take: the asset, and when somebody began to replace it. `id` is the take's. */
  readonly replaces?: string | null;
  readonly revisedAt?: Date;
}

/** How often somebody may have an asset tried again in `RETRIES_MS`: each costs up to five attempts. */
const MAX_RETRIES = 5;
const RETRIES_MS = 24 * 3600_000;

export interface AssetFilters {
  readonly courseId?: string | undefined;
  readonly state?: AssetState | undefined;
  readonly owner?: string | undefined;
  readonly kind?: AssetKind | undefined;
  readonly externalId?: string | undefined;
  /** Those in the trash, as long as they can be restored, instead of those that are not. */
  readonly trashed?: boolean | undefined;
  /** Those whose title, description, file name or captions contain all of these words, anywhere, whatever their case. */
  readonly q?: string | undefined;
}

/**
 * Assets: processing -> playable -> ready, or failed. What people do is here; what workers do is in
 * Processing.
 */
export class Assets {
  constructor(private readonly releases: Releases = new Releases()) {}

  /** What has to be released before others see it waits for that. @throws CourseNotFound */
  async create(tx: Transaction, asset: NewAsset): Promise<Asset> {
    const state = asset.state ?? 'processing';
    const now = new Date();
    const { id = newId('ast'), replaces = null } = asset;
    const row = await tx
      .insertInto('assets')
      .values({
        id,
        owner: asset.owner,
        unit: asset.unit,
        account: asset.account,
        courseId: asset.courseId ?? null,
        kind: asset.kind,
        fileName: asset.fileName,
        title: asset.title,
        contentType: asset.contentType,
        bytes: asset.bytes,
        sha256: asset.sha256,
        state,
        failure: null,
        facts: json(asset.facts ?? {}),
        master: null,
        sound: null,
        poster: null,
        images: null,
        storyboard: null,
        captions: null,
        worker: null,
        workerUntil: null,
        playableAt: state === 'ready' ? now : null,
        readyAt: state === 'ready' ? now : null,
        deletedAt: null,
        purgingAt: null,
        externalId: asset.externalId ?? null,
        ...(replaces !== null && { replaces, revision: id, revisedAt: asset.revisedAt ?? now }),
      })
      .returningAll()
      .executeTakeFirstOrThrow()
      .catch((error: unknown) => {
        throw isMissingCourse(error) ? new CourseNotFound() : error;
      });
    if (replaces !== null) return row;
    await indexCard(tx, row);
    if (row.courseId !== null) await this.#placed(tx, row.id, row.courseId, row.owner);
    return row;
  }

  /** One in the trash too: see `deletedAt`. @throws AssetNotFound */
  async get(q: Queryable, id: string): Promise<Asset> {
    const row = await q.selectFrom('assets').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) throw new AssetNotFound();
    return row;
  }

  /** The newest that can be played; undefined where there is none. */
  async anyPlayable(q: Queryable): Promise<Asset | undefined> {
    return q
      .selectFrom('assets')
      .selectAll()
      .where('state', 'in', ['playable', 'ready'])
      .where('deletedAt', 'is', null)
      .where('replaces', 'is', null)
      .where((eb) => eb.or([eb('master', 'is not', null), eb('images', 'is not', null)]))
      .orderBy('createdAt', 'desc')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
  }

  /** How many have failed since then for no fault of their own, and have not been tried again or deleted. */
  async countFailedInside(q: Queryable, since: Date): Promise<number> {
    const { count } = await q
      .selectFrom('assets')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('state', '=', 'failed')
      .where('deletedAt', 'is', null)
      .where('updatedAt', '>=', since)
      .where(sql<boolean>`failure->>'code' = 'internal'`)
      .executeTakeFirstOrThrow();
    return count;
  }

  /** Those of `ids` that there are, in the trash too; takes by the ids of their rows. */
  async among(q: Queryable, ids: readonly string[]): Promise<Asset[]> {
    return q
      .selectFrom('assets')
      .selectAll()
      .where('id', '=', sql<string>`any(${[...ids]})`)
      .execute();
  }

  /**
   * Assets whose bytes storage has to hold: also those in the trash, since they can be restored, but none whose bytes
   * are being removed. They come in the order of their ids, from `after` on: whoever reads on sees each that stays
   * exactly once. Takes that are not served are among them.
   */
  async stored(q: Queryable, request: { after?: string | undefined; limit: number }): Promise<Asset[]> {
    return q
      .selectFrom('assets')
      .selectAll()
      .where('id', '>', request.after ?? '')
      .where('purgingAt', 'is', null)
      .orderBy('id')
      .limit(request.limit)
      .execute();
  }

  /** What `viewer` may see, newest first. @throws InvalidCursor */
  async list(q: Queryable, request: PageRequest & AssetFilters & { viewer: Viewer }): Promise<Page<Asset>> {
    const { viewer, ...filters } = request;
    const isTrash = filters.trashed === true;
    let query = q
      .selectFrom('assets')
      .selectAll('assets')
      .where((eb) => (isTrash ? trashVisible(viewer) : assetVisible(viewer))(eb))
      .where('assets.deletedAt', isTrash ? 'is not' : 'is', null)
      .where('assets.purgingAt', 'is', null)
      .where('assets.replaces', 'is', null);
    const match = filters.q === undefined ? undefined : matchingAssets(filters.q);
    if (match !== undefined) query = query.where(match);
    if (filters.courseId !== undefined) query = query.where('assets.courseId', '=', filters.courseId);
    if (filters.state !== undefined) query = query.where('assets.state', '=', filters.state);
    if (filters.owner !== undefined) query = query.where('assets.owner', '=', filters.owner);
    if (filters.kind !== undefined) query = query.where('assets.kind', '=', filters.kind);
    if (filters.externalId !== undefined) query = query.where('assets.externalId', '=', filters.externalId);
    return fetchPage(query, 'assets', request);
  }

  /**
   * An asset that `viewer` may see. One in the trash only with `trashed`, and only for those who may change it.
   *
   * @throws AssetNotFound
   */
  async visibleTo(
    q: Queryable,
    viewer: Viewer,
    id: string,
    options: { trashed?: boolean | undefined } = {},
  ): Promise<Asset> {
    const row = await q
      .selectFrom('assets')
      .selectAll('assets')
      .where('assets.id', '=', id)
      .where('assets.replaces', 'is', null)
      .where((eb) => assetVisible(viewer)(eb))
      .executeTakeFirst();
    if (row === undefined) throw new AssetNotFound();
    if (row.deletedAt === null) return row;
    if (options.trashed !== true || !(await mayChange(q, viewer, row))) throw new AssetNotFound();
    return row;
  }

  /** As `visibleTo`, and it stays so until `tx` ends: what changes who may see the asset waits. @throws AssetNotFound */
  async holdVisible(tx: Transaction, viewer: Viewer, id: string): Promise<Asset> {
    const row = await tx
      .selectFrom('assets')
      .select('courseId')
      .where('id', '=', id)
      .forShare()
      .executeTakeFirst();
    const courseId = row?.courseId ?? null;
    if (courseId !== null)
      await tx.selectFrom('courses').select('id').where('id', '=', courseId).forShare().execute();
    return this.visibleTo(tx, viewer, id);
  }

  /** The asset stays as it is until `tx` ends, and no session on it begins. @throws AssetNotFound */
  async hold(tx: Transaction, id: string): Promise<Asset> {
    return this.#lock(tx, id);
  }

  /** The renditions of some assets by the assets' ids, the smallest picture first. */
  async renditionsOf(q: Queryable, ids: readonly string[]): Promise<Map<string, Rendition[]>> {
    const rows = await q
      .selectFrom('renditions')
      .selectAll()
      .where('assetId', '=', sql<string>`any(${[...ids]})`)
      .orderBy(sql`height nulls first`)
      .orderBy('bandwidth')
      .orderBy('rung')
      .execute();
    return Map.groupBy(rows, (row) => row.assetId);
  }

  /**
   * Changes what is named, and nothing else; where nothing is, the version stays. In another course it waits for its
   * release where more people would see it, unless `by` may release it.
   *
   * @throws AssetNotFound (in the trash too), VersionConflict, CourseNotFound, ExternalIdTaken, UnderLegalHold where the
   *   course that it would leave is held
   */
  async update(
    tx: Transaction,
    id: string,
    change: {
      title?: string | undefined;
      description?: string | undefined;
      courseId?: string | null | undefined;
      fileName?: string | undefined;
      externalId?: string | null | undefined;
    },
    options: { expectedVersion?: ExpectedVersion | undefined; by?: string | undefined } = {},
  ): Promise<Asset> {
    const before = await this.#lock(tx, id);
    if (before.deletedAt !== null) throw new AssetNotFound();
    requireVersion(before.version, options.expectedVersion);
    if (Object.values(change).every((value) => value === undefined)) return before;
    const leaves = change.courseId !== undefined && change.courseId !== before.courseId;
    if (leaves && before.courseId !== null) await requireFreeCourse(tx, before.courseId);
    const { externalId = before.externalId } = change;
    if (externalId !== null && externalId !== before.externalId)
      await holdExternalId(tx, 'assets', { id, externalId, unit: before.unit });
    try {
      const after = await this.#change(tx, id, {
        title: change.title ?? before.title,
        description: change.description ?? before.description,
        fileName: change.fileName ?? before.fileName,
        courseId: change.courseId === undefined ? before.courseId : change.courseId,
        externalId,
      });
      await indexCard(tx, after);
      if (leaves) await this.#placed(tx, id, after.courseId, options.by ?? before.owner);
      return after;
    } catch (error) {
      throw isMissingCourse(error) ? new CourseNotFound() : error;
    }
  }

  /** Into the trash: seen by few, served to nobody. Idempotent. @throws AssetNotFound, VersionConflict, UnderLegalHold */
  async trash(
    tx: Transaction,
    id: string,
    options: { expectedVersion?: ExpectedVersion | undefined } = {},
  ): Promise<Asset> {
    const before = await this.#lock(tx, id);
    requireVersion(before.version, options.expectedVersion);
    if (before.deletedAt !== null) return before;
    await requireFree(tx, id);
    return this.#change(tx, id, { deletedAt: new Date() });
  }

  /** Out of the trash; false when it was not there. @throws AssetNotFound, also once its bytes are being removed */
  async restore(tx: Transaction, id: string): Promise<boolean> {
    const before = await this.#lock(tx, id);
    if (before.purgingAt !== null) throw new AssetNotFound();
    if (before.deletedAt === null) return false;
    await this.#change(tx, id, { deletedAt: null });
    await noteRestored(tx, id);
    return true;
  }

  /**
   * Commits to removing a trashed asset: from then on it can't be restored, so its bytes may go. Idempotent.
   * False when it is not in the trash (any more), or held.
   */
  async beginPurge(tx: Transaction, id: string): Promise<boolean> {
    await watchHolds(tx);
    const { numUpdatedRows } = await tx
      .updateTable('assets')
      .set({ purgingAt: sql<Date>`coalesce(purging_at, clock_timestamp())` })
      .where('id', '=', id)
      .where('deletedAt', 'is not', null)
      .where(sql<boolean>`not ${isHeld()}`)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /** Removes the row of a trashed asset whose bytes are gone. False when there is none in the trash. */
  async purge(tx: Transaction, id: string): Promise<boolean> {
    const { numDeletedRows } = await tx
      .deleteFrom('assets')
      .where('id', '=', id)
      .where('deletedAt', 'is not', null)
      .executeTakeFirstOrThrow();
    return numDeletedRows > 0n;
  }

  /** Assets that went into the trash before `date` and that nothing holds, the oldest first. */
  async trashedBefore(q: Queryable, date: Date, limit: number): Promise<Asset[]> {
    return q
      .selectFrom('assets')
      .selectAll()
      .where('deletedAt', '<', date)
      .where('replaces', 'is', null)
      .where(sql<boolean>`not ${isHeld()}`)
      .orderBy('deletedAt')
      .limit(limit)
      .execute();
  }

  /** Revokes all that was signed for the asset, with the next list. @returns the new epoch @throws AssetNotFound */
  async bumpEpoch(tx: Transaction, id: string): Promise<number> {
    const row = await tx
      .updateTable('assets')
      .set((eb) => ({ epoch: eb('epoch', '+', 1), epochRaisedAt: sql<Date>`clock_timestamp()` }))
      .where('id', '=', id)
      .returning('epoch')
      .executeTakeFirst();
    if (row === undefined) throw new AssetNotFound();
    await noteRevocation(tx);
    return row.epoch;
  }

  /**
   * failed -> processing, with all attempts to spend again; `MAX_RETRIES` times in 24 hours at most.
   *
   * @throws AssetNotFound, AssetNotFailed, RetriesSpent
   */
  async retry(tx: Transaction, id: string, now = new Date()): Promise<Asset> {
    const before = await this.#lock(tx, id);
    if (before.deletedAt !== null) throw new AssetNotFound();
    if (before.state !== 'failed') throw new AssetNotFailed();
    const since = before.retriesSince;
    const isOver = since === null || now.getTime() - since.getTime() >= RETRIES_MS;
    if (!isOver && before.retries >= MAX_RETRIES)
      throw new RetriesSpent(MAX_RETRIES, new Date(since.getTime() + RETRIES_MS).toISOString());
    const counted = isOver ? { retries: 1, retriesSince: now } : { retries: before.retries + 1 };
    return this.#change(tx, id, { state: 'processing', failure: null, tries: 0, ...counted });
  }

  /**
   * Gives `to` the next assets of `from`, `limit` at the most; those in the trash too, as they can be restored. Who sees
   * them by right of having made them is another from then on. Their other takes go with them.
   *
   * @returns how many assets; the ids of these and of their takes; and the bytes of all
   */
  async give(
    tx: Transaction,
    request: { from: string; to: string; account: string; limit: number },
  ): Promise<{ count: number; ids: string[]; bytes: number }> {
    const { from, to, account, limit } = request;
    const next = await tx
      .selectFrom('assets')
      .select('id')
      .where('owner', '=', from)
      .where('replaces', 'is', null)
      .where('purgingAt', 'is', null)
      .orderBy('id')
      .limit(limit)
      .forNoKeyUpdate()
      .execute();
    if (next.length === 0) return { count: 0, ids: [], bytes: 0 };
    const lessons = sql<string>`any(${next.map(({ id }) => id)})`;
    const given = await editOfAssets(tx, { owner: to, account })
      .where((eb) => eb.or([eb('id', '=', lessons), eb('replaces', '=', lessons)]))
      .where('purgingAt', 'is', null)
      .returning(['id', 'bytes'])
      .execute();
    const ids = given.map(({ id }) => id);
    return { count: next.length, ids, bytes: given.reduce((sum, { bytes }) => sum + bytes, 0) };
  }

  /** Until `tx` ends its course stays as visible as it is. */
  async #placed(tx: Transaction, id: string, courseId: string | null, by: string): Promise<void> {
    if (courseId !== null)
      await tx.selectFrom('courses').select('id').where('id', '=', courseId).forShare().execute();
    await this.releases.settle(tx, [id], { by });
  }

  async #lock(tx: Transaction, id: string): Promise<Asset> {
    const row = await tx
      .selectFrom('assets')
      .selectAll()
      .where('id', '=', id)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (row === undefined) throw new AssetNotFound();
    return row;
  }

  async #change(tx: Transaction, id: string, values: AssetChange): Promise<Asset> {
    return editOfAssets(tx, values).where('id', '=', id).returningAll().executeTakeFirstOrThrow();
  }
}
