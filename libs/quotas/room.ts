import { type Account, idOfAccount } from './accounts.js';
import { type Counts, countsOf, type DayCounts, isOfDay } from './counters.js';
import { ROOM_LIMITS, type RoomLimit, roomOf, type RoomRequest, takenOf } from './limits.js';

/** What not even an empty account could take is refused for that, before anything that others have used up. */
const PRECEDENCE: readonly RoomLimit[] = [
  ...ROOM_LIMITS.filter((limit) => roomOf(limit).taken.length === 0),
  ...ROOM_LIMITS.filter((limit) => roomOf(limit).taken.length > 0),
];
const DAILY = ROOM_LIMITS.filter((limit) => roomOf(limit).taken.some(isOfDay));

/** Whether a path has a limit of what comes in on a day, so that the day's counts are wanted. */
export function isLimitedByDay(path: readonly Account[]): boolean {
  return path.some(({ limits }) => DAILY.some((limit) => limits[limit] !== null));
}

/**
 * Whether what is asked for fits below every limit of a path (root first), whose counters nobody can change
 * meanwhile.
 *
 * @param daily what was counted on `day` by account: needed only where `isLimitedByDay`
 * @throws FileTooLarge, QuotaExceeded, DailyQuotaExceeded, AssetQuotaExceeded: in this order of precedence
 */
export function requireRoom(
  path: readonly Account[],
  daily: { readonly day: string; readonly counts: ReadonlyMap<string, DayCounts> },
  request: RoomRequest,
): void {
  const standings = path.map((account) => ({
    account,
    counts: countsOf(account, daily.counts.get(account.id)),
  }));
  for (const name of PRECEDENCE) {
    const { wanted, refusal } = roomOf(name);
    const requested = request[wanted];
    const least = tightest(name, standings);
    if (least === undefined || requested <= 0 || least.room >= requested) continue;
    const { account, counts, limit } = least;
    const unit = { bindingUnit: idOfAccount(account.id), bindingUnitName: account.name };
    throw refusal({ unit, limit, requested, counts, day: daily.day });
  }
}

/** The account that has the least room below its limit; the highest of equals. */
function tightest(name: RoomLimit, standings: readonly Standing[]) {
  let least: (Standing & { readonly limit: number; readonly room: number }) | undefined;
  for (const { account, counts } of standings) {
    const limit = account.limits[name];
    if (limit === null) continue;
    const room = limit - takenOf(name, counts);
    if (least === undefined || room < least.room) least = { account, counts, limit, room };
  }
  return least;
}

interface Standing {
  readonly account: Account;
  readonly counts: Counts;
}
