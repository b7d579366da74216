import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Schemas } from '#libs/client';
import { apiUrl } from './base.js';
import { type EventsMessage, type LecternEvent, listenTo } from './event-stream.js';
import type { TabMessage } from './events-worker.js';
import { useSession, useSessionChange } from './session.js';

type Hearing = (event: LecternEvent) => void;

const hearing = new Set<Hearing>();

/** Tells of every event while the component is shown; `hear` must stay the same one from render to render. */
export function useEvents(hear: Hearing): void {
  useEffect(() => {
    hearing.add(hear);
    return () => void hearing.delete(hear);
  }, [hear]);
}

/** Keeps what the page shows as the service has it: to be used once, above all pages of who is signed in. */
export function useLiveData(): void {
  const queries = useQueryClient();
  const changeSession = useSessionChange();
  const { subject } = useSession();
  useEffect(() => {
    let begun = 0;
    // Another person's stream is another address; the server does not see this part of it.
    return listen(`${apiUrl('v1/events')}#${encodeURIComponent(subject)}`, (message) => {
      if (message.kind === 'refused') return void changeSession();
      if (message.kind === 'event') {
        apply(message.event, queries);
        for (const hear of hearing) hear(message.event);
        return;
      }
      begun += 1;
      // Between two streams something may have happened that nobody tells any more.
      if (begun > 1) void queries.invalidateQueries();
    });
  }, [queries, subject]);
}

/** @returns what ends listening */
function listen(address: string, hear: (message: EventsMessage) => void): () => void {
  return typeof SharedWorker === 'undefined' ? listenWhileSeen(address, hear) : listenTogether(address, hear);
}

function listenTogether(address: string, hear: (message: EventsMessage) => void): () => void {
  const { port } = new SharedWorker(new URL('./events-worker.ts', import.meta.url), {
    name: 'lectern-events',
  });
  const say = (message: TabMessage) => port.postMessage(message);
  port.addEventListener('message', ({ data }: MessageEvent<EventsMessage>) => hear(data));
  port.start();
  say({ listen: address });
  const leave = () => say({ leave: true });
  const comeBack = ({ persisted }: PageTransitionEvent) => persisted && say({ listen: address });
  addEventListener('pagehide', leave);
  addEventListener('pageshow', comeBack);
  return () => {
    removeEventListener('pagehide', leave);
    removeEventListener('pageshow', comeBack);
    leave();
    port.close();
  };
}

/** Phones' browsers have no shared workers, and show one tab at a time. */
function listenWhileSeen(address: string, hear: (message: EventsMessage) => void): () => void {
  let stop: (() => void) | undefined;
  const change = () => {
    const isSeen = document.visibilityState === 'visible';
    if (isSeen) stop ??= listenTo(address, hear);
    else {
      stop?.();
      stop = undefined;
    }
  };
  change();
  document.addEventListener('visibilitychange', change);
  return () => {
    document.removeEventListener('visibilitychange', change);
    stop?.();
  };
}

/**
 * What has become stale and is not asked for anew yet. The first is asked for at once; behind it some are gathered: many files
 * at once tell of the same lists again and again.
 */
const stale = new Map<string, readonly string[]>();
const GATHERED_MS = 300;
let askedAt = Number.NEGATIVE_INFINITY;

function apply({ type, subject, data }: LecternEvent, queries: QueryClient): void {
  const outdate = (...queryKey: string[]) => {
    if (stale.size === 0)
      setTimeout(() => askAnew(queries), performance.now() - askedAt < GATHERED_MS ? GATHERED_MS : 0);
    stale.set(queryKey.join(' '), queryKey);
  };
  if (type === 'reset') return void queries.invalidateQueries();
  if (type === 'asset.progress') {
    queries.setQueryData<Schemas['Asset']>(['asset', subject], (asset) => asset && progressed(asset, data));
    return;
  }
  if (type.startsWith('asset.')) {
    outdate('asset', subject);
    outdate('assets');
  }
  if (type.startsWith('upload.') && type !== 'upload.progress') outdate('uploads');
  if (type === 'webhook.disabled') outdate('webhooks');
  if (type === 'quota.changed') {
    outdate('me');
    outdate('quotas', subject);
    outdate('units');
  }
}

function askAnew(queries: QueryClient): void {
  askedAt = performance.now();
  for (const queryKey of stale.values()) void queries.invalidateQueries({ queryKey });
  stale.clear();
}

function progressed(asset: Schemas['Asset'], data: LecternEvent['data']): Schemas['Asset'] {
  const { rung, percent, rendition } = data as {
    rung?: string;
    percent?: number;
    rendition?: Schemas['Rendition']['state'];
  };
  const renditions = asset.renditions.map((each) =>
    each.rung === rung
      ? { ...each, ...(percent !== undefined && { percent }), ...(rendition && { state: rendition }) }
      : each,
  );
  return { ...asset, renditions };
}
