import { type FileHandle, rm, statfs } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  InvalidStorageKey,
  LengthMismatch,
  ObjectNotFound,
  StorageFault,
  StorageUnavailable,
} from '../storage.errors.js';
import { capacityOf } from '../capacity.js';
import { SourceReader } from '../source-reader.js';
import type {
  ByteSource,
  Capacity,
  LocalFiles,
  OpenObject,
  Storage,
  StoredObject,
  Unfinished,
} from '../storage.js';
import { isControl, isStorageKey, type StorageKey, TEMPORARY, UPLOADS } from '../keys.js';
import { CallGate } from './call-gate.js';
import { DurableWriter } from './durable-writer.js';
import { FileChunks } from './file-chunks.js';
import { FileTree } from './file-tree.js';
import { isMissing, translated } from './nfs-faults.js';
import { isFanned } from './nfs-paths.js';
import { NfsResumable } from './nfs-resumable.js';
import { testTree } from './nfs-self-test.js';
import { OpenFile } from './open-file.js';

const PING_MS = 2_000;

export interface NfsStorageOptions {
  /** The folder that everything lies in: an absolute path on one mount, made if it is not there. */
  readonly root: string;
  /**
   * How many calls to the file system may be in flight at once. Keep it below libuv's pool (4 unless
   * UV_THREADPOOL_SIZE says otherwise), so that a hung server never takes the last thread. 3 by default.
   */
  readonly callsInFlight?: number | undefined;
  /** After so long without any call coming back, callers that wait are refused. 10 s by default. */
  readonly stallMs?: number | undefined;
}

/**
 * Storage in a folder of a POSIX file system, made for NFS: several processes on several machines may
 * share the folder. Needs hard links; needs no locks.
 */
export class NfsStorage implements Storage {
  readonly resumable: NfsResumable;
  readonly localFiles: LocalFiles;
  readonly #tree: FileTree;
  #probe: Promise<void> | undefined;

  constructor(options: NfsStorageOptions) {
    if (!isAbsolute(options.root)) throw new StorageFault('The storage folder must be an absolute path.');
    this.#tree = new FileTree(
      join(options.root),
      new CallGate(options.callsInFlight ?? 3, options.stallMs ?? 10_000),
    );
    this.resumable = new NfsResumable(this.#tree);
    this.localFiles = this.#tree;
  }

