import type { Selectable } from 'kysely';
import type { Schema } from '#libs/database';
import { type DomainError, keysOf, recordOf } from '#libs/kernel';
import type { Counter, Counts } from './counters.js';
import { AssetQuotaExceeded, DailyQuotaExceeded, FileTooLarge, QuotaExceeded } from './quotas.errors.js';

type AccountRow = Selectable<Schema['accounts']>;
/** The columns of an account that hold a number or null. One that `LIMITS` does not name is a type error. */
type LimitColumn = {
  [Column in keyof AccountRow]: AccountRow[Column] extends number | null
    ? null extends AccountRow[Column]
      ? Column
      : never
    : never;
}[keyof AccountRow];

/** What somebody would bring. */
export interface RoomRequest {
  readonly bytes: number;
  readonly assets: number;
  /** The file as a whole, of which `bytes` may be a further part. */
  readonly fileBytes: number;
}

/** A request that goes over the limit of an account. */
interface Excess {
  /** The account, as clients are told. */
  readonly unit: { readonly bindingUnit: string; readonly bindingUnitName: string };
  readonly limit: number;
  readonly requested: number;
  readonly counts: Counts;
  /** The UTC day of the counts. */
  readonly day: string;
}

/** What may be set for an account. */
interface Limit {
  /** Of the account's row. */
  readonly column: LimitColumn;
  readonly least: number;
  /** Left out where the column holds any safe integer. */
  readonly most?: number;
  /** How it bounds what comes in; without this the limit is only a mark. */
  readonly room?: Room;
}

interface Room {
  /** The counters whose sum has been taken of the limit: none where it is a request's own. */
  readonly taken: readonly Counter[];
  readonly wanted: keyof RoomRequest;
  readonly refusal: (excess: Excess) => DomainError;
}

/** What an `integer` column can hold. */
const MOST_INTEGER = 2_147_483_647;

/** Every limit of quota. */
export const LIMITS = {
  /** Bytes of originals, stored and reserved. */
  bytes: {
    column: 'limitBytes',
    least: 0,
    room: {
      taken: ['usedBytes', 'reservedBytes'],
      wanted: 'bytes',
      refusal: ({ unit, limit, requested, counts: { usedBytes: used, reservedBytes: reserved } }) =>
        new QuotaExceeded({ ...unit, limit, used, reserved, requested }),
    },
  },
  /** Bytes of originals that come in on one UTC day. */
  dailyBytes: {
    column: 'limitDailyBytes',
    least: 0,
    room: {
      taken: ['dailyBytes'],
      wanted: 'bytes',
      refusal: ({ unit, limit, requested, counts: { dailyBytes: used }, day }) =>
        new DailyQuotaExceeded({ ...unit, limit, used, requested, day }),
    },
  },
  /** Bytes of one original. */
  fileBytes: {
    column: 'limitFileBytes',
    least: 0,
    room: {
      taken: [],
      wanted: 'fileBytes',
      refusal: ({ unit, limit, requested }) => new FileTooLarge({ ...unit, limit, requested }),
    },
  },
  assets: {
    column: 'limitAssets',
    least: 0,
    most: MOST_INTEGER,
    room: {
      taken: ['assets', 'reservedAssets'],
      wanted: 'assets',
      refusal: ({ unit, limit, requested, counts: { assets: used, reservedAssets: reserved } }) =>
        new AssetQuotaExceeded({ ...unit, limit, used, reserved, requested }),
    },
  },
  /** From which part of `bytes` on (1 to 100) to warn; inherited by the accounts below. */
  softPercent: { column: 'softPercent', least: 1, most: 100 },
} as const satisfies Record<string, Limit>;

type LimitName = keyof typeof LIMITS;

/** What an account and everything below it may hold; null where only the units above set a limit. */
export type Limits = Readonly<Record<LimitName, number | null>>;

/** A limit that bounds what comes in. */
export type RoomLimit = {
  [Name in LimitName]: (typeof LIMITS)[Name] extends { readonly room: Room } ? Name : never;
}[LimitName];

const LIMIT_NAMES = keysOf(LIMITS);
export const ROOM_LIMITS = LIMIT_NAMES.filter((name): name is RoomLimit => 'room' in LIMITS[name]);

export function limitsOf(row: Pick<AccountRow, LimitColumn>): Limits {
  return recordOf(LIMIT_NAMES, (name) => row[LIMITS[name].column]);
}

/** Limits by name: null for none of its own. */
export type LimitsWish = { readonly [Name in keyof Limits]?: Limits[Name] | undefined };

/** Values for all columns of limits: null for a limit that is left out. */
export function columnsOf(limits: LimitsWish): Record<LimitColumn, number | null> {
  const values = LIMIT_NAMES.map((name) => [LIMITS[name].column, limits[name] ?? null]);
  return Object.fromEntries(values) as Record<(typeof LIMITS)[LimitName]['column'], number | null>;
}

export function roomOf(name: RoomLimit): Room {
  return LIMITS[name].room;
}

/** How much of a limit has been taken. */
export function takenOf(name: RoomLimit, counts: Counts): number {
  return roomOf(name).taken.reduce((sum, counter) => sum + counts[counter], 0);
}
