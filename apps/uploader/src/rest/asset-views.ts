import type { z } from 'zod';
import { type Asset, type Assets, type Holds, otherTakesOf, type Releases } from '#libs/catalog';
import type { Database } from '#libs/database';
import type { UsageReports } from '#libs/usage';
import { type assetView, viewOfAsset } from './views.js';

interface Parts {
  readonly database: Database;
  readonly assets: Assets;
  readonly holds: Holds;
  readonly releases: Releases;
  readonly usage: UsageReports;
  /** How long the trash keeps things. */
  readonly trashSeconds: number;
}

/**
 * Assets as the API shows them: how far their renditions have come, how often they were watched, whether
 * they are released, and what holds them.
 */
export class AssetViews {
  constructor(private readonly parts: Parts) {}

  async of(asset: Asset): Promise<z.input<typeof assetView>> {
    const [view] = await this.ofAll([asset]);
    if (view === undefined) throw new TypeError('Each asset has a view.');
    return view;
  }

  /** In the same order. */
  async ofAll(assets: readonly Asset[]): Promise<z.input<typeof assetView>[]> {
    const { database, holds, releases, usage, trashSeconds } = this.parts;
    const { kysely } = database;
    const ids = assets.map((asset) => asset.id);
    const trashed = assets.filter(({ deletedAt }) => deletedAt !== null).map(({ id }) => id);
    const [renditions, takes, asked, views, held] = await Promise.all([
      this.parts.assets.renditionsOf(kysely, ids),
      otherTakesOf(kysely, ids),
      releases.ofAssets(kysely, ids),
      usage.views(kysely, ids),
      holds.kindsAmong(kysely, trashed),
    ]);
    return assets.map((asset) =>
      viewOfAsset(asset, {
        trashSeconds,
        renditions: renditions.get(asset.id) ?? [],
        takes: takes.get(asset.id) ?? [],
        release: asked.get(asset.id),
        views: views.get(asset.id) ?? 0,
        heldBy: held.get(asset.id) ?? null,
      }),
    );
  }
}
