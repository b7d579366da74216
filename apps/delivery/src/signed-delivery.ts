import type { IncomingMessage, ServerResponse } from 'node:http';
import { problemOf } from '#libs/http';
import type { Grant } from '#libs/signing';
import {
  InvalidStorageKey,
  ObjectNotFound,
  RangeNotSatisfiable,
  type StorageKey,
  underAsset,
} from '#libs/storage';
import type { AccessLog } from './access-log.js';
import type { Admission } from './admission.js';
import { Pace, sendBody, ViewerGone } from './body.js';
import { PreconditionFailed, RevocationsUnknown, UrlRefused } from './delivery.errors.js';
import { Exchange } from './exchange.js';
import { cacheControl, corsHeaders, lengthHeaders, objectHeaders, PREFLIGHT_HEADERS } from './heads.js';
import type { OpenObjects } from './objects/open-objects.js';
import type { ServedObject } from './objects/served-object.js';
import { select } from './preconditions.js';

export interface SignedDeliveryParts {
  readonly objects: OpenObjects;
  readonly admission: Admission;
  readonly log: AccessLog;
  /** Origins whose pages may read the answers; `*` for all. */
  readonly corsOrigins: readonly string[];
  /** Whether the service is about to stop: then each answer is its connection's last. */
  readonly isStopping: () => boolean;
}

/**
 * Serves signed URLs on plain HTTP messages, before any framework, and whatever the fast lane does not take:
 * the raw target reaches the verifier as it came over the wire. Every verb is verified first, and nothing of an object is told before (F41).
 */
export class SignedDelivery {
  constructor(private readonly parts: SignedDeliveryParts) {}

  /** Takes the request over when its target begins with `/s/`; false leaves it to others. */
  readonly intercept = (request: IncomingMessage, response: ServerResponse): boolean => {
    const target = request.url ?? '';
    if (!target.startsWith('/s/')) return false;
    const { admission, corsOrigins, log, isStopping } = this.parts;
    const asker = admission.asker(request.socket, request.headers);
    const cors = corsHeaders(corsOrigins, request.headers.origin);
    const exchange = new Exchange(request, response, { asker, cors, log, isStopping });
    this.#answer(exchange, target).catch((error: unknown) => this.#fail(exchange, error));
    return true;
  };

  async #answer(exchange: Exchange, target: string): Promise<void> {
    const { method = '' } = exchange.request;
    if (method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS') return refuseMethod(exchange);
    const grant = this.#verify(exchange, target);
    if (method === 'OPTIONS') return exchange.head(204, PREFLIGHT_HEADERS), void exchange.response.end();
    const lease = await this.parts.objects.acquire(keyOf(grant));
    try {
      await this.#serve(exchange, grant, lease.object);
    } finally {
      lease.release();
    }
  }

  #verify(exchange: Exchange, target: string): Grant {
    const verdict = this.parts.admission.verdict(target, exchange.parts.asker);
    this.parts.log.metrics.verdict(verdict.granted ? 'ok' : verdict.code);
    exchange.subject = verdict.granted ? verdict.grant : verdict.refused;
    if (!verdict.granted) throw new UrlRefused(verdict.code);
    if (!this.parts.admission.isReady) throw new RevocationsUnknown();
    return verdict.grant;
  }

  async #serve(exchange: Exchange, grant: Grant, object: ServedObject): Promise<void> {
    const { request, response } = exchange;
    const selection = select(request.method ?? '', request.headers, object);
    if (selection.status === 412) throw new PreconditionFailed();
    if (selection.status === 416) return refuseRange(exchange, object.bytes);
    const head = () =>
      exchange.head(selection.status, {
        ...objectHeaders(grant, object, selection.status),
        'cache-control': cacheControl(grant, this.parts.admission.now),
        ...lengthHeaders(selection, object),
      });
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

  #fail(exchange: Exchange, error: unknown): void {
    if (error instanceof ViewerGone || exchange.gone.aborted) return exchange.cut();
    const missing = error instanceof ObjectNotFound || error instanceof InvalidStorageKey;
    const problem = problemOf(missing ? new UrlRefused('not-found') : error, exchange.requestId);
    if (problem.status >= 500) this.parts.log.failed(error, problem.code, exchange.requestId);
    if (!exchange.response.headersSent) return exchange.problem(problem);
    exchange.code = problem.code;
    exchange.cut();
  }
}

function keyOf(grant: Grant): StorageKey {
  return underAsset(grant.asset, grant.path);
}

function refuseMethod(exchange: Exchange): void {
  const error = Object.assign(new Error('Signed URLs are read with GET or HEAD.'), { statusCode: 405 });
  exchange.problem(problemOf(error, exchange.requestId), { allow: PREFLIGHT_HEADERS.allow });
}

function refuseRange(exchange: Exchange, bytes: number): void {
  const problem = problemOf(new RangeNotSatisfiable(bytes), exchange.requestId);
  exchange.problem(problem, { 'content-range': `bytes */${bytes}` });
}
