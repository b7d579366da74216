import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

/** What the provider says of one of its people, besides `sub`. */
export type Person = Readonly<Record<string, unknown>>;

/** A real OpenID provider, certified oidc-provider of npm, whose people are given and whose forms ask for no password. */
export class IdentityProvider {
  private constructor(
    readonly issuer: string,
    private readonly server: Server,
    /** Told before a client comes, who may be there sooner than the port of its own callback is known. */
    private readonly people: Map<string, Person>,
  ) {}

  /** @param client as which Lectern is registered */
  static async start(
    client: { readonly id: string; readonly secret: string; readonly callback: string },
    people: Readonly<Record<string, Person>>,
  ): Promise<IdentityProvider> {
    const known = new Map(Object.entries(people));
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const provider = new Provider(issuer, {
      clients: [
        {
          client_id: client.id,
          client_secret: client.secret,
          redirect_uris: [client.callback],
          post_logout_redirect_uris: [new URL('/', client.callback).href],
        },
      ],
      claims: { openid: ['sub'], profile: ['name', 'groups', 'department'] },
      findAccount: (_context, id) => {
        const person = known.get(id);
        return person && { accountId: id, claims: () => Promise.resolve({ sub: id, ...person }) };
      },
      cookies: { keys: ['test'] },
      features: { devInteractions: { enabled: true } },
    });
    const answer = provider.callback();
    server.on('request', (request, response) => void answer(request, response));
    return new IdentityProvider(issuer, server, known);
  }

  /** What it says of a person from now on. */
  know(id: string, person: Person): void {
    this.people.set(id, person);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** A browser as far as signing in needs one: it keeps cookies, and follows redirects when it is told to. */
export class Browser {
  private readonly jar = new Map<string, Map<string, string>>();

  async fetch(url: string | URL, init: RequestInit = {}): Promise<Response> {
    const { origin } = new URL(url);
    const kept = this.jar.get(origin) ?? new Map<string, string>();
    this.jar.set(origin, kept);
    const headers = new Headers(init.headers);
    if (kept.size > 0) headers.set('cookie', [...kept].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const name = pair.slice(0, pair.indexOf('='));
      const isGone = attributes.some((attribute) => /^(max-age=0|expires=Thu, 01 Jan 1970)/i.test(attribute));
      if (isGone) kept.delete(name);
      else kept.set(name, pair.slice(name.length + 1));
    }
    return response;
  }

  /** Follows redirects to the first answer that is none, or whose address `stops`. */
  async follow(
    url: string | URL,
    stops: (next: URL) => boolean = () => false,
  ): Promise<{ url: URL; response: Response }> {
    let at = new URL(url);
    for (let hops = 0; hops < 20; hops++) {
      const response = await this.fetch(at);
      const location = response.headers.get('location');
      if (location === null) return { url: at, response };
      const next = new URL(location, at);
      if (stops(next)) return { url: next, response };
      await response.body?.cancel();
      at = next;
    }
    throw new Error('a redirect follows another for ever');
  }

  /** Signs in at the provider's forms as `person`. @returns where the provider sends the browser back to */
  async signIn(begin: string, person: string, isBack: (next: URL) => boolean): Promise<URL> {
    let { url, response } = await this.follow(begin, isBack);
    for (let forms = 0; forms < 4 && !isBack(url); forms++) {
      const page = await response.text();
      const [, action = ''] = /<form[^>]* action="([^"]+)"/.exec(page) ?? [];
      const [, prompt = ''] = /name="prompt" value="([^"]+)"/.exec(page) ?? [];
      const sent = await this.fetch(new URL(action, url), {
        method: 'POST',
        body: new URLSearchParams({ prompt, login: person, password: 'any' }),
      });
      const location = new URL(sent.headers.get('location') ?? '', url);
      ({ url, response } = isBack(location)
        ? { url: location, response: sent }
        : await this.follow(location, isBack));
    }
    return url;
  }

  cookie(origin: string, name: string): string | undefined {
    return this.jar.get(origin)?.get(name);
  }
}
