import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Schemas } from '#libs/client';
import { apiUrl } from '../../../api/base.js';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { from, paged } from '../../../api/queries.js';

export type Subject = Schemas['Usage']['items'][number];
export type Point = Schemas['UsagePoint'];
export type Filters = Readonly<Record<'by' | 'unit' | 'person' | 'interval' | 'from' | 'to', string>>;

const DAY_MS = 86_400_000;
const DAYS = 30;

/** What is asked for by these filters; a person alone, and by days the last month unless told. */
function asked({ by, unit, person, interval, from, to }: Filters) {
  const each: 'unit' | 'person' | undefined = by === 'unit' || by === 'person' ? by : undefined;
  const first = interval === 'month' || from !== '' || to !== '' ? from : daysAgo(DAYS - 1);
  return {
    interval: interval === 'month' ? ('month' as const) : ('day' as const),
    ...(first !== '' && { from: first }),
    ...(to !== '' && { to }),
    ...(person === ''
      ? {
          ...(unit !== '' && { unit }),
          ...(each !== undefined && { by: each }),
        }
      : { person }),
  };
}

export function usageQuery(filters: Filters) {
  return infiniteQueryOptions({
    queryKey: ['usage', filters],
    queryFn: ({ pageParam }) =>
      told(
        api.GET('/v1/admin/usage', {
          params: { query: { ...asked(filters), limit: 20, ...from(pageParam) } },
        }),
      ),
    ...paged,
  });
}

/** The address of all of it as a table. */
export function usageTable(filters: Filters): string {
  return apiUrl(`v1/admin/usage.csv?${new URLSearchParams(asked(filters))}`);
}

/** A day in UTC, as the service counts them. */
function daysAgo(days: number): string {
  return new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);
}
