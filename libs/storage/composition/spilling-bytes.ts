import { closeSync, createReadStream, openSync, writeSync } from 'node:fs';
import type { ByteSource } from '../storage.js';

/** A part of something that is to be stored: bytes, or all bytes of a file of this machine. */
export type Part = Uint8Array | { readonly path: string };

const CHUNK_BYTES = 2 ** 18;
/** Held at the most where there is a file for more: the index of half an hour's lesson stays in memory. */
const CHUNKS_HELD = 4;

/** Bytes that grow without being moved. */
export class SpillingBytes {
  bytes = 0;
  private full: Uint8Array[] = [];
  private last = new Uint8Array(0);
  private filled = 0;
  private file: number | undefined;

  /** @param path of a file that is not there yet: it is made past 1 MiB, and has them all then. It waits for the disk */
  constructor(private readonly path: string | undefined) {}

  add(more: Uint8Array): void {
    for (let at = 0; at < more.byteLength; ) {
      if (this.filled === this.last.byteLength) this.begin();
      const some = Math.min(more.byteLength - at, CHUNK_BYTES - this.filled);
      this.last.set(some === more.byteLength ? more : more.subarray(at, at + some), this.filled);
      this.filled += some;
      at += some;
    }
    this.bytes += more.byteLength;
  }

  /** All of them; to be asked for once, behind the last one. */
  end(): Part[] {
    if (this.file === undefined || this.path === undefined) return this.held();
    this.spill(this.file);
    closeSync(this.file);
    return [{ path: this.path }];
  }

  private begin(): void {
    if (this.filled > 0) this.full.push(this.last);
    this.filled = 0;
    if (this.path === undefined || this.full.length < CHUNKS_HELD) {
      this.last = new Uint8Array(CHUNK_BYTES);
      return;
    }
    this.file ??= openSync(this.path, 'wx', 0o600);
    this.spill(this.file);
  }

  private spill(file: number): void {
    for (const chunk of this.held())
      for (let at = 0; at < chunk.byteLength; ) at += writeSync(file, chunk, at);
    this.full = [];
    this.filled = 0;
  }

  private held(): Uint8Array[] {
    return [...this.full, this.last.subarray(0, this.filled)].filter(({ byteLength }) => byteLength > 0);
  }
}

/** The bytes of all parts, one after the other; of files some at a time. Fails where a file can't be read. */
export async function* contentOf(parts: readonly Part[]): ByteSource {
  for (const part of parts) {
    if (part instanceof Uint8Array) yield part;
    else yield* createReadStream(part.path, { highWaterMark: CHUNK_BYTES });
  }
}
