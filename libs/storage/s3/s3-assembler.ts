import type { StoredObject } from '../storage.js';
import type { StorageKey } from '../storage-key.js';
import { noteOf } from './s3-notes.js';
import type { Part, S3Bucket } from './s3-bucket.js';
import type { S3Publisher } from './s3-publisher.js';

const COPIED_BYTES = 256 * 1024 * 1024;

/** The first `bytes` bytes of an object; a multiple of the part size but in the last piece. */
export interface Piece {
  readonly name: string;
  readonly bytes: number;
}

/** Puts an object together from pieces that the server has; bytes move inside the server only. */
export class S3Assembler {
  readonly #bucket: S3Bucket;
  readonly #publisher: S3Publisher;

  constructor(bucket: S3Bucket, publisher: S3Publisher) {
    this.#bucket = bucket;
    this.#publisher = publisher;
  }

  async assemble(
    pieces: readonly Piece[],
    facts: { key: StorageKey; token: string; bytes: number; tail: Buffer; partBytes: number },
  ): Promise<StoredObject> {
    const { key, token, tail, partBytes } = facts;
    const multipart = await this.#bucket.createMultipart(key, token);
    const note = noteOf(multipart);
    try {
      await this.#bucket.put(note.name, note.body);
      const parts: Part[] = [];
      // Whole parts each, so that what is left of a piece is never too small.
      const step = Math.max(1, Math.floor(COPIED_BYTES / partBytes)) * partBytes;
      for (const { name, bytes } of pieces) {
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
      throw error;
    }
  }
}
