import { createServer, request, type Server } from 'node:http';

/** A proxy that reaches each server behind it below a prefix of its own, which it takes away; all else is 404. */
export class PrefixProxy {
  /** The base URL of the server by its prefix, such as `/lectern`. */
  readonly servers: Record<string, string> = {};

  private constructor(private readonly server: Server) {}

  static async start(): Promise<PrefixProxy> {
    const server = createServer((incoming, outgoing) => {
      const { method = '', url: target = '', headers } = incoming;
      const [prefix, to] = Object.entries(proxy.servers).find(([one]) => target.startsWith(`${one}/`)) ?? [];
      if (prefix === undefined || to === undefined) return void outgoing.writeHead(404).end();
      const { hostname, port } = new URL(to);
      const path = target.slice(prefix.length);
      const passed = request({ hostname, port, method, path, headers, agent: false }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 0, answer.headers);
        answer.pipe(outgoing);
      });
      passed.on('error', () => incoming.socket.destroy());
      incoming.pipe(passed);
    });
    const proxy = new PrefixProxy(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('The proxy does not listen.');
    return `http://127.0.0.1:${address.port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
