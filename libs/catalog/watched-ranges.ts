import type { WatchedRange } from '#libs/database';

/** Players look a few times a second where they are: what lies between two stretches so close was watched, too. */
const GAP_SECONDS = 0.5;
/** Of more than these the shortest are forgotten. */
export const MOST_RANGES = 200;

/** What has been watched, in order and without overlaps, and how much of it is new. */
export interface Credited {
  readonly ranges: readonly WatchedRange[];
  /** In seconds. */
  readonly credited: number;
}

/**
 * Adds what of `reported` has not been watched yet, in the order in which it is reported, until `budget` seconds have
 * been added. What was watched before costs nothing, and earns nothing.
 *
 * @param watched in order and without overlaps, as this returns it
 */
export function credit(
  watched: readonly WatchedRange[],
  reported: readonly WatchedRange[],
  budget: number,
): Credited {
  let ranges = watched;
  let left = budget;
  for (const range of reported) {
    const added: WatchedRange[] = [];
    for (const { from, to } of newIn(ranges, widened(ranges, range))) {
      const end = Math.min(to, Math.floor((from + left) * 1000) / 1000);
      if (end <= from) break;
      added.push({ from, to: end });
      left -= end - from;
    }
    ranges = joined([...ranges, ...added]);
  }
  return { ranges: longest(ranges), credited: toMilliseconds(budget - left) };
}

/** In seconds. */
export function lengthOf(ranges: readonly WatchedRange[]): number {
  return toMilliseconds(ranges.reduce((sum, { from, to }) => sum + to - from, 0));
}

/** From the end of what was watched just before, and to the beginning of what was just after. */
function widened(ranges: readonly WatchedRange[], range: WatchedRange): WatchedRange {
  const [from, to] = [toMilliseconds(range.from), toMilliseconds(range.to)];
  const before = ranges.findLast((one) => one.to <= from && from - one.to <= GAP_SECONDS);
  const after = ranges.find((one) => one.from >= to && one.from - to <= GAP_SECONDS);
  return { from: before?.to ?? from, to: after?.from ?? to };
}

/** The parts of a range that are in none of the others. */
function newIn(ranges: readonly WatchedRange[], { from, to }: WatchedRange): WatchedRange[] {
  const found: WatchedRange[] = [];
  let at = from;
  for (const one of ranges) {
    if (one.to <= at) continue;
    if (one.from >= to) break;
    if (one.from > at) found.push({ from: at, to: one.from });
    at = one.to;
  }
  if (at < to) found.push({ from: at, to });
  return found;
}

function joined(ranges: readonly WatchedRange[]): WatchedRange[] {
  const whole: WatchedRange[] = [];
  for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = whole.at(-1);
    if (last === undefined || from > last.to) whole.push({ from, to });
    else whole[whole.length - 1] = { from: last.from, to: Math.max(last.to, to) };
  }
  return whole;
}

function longest(ranges: readonly WatchedRange[]): readonly WatchedRange[] {
  if (ranges.length <= MOST_RANGES) return ranges;
  const byLength = ranges.toSorted((a, b) => b.to - b.from - (a.to - a.from));
  return byLength.slice(0, MOST_RANGES).toSorted((a, b) => a.from - b.from);
}

function toMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
