import { Readable } from 'node:stream';
import type { ByteSource } from './storage.js';

/**
 * Takes chunks from a source one at a time, and can be stopped while the next one is still awaited: a
 * sender that has fallen silent holds nobody.
 */
export class SourceReader {
  readonly #source: ByteSource;
  readonly #iterator: AsyncIterator<Uint8Array>;
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort = () => this.stop(this.#signal?.reason);
  #stopped: { readonly reason: unknown } | undefined;
  #reject: ((reason: unknown) => void) | undefined;
  #ended = false;

  constructor(source: ByteSource, signal?: AbortSignal) {
    this.#source = source;
    this.#iterator = source[Symbol.asyncIterator]();
    this.#signal = signal;
    if (signal?.aborted) this.stop(signal.reason);
    else signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** The next chunk, or undefined at the end. Fails with the source's error, or the reason of `stop`. */
  next(): Promise<Uint8Array | undefined> {
    return new Promise((resolve, reject) => {
      if (this.#stopped !== undefined) {
        reject(this.#stopped.reason);
        return;
      }
      this.#reject = reject;
      this.#iterator.next().then(
        (result) => {
          this.#reject = undefined;
          if (result.done) this.#ended = true;
          resolve(result.done ? undefined : result.value);
        },
        (error: unknown) => {
          this.#reject = undefined;
          this.#ended = true;
          reject(error);
        },
      );
    });
  }

  /** Makes this and every later `next` fail with `reason`. */
  stop(reason: unknown): void {
    this.#stopped ??= { reason };
    this.#reject?.(reason);
  }

  /** Lets go of the source; one that has not ended is told so, as `for await` does on an early exit. */
  release(): void {
    this.#signal?.removeEventListener('abort', this.#onAbort);
    if (this.#ended) return;
    this.#ended = true;
    if (this.#source instanceof Readable) this.#source.destroy();
    else this.#iterator.return?.().catch(() => undefined);
  }
}
