import type { Account } from './accounts.js';
import { AssetQuotaExceeded, DailyQuotaExceeded, FileTooLarge, QuotaExceeded } from './quotas.errors.js';

export interface RoomRequest {
  readonly bytes: number;
  readonly assets: number;
  /** The file as a whole, of which `bytes` may be a further part. */
  readonly fileBytes: number;
}

/**
 * Whether what is asked for fits below every limit of a path (root first), whose counters nobody can change
 * meanwhile.
 *
 * @param daily what came in on `day` by account
 * @throws FileTooLarge, QuotaExceeded, DailyQuotaExceeded, AssetQuotaExceeded: in this order of precedence
 */
export function requireRoom(
  path: readonly Account[],
  daily: { readonly day: string; readonly used: ReadonlyMap<string, number> },
  request: RoomRequest,
): void {
  const { day, used } = daily;
  const { bytes, assets, fileBytes } = request;
  const name = (account: Account) => ({ bindingUnit: account.id, bindingUnitName: account.name });
  tightest(
    path,
    (account) => account.limits.fileBytes,
    () => 0,
    fileBytes,
    (account, limit) => new FileTooLarge({ ...name(account), limit, requested: fileBytes }),
  );
  tightest(
    path,
    (account) => account.limits.bytes,
    (account) => account.usedBytes + account.reservedBytes,
    bytes,
    (account, limit) =>
      new QuotaExceeded({
        ...name(account),
        limit,
        used: account.usedBytes,
        reserved: account.reservedBytes,
        requested: bytes,
      }),
  );
  tightest(
    path,
    (account) => account.limits.dailyBytes,
    (account) => used.get(account.id) ?? 0,
    bytes,
    (account, limit) =>
      new DailyQuotaExceeded({
        ...name(account),
        limit,
        used: used.get(account.id) ?? 0,
        requested: bytes,
        day,
      }),
  );
  tightest(
    path,
    (account) => account.limits.assets,
    (account) => account.assets + account.reservedAssets,
    assets,
    (account, limit) =>
      new AssetQuotaExceeded({
        ...name(account),
        limit,
        used: account.assets,
        reserved: account.reservedAssets,
        requested: assets,
      }),
  );
}

/** Throws for the account that has the least room, should it be less than `wanted`; the highest of equals. */
function tightest(
  path: readonly Account[],
  limitOf: (account: Account) => number | null,
  takenOf: (account: Account) => number,
  wanted: number,
  refusal: (account: Account, limit: number) => Error,
): void {
  let least: { account: Account; limit: number; room: number } | undefined;
  for (const account of path) {
    const limit = limitOf(account);
    if (limit === null) continue;
    const room = limit - takenOf(account);
    if (least === undefined || room < least.room) least = { account, limit, room };
  }
  if (least !== undefined && wanted > 0 && least.room < wanted) throw refusal(least.account, least.limit);
}
