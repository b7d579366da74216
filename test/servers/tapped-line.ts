import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A plain TCP line to a server of this machine, which tells how much has gone through it. */
export class TappedLine {
  /** Bytes that the server sent. */
  answered = 0;
  /** Bytes that the server was sent. */
  asked = 0;
  readonly #sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async start(to: string): Promise<TappedLine> {
    const { hostname: host, port } = new URL(to);
    const server = createServer();
    const line = new TappedLine(server);
    server.on('connection', (client) => line.#join(client, connect({ host, port: Number(port) })));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return line;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #join(client: Socket, server: Socket): void {
    client.on('data', (bytes) => (this.asked += bytes.byteLength));
    server.on('data', (bytes) => (this.answered += bytes.byteLength));
    client.pipe(server).pipe(client);
    for (const [one, other] of [[client, server] as const, [server, client] as const]) {
      this.#sockets.add(one);
      one.setNoDelay(true).on('error', () => other.destroy());
      one.on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
  }
}
