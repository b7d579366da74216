import type { z } from 'zod';
import type { Asset, Assets } from '#libs/catalog';
import type { Database } from '#libs/database';
import type { UsageReports } from '#libs/usage';
import { type assetView, viewOfAsset } from './views.js';

/** Assets as the API shows them, with how far each of their renditions has come, and how often they were watched. */
export class AssetViews {
  constructor(
    private readonly database: Database,
    private readonly assets: Assets,
    private readonly usage: UsageReports,
    private readonly settings: { readonly trashSeconds: number },
  ) {}

  async of(asset: Asset): Promise<z.input<typeof assetView>> {
    const [view] = await this.ofAll([asset]);
    if (view === undefined) throw new TypeError('Each asset has a view.');
    return view;
  }

  /** In the same order. */
  async ofAll(assets: readonly Asset[]): Promise<z.input<typeof assetView>[]> {
    const ids = assets.map((asset) => asset.id);
    const renditions = await this.assets.renditionsOf(this.database.kysely, ids);
    const views = await this.usage.views(this.database.kysely, ids);
    return assets.map((asset) =>
      viewOfAsset(asset, renditions.get(asset.id) ?? [], {
        ...this.settings,
        views: views.get(asset.id) ?? 0,
      }),
    );
  }
}