  async put(
    key: StorageKey,
    source: ByteSource,
    options: { bytes?: number | undefined; signal?: AbortSignal | undefined } = {},
  ): Promise<StoredObject> {
    // From file to file nothing but the writer sees the chunks, so their memory can be used again.
    const chunks = source instanceof FileChunks ? source.recycled() : source;
    const reader = new SourceReader(chunks, options.signal);
    try {
      return await this.#withTemporary(async ({ path, file }) => {
        const bytes = await this.#write(file, reader, options.bytes);
        return this.#publish(key, path, file, bytes);
      });
    } finally {
      reader.release();
    }
  }

  /** A hard link: objects are never written to, so that two names of one file stay equal. */
  async clone(from: StorageKey, to: StorageKey): Promise<StoredObject> {
    const path = this.#tree.path(from);
    const stats = await atEdge(this.#tree.lstat(path));
    if (!stats.isFile()) throw new ObjectNotFound();
    try {
      await atEdge(this.#tree.publish(path, stats, this.#tree.path(to)));
    } catch (error) {
      // A source that was removed meanwhile looks like a folder that can't be made.
      if ((await this.#statIfThere(from)) === undefined) throw new ObjectNotFound({ cause: error });
      throw error;
    }
    return { key: to, bytes: Number(stats.size), modifiedAt: stats.mtime };
  }

  async open(key: StorageKey, options: { signal?: AbortSignal | undefined } = {}): Promise<OpenObject> {
    options.signal?.throwIfAborted();
    const { file, stats, isLocal } = await atEdge(this.#tree.opened(this.#tree.path(key)));
    if (!stats.isFile()) {
      await this.#tree.close(file).catch(() => undefined);
      throw new ObjectNotFound();
    }
    const { size, mtime: modifiedAt } = stats;
    return new OpenFile(this.#tree, file, { key, bytes: Number(size), modifiedAt, isLocal });
  }

  async stat(key: StorageKey): Promise<StoredObject> {
    const stats = await atEdge(this.#tree.lstat(this.#tree.path(key)));
    if (!stats.isFile()) throw new ObjectNotFound();
    return { key, bytes: Number(stats.size), modifiedAt: stats.mtime };
  }

  async *list(
    prefix: StorageKey,
    options: { signal?: AbortSignal | undefined } = {},
  ): AsyncGenerator<StoredObject> {
    const own = await this.#statIfThere(prefix);
    if (own !== undefined) yield own;
    const fans = !prefix.includes('/') && isFanned(prefix);
    yield* this.#below(this.#tree.path(prefix), prefix, fans, options.signal);
  }

  async remove(key: StorageKey): Promise<void> {
    const path = this.#tree.path(key);
    try {
      if (!(await this.#tree.unlink(path))) return;
      await this.#tree.syncFolder(dirname(path));
      const [area = ''] = key.split('/');
      await this.#tree.removeEmptyFolders(dirname(path), join(this.#tree.root, area));
    } catch (error) {
      // What is a folder is no object, and a neighbour may have removed the emptied folder first.
      if (isMissing(error) || (error instanceof Error && 'code' in error && error.code === 'EISDIR')) return;
      throw translated(error);
    }
  }

  async replaceControl(key: StorageKey, document: Uint8Array): Promise<void> {
    if (!isControl(key)) throw new InvalidStorageKey();
    await this.#withTemporary(async ({ path, file }) => {
      await atEdge(this.#writeWhole(file, document));
      const identity = await atEdge(this.#tree.gate.run(() => file.stat({ bigint: true })));
      await atEdge(this.#tree.close(file));
      await atEdge(this.#tree.replace(path, identity, this.#tree.path(key)));
    });
  }

  capacity(): Promise<Capacity> {
    return atEdge(this.#tree.gate.look(() => capacityOf(this.#tree.root)));
  }

  selfTest(onWarning?: (sentence: string) => void): Promise<void> {
    return testTree(this.#tree, onWarning);
  }

  async sweep(olderThan: Date): Promise<number> {
    const folder = join(this.#tree.root, TEMPORARY);
    let removed = 0;
    for (const entry of await atEdge(this.#tree.entries(folder))) {
      const path = join(folder, entry.name);
      const stats = await this.#tree.lstat(path).catch(() => undefined);
      if (stats === undefined || stats.mtime >= olderThan) continue;
      // A folder is a self-test's.
      if (stats.isDirectory()) {
        await atEdge(this.#tree.gate.run(() => rm(path, { recursive: true, force: true })));
        removed += 1;
      } else if (await atEdge(this.#tree.unlink(path))) removed += 1;
    }
    return removed;
  }

  /** The segments of unfinished uploads: a writer that was killed may leave one after the end of its upload. */
  async *unfinished(options: { signal?: AbortSignal | undefined } = {}): AsyncGenerator<Unfinished> {
    const area = join(this.#tree.root, UPLOADS);
    for await (const fan of this.#foldersOf(area)) {
      for await (const folder of this.#foldersOf(fan)) {
        for (const entry of await atEdge(this.#tree.entries(folder))) {
          options.signal?.throwIfAborted();
          // What has no dot is a published piece.
          if (!entry.isFile() || !entry.name.startsWith('.')) continue;
          const path = join(folder, entry.name);
          const stats = await this.#tree.lstat(path).catch(() => undefined);
          if (stats === undefined) continue;
          yield {
            folder: `${UPLOADS}/${basename(folder)}`,
            bytes: Number(stats.size),
            since: stats.mtime,
            remove: async () => {
              await atEdge(this.#tree.unlink(path));
              await atEdge(this.#tree.removeEmptyFolders(folder, area));
            },
          };
        }
      }
    }
  }

  async ping(options: { signal?: AbortSignal | undefined } = {}): Promise<void> {
    // statfs is never answered from a cache. One that hangs takes one place, however often is asked.
    this.#probe ??= this.#tree.gate
      .run(() => statfs(this.#tree.root))
      .then(() => undefined)
      .finally(() => {
        this.#probe = undefined;
      });
    const done = new AbortController();
    const signals = options.signal === undefined ? [done.signal] : [done.signal, options.signal];
    const deadline = delay(PING_MS, undefined, { signal: AbortSignal.any(signals), ref: false }).then(() => {
      throw new Error(`no answer for ${PING_MS} ms`);
    });
    try {
      await Promise.race([this.#probe, deadline]);
    } catch (error) {
      throw new StorageUnavailable({ cause: error });
    } finally {
      done.abort();
    }
  }

  async close(): Promise<void> {}

  async *#foldersOf(path: string): AsyncGenerator<string> {
    for (const entry of await atEdge(this.#tree.entries(path)))
      if (entry.isDirectory()) yield join(path, entry.name);
  }

  async #withTemporary<T>(use: (temporary: { path: string; file: FileHandle }) => Promise<T>): Promise<T> {
    const temporary = await atEdge(this.#tree.createTemporary());
    try {
      return await use(temporary);
    } finally {
      // Closed already where all went well; closing twice is no error.
      await this.#tree.close(temporary.file).catch(() => undefined);
      await this.#tree.unlinkQuietly(temporary.path);
    }
  }

  async #write(file: FileHandle, reader: SourceReader, declared: number | undefined): Promise<number> {
    const writer = new DurableWriter(file, this.#tree.gate, {
      position: 0,
      onFailure: (error) => reader.stop(error),
    });
    try {
      for (let chunk = await reader.next(); chunk !== undefined; chunk = await reader.next()) {
        const pause = writer.add(chunk);
        if (declared !== undefined && writer.position > declared) {
          throw new LengthMismatch(declared, writer.position);
        }
        if (pause !== undefined) await pause;
      }
      if (declared !== undefined && writer.position !== declared) {
        throw new LengthMismatch(declared, writer.position);
      }
      await writer.finish();
      return writer.position;
    } finally {
      await writer.settle();
    }
  }

  async #writeWhole(file: FileHandle, document: Uint8Array): Promise<void> {
    await this.#tree.gate.run(() => file.writeFile(document));
    await this.#tree.gate.runLong(() => file.sync());
  }

  async #publish(key: StorageKey, path: string, file: FileHandle, bytes: number): Promise<StoredObject> {
    const stats = await atEdge(this.#tree.gate.run(() => file.stat({ bigint: true })));
    if (Number(stats.size) !== bytes) throw new StorageFault('The object was not stored whole.');
    await atEdge(this.#tree.close(file));
    const target = this.#tree.path(key);
    try {
      await atEdge(this.#tree.publish(path, stats, target));
    } catch (error) {
      // The name may be there and not durable: what is not acknowledged is not visible either.
      if (await this.#tree.isSame(target, stats).catch(() => false)) await this.#tree.unlinkQuietly(target);
      throw error;
    }
    return { key, bytes, modifiedAt: stats.mtime };
  }

  async #statIfThere(key: StorageKey): Promise<StoredObject | undefined> {
    try {
      return await this.stat(key);
    } catch (error) {
      if (error instanceof ObjectNotFound) return undefined;
      throw error;
    }
  }

  async *#below(
    path: string,
    prefix: StorageKey,
    fans: boolean,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<StoredObject> {
    for (const entry of await atEdge(this.#tree.entries(path))) {
      signal?.throwIfAborted();
      // Temporary files and the pieces of unfinished uploads begin with a dot, which no key does.
      if (entry.name.startsWith('.')) continue;
      const key = fans ? prefix : `${prefix}/${entry.name}`;
      // What others put here under a name that is no key is not ours, and no reason to see nothing.
      if (!isStorageKey(key)) continue;
      if (entry.isDirectory()) yield* this.#below(join(path, entry.name), key, false, signal);
      else if (entry.isFile() && !fans) {
        const found = await this.#statIfThere(key);
        if (found !== undefined) yield found;
      }
    }
  }
}

async function atEdge<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw translated(error);
  }
}
