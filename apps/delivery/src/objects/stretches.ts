import { closeSync, writeSync } from 'node:fs';
import { Oldest } from '#libs/kernel';
import { type ByteRange, type ByteSource, type OpenObject, StorageFault } from '#libs/storage';
import { SharedWork } from './shared-work.js';
import type { SystemCalls } from '../system-calls.js';

/** Bytes of an object that a descriptor holds ready: sending them waits for no disk and no server. */
export interface Stretch {
  readonly file: number;
  readonly offset: number;
  readonly bytes: number;
}

/** An object as the descriptors from which it can be sent. */
export interface Stretches {
  /**
   * What is ready from `position` on, up to `end` at most; undefined when it has to be fetched first. Good
   * until the caller gives way to others: use it at once.
   */
  ready(position: number, end: number): Stretch | undefined;
  /**
   * Makes the bytes at `position` ready, once for all who ask at the same time.
   *
   * @throws what reading the object throws; the signal's reason as soon as it is aborted
   */
  fetch(position: number, signal: AbortSignal): Promise<void>;
}

/** What is fetched, and counted as ready, at once. */
export const BLOCK_BYTES = 1024 * 1024;

const MOST_AT_ONCE = 4 * BLOCK_BYTES;
const PROBE_EVERY_BYTES = 128 * 1024;
const WARM_MS = 10_000;

type Read = (range: ByteRange, signal: AbortSignal) => ByteSource;

/** What `CachedFile` needs of an object. */
export type Warmable = Required<Pick<OpenObject, 'bytes' | 'warm'>>;

/**
 * A file on a local disk: ready is what lies in the page cache. A block is probed a byte in every 128 KiB,
 * the window in which the kernel reads ahead, and then believed for ten seconds: at worst a page that has
 * been dropped meanwhile costs one access to the disk.
 */
export class CachedFile implements Stretches {
  readonly #warmUntil: Float64Array;
  readonly #fetching = new SharedWork();

  constructor(
    private readonly calls: SystemCalls,
    private readonly file: number,
    private readonly object: Warmable,
  ) {
    this.#warmUntil = new Float64Array(Math.ceil(object.bytes / BLOCK_BYTES));
  }

  ready(position: number, end: number): Stretch | undefined {
    const now = performance.now();
    const limit = Math.min(end + 1, position + MOST_AT_ONCE);
    let to = position;
    for (let block = Math.floor(position / BLOCK_BYTES); to < limit && this.#isWarm(block, now); block += 1) {
      to = Math.min((block + 1) * BLOCK_BYTES, limit);
    }
    return to === position ? undefined : { file: this.file, offset: position, bytes: to - position };
  }

  fetch(position: number, signal: AbortSignal): Promise<void> {
    const block = Math.floor(position / BLOCK_BYTES);
    return this.#fetching.do(block, signal, (stop) => this.#read(block, stop));
  }

  async #read(block: number, signal: AbortSignal): Promise<void> {
    await this.object.warm(blockRange(block, this.object.bytes), { signal });
    this.#warmUntil[block] = performance.now() + WARM_MS;
  }

  #isWarm(block: number, now: number): boolean {
    if ((this.#warmUntil[block] ?? 0) > now) return true;
    const { start, end } = blockRange(block, this.object.bytes);
    for (let at = start; at <= end; at += PROBE_EVERY_BYTES) {
      if (!this.calls.isCached(this.file, at)) return false;
    }
    this.#warmUntil[block] = now + WARM_MS;
    return true;
  }
}

/**
 * Blocks of objects that lie where reading may wait (NFS, a bucket, a composition), kept in memory files, the
 * least recently used one goes first. Each block has a file of its own, which is never written again: what a
 * socket still has to send of it stays as it is after the block was dropped.
 */
export class HotBlocks {
  readonly #blocks = new Map<string, Stretch>();
  readonly #oldest = new Oldest(this.#blocks);
  readonly #fetching = new SharedWork();
  #closed = false;
  #fetches = 0;

  constructor(
    private readonly calls: SystemCalls,
    private readonly maxBlocks: number,
  ) {}

  get count(): number {
    return this.#blocks.size;
  }

  /** How many blocks were asked of the storage so far. */
  get fetches(): number {
    return this.#fetches;
  }

  /** `identity` is another one for another object, and the same for the same. */
  of(identity: string, bytes: number, read: Read): Stretches {
    return {
      ready: (position, end) => this.#ready(identity, position, end),
      fetch: (position, signal) => {
        const block = Math.floor(position / BLOCK_BYTES);
        const name = `${identity} ${block}`;
        return this.#fetching.do(name, signal, (stop) =>
          this.#fetch(name, blockRange(block, bytes), (range) => read(range, stop)),
        );
      },
    };
  }

  close(): void {
    this.#closed = true;
    for (const name of this.#blocks.keys()) this.#drop(name);
  }

  #ready(identity: string, position: number, end: number): Stretch | undefined {
    const block = Math.floor(position / BLOCK_BYTES);
    const name = `${identity} ${block}`;
    const found = this.#blocks.get(name);
    if (found === undefined) return undefined;
    this.#blocks.delete(name);
    this.#blocks.set(name, found);
    const offset = position - block * BLOCK_BYTES;
    return { file: found.file, offset, bytes: Math.min(found.bytes - offset, end + 1 - position) };
  }

  async #fetch(name: string, range: ByteRange, read: (range: ByteRange) => ByteSource): Promise<void> {
    this.#fetches += 1;
    const bytes = range.end - range.start + 1;
    let file: number | undefined;
    try {
      let filled = 0;
      for await (const chunk of read(range)) {
        if (filled + chunk.length > bytes) throw new StorageFault('The object is longer than it was.');
        // Not before there is something for it: many may wait for a storage that does not answer.
        file ??= this.calls.memoryFile();
        for (let at = 0; at < chunk.length; )
          at += writeSync(file, chunk, at, chunk.length - at, filled + at);
        filled += chunk.length;
      }
      if (file === undefined || filled !== bytes)
        throw new StorageFault('The object is shorter than it was.');
      if (this.#closed) throw new StorageFault('The service is stopping.');
    } catch (error) {
      if (file !== undefined) closeSync(file);
      throw error;
    }
    this.#blocks.set(name, { file, offset: 0, bytes });
    if (this.#blocks.size > this.maxBlocks) this.#drop(this.#oldest.next() ?? '');
  }

  #drop(name: string): void {
    const block = this.#blocks.get(name);
    if (block === undefined) return;
    this.#blocks.delete(name);
    closeSync(block.file);
  }
}

function blockRange(block: number, bytes: number): ByteRange {
  return { start: block * BLOCK_BYTES, end: Math.min((block + 1) * BLOCK_BYTES, bytes) - 1 };
}
