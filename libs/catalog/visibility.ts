import { type ExpressionBuilder, type Expression, sql, type SqlBool } from 'kysely';
import type { Queryable, Role, Schema } from '#libs/database';

/** Who looks: a role, and the place in the tree of units. */
export interface Viewer {
  readonly role: Role;
  readonly subject: string;
  readonly unit: string | null;
  /** The ids of the viewer's unit and those above it, root first; empty for somebody without a unit. */
  readonly unitPath: readonly string[];
}

/** A viewer whose subject may also be a column: then many are asked about at once. */
type Seer = Omit<Viewer, 'subject'> & { readonly subject: string | Expression<string> };

/**
 * The courses that a viewer may see. Administrators and auditors: all. Everybody: their own, and those whose
 * visibility admits them: `unit` the people of the course's unit and of those below it, `region` all below
 * the same root, `all` everybody. Unit administrators besides: all of their unit and what lies below it.
 */
export function courseVisible(viewer: Seer) {
  return (eb: ExpressionBuilder<Schema, 'courses'>): Expression<SqlBool> => {
    if (seesAll(viewer)) return sql<SqlBool>`true`;
    const path = [...viewer.unitPath];
    const ways: Expression<SqlBool>[] = [
      eb('courses.owner', '=', viewer.subject),
      eb('courses.visibility', '=', 'all'),
    ];
    const root = path[0];
    if (root !== undefined) {
      ways.push(
        sql<SqlBool>`(courses.visibility = 'unit' and courses.unit = any(${path}::text[]))`,
        sql<SqlBool>`(courses.visibility = 'region' and ${within('courses.unit', root)})`,
      );
    }
    const reach = reachOf(viewer);
    if (reach !== undefined) ways.push(within('courses.unit', reach));
    return eb.or(ways);
  };
}

/**
 * The assets that a viewer may see: their own, those of courses that they may see, as far as they are released, and for
 * unit administrators those of their unit and below; all of them for administrators and auditors.
 */
export function assetVisible(viewer: Seer) {
  return (eb: ExpressionBuilder<Schema, 'assets'>): Expression<SqlBool> => {
    if (seesAll(viewer)) return sql<SqlBool>`true`;
    const ways: Expression<SqlBool>[] = [
      eb('assets.owner', '=', viewer.subject),
      eb.exists(
        eb
          .selectFrom('courses')
          .select('courses.id')
          .whereRef('courses.id', '=', 'assets.courseId')
          .where('courses.deletedAt', 'is', null)
          .where((course) => courseVisible(viewer)(course as unknown as ExpressionBuilder<Schema, 'courses'>))
          .where(releasedTo(viewer)),
      ),
    ];
    const reach = reachOf(viewer);
    if (reach !== undefined) ways.push(within('assets.unit', reach));
    return eb.or(ways);
  };
}

/**
 * The assets that a viewer may see in the trash: those that they may change, and for auditors all. What a course
 * showed them it does not show them there.
 */
export function trashVisible(viewer: Viewer) {
  return (eb: ExpressionBuilder<Schema, 'assets'>): Expression<SqlBool> => {
    if (seesAll(viewer)) return sql<SqlBool>`true`;
    const ways: Expression<SqlBool>[] = [eb('assets.owner', '=', viewer.subject)];
    const reach = reachOf(viewer);
    if (reach !== undefined) ways.push(within('assets.unit', reach));
    return eb.or(ways);
  };
}

/**
 * Whether a viewer may change what belongs to `owner` in `unit`: the owner, an administrator, and the unit
 * administrators of the unit and of those above it. Auditors change nothing.
 */
export async function mayChange(
  q: Queryable,
  viewer: Viewer,
  thing: { readonly owner: string; readonly unit: string },
): Promise<boolean> {
  if (viewer.role === 'auditor') return false;
  if (viewer.role === 'admin' || thing.owner === viewer.subject) return true;
  const reach = reachOf(viewer);
  if (reach === undefined) return false;
  const found = await q
    .selectFrom('accounts')
    .select('id')
    .where('id', '=', thing.unit)
    .where(sql<SqlBool>`path @> array[${reach}]::text[]`)
    .executeTakeFirst();
  return found !== undefined;
}

/** What waits for its release, or was refused it, is seen where it was before: within its unit, as a rule. */
function releasedTo(viewer: Seer): Expression<SqlBool> {
  return sql<SqlBool>`not exists (select from releases held where held.id = assets.id
    and held.state <> 'released' and held.shown_to <> all(${[...viewer.unitPath]}::text[]))`;
}

function seesAll(viewer: Pick<Viewer, 'role'>): boolean {
  return viewer.role === 'admin' || viewer.role === 'auditor';
}

/** The unit over which a viewer has a say, with everything below it. */
function reachOf(viewer: Pick<Viewer, 'role' | 'unit'>): string | undefined {
  return viewer.role === 'unit-admin' ? (viewer.unit ?? undefined) : undefined;
}

function within(column: 'courses.unit' | 'assets.unit', unit: string): Expression<SqlBool> {
  return sql<SqlBool>`${sql.ref(column)} in
    (select accounts.id from accounts where accounts.path @> array[${unit}]::text[])`;
}
