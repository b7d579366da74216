import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { operationOf, type S3Operation } from './s3-operations.js';

/**
 * What goes wrong with one request:
 *
 * - `drop-reply`: the server carries it out and answers; the client's connection is reset instead
 * - `reset`: the connection is reset before the server sees anything
 * - `reset-sending`: it is reset when half of the body is on its way to the server
 * - `reset-answering`: the server carries it out; the connection is reset in the middle of its answer
 * - `black-hole`: nothing is forwarded and nothing answered, until the client gives up
 * - `black-hole-answering`: the server carries it out; its answer stops in the middle, until the client gives up
 * - `slow-down`: 503 SlowDown, with Retry-After where `seconds` is given; nothing is forwarded
 * - `error-in-200`: 200 with an error document as its body (F13); with `forward` the server carries it out
 * - `not-implemented`: 501 NotImplemented, as of a server that lacks the call; nothing is forwarded
 * - `delay`: it waits so long, then goes its way
 */
export type Fault =
  | { readonly kind: 'drop-reply' | 'reset' | 'reset-sending' | 'reset-answering' }
  | { readonly kind: 'black-hole' | 'black-hole-answering' }
  | { readonly kind: 'slow-down'; readonly seconds?: number }
  | { readonly kind: 'error-in-200'; readonly forward: boolean }
  | { readonly kind: 'not-implemented' }
  | { readonly kind: 'delay'; readonly ms: number };

/** A request as the plan sees it, before anything is done with it. */
export interface SeenRequest {
  readonly operation: S3Operation;
  readonly key: string;
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** An answer of the server, kept until it is passed on or thrown away. */
interface Answer {
  readonly status: number;
  readonly message: string;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

const SLOW_DOWN = errorDocument('SlowDown', 'Reduce your request rate.');
const NOT_IMPLEMENTED = errorDocument('NotImplemented', 'A header or query is not implemented.');
const INTERNAL_ERROR = errorDocument('InternalError', 'We encountered an internal error. Please try again.');

/** Stands before an S3 server, passes requests on byte for byte, and does to each what `plan` says. */
export class FaultProxy {
  /** Asked for each request; undefined lets it pass. */
  plan: (seen: SeenRequest) => Fault | undefined = () => undefined;
  /** Told of each request that passed or did not, when it is decided. */
  watch: (seen: SeenRequest, fault: Fault | undefined) => void = () => undefined;
  /** How often each fault was done to each operation, as `kind operation`. */
  readonly done = new Map<string, number>();
  /** The most connections that were open at once. */
  peakConnections = 0;
  private readonly sockets = new Set<Socket>();
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });

  private constructor(
    private readonly server: Server,
    private readonly upstream: URL,
  ) {}

