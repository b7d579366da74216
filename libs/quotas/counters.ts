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

export const ACCOUNT_COUNTERS = [
  /** Bytes of originals. */
  'usedBytes',
  /** Bytes made from originals: renditions, images. Counted and shown, bound by no limit. */
  'derivedBytes',
  /** Bytes held by unfinished uploads. */
  'reservedBytes',
  'assets',
  'reservedAssets',
] as const satisfies readonly AccountCounter[];

/** The column of `daily_usage` in which each counter of a day stands. */
export const DAY_COLUMNS = {
  /** Bytes of originals that came in. */
  dailyBytes: 'bytes',
} as const satisfies Record<DayCounter, DayColumn>;

export const DAY_COUNTERS = keysOf(DAY_COLUMNS);
export const COUNTERS: readonly Counter[] = [...ACCOUNT_COUNTERS, ...DAY_COUNTERS];

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
