import { StorageUnavailable, UnfinishedObjectLost } from '../storage.errors.js';
import type { StoredObject } from '../storage.js';
import type { StorageKey } from '../keys.js';
import { noteOf } from './s3-notes.js';
import type { Part, S3Bucket } from './s3-bucket.js';
import type { S3Publisher } from './s3-publisher.js';

const COPIED_BYTES = 256 * 1024 * 1024;

/** The first `bytes` bytes of an object; 5 MiB at least, but for the last piece. */
export interface Piece {
  readonly name: string;
  readonly bytes: number;
}

/** Puts an object together from pieces that the server has; bytes move inside the server only. */
export class S3Assembler {
  readonly #bucket: S3Bucket;
  readonly #publisher: S3Publisher;

  readonly #maxParts: number;

  constructor(bucket: S3Bucket, publisher: S3Publisher, maxParts: number) {
    this.#bucket = bucket;
    this.#publisher = publisher;
    this.#maxParts = maxParts;
  }

  async assemble(
    pieces: readonly Piece[],
    facts: { key: StorageKey; token: string; bytes: number; tail: Buffer },
  ): Promise<StoredObject> {
    const { key, token, tail, bytes: all } = facts;
    const multipart = await this.#bucket.createMultipart(key, token);
    const note = noteOf(multipart);
    try {
      await this.#bucket.put(note.name, note.body);
      const parts: Part[] = [];
      // Half of the numbers are for these steps, the others for the ends of pieces.
      const most = Math.max(COPIED_BYTES, Math.ceil((2 * all) / this.#maxParts));
      for (const { name, bytes } of pieces) {
        // Equal steps, so that what is left of a piece is never too small for a part.
        const step = Math.ceil(bytes / Math.ceil(bytes / most));
        for (let start = 0; start < bytes; start += step) {
          const range = { start, end: Math.min(start + step, bytes) - 1 };
          parts.push(await this.#bucket.copyPart(multipart, parts.length + 1, name, range));
        }
      }
      if (tail.length > 0) parts.push(await this.#bucket.uploadPart(multipart, parts.length + 1, tail));
      const published = await this.#publisher.complete(multipart, parts, facts);
      await this.#bucket.delete(note.name).catch(() => undefined);
      return published;
    } catch (error) {
      const aborted = this.#bucket.abort(multipart).then(() => this.#bucket.delete(note.name));
      await aborted.catch(() => undefined);
      // Its own upload was taken away under it; the pieces are there, so another call will do.
      throw error instanceof UnfinishedObjectLost ? new StorageUnavailable({ cause: error }) : error;
    }
  }
}
