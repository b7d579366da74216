import { randomUUID } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { type Logger, PROBLEM_TYPE, type Problem } from '#libs/http';
import type { Grant } from '#libs/signing';
import type { DeliveryMetrics } from './delivery-metrics.js';

/** Headers of every answer: whatever is served can't run, frame, refer or be taken for another type. */
export const GUARDING_HEADERS: OutgoingHttpHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'cross-origin',
};

/** One request and its answer, and what the log and the metrics say of it when it is over. */
export class Exchange {
  readonly requestId: string;
  readonly #gone = new AbortController();
  readonly #started = performance.now();
  /** Set once the URL's signature is known to be right. */
  subject: Pick<Grant, 'asset' | 'path' | 'session'> | undefined;
  code: string | undefined;
  #bytes = 0;

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
    readonly client: string,
    private readonly cors: OutgoingHttpHeaders,
    private readonly over: { logger: Logger; metrics: DeliveryMetrics },
  ) {
    const given = request.headers['x-request-id'];
    this.requestId = typeof given === 'string' && /^[A-Za-z0-9._-]{1,64}$/.test(given) ? given : randomUUID();
    // A viewer who leaves while we write: `close` tells all there is to know.
    response.on('error', () => undefined);
    response.once('close', () => this.#ended());
  }

  /** Aborted when the viewer leaves before the answer's end. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  readonly sent = (bytes: number): void => {
    this.#bytes += bytes;
    this.over.metrics.bytes.inc(bytes);
  };

  head(status: number, headers: OutgoingHttpHeaders): void {
    this.response.writeHead(status, {
      ...GUARDING_HEADERS,
      ...this.cors,
      'x-request-id': this.requestId,
      ...(this.#hasBody() && { connection: 'close' }),
      ...headers,
    });
  }

  problem(problem: Problem, headers: OutgoingHttpHeaders = {}): void {
    this.code = problem.code;
    const body = Buffer.from(JSON.stringify(problem));
    this.head(problem.status, {
      'content-type': PROBLEM_TYPE,
      'content-length': body.length,
      'cache-control': 'no-store',
      ...(problem.status === 503 && { 'retry-after': '5' }),
      ...headers,
    });
    this.response.end(this.request.method === 'HEAD' ? undefined : body);
  }

  /** Ends the connection in the middle: a body that can't be finished is never padded. */
  cut(): void {
    this.response.destroy();
  }

  /** No request for a signed URL needs a body: it is not read, and the connection ends with the answer. */
  #hasBody(): boolean {
    const { 'content-length': length, 'transfer-encoding': encoding } = this.request.headers;
    return encoding !== undefined || (length !== undefined && length !== '0');
  }

  #ended(): void {
    const { request, response, subject } = this;
    const whole = response.writableFinished;
    if (!whole) this.#gone.abort();
    const { metrics, logger } = this.over;
    const method = METHODS.has(request.method ?? '') ? String(request.method) : 'other';
    const ms = performance.now() - this.#started;
    const status = response.headersSent ? response.statusCode : 499;
    metrics.requests.inc({ method, status: `${Math.floor(status / 100)}xx` });
    metrics.seconds.observe(ms / 1000);
    if (!whole) metrics.cut.inc();
    // Never the target: it holds the token, and what is not verified may hold anything.
    logger.info(
      {
        requestId: this.requestId,
        method,
        status,
        code: this.code,
        session: subject?.session,
        asset: subject?.asset,
        path: subject?.path,
        client: this.client,
        bytes: this.#bytes,
        ms: Math.round(ms),
        ...(!whole && { cut: true }),
      },
      'delivery',
    );
  }
}

const METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
