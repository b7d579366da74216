import type { FileHandle } from 'node:fs/promises';
import { type ByteRange, checkedRange } from '../byte-range.js';
import { StorageFault } from '../storage.errors.js';
import type { ByteSource, OpenObject } from '../storage.js';
import type { StorageKey } from '../keys.js';
import { FileChunks } from './file-chunks.js';
import type { FileTree } from './file-tree.js';
import { translated } from './nfs-faults.js';

const SINK_BYTES = 64 * 1024;
const sink = Buffer.allocUnsafeSlow(SINK_BYTES);
/**
 * Bytes that nobody wants are read over each other, a mebibyte at a time, from all files at once: memory that stays in the
 * processor's cache, and is not asked of the kernel page by page, takes a third of the time.
 */
const SINKS: readonly Uint8Array[] = Array.from({ length: 16 }, () => sink);

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

  async warm(range: ByteRange, options: { signal?: AbortSignal | undefined } = {}): Promise<void> {
    const asked = checkedRange(range, this.bytes);
    if (asked === undefined) return;
    for (let at = asked.start; at <= asked.end; ) {
      options.signal?.throwIfAborted();
      if (this.#closing !== undefined) throw new StorageFault('The object has been closed.');
      const parts = SINKS.slice(0, Math.ceil((asked.end + 1 - at) / SINK_BYTES));
      const position = at;
      const { bytesRead } = await this.#tree.gate
        .look(() => this.#file.readv(parts, position))
        .catch((error: unknown) => {
          throw translated(error);
        });
      if (bytesRead === 0) throw new StorageFault('The object was cut short while it was read.');
      at += bytesRead;
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#tree.close(this.#file);
    return this.#closing;
  }
}
