import type { FileHandle } from 'node:fs/promises';
import { type ByteRange, checkedRange } from '../byte-range.js';
import { StorageFault } from '../storage.errors.js';
import type { ByteSource, OpenObject } from '../storage.js';
import type { StorageKey } from '../keys.js';
import { FileChunks } from './file-chunks.js';
import type { FileTree } from './file-tree.js';

/** An open file: what was read of its size stays true, whatever happens to its name. */
export class OpenFile implements OpenObject {
  readonly key: StorageKey;
  readonly bytes: number;
  readonly modifiedAt: Date;
  readonly descriptor?: number | undefined;
  readonly #file: FileHandle;
  readonly #tree: FileTree;
  #closing: Promise<void> | undefined;

  constructor(
    tree: FileTree,
    file: FileHandle,
    facts: { key: StorageKey; bytes: number; modifiedAt: Date; isLocal: boolean },
  ) {
    this.#tree = tree;
    this.#file = file;
    if (facts.isLocal) this.descriptor = file.fd;
    this.key = facts.key;
    this.bytes = facts.bytes;
    this.modifiedAt = facts.modifiedAt;
  }

  read(range?: ByteRange, options: { signal?: AbortSignal | undefined } = {}): ByteSource {
    const asked = checkedRange(range, this.bytes);
    return new FileChunks(this.#file, this.#tree.gate, asked, () => {
      options.signal?.throwIfAborted();
      if (this.#closing !== undefined) throw new StorageFault('The object has been closed.');
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#tree.close(this.#file);
    return this.#closing;
  }
}
