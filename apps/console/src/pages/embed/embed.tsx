import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { type LecternClient, lecternClient } from '#libs/client';
import { SERVICE_URL } from '../../api/base.js';
import { ApiProblem, told } from '../../api/problem.js';
import { Failure } from '../../parts/failure.js';
import { usePageTitle } from '../../parts/page-title.js';
import { Recording } from '../watch/recording.js';
import { useWatchApi, WatchApi } from '../watch/watch-api.js';
import './embed.css';

/** Never with the cookie of whoever happens to be signed in here: the grant says as whom it is watched. */
function clientOf(token?: string): LecternClient {
  return lecternClient({
    baseUrl: SERVICE_URL,
    ...(token !== undefined && { token }),
    fetch: (request) => fetch(request, { credentials: 'omit' }),
  });
}

/** A lesson in a frame of another platform, which gives a ticket in the fragment of the address. */
export default function Embed() {
  const { id = '' } = useParams();
  const [ticket] = useState(takeTicket);
  const { data: client, error } = useQuery({
    queryKey: ['embed', id, ticket],
    queryFn: async () => {
      const grant = await told(clientOf().POST('/v1/embed-grants', { body: { ticket } }));
      if (grant.asset !== id) throw new ApiProblem({ code: 'asset-not-found' });
      return clientOf(grant.token);
    },
    // It is good once.
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  if (error !== null) return <Failure error={error} isWhole />;
  if (client === undefined) return null;
  return (
    <WatchApi value={client}>
      <Lesson id={id} />
    </WatchApi>
  );
}

/** The ticket, out of the address, which keeps it no longer. */
function takeTicket(): string {
  const ticket = /^#ticket=([\w-]+)$/.exec(location.hash)?.[1] ?? '-';
  history.replaceState(history.state, '', location.pathname + location.search);
  return ticket;
}

function Lesson({ id }: { readonly id: string }) {
  const api = useWatchApi();
  const {
    data: asset,
    error,
    refetch,
  } = useQuery({
    queryKey: ['asset', id],
    queryFn: () => told(api.GET('/v1/assets/{id}', { params: { path: { id } } })),
  });
  usePageTitle(asset?.title ?? '');
  if (error !== null) return <Failure error={error} again={() => void refetch()} isWhole />;
  if (asset === undefined) return null;
  return (
    <main className="embed">
      <Recording asset={asset} isSaved={false} />
    </main>
  );
}
