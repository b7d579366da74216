import { createHash } from 'node:crypto';
import {
  type ByteRange,
  type ByteSource,
  compositionOf,
  openComposition,
  type OpenObject,
  type Storage,
  StorageFault,
  type StorageKey,
} from '#libs/storage';
import { CachedFile, type HotBlocks, type Stretches } from './lane/stretches.js';
import { systemCalls } from './lane/system-calls.js';
import type { Representation } from './preconditions.js';

/** An object that is held open for serving. */
export interface ServedObject extends Representation {
  /** The bytes of `range`; chunks are the receiver's until it asks for the next. */
  read(range: ByteRange, signal: AbortSignal): ByteSource;
  /** All of it, where it is small enough to stay in memory. */
  readonly content?: Buffer;
  /** Where it can be sent from a descriptor. */
  readonly stretches?: Stretches;
}

/** One reader's hold on an object. */
export interface Lease {
  readonly object: ServedObject;
  /** Idempotent. */
  release(): void;
}

export interface OpenObjectsOptions {
  /** Objects that stay open (or in memory) while nobody reads them. */
  readonly maxObjects: number;
  /** Bytes of small objects and of compositions' tables that are kept in memory. */
  readonly maxContentBytes: number;
  /** How long an entry is used: a removed object is served no longer than that. */
  readonly lifetimeMs: number;
  /** Keeps blocks of what can't be sent from its own file. */
  readonly blocks?: HotBlocks | undefined;
}

interface Entry {
  readonly key: StorageKey;
  readonly opened: Promise<Opened>;
  /** Set when it is open. */
  object: ServedObject | undefined;
  readonly since: number;
  /** When it was last moved to the end of those that go first. */
  movedUp: number;
  contentBytes: number;
  leases: number;
  evicted: boolean;
}

interface Opened {
  readonly object: ServedObject;
  readonly contentBytes: number;
  close(): Promise<void>;
}

const SMALL_BYTES = 64 * 1024;
/** Order among the recently used needs no more than this. */
const MOVE_UP_MS = 100;

/**
 * Keeps hot objects open, least recently used last: objects are immutable, so what was opened once holds
 * for everybody. Small ones are read once and kept in memory. An object that is evicted while it is read
 * is closed after its last reader.
 */
export class OpenObjects {
  readonly #entries = new Map<StorageKey, Entry>();
  readonly #sweep: NodeJS.Timeout;
  #contentBytes = 0;

  constructor(
    private readonly storage: Storage,
    private readonly options: OpenObjectsOptions,
  ) {
    this.#sweep = setInterval(() => this.#evictOld(), Math.max(options.lifetimeMs / 4, 10)).unref();
  }

  /** Objects held at the moment, in memory ones too. */
  get count(): number {
    return this.#entries.size;
  }

  /** @throws ObjectNotFound, StorageUnavailable, StorageFault */
  async acquire(key: StorageKey): Promise<Lease> {
    const entry = this.#entryOf(key);
    entry.leases += 1;
    let released = false;
    const release = () => {
      if (released) return;
      released = true;
      entry.leases -= 1;
      this.#closeUnused(entry);
    };
    try {
      const { object } = await entry.opened;
      return { object, release };
    } catch (error) {
      this.#evict(entry);
      release();
      throw error;
    }
  }

  /** An object that is open now; undefined else. Without a lease it may be used at once only, its `content` always. */
  peek(key: string): ServedObject | undefined {
    const entry = this.#entries.get(key as StorageKey);
    if (entry?.object === undefined) return undefined;
    const now = performance.now();
    if (now - entry.since >= this.options.lifetimeMs) return undefined;
    if (now - entry.movedUp >= MOVE_UP_MS) {
      entry.movedUp = now;
      this.#entries.delete(entry.key);
      this.#entries.set(entry.key, entry);
    }
    return entry.object;
  }