  static async start(upstream: string): Promise<FaultProxy> {
    const server = createServer({ keepAliveTimeout: 60_000, requestTimeout: 0 });
    const proxy = new FaultProxy(server, new URL(upstream));
    server.on('request', (incoming, outgoing) => void proxy.take(incoming, outgoing));
    server.on('connection', (socket: Socket) => {
      proxy.sockets.add(socket);
      proxy.peakConnections = Math.max(proxy.peakConnections, proxy.sockets.size);
      socket.on('error', () => undefined).on('close', () => proxy.sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Connections that clients hold open now. */
  get connections(): number {
    return this.sockets.size;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.agent.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    // The message lets go of its connection when that breaks.
    const { method = '', url = '', headers, socket } = incoming;
    const seen: SeenRequest = { ...operationOf(method, url, headers), method, url, headers };
    const fault = this.plan(seen);
    if (fault !== undefined) {
      const name = `${fault.kind} ${seen.operation}`;
      this.done.set(name, (this.done.get(name) ?? 0) + 1);
    }
    this.watch(seen, fault);
    try {
      await this.act(fault, { incoming, outgoing, socket });
    } catch {
      // One of the two ends is gone: so is the other.
      reset(socket);
    }
  }

  private async act(
    fault: Fault | undefined,
    exchange: { incoming: IncomingMessage; outgoing: ServerResponse; socket: Socket },
  ): Promise<void> {
    const { incoming, outgoing, socket } = exchange;
    switch (fault?.kind) {
      case undefined:
        return pass(await this.forward(incoming), outgoing);
      case 'delay':
        await delay(fault.ms);
        return pass(await this.forward(incoming), outgoing);
      case 'reset':
        return reset(socket);
      case 'reset-sending':
        await this.forwardHalf(incoming);
        return reset(socket);
      case 'drop-reply':
        await this.forward(incoming);
        return reset(socket);
      case 'reset-answering':
        await passHalf(await this.forward(incoming), socket);
        return reset(socket);
      case 'black-hole':
        incoming.resume();
        return;
      case 'black-hole-answering':
        await passHalf(await this.forward(incoming), socket);
        return;
      case 'slow-down':
        await read(incoming);
        return answer(outgoing, 503, SLOW_DOWN, fault.seconds);
      case 'not-implemented':
        await read(incoming);
        return answer(outgoing, 501, NOT_IMPLEMENTED);
      case 'error-in-200':
        if (fault.forward) await this.forward(incoming);
        else await read(incoming);
        return answer(outgoing, 200, INTERNAL_ERROR);
    }
  }

  /** Passes the request on as it came, and takes all of the answer in. */
  private forward(incoming: IncomingMessage): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const onward = this.onward(incoming);
      onward.on('error', reject);
      onward.on('response', (response) => {
        const { statusCode: status = 502, statusMessage: message = '', rawHeaders } = response;
        const answered = (body: Buffer) => resolve({ status, message, rawHeaders, body });
        // Ceph RGW ends what it says to HEAD of its root with a chunk, which Node takes for a broken answer. Until the
        // end was read, the connection is not free for another request.
        if (incoming.method === 'HEAD') {
          answered(Buffer.alloc(0));
          response.on('error', () => undefined).resume();
        } else read(response).then(answered, reject);
      });
      incoming.on('error', reject).pipe(onward);
    });
  }

  /** Half of the body reaches the server; then both connections break. */
  private async forwardHalf(incoming: IncomingMessage): Promise<void> {
    const length = Number(incoming.headers['content-length'] ?? 0);
    const onward = this.onward(incoming);
    onward.on('error', () => undefined);
    onward.flushHeaders();
    let left = Math.floor(length / 2);
    for await (const chunk of left > 0 ? (incoming as AsyncIterable<Buffer>) : []) {
      onward.write(chunk.subarray(0, left));
      left -= chunk.length;
      if (left <= 0) break;
    }
    onward.destroy();
  }

  private onward(incoming: IncomingMessage) {
    const { hostname, port } = this.upstream;
    const { method = '', url = '', rawHeaders } = incoming;
    // The Host that the client signed.
    return request({ hostname, port, method, path: url, headers: [...rawHeaders], agent: this.agent });
  }
}

async function read(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function pass({ status, message, rawHeaders, body }: Answer, outgoing: ServerResponse): void {
  outgoing.sendDate = false;
  outgoing.writeHead(status, message, [...rawHeaders]);
  outgoing.end(body);
}

/** The head and half of the body; of an answer without a body half of the head. */
function passHalf({ status, message, rawHeaders, body }: Answer, socket: Socket): Promise<void> {
  const lines = [`HTTP/1.1 ${status} ${message}`];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2)
    lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
  const chunked = rawHeaders.some((text) => text.toLowerCase() === 'transfer-encoding');
  const half =
    body.length === 0 || chunked
      ? head.subarray(0, head.length / 2)
      : Buffer.concat([head, body.subarray(0, body.length / 2)]);
  return new Promise((resolve) => socket.write(half, () => resolve()));
}

/** RST instead of FIN, so that the client sees an error at once. */
function reset(socket: Socket): void {
  socket.resetAndDestroy();
}

function answer(outgoing: ServerResponse, status: number, document: string, seconds?: number): void {
  outgoing.writeHead(status, {
    'content-type': 'application/xml',
    'content-length': Buffer.byteLength(document),
    ...(seconds === undefined ? {} : { 'retry-after': String(seconds) }),
  });
  outgoing.end(document);
}

function errorDocument(code: string, message: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message><RequestId>rig</RequestId></Error>`;
}
