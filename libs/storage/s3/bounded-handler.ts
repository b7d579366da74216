import type { Readable } from 'node:stream';
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';

/** A body gets so much more time than a request without one, however slow the way to the server is. */
const SLOWEST_BYTES_PER_MS = 2048;

type Request = Parameters<NodeHttpHandler['handle']>[0];
type Options = Parameters<NodeHttpHandler['handle']>[1];
type Answer = Awaited<ReturnType<NodeHttpHandler['handle']>>;

/**
 * The SDK's handler with two more bounds (F16): the time for a request grows with its body, so that large
 * parts may be slow but never endless; and an answer that stops in the middle fails after the idle time,
 * which the SDK by itself would await for ever. A consumer that takes its time is not taken for a silent server.
 */
export class BoundedHandler extends NodeHttpHandler {
  readonly #idleMs: number;

  constructor(options: NodeHttpHandlerOptions & { requestTimeout: number }) {
    super({ ...options, throwOnRequestTimeout: true });
    this.#idleMs = options.requestTimeout;
  }

  override async handle(request: Request, options: Options = {}): Promise<Answer> {
    const length = Number(request.headers['content-length'] ?? 0);
    const requestTimeout = this.#idleMs + Math.ceil(length / SLOWEST_BYTES_PER_MS);
    const answer = await super.handle(request, { ...options, requestTimeout });
    endWhenSilent(answer.response.body as Readable, this.#idleMs);
    return answer;
  }
}

function endWhenSilent(body: Readable & { socket?: { bytesRead: number } | null }, idleMs: number): void {
  let seen = body.socket?.bytesRead ?? 0;
  const timer = setInterval(() => {
    const now = body.socket?.bytesRead ?? 0;
    const waitsForServer = now === seen && body.readableLength < body.readableHighWaterMark;
    seen = now;
    // By this name the SDK knows that another try is worth it.
    if (waitsForServer) {
      const error = new Error('the server stopped in the middle of its answer');
      body.destroy(Object.assign(error, { name: 'TimeoutError', code: 'ETIMEDOUT' }));
    }
  }, idleMs).unref();
  body.once('close', () => clearInterval(timer));
}
