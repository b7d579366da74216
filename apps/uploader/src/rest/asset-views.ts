import type { z } from 'zod';
import { type Asset, type Assets, otherTakesOf } from '#libs/catalog';
import type { Database } from '#libs/database';
import { type assetView, viewOfAsset } from './views.js';

/** Assets as the API shows them, with how far each of their renditions has come. */
export class AssetViews {
  constructor(
    private readonly database: Database,
    private readonly assets: Assets,
    private readonly settings: { readonly trashSeconds: number },
  ) {}

  async of(asset: Asset): Promise<z.input<typeof assetView>> {
    const [view] = await this.ofAll([asset]);
    if (view === undefined) throw new Error('an asset has a view');
    return view;
  }

  /** In the same order. */
  async ofAll(assets: readonly Asset[]): Promise<z.input<typeof assetView>[]> {
    const ids = assets.map((asset) => asset.id);
    const renditions = await this.assets.renditionsOf(this.database.kysely, ids);
    const takes = await otherTakesOf(this.database.kysely, ids);
    return assets.map((asset) =>
      viewOfAsset(asset, renditions.get(asset.id) ?? [], takes.get(asset.id) ?? [], this.settings),
    );
  }
}
