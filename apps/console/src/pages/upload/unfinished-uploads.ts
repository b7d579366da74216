import { queryOptions, useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { Schemas } from '#libs/client';
import { api } from '../../api/client.js';
import { told } from '../../api/problem.js';
import { useSession } from '../../api/session.js';
import { keptUploads } from '../../uploads/kept-uploads.js';
import { heldElsewhere, subscribeOtherTabs } from '../../uploads/other-tabs.js';
import { uploads, type Wish } from '../../uploads/upload-list.js';

export type Begun = Schemas['Upload'];

const unfinishedQuery = queryOptions({
  queryKey: ['uploads', 'unfinished'],
  queryFn: () => told(api.GET('/v1/uploads', { params: { query: { limit: 100 } } })),
});

const ENDED: ReadonlySet<string> = new Set(['failed', 'stopped', 'abandoned']);

/** Uploads of the same person that were begun elsewhere, or here before a reload. */
export interface UnfinishedUploads {
  /** undefined until they are known. */
  readonly begun: readonly Begun[] | undefined;
  /** Those that another tab of this browser sends. */
  readonly elsewhere: ReadonlySet<string>;
  /** What this browser remembers of one, for going on with it. */
  readonly wishOf: (begun: Begun) => Omit<Wish, 'file'>;
  readonly error: Error | null;
  readonly again: () => void;
}

export function useUnfinished(): UnfinishedUploads {
  const { subject } = useSession();
  const rows = useSyncExternalStore(uploads.subscribe, uploads.rows);
  const elsewhere = useSyncExternalStore(subscribeOtherTabs, heldElsewhere);
  const { data: list, error, refetch } = useQuery(unfinishedQuery);
  const { data: kept = [] } = useQuery({
    queryKey: ['kept', subject],
    queryFn: () => keptUploads(subject),
    networkMode: 'always',
    staleTime: 0,
  });
  const here = new Set(rows.flatMap(({ id, state }) => (ENDED.has(state.state) ? [] : [id])));
  return {
    begun: list?.items.filter(
      ({ id, concat, partBytes, direct }) =>
        !here.has(id) && concat === null && partBytes === null && !direct,
    ),
    elsewhere,
    wishOf: ({ id }) => {
      const { handle, edit = {} } = kept.find((each) => each.id === id) ?? {};
      return { upload: id, edit, ...(handle && { handle }) };
    },
    error,
    again: () => void refetch(),
  };
}
