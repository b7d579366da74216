import type { IncomingMessage } from 'node:http';
import { namesOneHost } from './host-field.js';

const ABSOLUTE = /^https?:\/\/([^/?#]*)(.*)$/is;
const ANY_SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/**
 * Makes of an absolute target (`GET http://host/path`) the path and query that it holds, and of its host the request's,
 * as every server must read it (RFC 9112 section 3.2.2): to whoever comes after, the two forms are one.
 *
 * @returns false, and nothing is changed, where it is absolute and names no host of HTTP
 */
export function readTarget(request: IncomingMessage): boolean {
  const { url = '', method } = request;
  if (url.startsWith('/') || !ANY_SCHEME.test(url)) return true;
  const [, host, rest] = ABSOLUTE.exec(url) ?? [];
  if (host === undefined || rest === undefined || !namesOneHost(['host', host])) return false;
  // Without a path OPTIONS asks of the server itself.
  const root = method === 'OPTIONS' && rest === '' ? '*' : '/';
  request.url = rest.startsWith('/') ? rest : `${root}${rest}`;
  request.headers.host = host;
  return true;
}
