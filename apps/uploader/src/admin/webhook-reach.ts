import type { Caller } from '#libs/http';
import { type Endpoint, WebhookNotFound } from '#libs/webhooks';
import type { Reach } from '../rest/reach.js';

/** A webhook in the caller's reach; those of all units are for who sees all units. @throws WebhookNotFound */
export async function requireEndpoint(
  reach: Reach,
  caller: Caller,
  find: () => Promise<Endpoint>,
): Promise<Endpoint> {
  const endpoint = await find();
  const isSeen =
    endpoint.unit === null ? caller.role !== 'unit-admin' : await reach.covers(caller, endpoint.unit);
  if (!isSeen) throw new WebhookNotFound();
  return endpoint;
}
