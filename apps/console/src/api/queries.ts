import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Schemas } from '#libs/client';
import { api } from './client.js';
import { told } from './problem.js';

export type Asset = Schemas['Asset'];
export type Course = Schemas['Course'];

/**
 * The names under which answers are kept. Events make those stale that they concern (see events.ts), so a page that
 * asks by these shows what is so now: `me`, `asset`, `assets`, `courses`, `uploads`, `units`, `quotas`.
 */
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

/** Page by page: `fetchNextPage` asks for more. */
export function assetsQuery(filter: AssetFilter, limit = 24) {
  return infiniteQueryOptions({
    queryKey: ['assets', filter, limit],
    queryFn: ({ pageParam: cursor }) =>
      told(
        api.GET('/v1/assets', {
          params: { query: { ...filter, limit, ...(cursor !== '' && { cursor }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}

export const coursesQuery = queryOptions({
  queryKey: ['courses'],
  queryFn: () => told(api.GET('/v1/courses', { params: { query: { limit: 100 } } })),
});
