import { setImmediate as nextTurn } from 'node:timers/promises';
import { type ByteRange, checkedRange } from '../byte-range.js';
import { StorageFault } from '../storage.errors.js';
import type { ByteSource, OpenObject } from '../storage.js';
import type { StorageKey } from '../keys.js';

const CHUNK_BYTES = 64 * 1024;

/** An open object whose bytes are all in memory. */
export class OpenMemory implements OpenObject {
  readonly bytes: number;
  readonly modifiedAt: Date;
  readonly #held: Buffer;
  #closed = false;

  constructor(
    readonly key: StorageKey,
    held: { bytes: Buffer; modifiedAt: Date },
  ) {
    this.#held = held.bytes;
    this.bytes = held.bytes.length;
    this.modifiedAt = held.modifiedAt;
  }

  read(range?: ByteRange, options: { signal?: AbortSignal | undefined } = {}): ByteSource {
    const asked = checkedRange(range, this.bytes);
    return this.#chunks(asked, options.signal);
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  async *#chunks(range: ByteRange | undefined, signal: AbortSignal | undefined) {
    const end = range === undefined ? 0 : range.end + 1;
    for (let position = range?.start ?? 0; position < end; position += CHUNK_BYTES) {
      await nextTurn();
      signal?.throwIfAborted();
      if (this.#closed) throw new StorageFault('The object has been closed.');
      yield Buffer.from(this.#held.subarray(position, Math.min(position + CHUNK_BYTES, end)));
    }
  }
}
