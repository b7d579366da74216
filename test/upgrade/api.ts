/** What a service answered. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON; undefined where there is none. */
  readonly body: unknown;
}

/** One caller of the API, as any HTTP client would be: nothing of the project's code is used. */
export class Api {
  /**
   * @param origin asked at each call, since a service that is started again may be elsewhere
   * @param token an API key or an access token
   */
  constructor(
    private readonly origin: () => string,
    private readonly token: string,
  ) {}

  async call(
    method: string,
    path: string,
    options: { headers?: Record<string, string>; body?: BodyInit } = {},
  ): Promise<Reply> {
    const answer = await fetch(`${this.origin()}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, ...options.headers },
      ...(options.body === undefined ? {} : { body: options.body }),
      signal: AbortSignal.timeout(60_000),
    });
    const text = await answer.text();
    const isJson = /\bjson\b/.test(answer.headers.get('content-type') ?? '');
    return {
      status: answer.status,
      headers: answer.headers,
      body: text === '' ? undefined : isJson ? (JSON.parse(text) as unknown) : text,
    };
  }

  /** As `call`, with a JSON body. */
  send(
    method: string,
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Reply> {
    return this.call(method, path, {
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  /** As `call`, for what must be answered so; gives the body. @throws Error with what was answered instead */
  async must(status: number, method: string, path: string, body?: unknown): Promise<unknown> {
    const reply = body === undefined ? await this.call(method, path) : await this.send(method, path, body);
    return answered(reply, status, `${method} ${path}`).body;
  }
}

/** @throws Error where it was answered otherwise */
export function answered(reply: Reply, status: number, what: string): Reply {
  if (reply.status === status) return reply;
  throw new Error(`${what} was answered ${reply.status}: ${JSON.stringify(reply.body)}`);
}

/** A text in a JSON object. @throws Error where there is none */
export function textOf(body: unknown, name: string): string {
  const value = (body as Readonly<Record<string, unknown>> | undefined)?.[name];
  if (typeof value === 'string') return value;
  throw new Error(`There is no text ${name} in ${JSON.stringify(body)}`);
}

/** The objects on a page of a list. */
export function itemsOf(body: unknown): readonly Readonly<Record<string, unknown>>[] {
  return (body as { items: readonly Readonly<Record<string, unknown>>[] }).items;
}
