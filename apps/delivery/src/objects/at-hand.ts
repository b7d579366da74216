import { closeSync } from 'node:fs';
import type { SystemCalls } from '../system-calls.js';

/** A file as it was read. */
export interface FileAtHand {
  readonly content: Buffer;
  readonly modifiedAt: Date;
}

/**
 * Reads small files that the kernel has in memory: the name, the inode and all of the bytes. That waits for no disk, so it is
 * done in the event loop: by the thread pool the same four calls take ten times as long.
 */
export class FilesAtHand {
  readonly #into: Buffer;
  readonly #read: (file: number, length: number) => number;

  /** @param largest bytes of a file that is read */
  constructor(
    private readonly calls: SystemCalls,
    largest: number,
  ) {
    this.#into = Buffer.allocUnsafeSlow(largest);
    this.#read = calls.cachedReader(this.#into);
  }

  /**
   * The content is good until the next call. Undefined for any file that is not at hand, or too large: it has to be opened in
   * the ordinary way.
   */
  read(path: string): FileAtHand | undefined {
    const file = this.calls.openCached(path);
    if (file < 0) return undefined;
    try {
      const facts = this.calls.factsOf(file);
      if (facts === undefined || facts.bytes > this.#into.length) return undefined;
      const { bytes, modifiedAt } = facts;
      if (bytes > 0 && this.#read(file, bytes) !== bytes) return undefined;
      return { content: this.#into.subarray(0, bytes), modifiedAt };
    } finally {
      closeSync(file);
    }
  }
}
