import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './generated.js';

/** Every operation of the API by its path, with the types of what it takes and answers. */
export type LecternClient = Client<paths>;

/** What the API's bodies look like, by their names: `Schemas['Asset']`. */
export type Schemas = components['schemas'];

export interface LecternClientOptions {
  /** Where the service is, such as `https://lectern.example`. */
  readonly baseUrl: string;
  /**
   * An access token or API key, or what gives the one that holds now: it is asked before every request. A page that is
   * served by the service itself has none: its cookie says who calls.
   */
  readonly token?: string | (() => string | Promise<string>);
  /** What every request says besides. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What sends the requests; the platform's own where it is left out. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/**
 * A client for the API: `const { data, error } = await client.GET('/v1/assets/{id}', { params: { path: { id } } })`.
 * `error` is the problem of a refusal, and `data` the body of a success: never both. Network faults are thrown as
 * `fetch` throws them. A body that is bytes is a Blob, sent as it is under the Content-Type that `headers` says; a
 * body that holds a Blob is sent as a form, its fields before its file.
 */
export function lecternClient({ baseUrl, token, headers, fetch }: LecternClientOptions): LecternClient {
  const client = createClient<paths>({
    baseUrl,
    bodySerializer: serialized,
    ...(headers && { headers }),
    ...(fetch && { fetch }),
  });
  if (token === undefined) return client;
  client.use({
    async onRequest({ request }) {
      request.headers.set('authorization', `Bearer ${typeof token === 'string' ? token : await token()}`);
      return request;
    },
  });
  return client;
}

function serialized(body: unknown): string | Blob | FormData {
  if (body instanceof Blob) return body;
  const entries = Object.entries(body as object) as [string, unknown][];
  const files = entries.filter((entry): entry is [string, Blob] => entry[1] instanceof Blob);
  if (files.length === 0) return JSON.stringify(body);
  const form = new FormData();
  for (const [name, value] of entries) if (typeof value === 'string') form.append(name, value);
  for (const [name, file] of files) form.append(name, file);
  return form;
}
