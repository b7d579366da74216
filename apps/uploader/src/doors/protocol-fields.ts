import type { IncomingMessage } from 'node:http';
import { interopOf } from './ietf/interop.js';
import { DRAFT_PLACE, TUS_PLACE } from './raw-request.js';
import { TUS_VERSION } from './tus/tus-headers.js';

/**
 * What a door's protocol wants in every answer, whoever makes it: the route, a guard, the router that knows no such
 * path, or what refuses a request before the framework sees it. A route may say otherwise.
 */
export function protocolFields(
  request: IncomingMessage,
  { isDraftOpen }: { isDraftOpen: boolean },
): Readonly<Record<string, string>> {
  const { method, url = '' } = request;
  // GET is no method of tus: it asks for JSON.
  if (TUS_PLACE.test(url)) return method === 'GET' ? {} : { 'tus-resumable': TUS_VERSION };
  if (!isDraftOpen || !DRAFT_PLACE.test(url)) return {};
  const spoken = { 'upload-draft-interop-version': String(interopOf(request).version) };
  // Of bytes: the answer is not the one to the whole file, unless the route says that it is.
  return method === 'POST' || method === 'PATCH' ? { ...spoken, 'upload-complete': '?0' } : spoken;
}
