import { type ByteRange, checkedRange } from '../byte-range.js';
import { ObjectNotFound, StorageFault, StorageUnavailable } from '../storage.errors.js';
import type { ByteSource, ObjectOpener, OpenObject } from '../storage.js';
import { isControl, type StorageKey } from '../keys.js';
import {
  BLOCK_BYTES,
  blockBuffer,
  blockIdOf,
  blockLength,
  type BlockOwner,
  DamagedBlock,
  sealBlock,
} from './block-file.js';
import { BlockFetches } from './block-fetches.js';
import { BlockStore, type BlockStoreOptions, type Removal } from './block-store.js';

export interface CachedObjectsOptions extends BlockStoreOptions {
  /** Blocks that are fetched at the same time, each with 1 MiB of memory; 32 unless told. */
  readonly fetchesAtOnce?: number | undefined;
}

/** Counts since the start. */
export interface CacheFigures {
  /** Reads of a block, by where it came from: held; fetched; fetched by another; past the cache. */
  readonly reads: Readonly<Record<'hit' | 'miss' | 'joined' | 'bypassed', number>>;
  readonly fetchedBytes: number;
  /** Blocks removed. */
  readonly removed: Readonly<Record<Removal, number>>;
  /** Held now. */
  readonly bytes: number;
  readonly blocks: number;
}

const FETCHES_AT_ONCE = 32;
/** How long the storage is waited for before what is known of an object from its blocks has to do. */
const PATIENCE_MS = 2_000;

/**
 * A storage's objects through a cache of blocks on a local disk. Each block is fetched once however many ask for
 * it, and outlives the process. Objects on a local disk, and control documents, are passed by.
 *
 * Whether an object exists is asked of the storage at each `open`; one that is gone is removed from the cache.
 * Only while the storage does not answer, an object of which a block is held is opened from that. A cache that
 * can't be written to or read costs its use, never an answer: then the blocks fetched last are kept in memory.
 */
export class CachedObjects implements ObjectOpener {
  readonly #store: BlockStore;
  readonly #fetches: BlockFetches;
  readonly #reads = { hit: 0, miss: 0, joined: 0, bypassed: 0 };
  #fetchedBytes = 0;

  constructor(
    private readonly storage: ObjectOpener,
    options: CachedObjectsOptions,
  ) {
    this.#store = new BlockStore(options);
    this.#fetches = new BlockFetches(options.fetchesAtOnce ?? FETCHES_AT_ONCE);
  }

  get figures(): CacheFigures {
    const { bytes, blocks, removed } = this.#store;
    return { reads: this.#reads, fetchedBytes: this.#fetchedBytes, removed, bytes, blocks };
  }

  /** Resolves when the cache knows what an earlier process left; until then it finds it block by block. */
  ready(): Promise<void> {
    return this.#store.ready();
  }

  /** @throws ObjectNotFound, StorageUnavailable, StorageFault */
  async open(key: StorageKey, options: { signal?: AbortSignal | undefined } = {}): Promise<OpenObject> {
    if (isControl(key)) return this.storage.open(key, options);
    try {
      const origin = await this.#openInTime(key, options.signal);
      if (origin.descriptor !== undefined) return origin;
      const { bytes, modifiedAt } = origin;
      return this.#object({ key, bytes, modifiedAt }, origin);
    } catch (error) {
      if (error instanceof ObjectNotFound) this.#store.drop(key);
      if (!(error instanceof StorageUnavailable)) throw error;
      await this.#store.ready();
      const owner = await this.#store.ownerOf(key);
      if (owner === undefined) throw error;
      return this.#object(owner, undefined);
    }
  }

  /** Fetches end; the storage stays the caller's to close. */
  close(): void {
    this.#fetches.close();
    this.#store.close();
  }

  /** A server that says nothing is not waited for where there is another way. */
  async #openInTime(key: StorageKey, signal: AbortSignal | undefined): Promise<OpenObject> {
    if (!this.#store.knows(key)) return this.storage.open(key, signal === undefined ? {} : { signal });
    const patience = AbortSignal.timeout(PATIENCE_MS);
    const both = signal === undefined ? patience : AbortSignal.any([signal, patience]);
    try {
      return await this.storage.open(key, { signal: both });
    } catch (error) {
      if (patience.aborted && signal?.aborted !== true) throw new StorageUnavailable({ cause: error });
      throw error;
    }
  }

  #object(owner: BlockOwner, opened: OpenObject | undefined): CachedObject {
    const origin = new Origin(this.storage, owner, opened);
    return new CachedObject(owner, origin, (block, signal) => this.#hold(owner, origin, block, signal), {
      read: (block, from, to) => this.#store.read(owner, block, from, to),
      bypassed: () => {
        this.#reads.bypassed += 1;
      },
    });
  }

  /** Whether the block is held now, after it was fetched if need be. */
  async #hold(
    owner: BlockOwner,
    origin: Origin,
    block: number,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    const id = blockIdOf(owner.key);
    if (await this.#store.has(id, block)) {
      this.#reads.hit += 1;
      return true;
    }
    const name = `${id}-${block} ${owner.bytes} ${owner.modifiedAt.getTime()}`;
    this.#reads[this.#fetches.has(name) ? 'joined' : 'miss'] += 1;
    await this.#fetches.do(name, signal, (stop) => this.#fetch(owner, origin, block, stop));
    return this.#store.has(id, block);
  }

  async #fetch(owner: BlockOwner, origin: Origin, block: number, signal: AbortSignal): Promise<void> {
    const id = blockIdOf(owner.key);
    // It may have come between the look and the order.
    if (await this.#store.has(id, block)) return;
    const buffer = blockBuffer(owner, block);
    const start = block * BLOCK_BYTES;
    const length = blockLength(owner.bytes, block);
    let filled = 0;
    try {
      for await (const chunk of origin.read({ start, end: start + length - 1 }, signal)) {
        if (filled + chunk.length > length) throw new StorageFault('The object is longer than it was.');
        buffer.set(chunk, filled);
        filled += chunk.length;
      }
    } catch (error) {
      if (error instanceof ObjectNotFound) this.#store.drop(owner.key);
      throw error;
    }
    if (filled !== length) throw new StorageFault('The object is shorter than it was.');
    this.#fetchedBytes += length;
    sealBlock(buffer, owner, block);
    await this.#store.keep(id, block, buffer);
  }
}

