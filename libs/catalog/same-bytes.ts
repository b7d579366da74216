import type { Queryable } from '#libs/database';

/**
 * An asset of exactly this unit (not of one above or below it) that holds these very bytes and is not in the
 * trash. One indexed look-up whether there is one or not, so that its time tells nothing of other units.
 *
 * @returns its id
 */
export async function assetWithBytes(
  q: Queryable,
  request: { unit: string; sha256: string; bytes: number },
): Promise<string | undefined> {
  const row = await q
    .selectFrom('assets')
    .select('id')
    .where('sha256', '=', request.sha256)
    .where('unit', '=', request.unit)
    .where('bytes', '=', request.bytes)
    .where('deletedAt', 'is', null)
    .orderBy('createdAt')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}
