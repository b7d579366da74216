import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Oldest, randomToken } from '#libs/kernel';
import type { StorageKey } from '../keys.js';
import {
  blockIdOf,
  type BlockOwner,
  DamagedBlock,
  inFile,
  inMemory,
  readBlock,
  readOwner,
} from './block-file.js';

export interface BlockStoreOptions {
  /** A folder on a local disk, of this store alone; made when it is missing. */
  readonly folder: string;
  /** Files are removed, the least recently used first, while there are more bytes. */
  readonly maxBytes: number;
  /** A block is removed so long after it was fetched, used or not. */
  readonly maxAgeMs: number;
  /** The folder can't be written to or read; what was asked for is had from elsewhere. */
  readonly onError: (error: unknown) => void;
}

/** Why blocks were removed: no room, too old, damaged, or their object is no more. */
export type Removal = 'size' | 'age' | 'damaged' | 'gone';

interface Held {
  readonly bytes: number;
  /** When it was fetched, in milliseconds of the clock. */
  readonly since: number;
}

const FILE = /^([0-9a-f]{32})-([0-9]{1,8})$/;
const TEMPORARY = '.tmp';
const TEMPORARY_MAX_MS = 10 * 60_000;
const SWEEP_MS = 60_000;
/** Blocks that could not be written stay in memory, so many at most: whoever waits for one is to have it. */
const UNWRITTEN_BLOCKS = 32;
/** How long nothing is stored after a failure: a full disk is not asked for each block. */
const PAUSE_MS = 10_000;

/**
 * Blocks as files of a folder: `<first two of the id>/<id>-<block>`. A file comes by rename and is checked
 * whenever it is read, so nothing has to be synced: what a crash left torn is found and removed. The index is
 * in memory alone; at the start it is made of the folder, in the background.
 */
export class BlockStore {
  /** The least recently used first. */
  #held = new Map<string, Held>();
  #oldest = new Oldest(this.#held);
  /** In memory, the oldest first. */
  readonly #unwritten = new Map<string, Uint8Array>();
  /** The blocks of each id. */
  readonly #ids = new Map<string, Set<number>>();
  readonly #sweep: NodeJS.Timeout;
  readonly #removed: Record<Removal, number> = { size: 0, age: 0, damaged: 0, gone: 0 };
  #scanning: Promise<void> | undefined;
  #closed = false;
  #pausedUntil = 0;
  #bytes = 0;

