import { sql } from 'kysely';
import { advisoryLock, type Queryable, type Transaction } from '#libs/database';
import { type Asset, placeOf } from './asset.js';
import { assetVisible, type Viewer } from './visibility.js';

/**
 * An asset that holds these very bytes, that is in the viewer's own unit (not one above or below it), not in the
 * trash, and that `viewer` may see by the rule of every other look at an asset. What they may not see is as
 * if there were none: the look-up is the one query by its index either way, and differs by whether a row that it
 * finds is read.
 *
 * @returns where its original lies (see `placeOf`); undefined for a viewer without a unit
 */
export async function assetWithBytes(
  q: Queryable,
  request: { viewer: Viewer; sha256: string; bytes: number },
): Promise<[string, string | null] | undefined> {
  const { viewer, sha256, bytes } = request;
  if (viewer.unit === null) return undefined;
  const row = await q
    .selectFrom('assets')
    .select(['assets.id', 'assets.replaces', 'assets.revision'])
    .where('assets.sha256', '=', sha256)
    .where('assets.unit', '=', viewer.unit)
    .where('assets.bytes', '=', bytes)
    .where('assets.deletedAt', 'is', null)
    .where('assets.replaces', 'is', null)
    .where((eb) => assetVisible(viewer)(eb))
    .orderBy('assets.createdAt')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : placeOf(row);
}

/** Another asset of the unit with the same bytes, and what there is to have of it. */
export interface Twin {
  readonly asset: Asset;
  /**
   * `done`: everything was made of it. `under-way`: a worker is at it. `failed`: it ended so within the last day, for
   * a reason that lies in the bytes.
   */
  readonly state: 'done' | 'under-way' | 'failed';
}

/** One that has been looked at may have turned out to be the other. */
const RECORDINGS = ['video', 'audio'] as const;

/**
 * The asset from which `asset` can have what would else be made twice; undefined where nobody has anything. Whoever asks
 * and then begins an attempt in the same transaction is alone in this: of several copies one is the first.
 */
export async function twinOf(tx: Transaction, id: string): Promise<Twin | undefined> {
  const asset = await tx.selectFrom('assets').selectAll().where('id', '=', id).executeTakeFirst();
  if (asset === undefined) return undefined;
  await advisoryLock(tx, `same-bytes:${asset.unit}:${asset.sha256}`);
  const isUnderWay = sql<boolean>`state in ('processing', 'playable') and worker_until > clock_timestamp()`;
  const hasFailed = sql<boolean>`state = 'failed' and failure->>'code' not in ('internal', 'cancelled')
    and updated_at > clock_timestamp() - interval '1 day'`;
  const row = await tx
    .selectFrom('assets')
    .selectAll()
    .select(
      sql<
        Twin['state']
      >`case state when 'ready' then 'done' when 'failed' then 'failed' else 'under-way' end`.as('twin'),
    )
    .where('sha256', '=', asset.sha256)
    .where('unit', '=', asset.unit)
    .where('bytes', '=', asset.bytes)
    .where('kind', 'in', asset.kind === 'image' ? ['image'] : RECORDINGS)
    .where('id', '<>', id)
    .where('deletedAt', 'is', null)
    .where('purgingAt', 'is', null)
    // Of one that is thinned there is less to have than is to be made.
    .where('thinnedAt', 'is', null)
    .where((eb) => eb.or([eb('state', '=', 'ready'), isUnderWay, hasFailed]))
    .orderBy(sql`case state when 'ready' then 0 when 'failed' then 2 else 1 end`)
    .orderBy('createdAt')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { twin: state, ...twin } = row;
  return { asset: twin, state };
}
