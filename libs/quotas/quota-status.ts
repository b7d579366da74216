import type { Account } from './accounts.js';

/** A limit as it works on an account: its own, and the one that binds first of all that lie above. */
interface Allowance {
  /** The account's own limit; null where it has none. */
  readonly limit: number | null;
  /** What may still come, never below 0; null where nothing limits it. */
  readonly effective: number | null;
  /** The account whose limit makes it so. */
  readonly bindingUnit: string | null;
}

/** What an account holds and what it may still take, in bytes. */
export interface QuotaStatus extends Allowance {
  readonly account: string;
  readonly used: number;
  readonly derived: number;
  readonly reserved: number;
  readonly assets: number;
  readonly reservedAssets: number;
  /** On this UTC day. */
  readonly daily: Allowance & { readonly used: number };
  /** For one file; `effective` is the smallest limit of the path. */
  readonly fileBytes: Allowance;
  /** In numbers of assets. */
  readonly assetCount: Allowance;
  /** Whether the account, or a unit above it, is past the part of its limit from which on to warn. */
  readonly soft: boolean;
  readonly softUnit: string | null;
  readonly version: number;
}

/** @param path root first, the account itself last; @param daily bytes of the day by account */
export function statusOf(path: readonly Account[], daily: ReadonlyMap<string, number>): QuotaStatus {
  const account = path.at(-1);
  if (account === undefined) throw new Error('A path ends with its account.');
  const usedToday = (of: Account) => daily.get(of.id) ?? 0;
  const softUnit = warned(path);
  return {
    account: account.id,
    ...allowance(
      path,
      (of) => of.limits.bytes,
      (of) => of.usedBytes + of.reservedBytes,
    ),
    used: account.usedBytes,
    derived: account.derivedBytes,
    reserved: account.reservedBytes,
    assets: account.assets,
    reservedAssets: account.reservedAssets,
    daily: { ...allowance(path, (of) => of.limits.dailyBytes, usedToday), used: usedToday(account) },
    fileBytes: allowance(
      path,
      (of) => of.limits.fileBytes,
      () => 0,
    ),
    assetCount: allowance(
      path,
      (of) => of.limits.assets,
      (of) => of.assets + of.reservedAssets,
    ),
    soft: softUnit !== null,
    softUnit,
    version: account.version,
  };
}

function allowance(
  path: readonly Account[],
  limitOf: (account: Account) => number | null,
  takenOf: (account: Account) => number,
): Allowance {
  let effective: number | null = null;
  let bindingUnit: string | null = null;
  for (const account of path) {
    const limit = limitOf(account);
    if (limit === null) continue;
    const room = Math.max(0, limit - takenOf(account));
    if (effective !== null && room >= effective) continue;
    effective = room;
    bindingUnit = account.id;
  }
  const own = path.at(-1);
  return { limit: own === undefined ? null : limitOf(own), effective, bindingUnit };
}

function warned(path: readonly Account[]): string | null {
  let percent: number | null = null;
  for (const account of path) {
    percent = account.limits.softPercent ?? percent;
    const { bytes } = account.limits;
    if (bytes === null || percent === null) continue;
    if ((account.usedBytes + account.reservedBytes) * 100 >= bytes * percent) return account.id;
  }
  return null;
}