  /** Lets go of everything that is not being read. */
  close(): void {
    clearInterval(this.#sweep);
    for (const entry of this.#entries.values()) this.#evict(entry);
  }

  #entryOf(key: StorageKey): Entry {
    const known = this.#entries.get(key);
    if (known !== undefined && !this.#isOld(known)) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known;
    }
    if (known !== undefined) this.#evict(known);
    const entry: Entry = {
      key,
      opened: openForServing(this.storage, key, this.options.blocks),
      object: undefined,
      since: performance.now(),
      movedUp: 0,
      contentBytes: 0,
      leases: 0,
      evicted: false,
    };
    entry.opened.then(
      ({ contentBytes, object }) => {
        if (entry.evicted) return;
        entry.object = object;
        entry.contentBytes = contentBytes;
        this.#contentBytes += contentBytes;
        this.#trim();
      },
      () => undefined,
    );
    this.#entries.set(key, entry);
    this.#trim();
    return entry;
  }

  #isOld(entry: Entry): boolean {
    return performance.now() - entry.since >= this.options.lifetimeMs;
  }

  #evictOld(): void {
    for (const entry of this.#entries.values()) if (this.#isOld(entry)) this.#evict(entry);
  }

  #trim(): void {
    const { maxObjects, maxContentBytes } = this.options;
    for (const entry of this.#entries.values()) {
      if (this.#entries.size <= maxObjects && this.#contentBytes <= maxContentBytes) return;
      this.#evict(entry);
    }
  }

  #evict(entry: Entry): void {
    if (entry.evicted) return;
    entry.evicted = true;
    this.#contentBytes -= entry.contentBytes;
    if (this.#entries.get(entry.key) === entry) this.#entries.delete(entry.key);
    this.#closeUnused(entry);
  }

  #closeUnused(entry: Entry): void {
    if (!entry.evicted || entry.leases > 0) return;
    // Nothing can be lost by a close that fails: the object was only read.
    entry.opened.then((opened) => opened.close()).catch(() => undefined);
  }
}

async function openForServing(
  storage: Storage,
  key: StorageKey,
  blocks: HotBlocks | undefined,
): Promise<Opened> {
  const keys = compositionOf(key);
  const composed = keys === undefined ? undefined : await openComposition(storage, keys);
  const open = composed ?? (await storage.open(key));
  const representation = representationOf(open);
  if (open.bytes > SMALL_BYTES) {
    const stretches = stretchesOf(open, representation.etag, blocks);
    const object = {
      ...representation,
      read: (range: ByteRange, signal: AbortSignal) => open.read(range, { signal }),
      ...(stretches !== undefined && { stretches }),
    };
    return { object, contentBytes: composed?.heldBytes ?? 0, close: () => open.close() };
  }
  const content = await contentOf(open);
  const object = { ...representation, content, read: (range: ByteRange) => slice(content, range) };
  return { object, contentBytes: content.length, close: () => Promise.resolve() };
}

function stretchesOf(open: OpenObject, etag: string, blocks: HotBlocks | undefined): Stretches | undefined {
  const calls = systemCalls();
  if (calls === undefined) return undefined;
  if (open.descriptor !== undefined) return new CachedFile(calls, open.descriptor, open);
  return blocks?.of(etag, open.bytes, (range, signal) => open.read(range, { signal }));
}

/** The same on every replica, and another one for another object that takes the key later. */
function representationOf(open: OpenObject): Representation {
  const lastModified = open.modifiedAt.toUTCString();
  const identity = createHash('sha256').update(`${open.key}\n${open.bytes}\n${lastModified}`).digest();
  return { bytes: open.bytes, etag: `"${identity.toString('base64url').slice(0, 22)}"`, lastModified };
}

async function contentOf(open: OpenObject): Promise<Buffer> {
  try {
    const content = Buffer.alloc(open.bytes);
    let filled = 0;
    if (open.bytes === 0) return content;
    for await (const chunk of open.read()) {
      if (filled + chunk.length > open.bytes) throw new StorageFault('The object is longer than it was.');
      content.set(chunk, filled);
      filled += chunk.length;
    }
    if (filled !== open.bytes) throw new StorageFault('The object is shorter than it was.');
    return content;
  } finally {
    await open.close();
  }
}

async function* slice(content: Buffer, range: ByteRange): AsyncGenerator<Uint8Array, void> {
  yield content.subarray(range.start, range.end + 1);
}
