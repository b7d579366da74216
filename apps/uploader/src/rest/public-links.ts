import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { TrustedProxies } from '#libs/http';

/** What a trusted proxy says of the address that the client used. */
interface Front {
  readonly scheme?: string | undefined;
  readonly host?: string | undefined;
}

const SCHEME = /^https?$/i;
/** RFC 3986 host and port, as far as a Location may repeat them. */
const HOST = /^(?:[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?$/;
const PREFIX = /^(?:\/[A-Za-z0-9._~-]+)+\/?$/;

/**
 * Where clients reach what the API has. With a public URL set, below that. Else as a trusted proxy says
 * (X-Forwarded-Proto, -Host and -Prefix, or Forwarded of RFC 7239); where none does, the path alone, which a
 * client resolves against the address that it used itself.
 */
export class PublicLinks {
  constructor(
    private readonly publicUrl: string | undefined,
    private readonly proxies: TrustedProxies,
  ) {}

  at(request: IncomingMessage, path: string): string {
    return `${this.front(request)}${path}`;
  }

  /** Where clients reach `/`, with scheme and host: as the request itself says them where nobody else does. */
  base(request: IncomingMessage): URL {
    const front = this.front(request);
    const host = request.headers.host ?? '';
    return new URL(`${front}/`, `http://${HOST.test(host) ? host : 'localhost'}`);
  }

  private front({ headers, socket }: IncomingMessage): string {
    if (this.publicUrl !== undefined) return this.publicUrl.replace(/\/+$/, '');
    if (!this.proxies.include(socket.remoteAddress)) return '';
    const given = headers['x-forwarded-prefix'];
    const prefix = typeof given === 'string' && PREFIX.test(given) ? given.replace(/\/$/, '') : '';
    const { scheme, host } = xForwarded(headers) ?? forwarded(headers.forwarded) ?? {};
    if (scheme === undefined || host === undefined || !SCHEME.test(scheme) || !HOST.test(host)) return prefix;
    // The port that goes without saying.
    const implied = scheme.toLowerCase() === 'https' ? /:443$/ : /:80$/;
    return `${scheme.toLowerCase()}://${host.replace(implied, '')}${prefix}`;
  }
}

/** Routes tell a `Location` by its path alone; every answer, a repeated one too, has it as its own client reaches it. */
export function frontLocations(fastify: FastifyInstance, links: PublicLinks): void {
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    const location = reply.getHeader('location');
    if (typeof location === 'string' && location.startsWith('/'))
      void reply.header('location', links.at(request.raw, location));
    done();
  });
}

/** The path of an upload, below whatever a proxy puts before it. */
export function uploadPath(upload: string): string {
  return `/v1/uploads/${upload}`;
}

function xForwarded(headers: IncomingMessage['headers']): Front | undefined {
  const scheme = last(headers['x-forwarded-proto']);
  const host = last(headers['x-forwarded-host']);
  return scheme === undefined && host === undefined ? undefined : { scheme, host: host ?? headers.host };
}

/** Of several proxies the last one, which is the one that is trusted. */
function forwarded(header: string | undefined): Front | undefined {
  const element = last(header);
  if (element === undefined) return undefined;
  const pairs = new Map<string, string>();
  for (const pair of element.split(';')) {
    const [, name, value] = /^\s*([A-Za-z]+)=(?:"([^"\\]*)"|[^\s"]+)\s*$/.exec(pair) ?? [];
    if (name !== undefined) pairs.set(name.toLowerCase(), value ?? pair.slice(pair.indexOf('=') + 1).trim());
  }
  return { scheme: pairs.get('proto'), host: pairs.get('host') };
}

function last(header: string | string[] | undefined): string | undefined {
  const text = Array.isArray(header) ? header.join(',') : header;
  const item = text?.split(',').at(-1)?.trim();
  return item === '' ? undefined : item;
}