  constructor(private readonly options: BlockStoreOptions) {
    this.#scanning = this.#scan()
      .catch((error: unknown) => this.#failed(error))
      .finally(() => {
        this.#scanning = undefined;
      });
    const every = Math.min(SWEEP_MS, Math.max(options.maxAgeMs / 4, 10));
    this.#sweep = setInterval(() => this.#removeOld(), every).unref();
  }

  get bytes(): number {
    return this.#bytes;
  }

  get blocks(): number {
    return this.#held.size;
  }

  get removed(): Readonly<Record<Removal, number>> {
    return this.#removed;
  }

  /** Resolves when the index is that of the folder. Never fails. */
  async ready(): Promise<void> {
    await this.#scanning;
  }

  async has(id: string, block: number): Promise<boolean> {
    const name = nameOf(id, block);
    if (this.#held.has(name) || this.#unwritten.has(name)) return true;
    if (this.#scanning === undefined) return false;
    // The scan has not come so far yet.
    await this.#adopt(name);
    return this.#held.has(name);
  }

  /**
   * Bytes of a block that is held, each checked. A block that is damaged or unreadable is removed.
   *
   * @throws DamagedBlock when it is not, or no longer, to be had; some bytes may have come before
   */
  async *read(owner: BlockOwner, block: number, from: number, to: number): AsyncGenerator<Uint8Array, void> {
    const name = nameOf(blockIdOf(owner.key), block);
    try {
      const unwritten = this.#unwritten.get(name);
      if (unwritten !== undefined) return yield* readBlock(inMemory(unwritten), { owner, block, from, to });
      await using file = await open(this.#path(name), 'r');
      const held = this.#held.get(name);
      if (held !== undefined) {
        this.#held.delete(name);
        this.#held.set(name, held);
      }
      yield* readBlock(inFile(file), { owner, block, from, to });
    } catch (error) {
      this.#unreadable(name, error);
      throw new DamagedBlock({ cause: error });
    }
  }

  /** Keeps a sealed block; for a while in memory where that fails, which is told to `onError`. */
  async keep(id: string, block: number, sealed: Uint8Array): Promise<void> {
    if (this.#closed) return;
    const name = nameOf(id, block);
    this.#unwritten.delete(name);
    if (this.#isPaused || !(await this.#write(name, sealed))) {
      this.#unwritten.set(name, sealed);
      for (const oldest of this.#unwritten.keys()) {
        if (this.#unwritten.size <= UNWRITTEN_BLOCKS) return;
        this.#unwritten.delete(oldest);
      }
      return;
    }
    this.#add(name, { bytes: sealed.length, since: Date.now() });
    this.#trim(this.options.maxBytes);
  }

  /** What is known of the object under a key, by a block of it; undefined where none is held. */
  async ownerOf(key: StorageKey): Promise<BlockOwner | undefined> {
    const id = blockIdOf(key);
    for (const block of this.#ids.get(id) ?? []) {
      try {
        await using file = await open(this.#path(nameOf(id, block)), 'r');
        return await readOwner(file, key);
      } catch (error) {
        this.#unreadable(nameOf(id, block), error);
      }
    }
    return undefined;
  }

  /** Whether something of the key is held, as far as the index has come. */
  knows(key: StorageKey): boolean {
    return this.#ids.has(blockIdOf(key));
  }

  /** Removes what is held of an object that is no more. */
  drop(key: StorageKey): void {
    const id = blockIdOf(key);
    for (const block of this.#ids.get(id) ?? []) this.#remove(nameOf(id, block), 'gone');
    for (const name of this.#unwritten.keys()) if (partsOf(name)[0] === id) this.#unwritten.delete(name);
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#sweep);
    this.#unwritten.clear();
  }

  get #isPaused(): boolean {
    return performance.now() < this.#pausedUntil;
  }

  async #write(name: string, sealed: Uint8Array): Promise<boolean> {
    const path = this.#path(name);
    const temporary = join(this.options.folder, TEMPORARY, randomToken(16));
    try {
      await mkdir(dirname(temporary), { recursive: true, mode: 0o700 });
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await writeFile(temporary, sealed, { mode: 0o600, flag: 'wx' });
      await rename(temporary, path);
      return true;
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      this.#failed(error);
      return false;
    }
  }

  #path(name: string): string {
    return join(this.options.folder, name.slice(0, 2), name);
  }

  #add(name: string, held: Held): void {
    this.#forget(name);
    this.#held.set(name, held);
    this.#bytes += held.bytes;
    const [id, block] = partsOf(name);
    const blocks = this.#ids.get(id) ?? new Set();
    this.#ids.set(id, blocks.add(block));
  }

  #forget(name: string): void {
    const held = this.#held.get(name);
    if (held === undefined) return;
    this.#held.delete(name);
    this.#bytes -= held.bytes;
    const [id, block] = partsOf(name);
    const blocks = this.#ids.get(id);
    blocks?.delete(block);
    if (blocks?.size === 0) this.#ids.delete(id);
  }

  #remove(name: string, why: Removal): void {
    this.#forget(name);
    this.#removed[why] += 1;
    // Whoever reads it keeps what is open; a file that stays is found by the next start.
    rm(this.#path(name), { force: true }).catch((error: unknown) => this.options.onError(error));
  }

  #unreadable(name: string, error: unknown): void {
    const { code } = error as NodeJS.ErrnoException;
    if (this.#unwritten.delete(name)) return;
    if (code === 'ENOENT') this.#forget(name);
    else if (error instanceof DamagedBlock || code === 'EIO') this.#remove(name, 'damaged');
    // Too many open files, say: the block is not to blame.
    else this.options.onError(error);
  }

  #trim(most: number): void {
    while (this.#bytes > most) {
      const name = this.#oldest.next();
      if (name === undefined) return;
      this.#remove(name, 'size');
    }
  }

  #removeOld(): void {
    const oldest = Date.now() - this.options.maxAgeMs;
    for (const [name, { since }] of this.#held) if (since < oldest) this.#remove(name, 'age');
  }

  /** A disk that is full before the limit is reached gets a tenth of the cache back. */
  #failed(error: unknown): void {
    const { code, errno } = error as NodeJS.ErrnoException;
    if (!this.#isPaused) this.options.onError(error);
    this.#pausedUntil = performance.now() + PAUSE_MS;
    // Node has no name for EDQUOT (122).
    if (code === 'ENOSPC' || errno === -122) this.#trim(this.#bytes * 0.9);
  }

  async #scan(): Promise<void> {
    const { folder } = this.options;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await this.#removeTemporary();
    for (const part of await readdir(folder)) {
      if (!/^[0-9a-f]{2}$/.test(part)) continue;
      const names = await readdir(join(folder, part)).catch((error: unknown) => {
        // The rest is found all the same, or it would lie there for ever, past every limit.
        this.options.onError(error);
        return [];
      });
      for (const name of names) {
        if (this.#closed) return;
        if (FILE.test(name)) await this.#adopt(name);
      }
    }
    // As they were fetched; when they were last used is not written down.
    const bySince = [...this.#held].toSorted(([, a], [, b]) => a.since - b.since);
    this.#held = new Map(bySince);
    this.#oldest = new Oldest(this.#held);
    this.#removeOld();
    this.#trim(this.options.maxBytes);
  }

  async #adopt(name: string): Promise<void> {
    const found = await stat(this.#path(name)).catch(() => undefined);
    if (found?.isFile() !== true || this.#held.has(name)) return;
    this.#add(name, { bytes: found.size, since: found.mtimeMs });
  }

  async #removeTemporary(): Promise<void> {
    const folder = join(this.options.folder, TEMPORARY);
    for (const name of await readdir(folder).catch(() => [])) {
      const path = join(folder, name);
      const found = await stat(path).catch(() => undefined);
      // A process that is about to end may still write there.
      if (found !== undefined && Date.now() - found.mtimeMs > TEMPORARY_MAX_MS)
        await rm(path, { force: true });
    }
  }
}

function nameOf(id: string, block: number): string {
  return `${id}-${block}`;
}

function partsOf(name: string): [id: string, block: number] {
  return [name.slice(0, 32), Number(name.slice(33))];
}
