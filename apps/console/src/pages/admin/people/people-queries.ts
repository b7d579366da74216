import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Schemas } from '#libs/client';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { from, paged } from '../../../api/queries.js';
import type { Role } from '../../../api/session.js';
import { narrowing } from '../../../parts/filters.js';

export type Person = Schemas['Person'];

export function peopleQuery(filters: Readonly<Record<'q' | 'role' | 'disabled', string>>) {
  return infiniteQueryOptions({
    queryKey: ['people', filters],
    queryFn: ({ pageParam }) => {
      const { role, ...others } = narrowing(filters);
      const query = {
        limit: 50,
        ...others,
        ...(role !== undefined && { role: role as Role }),
        ...from(pageParam),
      };
      return told(api.GET('/v1/admin/people', { params: { query } }));
    },
    ...paged,
  });
}

export function personQuery(id: string) {
  return queryOptions({
    queryKey: ['people', 'one', id],
    queryFn: () => told(api.GET('/v1/admin/people/{id}', { params: { path: { id } } })),
  });
}
