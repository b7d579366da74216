import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Schemas } from '#libs/client';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import type { Role } from '../../../api/session.js';

export type Person = Schemas['Person'];

/** What stands empty does not narrow. */
interface PeopleFilter {
  readonly q?: string | undefined;
  readonly role?: string | undefined;
  readonly disabled?: string | undefined;
}

export function peopleQuery({ q = '', role = '', disabled = '' }: PeopleFilter) {
  return infiniteQueryOptions({
    queryKey: ['people', q, role, disabled],
    queryFn: ({ pageParam: cursor }) =>
      told(
        api.GET('/v1/admin/people', {
          params: {
            query: {
              limit: 50,
              ...(q !== '' && { q }),
              ...(role !== '' && { role: role as Role }),
              ...(disabled !== '' && { disabled }),
              ...(cursor !== '' && { cursor }),
            },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}

export function personQuery(id: string) {
  return queryOptions({
    queryKey: ['people', 'one', id],
    queryFn: () => told(api.GET('/v1/admin/people/{id}', { params: { path: { id } } })),
  });
}
