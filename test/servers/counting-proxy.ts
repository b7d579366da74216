import { createServer, request, type Server } from 'node:http';

/** What went through to the server behind. */
export interface CountedRequest {
  readonly method: string;
  readonly path: string;
  readonly range: string | undefined;
  readonly status: number;
  /** Of the body. */
  bytes: number;
}

/** An HTTP proxy before one server that counts what passes, and can be made to refuse everything. */
export class CountingProxy {
  readonly requests: CountedRequest[] = [];
  /** While true each connection is dropped. */
  down = false;

  private constructor(private readonly server: Server) {}

  static async start(to: string): Promise<CountingProxy> {
    const { hostname, port } = new URL(to);
    const server = createServer((incoming, outgoing) => {
      if (proxy.down) return void incoming.socket.destroy();
      const { method = '', url: path = '', headers } = incoming;
      const passed = request({ hostname, port, method, path, headers, agent: false }, (answer) => {
        const counted = { method, path, range: headers.range, status: answer.statusCode ?? 0, bytes: 0 };
        proxy.requests.push(counted);
        outgoing.writeHead(counted.status, answer.headers);
        answer.on('data', (chunk: Buffer) => (counted.bytes += chunk.length));
        answer.pipe(outgoing);
      });
      passed.on('error', () => incoming.socket.destroy());
      incoming.pipe(passed);
    });
    const proxy = new CountingProxy(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('The proxy does not listen.');
    return `http://127.0.0.1:${address.port}`;
  }

  /** What was asked for objects of assets, with this method. */
  of(method: string): CountedRequest[] {
    return this.requests.filter((one) => one.method === method && one.path.includes('/assets/'));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
