import { queryOptions } from '@tanstack/react-query';
import type { Schemas } from '#libs/client';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';

const DAY_MS = 86_400_000;
const DAYS = 30;
/** Beyond ten years nobody can tell. */
const MOST_DAYS = 3_650;

/** What was stored at the end of each of the last days. */
export const storedQuery = queryOptions({
  queryKey: ['usage', 'stored'],
  queryFn: () => {
    const from = new Date(Date.now() - DAYS * DAY_MS).toISOString().slice(0, 10);
    return told(api.GET('/v1/admin/usage', { params: { query: { interval: 'day', from } } }));
  },
});

/**
 * In how many days the disk is full if as much comes a day as came in the last month; undefined while there are too few
 * days to tell, or it is years away.
 */
export function daysUntilFull(freeBytes: number, usage: Schemas['Usage']): number | undefined {
  const points = usage.items.flatMap(({ series }) => series);
  const [first, last] = [points.at(0), points.at(-1)];
  if (first === undefined || last === undefined || points.length < 2) return undefined;
  const grown = storedIn(last) - storedIn(first);
  if (grown <= 0) return undefined;
  const days = Math.floor(freeBytes / (grown / (points.length - 1)));
  return days > MOST_DAYS ? undefined : days;
}

function storedIn({ usedBytes, derivedBytes }: Schemas['UsagePoint']): number {
  return usedBytes + derivedBytes;
}
