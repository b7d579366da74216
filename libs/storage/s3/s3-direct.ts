import type { S3Client } from '@aws-sdk/client-s3';
import { randomToken } from '#libs/kernel';
import { LengthMismatch, StorageFault } from '../storage.errors.js';
import type { Direct, ResumableState } from '../storage.js';
import { parseStorageKey, type StorageKey, uploadFolder } from '../keys.js';
import type { Multipart, S3Bucket } from './s3-bucket.js';
import type { S3Publisher } from './s3-publisher.js';
import { multipartOf, parsed, type State } from './s3-state.js';

const MIB = 1024 * 1024;

/**
 * Direct uploads as multipart uploads under the final key, whose parts come by presigned UploadPart requests.
 * A client can send parts and nothing else: it can't complete, list, read or remove. Which parts are there
 * is asked of the server (ListParts), never of the client.
 */
export class S3Direct implements Direct {
  readonly smallestPart = 5 * MIB;
  readonly mostParts: number;
  readonly #bucket: S3Bucket;
  readonly #publisher: S3Publisher;
  readonly #makeSigner: (endpoint: string | undefined) => S3Client;
  readonly #signers = new Map<string | undefined, S3Client>();

  constructor(
    bucket: S3Bucket,
    publisher: S3Publisher,
    options: { maxParts: number; signer: (endpoint: string | undefined) => S3Client },
  ) {
    this.#bucket = bucket;
    this.#publisher = publisher;
    this.mostParts = options.maxParts;
    this.#makeSigner = options.signer;
  }

  async begin(
    upload: string,
    options: { key: StorageKey; bytes: number; partBytes: number },
  ): Promise<ResumableState> {
    uploadFolder(upload);
    const { key, bytes, partBytes } = options;
    if (Math.ceil(bytes / partBytes) > this.mostParts) throw new StorageFault('Too many parts.');
    if (bytes > partBytes && partBytes < this.smallestPart) throw new StorageFault('Too small parts.');
    const token = randomToken(20);
    const { id } = await this.#bucket.createMultipart(key, token);
    const state: State = {
      v: 1,
      upload,
      key,
      token,
      id,
      declared: bytes,
      partBytes,
      frozen: [],
      bytes,
      parts: [],
      next: 1,
      settled: true,
    };
    return state;
  }

  async partUrl(
    state: ResumableState,
    number: number,
    options: { seconds: number; endpoint?: string | undefined },
  ): Promise<{ url: string; bytes: number }> {
    const unfinished = parsed(state);
    const bytes = bytesOf(unfinished, number);
    if (bytes <= 0) throw new StorageFault('There is no part of this number.');
    const { seconds, endpoint } = options;
    const url = await this.#bucket.partUrl(this.#signer(endpoint), placeOf(unfinished), {
      number,
      bytes,
      seconds,
    });
    return { url, bytes };
  }

  async parts(state: ResumableState): Promise<{ number: number; bytes: number }[]> {
    const found = await this.#stored(parsed(state));
    return found.map(({ number, bytes }) => ({ number, bytes }));
  }

  async complete(state: ResumableState): Promise<ResumableState> {
    const unfinished = parsed(state);
    const { token, bytes } = unfinished;
    const key = parseStorageKey(unfinished.key);
    if ((await this.#publisher.expectFree(key, token)) !== undefined) return unfinished;
    const stored = await this.#stored(unfinished);
    const came = stored.reduce((sum, part) => sum + part.bytes, 0);
    if (came !== bytes) throw new LengthMismatch(bytes, came);
    const parts = stored.map(({ number, etag }): [number, string] => [number, etag]);
    await this.#publisher.complete(placeOf(unfinished), parts, { key, token, bytes });
    const completed: State = { ...unfinished, parts, next: parts.length + 1 };
    return completed;
  }

  async #stored(state: State): Promise<{ number: number; etag: string; bytes: number }[]> {
    const found = await this.#bucket.storedParts(placeOf(state));
    return found.filter(({ number, bytes }) => bytes === bytesOf(state, number));
  }

  #signer(endpoint: string | undefined): S3Client {
    const signer = this.#signers.get(endpoint) ?? this.#makeSigner(endpoint);
    this.#signers.set(endpoint, signer);
    return signer;
  }
}

/** How many bytes the part with this number has; none or less where there is none. */
function bytesOf({ bytes, partBytes }: State, number: number): number {
  return number < 1 ? 0 : Math.min(partBytes, bytes - (number - 1) * partBytes);
}

function placeOf(state: State): Multipart {
  const multipart = multipartOf(state);
  if (multipart === undefined) throw new StorageFault('The upload was not begun as a direct one.');
  return multipart;
}
