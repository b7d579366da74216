import type { IncomingMessage } from 'node:http';

const OVERRIDES: ReadonlySet<string> = new Set(['PATCH', 'DELETE', 'HEAD']);

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
  if (method !== 'POST' || typeof meant !== 'string' || !url.startsWith('/v1/uploads/')) return;
  if (OVERRIDES.has(meant.toUpperCase())) request.method = meant.toUpperCase();
}
