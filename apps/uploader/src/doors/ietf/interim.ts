import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Interop, interopSaid } from './interop.js';

const UPLOAD_RESUMPTION_SUPPORTED = 104;

/**
 * The interim responses of one request. Only who says an interop version that is spoken gets any, in that one, and
 * none comes after the final answer has begun.
 */
export class Interim {
  readonly #response: ServerResponse;
  /** As which they are sent; undefined where none is wanted. */
  readonly #interop: Interop | undefined;

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.#response = response;
    // RFC 9110 section 15.2: none for HTTP/1.0.
    const isOld = request.httpVersionMajor === 1 && request.httpVersionMinor === 0;
    this.#interop = isOld ? undefined : interopSaid(request);
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
    if (this.#interop === undefined) return () => undefined;
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
    if (this.#interop === undefined || response.headersSent || response.destroyed) return;
    // Node.js has it from 24.18 on; a server that can't may leave interim responses out.
    response.writeInformation?.(UPLOAD_RESUMPTION_SUPPORTED, {
      ...fields,
      'upload-draft-interop-version': String(this.#interop.version),
    });
  }
}
