import {
  createServer,
  type IncomingMessage,
  request,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';

/** An HTTP proxy on a free port of this machine; what is done with a request is for who makes it to say. */
export class LocalProxy {
  private constructor(private readonly server: Server) {}

  static async start(handler: RequestListener): Promise<LocalProxy> {
    const server = createServer(handler);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new LocalProxy(server);
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

/**
 * Sends a request on to a server, and the answer back. Where the server can't be reached, the client's connection is cut.
 *
 * @param to the server's base URL, and the target that it is asked for
 * @param seen told of the answer before its head goes out
 */
export function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  to: { readonly base: string; readonly path: string },
  seen?: (answer: IncomingMessage) => void,
): void {
  const { hostname, port } = new URL(to.base);
  const { method = '', headers } = incoming;
  const passed = request({ hostname, port, method, path: to.path, headers, agent: false }, (answer) => {
    seen?.(answer);
    outgoing.writeHead(answer.statusCode ?? 0, answer.headers);
    answer.pipe(outgoing);
  });
  passed.on('error', () => incoming.socket.destroy());
  incoming.pipe(passed);
}
