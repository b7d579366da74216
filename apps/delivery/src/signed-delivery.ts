import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { type Clock, unixSeconds } from '#libs/kernel';
import { type Logger, problemOf } from '#libs/http';
import { type Grant, type KeyRing, type Network, RevocationList, verify } from '#libs/signing';
import {
  InvalidStorageKey,
  ObjectNotFound,
  parseStorageKey,
  RangeNotSatisfiable,
  type StorageKey,
} from '#libs/storage';
import { Pace, sendBody, ViewerGone } from './body.js';
import { clientAddress } from './client-address.js';
import type { DeliveryMetrics } from './delivery-metrics.js';
import { PreconditionFailed, RevocationsUnknown, UrlRefused } from './delivery.errors.js';
import { Exchange } from './exchange.js';
import { contentDispositionOf, contentTypeOf } from './media-types.js';
import type { OpenObjects, ServedObject } from './open-objects.js';
import { type Selection, select } from './preconditions.js';

export interface SignedDeliveryParts {
  readonly objects: OpenObjects;
  /** The ring and the list in force, asked for at each request. */
  readonly keyRing: { readonly current: KeyRing };
  readonly revocations: { readonly current: RevocationList | undefined };
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: DeliveryMetrics;
  /** Origins whose pages may read the answers; `*` for all. */
  readonly corsOrigins: readonly string[];
  readonly trustedProxies: readonly Network[];
}

const METHODS = 'GET, HEAD, OPTIONS';
const LONGEST_AGE_SECONDS = 365 * 24 * 3600;

/**
 * Serves signed URLs on plain HTTP messages, before any framework: the raw target reaches the verifier as
 * it came over the wire. Every verb is verified first, and nothing of an object is told before (F41).
 */
export class SignedDelivery {
  constructor(private readonly parts: SignedDeliveryParts) {}

  /** Takes the request over when its target begins with `/s/`; false leaves it to others. */
  readonly intercept = (request: IncomingMessage, response: ServerResponse): boolean => {
    const target = request.url ?? '';
    if (!target.startsWith('/s/')) return false;
    const { logger, metrics, trustedProxies } = this.parts;
    const peer = request.socket.remoteAddress;
    const client = clientAddress(peer, request.headers['x-forwarded-for'], trustedProxies);
    const exchange = new Exchange(request, response, client, this.#corsHeaders(request), { logger, metrics });
    this.#answer(exchange, target).catch((error: unknown) => this.#fail(exchange, error));
    return true;
  };

  async #answer(exchange: Exchange, target: string): Promise<void> {
    const { method = '' } = exchange.request;
    if (method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS') return refuseMethod(exchange);
    const grant = this.#verify(exchange, target);
    if (method === 'OPTIONS') return exchange.head(204, preflightHeaders()), void exchange.response.end();
    const lease = await this.parts.objects.acquire(keyOf(grant));
    try {
      await this.#serve(exchange, grant, lease.object);
    } finally {
      lease.release();
    }
  }

  #verify(exchange: Exchange, target: string): Grant {
    const { keyRing, revocations, clock, metrics } = this.parts;
    const list = revocations.current;
    const verdict = verify(target, {
      ring: keyRing.current,
      revocations: list ?? RevocationList.empty,
      now: unixSeconds(clock),
      client: exchange.client,
    });
    metrics.verdicts.inc({ code: verdict.granted ? 'ok' : verdict.code });
    exchange.subject = verdict.granted ? verdict.grant : verdict.refused;
    if (!verdict.granted) throw new UrlRefused(verdict.code);
    if (list === undefined) throw new RevocationsUnknown();
    return verdict.grant;
  }

