import { setTimeout as delay } from 'node:timers/promises';
import type { StartFacts } from './lectern-process.js';

export interface AssetView {
  readonly id: string;
  readonly state: 'processing' | 'playable' | 'ready' | 'failed';
  readonly failure: { readonly code: string; readonly reason: string } | null;
  readonly bytes: number;
  readonly derivedBytes: number;
  readonly sha256: string;
  readonly kind: string;
  readonly contentType: string;
  readonly fileName: string;
  readonly durationSeconds: number | null;
  readonly renditions: readonly {
    readonly rung: string;
    readonly state: string;
    readonly width: number;
    readonly height: number;
    readonly bytes: number;
  }[];
  readonly [more: string]: unknown;
}

export interface QuotaView {
  readonly limit: number | null;
  readonly used: number;
  readonly reserved: number;
  readonly derived: number;
  readonly effective: number | null;
  readonly bindingUnit: string | null;
  readonly assets: number;
}

/** A caller of the API as any HTTP client would be: nothing of the project's code is used. */
export class Client {
  constructor(
    readonly facts: StartFacts,
    readonly key: string,
  ) {}

  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (!headers.has('authorization')) headers.set('authorization', `Bearer ${this.key}`);
    return fetch(`${this.facts.uploader}${path}`, { ...init, headers });
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- says what the caller expects to read
  async json<T>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; headers: Headers; body: T }> {
    const response = await this.fetch(
      path,
      body === undefined
        ? { method }
        : { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    );
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? undefined : JSON.parse(text)) as T,
    };
  }

  async uploadForm(
    fileName: string,
    bytes: Blob | Uint8Array<ArrayBuffer>,
    fields: Record<string, string> = {},
  ): Promise<{ status: number; body: AssetView & { code?: string } }> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set('file', bytes instanceof Blob ? bytes : new Blob([bytes]), fileName);
    const response = await this.fetch('/v1/assets', { method: 'POST', body: form });
    return { status: response.status, body: (await response.json()) as AssetView & { code?: string } };
  }

  /** Waits until the asset is in one of the states; a failure that was not asked for is an error. */
  async untilState(asset: string, states: readonly AssetView['state'][], seconds = 120): Promise<AssetView> {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const { body } = await this.json<AssetView>('GET', `/v1/assets/${asset}`);
      if (states.includes(body.state)) return body;
      if (body.state === 'failed') throw new Error(`the asset failed: ${JSON.stringify(body.failure)}`);
      if (Date.now() > deadline) throw new Error(`the asset is still ${body.state}`);
      await delay(100);
    }
  }

  async session(
    asset: string,
  ): Promise<{ hls: string; session: string; poster: string | null; images: readonly { url: string }[] }> {
    const { status, body } = await this.json<{
      hls: string;
      session: string;
      poster: string | null;
      images: { url: string }[];
    }>('POST', `/v1/assets/${asset}/playback-sessions`, {});
    if (status !== 201) throw new Error(`no playback session: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  async quota(account: string): Promise<QuotaView> {
    return (await this.json<QuotaView>('GET', `/v1/admin/quotas/${account}`)).body;
  }
}
