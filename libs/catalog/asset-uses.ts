import { sql } from 'kysely';
import type { Transaction } from '#libs/database';

/** An asset that many watch at once is written down once in so long: what asks counts in days. */
const FRESH_MS = 3_600_000;

/** Writes down that somebody begins to watch, or to save, an asset. */
export async function noteWatched(tx: Transaction, assetId: string, now: Date): Promise<void> {
  const known = await tx
    .selectFrom('assetUses')
    .select('watchedAt')
    .where('assetId', '=', assetId)
    .executeTakeFirst();
  const last = known?.watchedAt ?? null;
  // Read first: who only watches waits for nobody who writes.
  if (last !== null && now.getTime() - last.getTime() < FRESH_MS) return;
  await tx
    .insertInto('assetUses')
    .values({ assetId, watchedAt: now, restoredAt: null })
    .onConflict((conflict) =>
      conflict.column('assetId').doUpdateSet({
        watchedAt: sql<Date>`greatest(asset_uses.watched_at, excluded.watched_at)`,
      }),
    )
    .execute();
}

/** Writes down that somebody wants an asset back: its time begins anew. */
export async function noteRestored(tx: Transaction, assetId: string): Promise<void> {
  const restoredAt = new Date();
  await tx
    .insertInto('assetUses')
    .values({ assetId, watchedAt: null, restoredAt })
    .onConflict((conflict) => conflict.column('assetId').doUpdateSet({ restoredAt }))
    .execute();
}
