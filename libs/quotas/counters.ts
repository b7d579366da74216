import type { Selectable } from 'kysely';
import type { Queryable, Schema } from '#libs/database';
import { keysOf, recordOf } from '#libs/kernel';

type Row<Table extends keyof Schema> = Selectable<Schema[Table]>;
type NumberColumn<Table extends keyof Schema> = {
  [Column in keyof Row<Table>]: Row<Table>[Column] extends number ? Column : never;
}[keyof Row<Table>];

/** What the ledger counts. A column that it gains is a type error until it is named below. */
export type Counter = Exclude<NumberColumn<'ledger'>, 'id'>;
/** A counter that stands in the account's own row, under the same name. */
type AccountCounter = Extract<Counter, NumberColumn<'accounts'>>;
/** A counter that begins at 0 on every UTC day. */
type DayCounter = Exclude<Counter, AccountCounter>;
type DayColumn = NumberColumn<'dailyUsage'>;

export type AccountCounts = Readonly<Record<AccountCounter, number>>;
export type DayCounts = Readonly<Record<DayCounter, number>>;
export type Counts = AccountCounts & DayCounts;

/** What each counter of an account counts for: an asset until it is removed, or an upload until it ends. */
const COUNTED_FOR = {
  /** Bytes of originals. */
  usedBytes: 'asset',
  /** Bytes made from originals: renditions, images. Counted and shown, bound by no limit. */
  derivedBytes: 'asset',
  reservedBytes: 'upload',
  assets: 'asset',
  reservedAssets: 'upload',
} as const satisfies Record<AccountCounter, 'asset' | 'upload'>;

/** The column of `daily_usage` in which each counter of a day stands. */
export const DAY_COLUMNS = {
  /** Bytes of originals that came in. */
  dailyBytes: 'bytes',
} as const satisfies Record<DayCounter, DayColumn>;

type AssetCounter = {
  [Name in AccountCounter]: (typeof COUNTED_FOR)[Name] extends 'asset' ? Name : never;
}[AccountCounter];
export type AssetCounts = Readonly<Record<AssetCounter, number>>;

export const ACCOUNT_COUNTERS = keysOf(COUNTED_FOR);
export const ASSET_COUNTERS = ACCOUNT_COUNTERS.filter(
  (counter): counter is AssetCounter => COUNTED_FOR[counter] === 'asset',
);
export const DAY_COUNTERS = keysOf(DAY_COLUMNS);

interface Held {
  readonly bytes: number;
  readonly assets: number;
}

/**
 * What each kind of entry adds to the counters, but for a move, which takes all of them elsewhere. `returned`
 * are bytes that come back to the day on which they were reserved.
 */
export const AMOUNTS = {
  reserve: ({ bytes, assets }: Held) => ({
    reservedBytes: bytes,
    reservedAssets: assets,
    dailyBytes: bytes,
  }),
  extend: (more: number) => ({ reservedBytes: more, dailyBytes: more }),
  settle: (held: Held, bytes: number, returned: number) => ({
    usedBytes: bytes,
    assets: held.assets,
    reservedBytes: -held.bytes,
    reservedAssets: -held.assets,
    dailyBytes: -returned,
  }),
  release: (held: Held, returned: number) => ({
    reservedBytes: -held.bytes,
    reservedAssets: -held.assets,
    dailyBytes: -returned,
  }),
  derive: (bytes: number) => ({ derivedBytes: bytes }),
  remove: (stored: AssetCounts) => recordOf(ASSET_COUNTERS, (counter) => -stored[counter]),
};

/** A counter to which some entry adds. */
type Counted = {
  [Kind in keyof typeof AMOUNTS]: Kind extends 'remove' ? never : keyof ReturnType<(typeof AMOUNTS)[Kind]>;
}[keyof typeof AMOUNTS];

/** All of them; one to which no entry adds is a type error here. */
export const COUNTERS: readonly Counted[] = [...ACCOUNT_COUNTERS, ...DAY_COUNTERS];

export const NOTHING: Counts = recordOf(COUNTERS, () => 0);

/** An account's own counters alone, whatever else stands in its row. */
export function accountCountsOf(row: AccountCounts): AccountCounts {
  return recordOf(ACCOUNT_COUNTERS, (counter) => row[counter]);
}

/** All that is counted for an account; `today` as `readDay` has it. */
export function countsOf(account: AccountCounts, today: DayCounts = NOTHING): Counts {
  return { ...accountCountsOf(account), ...recordOf(DAY_COUNTERS, (counter) => today[counter]) };
}

/** Values for all columns of `daily_usage` that count. */
export function columnsOfDay(counts: DayCounts): Record<DayColumn, number> {
  const values = DAY_COUNTERS.map((counter) => [DAY_COLUMNS[counter], counts[counter]]);
  return Object.fromEntries(values) as Record<(typeof DAY_COLUMNS)[DayCounter], number>;
}

export function isOfDay(counter: Counter): boolean {
  return counter in DAY_COLUMNS;
}

/** What was counted on a UTC day, by account; one for which nothing was is not in it. */
export async function readDay(
  q: Queryable,
  accounts: readonly string[],
  day: string,
): Promise<Map<string, DayCounts>> {
  const rows = await q
    .selectFrom('dailyUsage')
    .selectAll()
    .where('account', 'in', accounts)
    .where('day', '=', day)
    .execute();
  return new Map(
    rows.map((row) => [row.account, recordOf(DAY_COUNTERS, (counter) => row[DAY_COLUMNS[counter]])]),
  );
}
