import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Schemas } from '#libs/client';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { from, paged } from '../../../api/queries.js';

export type Unit = Schemas['Unit'];

/** What stands directly below a unit; of '' what stands below none. */
export function unitsBelow(parent: string) {
  return infiniteQueryOptions({
    queryKey: ['units', 'below', parent],
    queryFn: ({ pageParam }) =>
      told(api.GET('/v1/admin/units', { params: { query: { parent, limit: 100, ...from(pageParam) } } })),
    ...paged,
  });
}

export function unitQuery(id: string) {
  return queryOptions({
    queryKey: ['units', 'one', id],
    queryFn: () => told(api.GET('/v1/admin/units/{id}', { params: { path: { id } } })),
  });
}

/** Of a unit or a person, which live in spaces of their own. */
export function quotaQuery(account: string, isPerson: boolean) {
  const params = { path: { account } };
  return queryOptions({
    queryKey: ['quotas', account, isPerson],
    queryFn: async () =>
      (await (isPerson
        ? told(api.GET('/v1/admin/quotas/people/{account}', { params }))
        : // Those whom a limit binds are told less of it; who sees these pages is above.
          told(api.GET('/v1/admin/quotas/units/{account}', { params })))) as Schemas['Quota'],
  });
}
