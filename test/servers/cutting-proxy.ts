import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { Random } from '../model/random.js';

/**
 * What happens to the link. `cut`: both ends are reset. `half-open`: the client's end is reset and the
 * server is told nothing. `lost-reply`: all that is sent arrives, the answer to it does not. `stall`: nothing
 * moves for a while, and then goes on.
 */
const BREAKS = ['cut', 'half-open', 'lost-reply', 'stall'] as const;
export type Break = (typeof BREAKS)[number];

export interface CuttingProxyOptions {
  readonly target: { readonly host: string; readonly port: number };
  /** The link breaks after a random number of bytes between these, sent by clients over all connections. */
  readonly everyBytes: readonly [number, number];
  readonly seed: number;
  readonly breaks?: readonly Break[];
  readonly stallMs?: number;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  /** What the server says does not reach the client any more. */
  mute: boolean;
}

const HALF_OPEN_MS = 20_000;

/**
 * A plain TCP proxy that stands for a bad link: it knows nothing of HTTP, and every few megabytes it breaks
 * for all connections at once.
 */
export class CuttingProxy {
  readonly breaks = new Map<Break, number>();
  readonly #options: CuttingProxyOptions;
  readonly #random: Random;
  readonly #pairs = new Set<Pair>();
  /** Ends of which the other side does not know yet. */
  readonly #halves = new Set<Socket>();
  readonly #server: Server;
  #untilBreak = 0;
  #lossFor: string | undefined;
  /** The texts of `loseAnswerTo` that were seen. */
  readonly losses: string[] = [];
  /** While false the link is a good one. */
  broken = true;

  private constructor(options: CuttingProxyOptions) {
    this.#options = options;
    this.#random = new Random(options.seed);
    this.#server = createServer((client) => this.#accept(client));
    this.#reload();
  }

  static async start(options: CuttingProxyOptions): Promise<CuttingProxy> {
    const proxy = new CuttingProxy(options);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The answer to the next request in whose bytes this text is seen will be lost. */
  loseAnswerTo(text: string): void {
    this.#lossFor = text;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const { client, server } of this.#pairs) {
      client.destroy();
      server.destroy();
    }
    for (const half of this.#halves) half.destroy();
    await closed;
  }

  #accept(client: Socket): void {
    const server = connect(this.#options.target);
    const pair: Pair = { client, server, mute: false };
    this.#pairs.add(pair);
    for (const socket of [client, server]) socket.setNoDelay(true).on('error', () => undefined);
    client.on('data', (chunk) => {
      if (this.#lossFor !== undefined && chunk.includes(this.#lossFor)) {
        this.losses.push(this.#lossFor);
        this.#lossFor = undefined;
        pair.mute = true;
      }
      if (!server.write(chunk)) client.pause();
      this.#count(chunk.byteLength);
    });
    server.on('data', (chunk) => {
      if (pair.mute) this.#reset(pair);
      else if (!client.write(chunk)) server.pause();
    });
    server.on('drain', () => client.resume());
    client.on('drain', () => server.resume());
    client.on('end', () => server.end()).on('close', () => this.#ended(pair, server));
    server.on('end', () => client.end()).on('close', () => this.#ended(pair, client));
  }

  #ended(pair: Pair, other: Socket): void {
    this.#pairs.delete(pair);
    if (!this.#halves.has(other)) other.destroy();
  }

  #count(bytes: number): void {
    if (!this.broken) return;
    this.#untilBreak -= bytes;
    if (this.#untilBreak > 0) return;
    this.#reload();
    const kind = this.#random.pick(this.#options.breaks ?? BREAKS);
    this.breaks.set(kind, (this.breaks.get(kind) ?? 0) + 1);
    for (const pair of this.#pairs) this.#break(pair, kind);
  }

  #break(pair: Pair, kind: Break): void {
    const { client, server } = pair;
    if (kind === 'cut') this.#reset(pair);
    if (kind === 'lost-reply') pair.mute = true;
    if (kind === 'half-open') {
      this.#halves.add(server);
      setTimeout(() => {
        this.#halves.delete(server);
        server.resetAndDestroy();
      }, HALF_OPEN_MS).unref();
      client.resetAndDestroy();
    }
    if (kind === 'stall') {
      client.pause();
      server.pause();
      setTimeout(() => {
        client.resume();
        server.resume();
      }, this.#options.stallMs ?? 1_500);
    }
  }

  #reset({ client, server }: Pair): void {
    client.resetAndDestroy();
    server.resetAndDestroy();
  }

  #reload(): void {
    this.#untilBreak = this.#random.whole(...this.#options.everyBytes);
  }
}
