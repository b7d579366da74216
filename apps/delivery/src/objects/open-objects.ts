import { Oldest, SeenBefore } from '#libs/kernel';
import {
  isStorageKey,
  type LocalFiles,
  type ObjectOpener,
  StorageUnavailable,
  type StorageKey,
} from '#libs/storage';
import { kept, type Opened, openForServing, passing, type ServedObject } from './served-object.js';
import type { HotBlocks } from './stretches.js';

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
  /**
   * How long an entry is used before it is opened anew: a removed object is served no longer than that. Only
   * while storage does not answer the old one stays in use, ten times as long at most.
   */
  readonly lifetimeMs: number;
  /** Keeps blocks of what can't be sent from its own file. */
  readonly blocks?: HotBlocks | undefined;
  /** Where the storage's objects are files: those that lie in memory are opened at once. */
  readonly files?: LocalFiles | undefined;
}

interface Entry {
  readonly key: StorageKey;
  readonly opened: Promise<Opened> | Opened;
  /** Set when it is open. */
  object: ServedObject | undefined;
  readonly since: number;
  /** When it was last used, and moved behind those that go first; within MOVE_UP_MS. */
  usedAt: number;
  /** When it may be opened anew; never while that is under way. */
  renewAt: number;
  contentBytes: number;
  leases: number;
  evicted: boolean;
}

/** Order among the recently used needs no more than this. */
const MOVE_UP_MS = 100;
/** How many lifetimes an object is served while storage is away. */
const LIFETIMES_WITHOUT_STORAGE = 10;
const RENEW_AGAIN_MS = 1_000;
/** For as many objects as are held by default, and some. */
const SEEN_PLACES = 2 ** 15;

/**
 * Keeps hot objects open, least recently used last: objects are immutable, so what was opened once holds
 * for everybody. Small ones are read once and kept in memory. An object that is evicted while it is read
 * is closed after its last reader.
 */
export class OpenObjects {
  readonly #entries = new Map<StorageKey, Entry>();
  readonly #oldest = new Oldest(this.#entries);
  readonly #seen = new SeenBefore(SEEN_PLACES);
  readonly #sweep: NodeJS.Timeout;
  #contentBytes = 0;
  #hits = 0;
  #misses = 0;

  constructor(
    private readonly storage: ObjectOpener,
    private readonly options: OpenObjectsOptions,
  ) {
    this.#sweep = setInterval(() => this.#sweepOld(), Math.max(options.lifetimeMs / 4, 10)).unref();
  }

  /** Objects held at the moment, in memory ones too. */
  get count(): number {
    return this.#entries.size;
  }

