import { type Selectable, sql } from 'kysely';
import {
  type CourseVisibility,
  type ExpectedVersion,
  fetchPage,
  holdExternalId,
  type Page,
  type PageRequest,
  type Queryable,
  requireVersion,
  type Schema,
  type Transaction,
} from '#libs/database';
import { newId } from '#libs/kernel';
import { editOfAssets } from './asset.js';
import { requireFreeCourse } from './holds.js';
import { CourseNotFound, InvalidAssetOrder } from './catalog.errors.js';
import { Releases } from './releases.js';
import { indexed, matching } from './search.js';
import { courseVisible, type Viewer } from './visibility.js';

/** What learners see: an ordered set of assets. */
export interface Course {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly unit: string;
  readonly owner: string;
  readonly tags: readonly string[];
  readonly visibility: CourseVisibility;
  /** Ids of its assets, in the order in which they are shown; those not named come last. */
  readonly assetOrder: readonly string[];
  /** How the platform that people come from calls it. */
  readonly externalId: string | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly deletedAt: Date | null;
}

export interface NewCourse {
  readonly id?: string | undefined;
  readonly title: string;
  readonly description?: string | undefined;
  readonly unit: string;
  readonly owner: string;
  readonly tags?: readonly string[] | undefined;
  readonly visibility?: CourseVisibility | undefined;
  readonly externalId?: string | null | undefined;
}

export interface CourseChange {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly unit?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly visibility?: CourseVisibility | undefined;
  readonly assetOrder?: readonly string[] | undefined;
  readonly externalId?: string | null | undefined;
}

export class Courses {
  constructor(private readonly releases: Releases = new Releases()) {}

