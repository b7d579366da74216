import type { Schemas } from './client.js';
import { NoAnswer, refusalOf } from './upload-problem.js';

/** Where uploads go, and as whom. */
export interface UploadService {
  /** Where the service is, such as `https://lectern.example`; '' for the page's own address. */
  readonly baseUrl: string;
  /** As of `lecternClient`. Without it the browser's session cookie says who it is. */
  readonly token?: string | (() => string | Promise<string>);
  /** Makes a new sign-in after a 401, and resolves when it is there. Without it a 401 ends the upload. */
  readonly signIn?: () => Promise<void>;
}

/** An upload's state as HEAD tells it. */
export interface Standing {
  readonly offset: number;
  readonly bytes: number | null;
  readonly asset: string | undefined;
}

const TUS = { 'Tus-Resumable': '1.0.0' };
const BYTES_TYPE = 'application/offset+octet-stream';
const ANSWER_MS = 60_000;

/**
 * The requests about an upload, but for those that bring its bytes.
 *
 * @throws Refused, NoAnswer, from each of them; and what `signal` was aborted with
 */
export class UploadCalls {
  /** Good for one upload, after a code. */
  #admitted: string | undefined;

  constructor(private readonly service: UploadService) {}

  addressOf(upload: string): string {
    return `${this.service.baseUrl}/v1/uploads/${upload}`;
  }

  admit(token: string): void {
    this.#admitted = token;
  }

  /** What says who sends. */
  async identity(): Promise<Record<string, string>> {
    const bearer = this.#admitted ?? (await this.#token());
    // No form can send it, so what the session's cookie alone would allow it does not.
    return bearer === undefined ? { 'Lectern-Request': '1' } : { Authorization: `Bearer ${bearer}` };
  }

  begin(body: Schemas['NewUpload'], key: string, signal: AbortSignal): Promise<Schemas['Upload']> {
    return this.#json('POST', '/v1/uploads', { body, signal, headers: { 'Idempotency-Key': key } });
  }

  view(upload: string, signal: AbortSignal): Promise<Schemas['Upload']> {
    return this.#json('GET', `/v1/uploads/${upload}`, { signal });
  }

  declare(upload: string, sha256: string, signal: AbortSignal): Promise<Schemas['Upload']> {
    return this.#json('PATCH', `/v1/uploads/${upload}`, { body: { sha256 }, signal });
  }

  prove(upload: string, body: Schemas['UploadProof'], signal: AbortSignal): Promise<void> {
    return this.#json('POST', `/v1/uploads/${upload}/proof`, { body, signal });
  }

  redeem(code: string, signal: AbortSignal): Promise<Schemas['UploadAdmission']> {
    return this.#json('POST', '/v1/continue', { body: { code }, signal });
  }

  name(asset: string, body: Schemas['AssetEdit'], signal: AbortSignal): Promise<void> {
    return this.#json('PATCH', `/v1/assets/${asset}`, { body, signal });
  }

  /** Where it stands. Whoever still sends to it is stopped. */
  async stand(upload: string, signal: AbortSignal): Promise<Standing> {
    const { headers } = await this.#send('HEAD', `/v1/uploads/${upload}`, { signal, headers: TUS });
    const length = headers.get('Upload-Length');
    return {
      offset: Number(headers.get('Upload-Offset')),
      bytes: length === null ? null : Number(length),
      asset: headers.get('Upload-Asset') ?? undefined,
    };
  }

  /** Asks again for the end of an upload of which all bytes came. */
  async finish(upload: string, offset: number, signal: AbortSignal): Promise<string | undefined> {
    const headers = { ...TUS, 'Content-Type': BYTES_TYPE, 'Upload-Offset': String(offset) };
    const answer = await this.#send('PATCH', `/v1/uploads/${upload}`, { signal, headers });
    return answer.headers.get('Upload-Asset') ?? undefined;
  }

  async end(upload: string, signal: AbortSignal): Promise<void> {
    await this.#send('DELETE', `/v1/uploads/${upload}`, { signal, headers: TUS });
  }

  /** Whoever is asked for a token may be behind the same link. */
  async #token(): Promise<string | undefined> {
    const { token } = this.service;
    try {
      return typeof token === 'function' ? await token() : token;
    } catch (cause) {
      throw new NoAnswer({ cause });
    }
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- says what the caller expects to read
  async #json<T>(
    method: string,
    path: string,
    { body, signal, headers }: Sent & { body?: object },
  ): Promise<T> {
    const { text } = await this.#send(method, path, {
      signal,
      headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  async #send(
    method: string,
    path: string,
    { body, signal, headers }: Sent & { body?: string },
  ): Promise<{ headers: Headers; text: string }> {
    const identity = await this.identity();
    signal.throwIfAborted();
    // AbortSignal.any and .timeout are younger than the browsers that are served.
    const ended = new AbortController();
    const end = (): void => ended.abort();
    signal.addEventListener('abort', end);
    const timer = setTimeout(end, ANSWER_MS);
    try {
      const answer = await fetch(`${this.service.baseUrl}${path}`, {
        method,
        headers: { ...headers, ...identity },
        signal: ended.signal,
        ...(body !== undefined && { body }),
      });
      const text = await answer.text();
      if (!answer.ok) throw refusalOf(answer.status, text, answer.headers.get('Retry-After'));
      return { headers: answer.headers, text };
    } catch (error) {
      signal.throwIfAborted();
      throw error instanceof TypeError || ended.signal.aborted ? new NoAnswer({ cause: error }) : error;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
    }
  }
}

interface Sent {
  readonly signal: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}
