import type { FileHandle } from 'node:fs/promises';
import type { ByteRange } from '../byte-range.js';
import { StorageFault } from '../storage.errors.js';
import type { CallGate } from './call-gate.js';
import { translated } from './nfs-faults.js';

const CHUNK_BYTES = 1024 * 1024;

/** One being read, one with the consumer, one being written, and one to spare. */
const RING_BUFFERS = 4;

type Allocate = (bytes: number) => Buffer;

/**
 * The bytes of a range in chunks of 1 MiB, the next one being read while one is consumed. A file that
 * turns out shorter fails the stream.
 */
export class FileChunks implements AsyncIterable<Uint8Array> {
  constructor(
    private readonly file: FileHandle,
    private readonly gate: CallGate,
    private readonly range: ByteRange | undefined,
    private readonly guard?: () => void,
  ) {}

  [Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    return this.#read((bytes) => Buffer.allocUnsafe(bytes));
  }

  /**
   * The same chunks in a few buffers that are used again and again, for a consumer that has done with
   * each chunk when it has asked for two more. A third less time than fresh memory for each.
   */
  recycled(): AsyncIterable<Uint8Array> {
    const ring: Buffer[] = [];
    let turn = 0;
    return this.#read((bytes) => {
      const at = turn % RING_BUFFERS;
      turn += 1;
      const buffer = (ring[at] ??= Buffer.allocUnsafeSlow(CHUNK_BYTES));
      return bytes === CHUNK_BYTES ? buffer : buffer.subarray(0, bytes);
    });
  }

  async *#read(allocate: Allocate): AsyncGenerator<Uint8Array, void, undefined> {
    this.guard?.();
    if (this.range === undefined) return;
    const { start, end } = this.range;
    let position = start;
    const next = () => this.#readFully(position, allocate(Math.min(CHUNK_BYTES, end + 1 - position)));
    let ahead: Promise<Uint8Array> | undefined = next();
    while (ahead !== undefined) {
      const chunk: Uint8Array = await ahead;
      this.guard?.();
      position += chunk.length;
      ahead = position > end ? undefined : next();
      // The consumer may leave before it asks for this one.
      ahead?.catch(() => undefined);
      yield chunk;
    }
  }

  async #readFully(position: number, buffer: Buffer): Promise<Uint8Array> {
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await this.gate
        .look(() => this.file.read(buffer, filled, buffer.length - filled, position + filled))
        .catch((error: unknown) => {
          throw translated(error);
        });
      if (bytesRead === 0) throw new StorageFault('The object was cut short while it was read.');
      filled += bytesRead;
    }
    return buffer;
  }
}

/** All of a file's first `bytes` bytes. */
export function firstBytes(file: FileHandle, gate: CallGate, bytes: number): FileChunks {
  return new FileChunks(file, gate, bytes === 0 ? undefined : { start: 0, end: bytes - 1 });
}
