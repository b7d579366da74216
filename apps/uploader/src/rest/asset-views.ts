import type { z } from 'zod';
import type { Asset, Assets, Holds } from '#libs/catalog';
import type { Database } from '#libs/database';
import { type assetView, viewOfAsset } from './views.js';

/** Assets as the API shows them, with how far each of their renditions has come. */
export class AssetViews {
  constructor(
    private readonly database: Database,
    private readonly assets: Assets,
    private readonly holds: Holds,
    private readonly settings: { readonly trashSeconds: number },
  ) {}

  async of(asset: Asset): Promise<z.input<typeof assetView>> {
    const [view] = await this.ofAll([asset]);
    if (view === undefined) throw new Error('Each asset has a view.');
    return view;
  }

  /** In the same order. */
  async ofAll(assets: readonly Asset[]): Promise<z.input<typeof assetView>[]> {
    const { kysely } = this.database;
    const ids = assets.map((asset) => asset.id);
    const renditions = await this.assets.renditionsOf(kysely, ids);
    const trashed = assets.filter(({ deletedAt }) => deletedAt !== null).map(({ id }) => id);
    const held = await this.holds.kindsAmong(kysely, trashed);
    return assets.map((asset) =>
      viewOfAsset(asset, renditions.get(asset.id) ?? [], {
        ...this.settings,
        heldBy: held.get(asset.id) ?? null,
      }),
    );
  }
}
