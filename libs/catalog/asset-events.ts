import { type AssetState, json, notify, type Transaction } from '#libs/database';

/** The channel on which every change of an asset is told: JSON of an AssetEvent. */
export const ASSET_EVENTS = 'asset_events';

export interface AssetEvent {
  readonly asset: string;
  readonly owner: string;
  readonly unit: string;
  readonly state: AssetState;
  /** Only for progress. */
  readonly rung?: string;
  readonly percent?: number;
}

export async function announce(
  tx: Transaction,
  asset: { readonly id: string; readonly owner: string; readonly unit: string; readonly state: AssetState },
  progress?: { readonly rung: string; readonly percent: number },
): Promise<void> {
  const { id, owner, unit, state } = asset;
  const event: AssetEvent = { asset: id, owner, unit, state, ...progress };
  await notify(tx, ASSET_EVENTS, json(event));
}
