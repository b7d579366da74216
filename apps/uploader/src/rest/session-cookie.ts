import type { IncomingMessage } from 'node:http';
import { CrossSiteRequest } from './cross-site-request.errors.js';
import type { PublicLinks } from './public-links.js';

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A cookie that scripts can't read and other sites can't use. Its name says what browsers keep of it: `__Host-` on
 * HTTPS, `__Secure-` below a prefix, which `__Host-` can't be held to, and plain on HTTP.
 */
export class SessionCookie {
  constructor(
    private readonly links: PublicLinks,
    private readonly label: string,
  ) {}

  read(request: IncomingMessage): string | undefined {
    const { name } = this.#at(request);
    for (const pair of request.headers.cookie?.split(';') ?? []) {
      const [key = '', ...value] = pair.split('=');
      if (key.trim() === name) return value.join('=').trim();
    }
    return undefined;
  }

  /** The value of Set-Cookie that keeps `value` for so long. */
  kept(request: IncomingMessage, value: string, seconds: number): string {
    const { name, path, isSecure } = this.#at(request);
    return `${name}=${value}; Path=${path}; Max-Age=${seconds}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  }

  /** The value of Set-Cookie that removes it. */
  removed(request: IncomingMessage): string {
    return this.kept(request, '', 0);
  }

  #at(request: IncomingMessage) {
    const { protocol, pathname: path } = this.links.base(request);
    const isSecure = protocol === 'https:';
    const kept = path === '/' ? '__Host-' : '__Secure-';
    return { name: `${isSecure ? kept : ''}${this.label}`, path, isSecure };
  }
}

/**
 * Requires that a page of this address made the request, of which the browser has sent the cookie by itself: no form can
 * send the header, and no script of another origin may, since no preflight allows it with cookies.
 *
 * @throws CrossSiteRequest
 */
export function requireThisSite({ method = '', headers }: IncomingMessage): void {
  if (SAFE_METHODS.has(method)) return;
  const site = headers['sec-fetch-site'];
  const isOwn = headers['lectern-request'] !== undefined && (site === undefined || site === 'same-origin');
  if (!isOwn) throw new CrossSiteRequest();
}
