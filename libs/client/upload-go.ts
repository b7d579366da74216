import * as tus from 'tus-js-client';
import type { UploadCalls } from './upload-calls.js';
import type { Stretch } from './upload-pace.js';
import { Interrupted, NoAnswer, Refused, refusalOf } from './upload-problem.js';
import type { OpenSource } from './upload-source.js';

interface GoParts {
  readonly address: string;
  readonly source: OpenSource;
  readonly requestBytes: () => number;
  readonly stallMs: (bytes: number) => number;
  readonly onStall: () => void;
  /** Awaited before each request that brings bytes. */
  readonly beforeBytes: () => Promise<void>;
  /** `sending`: when what came since the last offset was under way; undefined where this go knows of nothing. */
  readonly onOffset: (offset: number, sending: Stretch | undefined) => void;
  readonly onProgress: (sent: number) => void;
}

/** One go with tus-js-client: HEAD, then bounded PATCHes until the end or the first thing that goes wrong. */
export class Go {
  /** The asset, where an answer named it. @throws Refused, NoAnswer */
  readonly done: Promise<string | undefined>;
  readonly #upload: tus.Upload;
  #isStopped = false;
  #begun: number | undefined;
  #stall: ReturnType<typeof setTimeout> | undefined;

  constructor(calls: UploadCalls, parts: GoParts) {
    let settle: { resolve: (asset: string | undefined) => void; reject: (error: unknown) => void };
    this.done = new Promise((resolve, reject) => (settle = { resolve, reject }));
    const stalled = (): void => {
      parts.onStall();
      settle.reject(new NoAnswer());
    };
    const watch = (): void => {
      clearTimeout(this.#stall);
      if (!this.#isStopped)
        this.#stall = setTimeout(stalled, parts.stallMs(this.#upload.options.chunkSize ?? 0));
    };
    const options: tus.UploadOptions = {
      uploadUrl: parts.address,
      chunkSize: parts.requestBytes(),
      // What is tried again, and when, is decided outside; what is remembered, too.
      retryDelays: null,
      storeFingerprintForResuming: false,
      fingerprint: () => Promise.resolve(''),
      fileReader: { openFile: () => Promise.resolve(parts.source) },
      onBeforeRequest: async (request) => {
        for (const [name, value] of Object.entries(await calls.identity())) request.setHeader(name, value);
        const bringsBytes = request.getMethod() === 'PATCH';
        if (bringsBytes) await parts.beforeBytes();
        if (this.#isStopped) throw new Interrupted('stopped');
        if (bringsBytes) this.#begun = Date.now();
        watch();
      },
      onAfterResponse: (request, response) => {
        clearTimeout(this.#stall);
        const offset = Number(response.getHeader('Upload-Offset') ?? Number.NaN);
        if (this.#isStopped || response.getStatus() >= 300 || Number.isNaN(offset)) return;
        parts.onOffset(offset, request.getMethod() === 'PATCH' ? this.#stretch() : undefined);
        this.#upload.options.chunkSize = parts.requestBytes();
      },
      onProgress: (sent) => {
        if (this.#isStopped || this.#begun === undefined) return;
        watch();
        parts.onProgress(sent);
      },
      onSuccess: ({ lastResponse }) => settle.resolve(lastResponse.getHeader('Upload-Asset') || undefined),
      onError: (error) => {
        clearTimeout(this.#stall);
        settle.reject(reasonOf(error));
      },
    };
    this.#upload = new tus.Upload(parts.source as unknown as Blob, options);
    this.#upload.start();
  }

  /** @returns the request that this cut short, if one was under way */
  stop(): Stretch | undefined {
    this.#isStopped = true;
    clearTimeout(this.#stall);
    void this.#upload.abort();
    return this.#stretch();
  }

  #stretch(): Stretch | undefined {
    const begun = this.#begun;
    this.#begun = undefined;
    return begun === undefined ? undefined : { begun, ended: Date.now() };
  }
}

/** What tus-js-client met, as what the other requests meet. */
function reasonOf(error: Error | tus.DetailedError): unknown {
  if (!(error instanceof tus.DetailedError)) return error;
  const { causingError, originalResponse: response } = error;
  if (causingError instanceof Refused || causingError instanceof Interrupted) return causingError;
  if (response === null || response === undefined) return new NoAnswer({ cause: error });
  if (response.getStatus() < 300) return new NoAnswer({ cause: error });
  return refusalOf(response.getStatus(), response.getBody(), response.getHeader('Retry-After'));
}
