import type { Queryable } from '#libs/database';
import { assetVisible, type Viewer } from './visibility.js';

/**
 * An asset that holds these very bytes, that is in the viewer's own unit (not one above or below it), not in the
 * trash, and that `viewer` may see by the rule of every other look at an asset. What they may not see is as
 * if there were none: the look-up is the one query by its index either way, and differs by whether a row that it
 * finds is read.
 *
 * @returns its id; undefined for a viewer without a unit
 */
export async function assetWithBytes(
  q: Queryable,
  request: { viewer: Viewer; sha256: string; bytes: number },
): Promise<string | undefined> {
  const { viewer, sha256, bytes } = request;
  if (viewer.unit === null) return undefined;
  const row = await q
    .selectFrom('assets')
    .select('assets.id')
    .where('assets.sha256', '=', sha256)
    .where('assets.unit', '=', viewer.unit)
    .where('assets.bytes', '=', bytes)
    .where('assets.deletedAt', 'is', null)
    .where((eb) => assetVisible(viewer)(eb))
    .orderBy('assets.createdAt')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}
