import { recordOf } from '#libs/kernel';
import { type Account, idOfAccount } from './accounts.js';
import type { PersonBounds } from './person-bounds.js';
import { countsOf, type DayCounts } from './counters.js';
import { ROOM_LIMITS, type RoomLimit, takenOf } from './limits.js';

/** A limit as it works on an account: its own, and the one that binds first of all that lie above. */
interface Allowance {
  /** The account's own limit; null where it has none. */
  readonly limit: number | null;
  /** What may still come, never below 0; null where nothing limits it. */
  readonly effective: number | null;
  /** The unit or person whose limit makes it so. */
  readonly bindingUnit: string | null;
  readonly bindingUnitName: string | null;
}

/** Limits whose allowance the status has under another name than theirs. */
const RENAMED = ['bytes', 'dailyBytes', 'assets'] as const satisfies readonly RoomLimit[];
type OwnName = Exclude<RoomLimit, (typeof RENAMED)[number]>;

/** Limits whose allowance the status has under their own names. */
export const ALLOWANCES = ROOM_LIMITS.filter(
  (name): name is OwnName => !RENAMED.some((other) => other === name),
);

/**
 * What an account holds and what it may still take. What has no name of its own is in bytes; of `fileBytes`,
 * for one file, `effective` is the smallest limit of the path.
 */
export interface QuotaStatus extends Allowance, Readonly<Record<OwnName, Allowance>> {
  /** A unit's id, or a person's. */
  readonly account: string;
  readonly used: number;
  readonly derived: number;
  readonly reserved: number;
  readonly assets: number;
  readonly reservedAssets: number;
  /** On this UTC day. */
  readonly daily: Allowance & { readonly used: number };
  /** In numbers of assets. */
  readonly assetCount: Allowance;
  /** Whether the account, or a unit above it, is past the part of its limit from which on to warn. */
  /** What uploads that are not finished hold; the limits are those of one person, and null of a unit. */
  readonly unfinished: {
    readonly uploads: number;
    readonly uploadsLimit: number | null;
    readonly bytes: number;
    readonly bytesLimit: number | null;
  };
  readonly soft: boolean;
  readonly softUnit: string | null;
  readonly version: number;
}

/**
 * @param path root first, the account itself last
 * @param daily counts of the day by account
 * @param held how many uploads of the account, and below it, are open; and the bounds of one person
 */
export function statusOf(
  path: readonly Account[],
  daily: ReadonlyMap<string, DayCounts>,
  held: { readonly open: number; readonly perPerson: PersonBounds | undefined },
): QuotaStatus {
  const account = path.at(-1);
  if (account === undefined) throw new Error('A path ends with its account.');
  const bounds = account.kind === 'doctor' ? held.perPerson : undefined;
  const allowances = recordOf(ROOM_LIMITS, (name) => allowance(name, path, daily));
  const softUnit = warned(path);
  return {
    account: idOfAccount(account.id),
    ...allowances.bytes,
    used: account.usedBytes,
    derived: account.derivedBytes,
    reserved: account.reservedBytes,
    assets: account.assets,
    reservedAssets: account.reservedAssets,
    daily: { ...allowances.dailyBytes, used: countsOf(account, daily.get(account.id)).dailyBytes },
    ...recordOf(ALLOWANCES, (name) => allowances[name]),
    assetCount: allowances.assets,
    unfinished: {
      uploads: held.open,
      uploadsLimit: bounds?.openUploads ?? null,
      bytes: account.reservedBytes,
      bytesLimit: bounds?.reservedBytes ?? null,
    },
    soft: softUnit !== null,
    softUnit,
    version: account.version,
  };
}

function allowance(
  name: RoomLimit,
  path: readonly Account[],
  daily: ReadonlyMap<string, DayCounts>,
): Allowance {
  let effective: number | null = null;
  let binding: Account | undefined;
  for (const account of path) {
    const limit = account.limits[name];
    if (limit === null) continue;
    const room = Math.max(0, limit - takenOf(name, countsOf(account, daily.get(account.id))));
    if (effective !== null && room >= effective) continue;
    effective = room;
    binding = account;
  }
  return {
    limit: path.at(-1)?.limits[name] ?? null,
    effective,
    bindingUnit: binding === undefined ? null : idOfAccount(binding.id),
    bindingUnitName: binding?.name ?? null,
  };
}

function warned(path: readonly Account[]): string | null {
  let percent: number | null = null;
  for (const account of path) {
    percent = account.limits.softPercent ?? percent;
    const { bytes } = account.limits;
    if (bytes === null || percent === null) continue;
    if ((account.usedBytes + account.reservedBytes) * 100 >= bytes * percent) return idOfAccount(account.id);
  }
  return null;
}