  async #serve(exchange: Exchange, grant: Grant, object: ServedObject): Promise<void> {
    const { request, response } = exchange;
    const selection = select(request.method ?? '', request.headers, object);
    if (selection.status === 412) throw new PreconditionFailed();
    if (selection.status === 416) return refuseRange(exchange, object.bytes);
    const head = () => exchange.head(selection.status, this.#headersOf(grant, object, selection));
    const range = selection.status === 206 ? selection.range : { start: 0, end: object.bytes - 1 };
    const bytes = range.end - range.start + 1;
    if (selection.status === 304 || request.method === 'HEAD' || bytes === 0) {
      head();
      response.end();
      return;
    }
    const pace = grant.kibPerSecond === undefined ? undefined : new Pace(request.socket, grant.kibPerSecond);
    const source = object.read(range, exchange.gone);
    await sendBody(response, source, head, { bytes, signal: exchange.gone, pace, sent: exchange.sent });
  }

  #headersOf(grant: Grant, object: ServedObject, selection: Selection): OutgoingHttpHeaders {
    const { etag, lastModified, bytes } = object;
    const age = Math.min(grant.expires - unixSeconds(this.parts.clock), LONGEST_AGE_SECONDS);
    // Private: a cache that viewers share would go on serving a URL that has been revoked meanwhile, and
    // would not know the viewer's network.
    const headers: OutgoingHttpHeaders = {
      etag,
      'last-modified': lastModified,
      'cache-control': `private, max-age=${Math.max(age, 0)}, immutable`,
      'accept-ranges': 'bytes',
    };
    if (selection.status === 304) return headers;
    const disposition = contentDispositionOf(grant.path, grant.saveAs);
    if (disposition !== undefined) headers['content-disposition'] = disposition;
    headers['content-type'] = contentTypeOf(grant.path, grant.saveAs);
    if (selection.status !== 206) return { ...headers, 'content-length': bytes };
    const { start, end } = selection.range;
    return {
      ...headers,
      'content-length': end - start + 1,
      'content-range': `bytes ${start}-${end}/${bytes}`,
    };
  }

  #corsHeaders(request: IncomingMessage): OutgoingHttpHeaders {
    const { corsOrigins } = this.parts;
    const { origin } = request.headers;
    const exposed = {
      'access-control-expose-headers': 'ETag, Content-Length, Content-Range, Accept-Ranges, X-Request-Id',
    };
    if (corsOrigins.includes('*')) return { 'access-control-allow-origin': '*', ...exposed };
    if (corsOrigins.length === 0) return {};
    if (origin === undefined || !corsOrigins.includes(origin)) return { vary: 'Origin' };
    return { 'access-control-allow-origin': origin, vary: 'Origin', ...exposed };
  }

  #fail(exchange: Exchange, error: unknown): void {
    if (error instanceof ViewerGone || exchange.gone.aborted) return exchange.cut();
    const missing = error instanceof ObjectNotFound || error instanceof InvalidStorageKey;
    const problem = problemOf(missing ? new UrlRefused('not-found') : error, exchange.requestId);
    if (problem.status >= 500) {
      const { requestId } = exchange;
      this.parts.logger.error({ err: error, code: problem.code, requestId }, 'delivery failed');
    }
    if (!exchange.response.headersSent) return exchange.problem(problem);
    exchange.code = problem.code;
    exchange.cut();
  }
}

function keyOf(grant: Grant): StorageKey {
  return parseStorageKey(`assets/${grant.asset}/${grant.path}`);
}

function preflightHeaders(): OutgoingHttpHeaders {
  return {
    allow: METHODS,
    'access-control-allow-methods': METHODS,
    'access-control-allow-headers': 'Range, If-Range, If-Match, If-None-Match, If-Modified-Since',
    'access-control-max-age': '7200',
    'cache-control': 'no-store',
  };
}

function refuseMethod(exchange: Exchange): void {
  const error = Object.assign(new Error('Signed URLs are read with GET or HEAD.'), { statusCode: 405 });
  exchange.problem(problemOf(error, exchange.requestId), { allow: METHODS });
}

function refuseRange(exchange: Exchange, bytes: number): void {
  const problem = problemOf(new RangeNotSatisfiable(bytes), exchange.requestId);
  exchange.problem({ ...problem, status: 416 }, { 'content-range': `bytes */${bytes}` });
}
