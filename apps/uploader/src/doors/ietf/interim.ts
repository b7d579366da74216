import type { IncomingMessage, ServerResponse } from 'node:http';

/** The iteration of the draft that is spoken here: draft-ietf-httpbis-resumable-upload-12. */
export const INTEROP_VERSION = '8';
const UPLOAD_RESUMPTION_SUPPORTED = 104;

/**
 * The interim responses of one request. Only who says the same interop version gets any, and none comes after
 * the final answer has begun.
 */
export class Interim {
  readonly #response: ServerResponse;
  readonly #wanted: boolean;

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.#response = response;
    // RFC 9110 section 15.2: none for HTTP/1.0.
    const isOld = request.httpVersionMajor === 1 && request.httpVersionMinor === 0;
    this.#wanted = request.headers['upload-draft-interop-version'] === INTEROP_VERSION && !isOld;
  }

  /** Where the upload can be gone on with, and within which limits. */
  announce(location: string, limit: string): void {
    this.#send({ location, 'upload-limit': limit });
  }

  /**
   * Tells every `everyMs` how far the upload is durable, when that is further than before.
   *
   * @returns what ends it
   */
  follow(offsetNow: () => Promise<number>, from: number, everyMs: number): () => void {
    if (!this.#wanted) return () => undefined;
    let told = from;
    const tell = (offset: number): void => {
      if (offset <= told) return;
      told = offset;
      this.#send({ 'upload-offset': String(offset) });
    };
    // What can't be asked now is asked again the next time.
    const timer = setInterval(() => void offsetNow().then(tell, () => undefined), everyMs);
    timer.unref();
    return () => clearInterval(timer);
  }

  #send(fields: Record<string, string>): void {
    const response = this.#response;
    if (!this.#wanted || response.headersSent || response.destroyed) return;
    response.writeInformation(UPLOAD_RESUMPTION_SUPPORTED, {
      ...fields,
      'upload-draft-interop-version': INTEROP_VERSION,
    });
  }
}
