import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Where a commit that a client sends gets lost, and the connection with it: `after` the server has done it, nobody hears. */
export type CommitLoss = 'before' | 'after';

/**
 * The way to a database, for those who try what happens when it breaks: a TCP proxy that is taken down and put up again
 * at one address, as a server is that restarts.
 */
export class DatabaseLink {
  /** The database's URL by way of the link. */
  readonly url: string;
  /** How many connections were made over it. */
  connections = 0;
  readonly #target: { readonly host: string; readonly port: number };
  readonly #port: number;
  readonly #sockets = new Set<Socket>();
  #loss: { readonly loss: CommitLoss; passing: number } | undefined;
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

  /** One commit of all that come from now on is lost, after so many that pass. */
  loseCommit(loss: CommitLoss, passing = 0): void {
    this.#loss = { loss, passing };
  }

  /** Whether the commit that was to be lost has not come yet; then it is not lost any more. */
  keepCommit(): boolean {
    const isOpen = this.#loss !== undefined;
    this.#loss = undefined;
    return isOpen;
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
      const loss = bytes.includes('commit') ? this.#takeLoss() : undefined;
      if (loss === 'before') return this.#reset(client, server);
      isMute ||= loss === 'after';
      server.write(bytes);
    });
    server.on('data', (bytes) => {
      if (isMute) this.#reset(client, server);
      else client.write(bytes);
    });
    client.on('close', () => server.destroy());
    server.on('close', () => client.destroy());
  }

  #takeLoss(): CommitLoss | undefined {
    if (this.#loss === undefined || this.#loss.passing-- > 0) return undefined;
    const { loss } = this.#loss;
    this.#loss = undefined;
    return loss;
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
