import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Schemas } from '#libs/client';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { from, paged } from '../../../api/queries.js';

export type Rule = Schemas['RetentionRule'];
export type Hold = Schemas['Hold'];
export type DueAsset = Schemas['DueAsset'];

export const rulesQuery = infiniteQueryOptions({
  queryKey: ['retention', 'rules'],
  queryFn: ({ pageParam }) =>
    told(api.GET('/v1/admin/retention', { params: { query: { limit: 50, ...from(pageParam) } } })),
  ...paged,
});

export function ruleQuery(id: string) {
  return queryOptions({
    queryKey: ['retention', 'one', id],
    queryFn: () => told(api.GET('/v1/admin/retention/{id}', { params: { path: { id } } })),
  });
}

/** @param at a moment as the API takes it; now where it is empty */
export function dueQuery(at: string) {
  return infiniteQueryOptions({
    queryKey: ['retention', 'due', at],
    queryFn: ({ pageParam }) =>
      told(
        api.GET('/v1/admin/retention/dry-run', {
          params: { query: { limit: 50, ...(at !== '' && { at }), ...from(pageParam) } },
        }),
      ),
    staleTime: 0,
    ...paged,
  });
}

export const holdsQuery = infiniteQueryOptions({
  queryKey: ['holds'],
  queryFn: ({ pageParam }) =>
    told(api.GET('/v1/admin/holds', { params: { query: { limit: 50, ...from(pageParam) } } })),
  ...paged,
});
