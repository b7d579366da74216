import { forward, LocalProxy } from './local-proxy.js';

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

  private constructor(private readonly proxy: LocalProxy) {}

  static async start(to: string): Promise<CountingProxy> {
    const proxy = await LocalProxy.start((incoming, outgoing) => {
      if (counting.down) return void incoming.socket.destroy();
      const { method = '', url: path = '', headers } = incoming;
      forward(incoming, outgoing, { base: to, path }, (answer) => {
        const counted = { method, path, range: headers.range, status: answer.statusCode ?? 0, bytes: 0 };
        counting.requests.push(counted);
        answer.on('data', (chunk: Buffer) => (counted.bytes += chunk.length));
      });
    });
    const counting = new CountingProxy(proxy);
    return counting;
  }

  get url(): string {
    return this.proxy.url;
  }

  /** What was asked for objects of assets, with this method. */
  of(method: string): CountedRequest[] {
    return this.requests.filter((one) => one.method === method && one.path.includes('/assets/'));
  }

  stop(): Promise<void> {
    return this.proxy.stop();
  }
}
