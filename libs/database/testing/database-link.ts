import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** What the link does with the next commit that a client sends, and then it breaks. */
type CommitFate = 'lost-before' | 'lost-after' | 'passes';

/**
 * The way to a database, for those who try what happens when it breaks: a TCP proxy that is taken down and put up again
 * at one address, as a server is that restarts.
 */
export class DatabaseLink {
  /** The database's URL by way of the link. */
  readonly url: string;
  /** Of the next commit alone. `lost-after`: the server is sent it and does it, and nobody hears. */
  nextCommit: CommitFate = 'passes';
  /** How many connections were made over it. */
  connections = 0;
  readonly #target: { readonly host: string; readonly port: number };
  readonly #port: number;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;

  private constructor(url: string, server: Server) {
    const there = new URL(url);
    this.#target = { host: there.hostname, port: Number(there.port) };
    this.#port = (server.address() as AddressInfo).port;
    there.port = String(this.#port);
    this.url = there.href;
    this.#server = server;
    server.on('connection', (client) => this.#join(client));
  }

  static async start(url: string): Promise<DatabaseLink> {
    return new DatabaseLink(url, await listening(0));
  }

  /** Every connection ends, and no new one is taken. */
  async down(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = new Promise((resolve) => server.close(resolve));
    this.#cut();
    await closed;
  }

  async up(): Promise<void> {
    this.#server = await listening(this.#port);
    this.#server.on('connection', (client) => this.#join(client));
  }

  #join(client: Socket): void {
    this.connections += 1;
    const server = connect(this.#target);
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.setNoDelay(true).on('error', () => undefined);
      socket.on('close', () => this.#sockets.delete(socket));
    }
    let isMute = false;
    client.on('data', (bytes) => {
      const fate = bytes.includes('commit') ? this.nextCommit : 'passes';
      if (fate !== 'passes') this.nextCommit = 'passes';
      if (fate === 'lost-before') return void this.#reset(client, server);
      isMute ||= fate === 'lost-after';
      server.write(bytes);
    });
    server.on('data', (bytes) => {
      if (isMute) this.#reset(client, server);
      else client.write(bytes);
    });
    client.on('close', () => server.destroy());
    server.on('close', () => client.destroy());
  }

  #reset(...sockets: Socket[]): void {
    for (const socket of sockets) socket.resetAndDestroy();
  }

  #cut(): void {
    this.#reset(...this.#sockets);
  }
}

async function listening(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return server;
}
