import type { z } from 'zod';
import type { Asset, Assets, Releases } from '#libs/catalog';
import type { Database } from '#libs/database';
import { type assetView, viewOfAsset } from './views.js';

/** Assets as the API shows them, with how far each of their renditions has come, and whether they are released. */
export class AssetViews {
  constructor(
    private readonly database: Database,
    private readonly assets: Assets,
    private readonly releases: Releases,
    private readonly settings: { readonly trashSeconds: number },
  ) {}

  async of(asset: Asset): Promise<z.input<typeof assetView>> {
    const [view] = await this.ofAll([asset]);
    if (view === undefined) throw new Error('There is a view of each asset.');
    return view;
  }

  /** In the same order. */
  async ofAll(assets: readonly Asset[]): Promise<z.input<typeof assetView>[]> {
    const ids = assets.map((asset) => asset.id);
    const [renditions, releases] = await Promise.all([
      this.assets.renditionsOf(this.database.kysely, ids),
      this.releases.ofAssets(this.database.kysely, ids),
    ]);
    return assets.map((asset) =>
      viewOfAsset(asset, renditions.get(asset.id) ?? [], releases.get(asset.id), this.settings),
    );
  }
}
