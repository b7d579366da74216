import type { IncomingMessage } from 'node:http';

/** Where tus is spoken: where uploads begin, and each of them. */
export const TUS_PLACE = /^\/v1\/uploads(?:\/[^/?]*)?(?:\?|$)/;
/** Where the IETF draft is spoken, if it is: below there is nothing else. */
export const DRAFT_PLACE = /^\/v1\/resumable-uploads(?:[/?]|$)/;
const OVERRIDES: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE']);

/**
 * Makes of a request what it means, before it is routed: tus's X-HTTP-Method-Override for clients that can
 * only POST, and the bytes of a part, or of a file that comes by itself, as bytes, whatever their type.
 */
export function readAsMeant(request: IncomingMessage): void {
  const { method, url = '', headers } = request;
  if (method === 'PUT' && /^\/v1\/uploads\/[^/?]+\/parts\/[^/?]+(?:\?|$)/.test(url)) {
    headers['content-type'] = 'application/octet-stream';
    return;
  }
  if (method === 'POST' && /^\/v1\/resumable-uploads(?:\?|$)/.test(url)) {
    headers['content-type'] = 'application/octet-stream';
    return;
  }
  const meant = headers['x-http-method-override'];
  if (method !== 'POST' || typeof meant !== 'string' || !TUS_PLACE.test(url)) return;
  if (OVERRIDES.has(meant.toUpperCase())) request.method = meant.toUpperCase();
}
