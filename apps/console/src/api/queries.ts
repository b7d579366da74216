import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Schemas } from '#libs/client';
import { api } from './client.js';
import { told } from './problem.js';

export type Asset = Schemas['Asset'];

/** Whether it is played, and not shown or handed out. */
export const isRecorded = (kind: Asset['kind']) => kind === 'video' || kind === 'audio';

export type Course = Schemas['Course'];

/*
 * The names under which answers are kept. Events make those stale that they concern (see events.ts), so a page that asks
 * by these shows what is so now: `me`, `asset`, `assets`, `courses`, `uploads`, `units`, `quotas`.
 */

/** In which ways people sign in here, and how long a password is. */
export const waysQuery = queryOptions({
  queryKey: ['ways'],
  queryFn: () => told(api.GET('/v1/session/ways')),
});

export const meQuery = queryOptions({ queryKey: ['me'], queryFn: () => told(api.GET('/v1/me')) });

export function assetQuery(id: string) {
  return queryOptions({
    queryKey: ['asset', id],
    queryFn: () => told(api.GET('/v1/assets/{id}', { params: { path: { id } } })),
  });
}

export interface AssetFilter {
  readonly courseId?: string;
  readonly q?: string;
  readonly state?: Asset['state'] | 'trashed';
  readonly owner?: string;
  readonly kind?: Asset['kind'];
}

/** Of a list that comes page by page. */
export const paged = {
  initialPageParam: '',
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor ?? undefined,
};

/** A page's place in a list, as a parameter of the request. */
export const from = (cursor: string) => (cursor === '' ? {} : { cursor });

/** Page by page: `fetchNextPage` asks for more. */
export function assetsQuery(filter: AssetFilter, limit = 24) {
  return infiniteQueryOptions({
    queryKey: ['assets', filter, limit],
    queryFn: ({ pageParam }) =>
      told(api.GET('/v1/assets', { params: { query: { ...filter, limit, ...from(pageParam) } } })),
    ...paged,
  });
}

export function coursesQuery(q?: string, limit = 24) {
  return infiniteQueryOptions({
    queryKey: ['courses', q, limit],
    queryFn: ({ pageParam }) =>
      told(
        api.GET('/v1/courses', {
          params: { query: { limit, ...(q !== undefined && { q }), ...from(pageParam) } },
        }),
      ),
    ...paged,
  });
}

export function courseQuery(id: string) {
  return queryOptions({
    queryKey: ['courses', 'one', id],
    queryFn: () => told(api.GET('/v1/courses/{id}', { params: { path: { id } } })),
  });
}

/** What the reader has begun and not finished, the latest first. */
export const begunQuery = queryOptions({
  queryKey: ['history', 'begun'],
  // The answer may be a table, too, which is not asked for here.
  queryFn: async () =>
    (await told(
      api.GET('/v1/me/history', { params: { query: { completed: 'false', limit: 6, format: 'json' } } }),
    )) as Schemas['WatchedLessonPage'],
  // It changes by watching, which no event tells.
  staleTime: 0,
});
