import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Schemas } from '#libs/client';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { from, paged } from '../../../api/queries.js';

export type Webhook = Schemas['Webhook'];
export type Delivery = Schemas['WebhookDelivery'];
export type EventType = Schemas['NewWebhook']['eventTypes'][number];

/** What people call it: as they described it, else by the host that it goes to. */
export function nameOf({ description, url }: Webhook): string {
  return description === '' ? new URL(url).host : description;
}

/** Where it goes, without what may be a secret of the receiver's. */
export function addressOf({ url }: Webhook): string {
  const { origin, pathname, search } = new URL(url);
  return `${origin}${pathname}${search === '' ? '' : '?…'}`;
}

export const webhooksQuery = infiniteQueryOptions({
  queryKey: ['webhooks', 'list'],
  queryFn: ({ pageParam }) =>
    told(api.GET('/v1/admin/webhooks', { params: { query: { limit: 50, ...from(pageParam) } } })),
  ...paged,
});

export function webhookQuery(id: string) {
  return queryOptions({
    queryKey: ['webhooks', 'one', id],
    queryFn: () => told(api.GET('/v1/admin/webhooks/{id}', { params: { path: { id } } })),
  });
}

export function deliveriesQuery(id: string, state: string) {
  return infiniteQueryOptions({
    queryKey: ['webhooks', 'deliveries', id, state],
    queryFn: ({ pageParam }) => {
      const narrow = state === '' ? {} : { state: state as Delivery['state'] };
      return told(
        api.GET('/v1/admin/webhooks/{id}/deliveries', {
          params: { path: { id }, query: { limit: 20, ...narrow, ...from(pageParam) } },
        }),
      );
    },
    // Each attempt changes it, which no event tells.
    staleTime: 0,
    ...paged,
  });
}

export function deliveryQuery(id: string, delivery: string) {
  return queryOptions({
    queryKey: ['webhooks', 'delivery', id, delivery],
    queryFn: () =>
      told(api.GET('/v1/admin/webhooks/{id}/deliveries/{delivery}', { params: { path: { id, delivery } } })),
    staleTime: 0,
  });
}