/**
 * The object in the storage, opened when it is first needed. It stays open until it was closed and nobody reads
 * it any more: a fetch that others wait for outlives the reader who began it.
 */
class Origin {
  #opened: Promise<OpenObject> | undefined;
  #readers = 0;
  #closed = false;

  constructor(
    private readonly storage: ObjectOpener,
    private readonly owner: BlockOwner,
    opened: OpenObject | undefined,
  ) {
    this.#opened = opened === undefined ? undefined : Promise.resolve(opened);
  }

  async *read(range: ByteRange, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array, void> {
    this.#readers += 1;
    try {
      this.#opened ??= this.#open();
      const opened = await this.#opened;
      yield* opened.read(range, signal === undefined ? {} : { signal });
    } finally {
      this.#readers -= 1;
      this.#closeUnused();
    }
  }

  close(): void {
    this.#closed = true;
    this.#closeUnused();
  }

  async #open(): Promise<OpenObject> {
    try {
      const opened = await this.storage.open(this.owner.key);
      const { bytes, modifiedAt } = this.owner;
      if (opened.bytes === bytes && opened.modifiedAt.getTime() === modifiedAt.getTime()) return opened;
      await opened.close();
      throw new StorageFault('The object is another one than it was.');
    } catch (error) {
      this.#opened = undefined;
      throw error;
    }
  }

  #closeUnused(): void {
    if (!this.#closed || this.#readers > 0) return;
    // Nothing can be lost by a close that fails: the object was only read.
    this.#opened?.then((opened) => opened.close()).catch(() => undefined);
    this.#opened = undefined;
  }
}

interface HeldBlocks {
  /** @throws DamagedBlock */
  read(block: number, from: number, to: number): ByteSource;
  /** A part of a block is read from the storage after all. */
  bypassed(): void;
}

class CachedObject implements OpenObject {
  readonly key: StorageKey;
  readonly bytes: number;
  readonly modifiedAt: Date;
  #closed = false;

  constructor(
    owner: BlockOwner,
    private readonly origin: Origin,
    private readonly hold: (block: number, signal: AbortSignal | undefined) => Promise<boolean>,
    private readonly held: HeldBlocks,
  ) {
    this.key = owner.key;
    this.bytes = owner.bytes;
    this.modifiedAt = owner.modifiedAt;
  }

  read(range?: ByteRange, options: { signal?: AbortSignal | undefined } = {}): ByteSource {
    const asked = checkedRange(range, this.bytes);
    return this.#chunks(asked, options.signal);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.origin.close();
  }

  async *#chunks(range: ByteRange | undefined, signal: AbortSignal | undefined) {
    const end = range === undefined ? 0 : range.end + 1;
    for (let at = range?.start ?? 0; at < end; ) {
      const to = Math.min(end, (Math.floor(at / BLOCK_BYTES) + 1) * BLOCK_BYTES);
      this.#check(signal);
      for await (const chunk of this.#part(at, to, signal)) {
        this.#check(signal);
        at += chunk.length;
        yield chunk;
      }
      if (at < to) throw new StorageFault('The object is shorter than it was.');
    }
  }

  /** Bytes `from` to `to` (not included) of one block: held, fetched, or straight from the storage. */
  async *#part(from: number, to: number, signal: AbortSignal | undefined) {
    const block = Math.floor(from / BLOCK_BYTES);
    const start = block * BLOCK_BYTES;
    let at = from;
    // Once more when what was held turns out damaged.
    for (let attempt = 0; attempt < 2 && (await this.hold(block, signal)); attempt += 1) {
      try {
        for await (const chunk of this.held.read(block, at - start, to - start)) {
          at += chunk.length;
          yield chunk;
        }
        return;
      } catch (error) {
        if (!(error instanceof DamagedBlock)) throw error;
      }
    }
    this.held.bypassed();
    yield* this.origin.read({ start: at, end: to - 1 }, signal);
  }

  #check(signal: AbortSignal | undefined): void {
    signal?.throwIfAborted();
    if (this.#closed) throw new StorageFault('The object has been closed.');
  }
}