  /** @throws ExternalIdTaken */
  async create(tx: Transaction, course: NewCourse): Promise<Course> {
    const { id = newId('crs'), title, description = '', tags = [], unit, externalId = null } = course;
    if (externalId !== null) await holdExternalId(tx, 'courses', { id, externalId, unit });
    const row = await tx
      .insertInto('courses')
      .values({
        id,
        title,
        description,
        unit,
        externalId,
        owner: course.owner,
        tags: [...tags],
        visibility: course.visibility ?? 'private',
        assetOrder: [],
        ...indexed([title, description, ...tags]),
        deletedAt: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return toCourse(row);
  }

  /** A course that `viewer` may see. @throws CourseNotFound, for a removed one too */
  async visibleTo(q: Queryable, viewer: Viewer, id: string): Promise<Course> {
    const row = await q
      .selectFrom('courses')
      .selectAll('courses')
      .select(presentOrder)
      .where('courses.id', '=', id)
      .where('courses.deletedAt', 'is', null)
      .where((eb) => courseVisible(viewer)(eb))
      .executeTakeFirst();
    if (row === undefined) throw new CourseNotFound();
    return toCourse(row);
  }

  /**
   * What `viewer` may see, newest first. `q` finds the courses whose title, description or tags contain all
   * of its words, anywhere, whatever their case.
   *
   * @throws InvalidCursor
   */
  async list(
    q: Queryable,
    request: PageRequest & {
      viewer: Viewer;
      q?: string | undefined;
      unit?: string | undefined;
      externalId?: string | undefined;
    },
  ): Promise<Page<Course>> {
    const { viewer, unit, externalId } = request;
    const match = request.q === undefined ? undefined : matching(request.q);
    let query = q
      .selectFrom('courses')
      .selectAll('courses')
      .select(presentOrder)
      .where('courses.deletedAt', 'is', null)
      .where((eb) => courseVisible(viewer)(eb));
    if (match !== undefined) query = query.where(match);
    if (unit !== undefined) query = query.where('courses.unit', '=', unit);
    if (externalId !== undefined) query = query.where('courses.externalId', '=', externalId);
    const page = await fetchPage(query, 'courses', request);
    return { ...page, items: page.items.map(toCourse) };
  }

  /**
   * Changes what is named, and nothing else; where nothing is, the version stays. Assets that more people would see by it
   * wait for their release, unless `by` may release them.
   *
   * @throws CourseNotFound, VersionConflict, InvalidAssetOrder, ExternalIdTaken
   */
  async update(
    tx: Transaction,
    id: string,
    change: CourseChange,
    options: { expectedVersion?: ExpectedVersion | undefined; by?: string | undefined } = {},
  ): Promise<Course> {
    const before = await this.#lock(tx, id, options.expectedVersion);
    if (Object.values(change).every((value) => value === undefined)) return before;
    if (change.assetOrder !== undefined) await requireOrder(tx, id, change.assetOrder);
    const title = change.title ?? before.title;
    const description = change.description ?? before.description;
    const tags = change.tags ?? before.tags;
    const { externalId = before.externalId } = change;
    const unit = change.unit ?? before.unit;
    if (externalId !== null && externalId !== before.externalId)
      await holdExternalId(tx, 'courses', { id, externalId, unit });
    const row = await tx
      .updateTable('courses')
      .set({
        title,
        description,
        tags: [...tags],
        unit,
        externalId,
        visibility: change.visibility ?? before.visibility,
        assetOrder: [...(change.assetOrder ?? before.assetOrder)],
        ...indexed([title, description, ...tags]),
        version: before.version + 1,
        updatedAt: new Date(),
      })
      .where('id', '=', id)
      .returningAll()
      .returning(presentOrder)
      .executeTakeFirstOrThrow();
    if (row.visibility !== before.visibility || row.unit !== before.unit)
      await this.releases.settle(tx, await this.assetsOf(tx, id), { by: options.by ?? before.owner });
    return toCourse(row);
  }

  /**
   * Hides the course for good; its assets stay where they are, in no course.
   *
   * @returns the ids of its assets
   * @throws as `update`, UnderLegalHold
   */
  async remove(
    tx: Transaction,
    id: string,
    options: { expectedVersion?: ExpectedVersion | undefined } = {},
  ): Promise<string[]> {
    const { owner } = await this.#lock(tx, id, options.expectedVersion);
    await requireFreeCourse(tx, id);
    await tx.updateTable('courses').set({ deletedAt: new Date() }).where('id', '=', id).execute();
    const assets = await editOfAssets(tx, { courseId: null })
      .where('courseId', '=', id)
      .returning('id')
      .execute();
    await tx.updateTable('uploads').set({ courseId: null }).where('courseId', '=', id).execute();
    const ids = assets.map((asset) => asset.id);
    await this.releases.settle(tx, ids, { by: owner });
    return ids;
  }

  /** Gives `to` all courses of `from`, where they are. @returns how many */
  async give(tx: Transaction, { from, to }: { from: string; to: string }): Promise<number> {
    const { numUpdatedRows } = await tx
      .updateTable('courses')
      .set((eb) => ({ owner: to, version: eb('version', '+', 1), updatedAt: new Date() }))
      .where('owner', '=', from)
      .where('deletedAt', 'is', null)
      .executeTakeFirstOrThrow();
    return Number(numUpdatedRows);
  }

  /** The ids of its assets, those in the trash too. */
  async assetsOf(q: Queryable, id: string): Promise<string[]> {
    const assets = await q.selectFrom('assets').select('id').where('courseId', '=', id).execute();
    return assets.map((asset) => asset.id);
  }

  async #lock(tx: Transaction, id: string, expectedVersion: ExpectedVersion | undefined): Promise<Course> {
    const row = await tx
      .selectFrom('courses')
      .selectAll()
      .select(presentOrder)
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (row === undefined) throw new CourseNotFound();
    requireVersion(row.version, expectedVersion);
    return toCourse(row);
  }
}

/** Of the order that was set what is in the course still: assets go to other courses, and for good. */
const presentOrder = sql<string[]>`array(
  select placed.id from unnest(courses.asset_order) with ordinality as placed (id, place)
  join assets on assets.id = placed.id and assets.course_id = courses.id
  order by placed.place)`.as('assetOrder');

/** Assets in the trash count: they can be restored to their place. @throws InvalidAssetOrder */
async function requireOrder(tx: Transaction, course: string, order: readonly string[]): Promise<void> {
  const rows = await tx
    .selectFrom('assets')
    .select('id')
    .where('courseId', '=', course)
    .where('id', '=', sql<string>`any(${[...order]})`)
    .execute();
  const known = new Set(rows.map(({ id }) => id));
  const unknown = [...new Set(order)].filter((id) => !known.has(id));
  const doubled = [...new Set(order.filter((id, index) => order.indexOf(id) !== index))];
  if (unknown.length > 0 || doubled.length > 0) throw new InvalidAssetOrder({ unknown, doubled });
}

function toCourse(row: Selectable<Schema['courses']>): Course {
  const { searchText: _, searchGrams: __, ...course } = row;
  return course;
}
