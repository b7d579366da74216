import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { type Problem, requestIdOf } from '#libs/http';
import type { Asker, Grant } from '#libs/signing';
import type { Socket } from 'node:net';
import type { AccessLog } from './access-log.js';
import { GUARDING_HEADERS, problemHeaders } from './heads.js';

const underWay = new WeakMap<Socket, Set<Exchange>>();

/** Tells the exchange when its connection closes, by one listener for all of a connection. */
function whenGone(socket: Socket, exchange: Exchange): void {
  let exchanges = underWay.get(socket);
  if (exchanges === undefined) {
    const own = (exchanges = new Set());
    underWay.set(socket, own);
    socket.once('close', () => own.forEach((each) => each.lost()));
  }
  exchanges.add(exchange);
}

export interface ExchangeParts {
  readonly asker: Asker;
  readonly cors: OutgoingHttpHeaders;
  readonly log: AccessLog;
  /** Whether the connection shall end with the answer that begins now: nothing more is taken. */
  readonly isStopping: () => boolean;
}

/** One request and its answer, and what the log and the metrics say of it when it is over. */
export class Exchange {
  readonly requestId: string;
  readonly #gone = new AbortController();
  readonly #started = performance.now();
  /** Set once the URL's signature is known to be right. */
  subject: Pick<Grant, 'asset' | 'path' | 'session'> | undefined;
  code: string | undefined;
  #bytes = 0;
  #isOver = false;

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
    readonly parts: ExchangeParts,
  ) {
    this.requestId = requestIdOf(request.headers['x-request-id']);
    // A viewer who leaves while we write: `close` tells all there is to know.
    response.on('error', () => undefined);
    response.once('close', () => this.#ended());
    whenGone(request.socket, this);
  }

  /** Aborted when the viewer leaves before the answer's end. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  readonly sent = (bytes: number): void => {
    this.#bytes += bytes;
    this.parts.log.metrics.sent(bytes);
  };

  head(status: number, headers: OutgoingHttpHeaders): void {
    const { cors, isStopping } = this.parts;
    this.response.writeHead(status, {
      ...GUARDING_HEADERS,
      ...cors,
      'x-request-id': this.requestId,
      ...((this.#hasBody() || isStopping()) && { connection: 'close' }),
      ...headers,
    });
  }

  problem(problem: Problem, headers: OutgoingHttpHeaders = {}): void {
    this.code = problem.code;
    const body = Buffer.from(JSON.stringify(problem));
    this.head(problem.status, {
      ...problemHeaders(problem, body.length),
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

  /** The connection is gone: Node does not tell the answers that wait their turn behind a CONNECT. */
  lost(): void {
    this.#ended();
  }

  #ended(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    underWay.get(this.request.socket)?.delete(this);
    const { request, response, requestId, code, subject } = this;
    const { asker, log } = this.parts;
    const whole = response.writableFinished;
    if (!whole) this.#gone.abort();
    log.write({
      requestId,
      method: request.method ?? '',
      status: response.headersSent ? response.statusCode : 499,
      code,
      subject,
      client: asker.client,
      bytes: this.#bytes,
      ms: performance.now() - this.#started,
      whole,
    });
  }
}
