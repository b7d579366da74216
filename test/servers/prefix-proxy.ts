import { forward, LocalProxy } from './local-proxy.js';

/** A proxy that reaches each server behind it below a prefix of its own, which it takes away; all else is 404. */
export class PrefixProxy {
  private constructor(
    private readonly proxy: LocalProxy,
    /** The base URL of the server by its prefix, such as `/lectern`. */
    readonly servers: Record<string, string>,
  ) {}

  static async start(): Promise<PrefixProxy> {
    const servers: Record<string, string> = {};
    const proxy = await LocalProxy.start((incoming, outgoing) => {
      const { url: target = '' } = incoming;
      const [prefix, base] = Object.entries(servers).find(([one]) => target.startsWith(`${one}/`)) ?? [];
      if (prefix === undefined || base === undefined) return void outgoing.writeHead(404).end();
      forward(incoming, outgoing, { base, path: target.slice(prefix.length) });
    });
    return new PrefixProxy(proxy, servers);
  }

  get url(): string {
    return this.proxy.url;
  }

  stop(): Promise<void> {
    return this.proxy.stop();
  }
}