  /** How often what was asked for was held, or on its way already, and how often it had to be opened. */
  get lookUps(): { readonly hits: number; readonly misses: number } {
    return { hits: this.#hits, misses: this.#misses };
  }

  /** @throws ObjectNotFound, StorageUnavailable, StorageFault */
  async acquire(key: StorageKey): Promise<Lease> {
    const entry = this.#entryOf(key);
    const release = this.#lease(entry);
    try {
      const { object } = await entry.opened;
      return { object, release };
    } catch (error) {
      this.#evict(entry);
      release();
      throw error;
    }
  }

  /** As `acquire`, for an object that `peek` has found in this turn of the event loop; undefined else. */
  hold(key: string): Lease | undefined {
    const entry = this.#entries.get(key as StorageKey);
    if (entry?.object === undefined) return undefined;
    if (entry.object.content === undefined) this.#hits += 1;
    return { object: entry.object, release: this.#lease(entry) };
  }

  /**
   * An object that is open now, or can be opened without waiting; undefined else. It may be used at once only: longer by a
   * lease.
   */
  peek(key: string, now = performance.now()): ServedObject | undefined {
    const entry = this.#entries.get(key as StorageKey);
    if (entry === undefined) return this.#atOnce(key);
    if (entry.object === undefined) return undefined;
    if (!this.#isUsable(entry, now)) return undefined;
    // Without content it is held or acquired in a moment, and counted then.
    if (entry.object.content !== undefined) this.#hits += 1;
    return entry.object;
  }

  /** Lets go of everything that is not being read. */
  close(): void {
    clearInterval(this.#sweep);
    for (const entry of this.#entries.values()) this.#evict(entry);
  }

  #lease(entry: Entry): () => void {
    entry.leases += 1;
    let released = false;
    return () => {
      if (released) return;
      released = true;
      entry.leases -= 1;
      this.#closeUnused(entry);
    };
  }

  #atOnce(key: string): ServedObject | undefined {
    const found = isStorageKey(key) ? passing(this.options.files, key) : undefined;
    if (found === undefined) return undefined;
    this.#misses += 1;
    // What is asked for once takes no memory, and no place of what is asked for often.
    return this.#seen.meet(key) ? this.#add(key as StorageKey, kept(found)).object : found;
  }

  #entryOf(key: StorageKey): Entry {
    const known = this.#entries.get(key);
    if (known !== undefined && this.#isUsable(known, performance.now())) {
      this.#hits += 1;
      return known;
    }
    this.#misses += 1;
    return this.#add(key, openForServing(this.storage, key, this.options.blocks));
  }

  #add(key: StorageKey, opened: Promise<Opened> | Opened): Entry {
    const now = performance.now();
    const entry: Entry = {
      key,
      opened,
      object: undefined,
      since: now,
      usedAt: now,
      renewAt: 0,
      contentBytes: 0,
      leases: 0,
      evicted: false,
    };
    if (opened instanceof Promise)
      opened.then(
        (known) => {
          if (entry.evicted) return;
          this.#isOpen(entry, known);
          this.#trim();
        },
        () => undefined,
      );
    else this.#isOpen(entry, opened);
    const known = this.#entries.get(key);
    if (known !== undefined) this.#evict(known);
    this.#entries.set(key, entry);
    this.#trim();
    return entry;
  }

  #isOpen(entry: Entry, { contentBytes, object }: Opened): void {
    entry.object = object;
    entry.contentBytes = contentBytes;
    this.#contentBytes += contentBytes;
  }

  /** Whether the entry may be used; marks it as used then, and has an old one opened anew. */
  #isUsable(entry: Entry, now: number): boolean {
    const lifetimes = (now - entry.since) / this.options.lifetimeMs;
    if (lifetimes >= 1) {
      if (entry.object === undefined || lifetimes >= LIFETIMES_WITHOUT_STORAGE) this.#evict(entry);
      else this.#renew(entry, now);
      if (entry.evicted) return false;
    }
    if (now - entry.usedAt >= MOVE_UP_MS) {
      entry.usedAt = now;
      this.#entries.delete(entry.key);
      this.#entries.set(entry.key, entry);
    }
    return true;
  }

  /** The old one stays until the new one is there; only a storage that does not answer keeps it in use. */
  #renew(entry: Entry, now: number): void {
    if (now < entry.renewAt) return;
    entry.renewAt = Number.POSITIVE_INFINITY;
    openForServing(this.storage, entry.key, this.options.blocks).then(
      (known) => {
        if (this.#entries.get(entry.key) === entry) this.#add(entry.key, known);
        // Nobody will use it: what was asked for is gone from here meanwhile.
        else known.close?.().catch(() => undefined);
      },
      (error: unknown) => {
        if (!(error instanceof StorageUnavailable)) this.#evict(entry);
        entry.renewAt = performance.now() + RENEW_AGAIN_MS;
      },
    );
  }

  /** What is in use is opened anew, the rest is let go of. */
  #sweepOld(): void {
    const now = performance.now();
    const { lifetimeMs } = this.options;
    for (const entry of this.#entries.values()) {
      if (now - entry.since < lifetimeMs) continue;
      const isUnused = entry.object === undefined || now - entry.usedAt >= lifetimeMs;
      if (isUnused || now - entry.since >= lifetimeMs * LIFETIMES_WITHOUT_STORAGE) this.#evict(entry);
      else this.#renew(entry, now);
    }
  }

  #trim(): void {
    const { maxObjects, maxContentBytes } = this.options;
    while (this.#entries.size > maxObjects || this.#contentBytes > maxContentBytes) {
      const entry = this.#entries.get(this.#oldest.next() as StorageKey);
      if (entry === undefined) return;
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
    if (entry.opened instanceof Promise)
      entry.opened.then((opened) => opened.close?.()).catch(() => undefined);
    else entry.opened.close?.().catch(() => undefined);
  }
}
