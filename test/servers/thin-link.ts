import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface ThinLinkOptions {
  /** What passes towards the server in a second; as fast as it goes without it. */
  readonly bytesPerSecond?: number;
  /** All connections break after so many bytes towards the server; never without it. */
  readonly breakEvery?: number;
  /** So often at most. */
  readonly breaks?: number;
  /** The address of this machine at which it is; that of the machine itself alone without it. */
  readonly host?: string;
}

/**
 * A plain TCP link to a server, which is slow, breaks, and counts. What had passed when it broke arrives; the client's end
 * is reset.
 */
export class ThinLink {
  /** Bytes that passed towards the server. */
  asked = 0;
  /** How often it broke. */
  broke = 0;
  /** While true nobody is let in. */
  isDown = false;
  readonly #pairs = new Map<Socket, Socket>();
  #untilBreak: number;

  private constructor(
    private readonly server: Server,
    private readonly options: ThinLinkOptions,
  ) {
    this.#untilBreak = options.breakEvery ?? Number.POSITIVE_INFINITY;
  }

  static async start(to: string, options: ThinLinkOptions = {}): Promise<ThinLink> {
    const { hostname: host, port } = new URL(to);
    const server = createServer();
    const link = new ThinLink(server, options);
    server.on('connection', (client) => {
      if (link.isDown) client.resetAndDestroy();
      else void link.#join(client, connect({ host, port: Number(port) }));
    });
    await new Promise<void>((resolve) => server.listen(0, options.host ?? '127.0.0.1', resolve));
    return link;
  }

  get url(): string {
    return `http://${this.options.host ?? '127.0.0.1'}:${(this.server.address() as AddressInfo).port}`;
  }

  /** Breaks all connections. */
  cut(): void {
    this.broke += 1;
    const { breaks = Infinity, breakEvery = Infinity } = this.options;
    // A break comes late by what is left of a piece: the next one is not to be late by the sum.
    const late = Math.min(0, this.#untilBreak);
    this.#untilBreak = this.broke >= breaks ? Infinity : late + breakEvery;
    for (const [client, server] of this.#pairs) {
      client.resetAndDestroy();
      server.end();
    }
  }

  async stop(): Promise<void> {
    for (const sockets of this.#pairs) for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async #join(client: Socket, server: Socket): Promise<void> {
    this.#pairs.set(client, server);
    server.on('error', () => client.resetAndDestroy()).on('end', () => client.end());
    server.on('data', (bytes) => client.write(bytes));
    client
      .on('error', () => undefined)
      .on('close', () => {
        this.#pairs.delete(client);
        server.end();
      });
    try {
      // While there is no server nothing passes: a service that takes long to start anew would count for what is tried meanwhile.
      if (server.connecting) await once(server, 'connect');
      for await (const bytes of client as AsyncIterable<Buffer>) {
        this.asked += bytes.byteLength;
        if (!server.write(bytes))
          await new Promise((resolve) => server.once('drain', resolve).once('close', resolve));
        if (this.options.bytesPerSecond !== undefined)
          await delay((bytes.byteLength / this.options.bytesPerSecond) * 1000);
        this.#untilBreak -= bytes.byteLength;
        if (this.#untilBreak <= 0) this.cut();
      }
    } catch {
      // It was reset, here or there.
    }
    server.end();
  }
}
