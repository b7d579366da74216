import { randomToken } from '#libs/kernel';
import {
  ObjectExists,
  ObjectNotFound,
  StorageFault,
  StorageUnavailable,
  UnfinishedObjectLost,
} from '../storage.errors.js';
import type { StoredObject } from '../storage.js';
import { type StorageKey, temporaryName } from '../keys.js';
import type { Head, Multipart, Part, S3Bucket } from './s3-bucket.js';

/** What the server was seen to enforce, not what it is said to. */
export interface Capabilities {
  /** A put is refused where the key is taken and the request says so. */
  readonly onlyNewPut: boolean;
  /** So is the completion of a multipart upload. */
  readonly onlyNewComplete: boolean;
  /** A multipart upload may be completed without some of its parts. AWS allows it, Ceph RGW does not. */
  readonly leavesPartsOut: boolean;
}

/** Of a write that is tried: done, refused by its condition, or not possible at all. */
type Outcome = 'done' | 'refused' | 'failed';

/**
 * Gives an object its key, and proves that it is ours: each carries a token of its writer in its metadata,
 * so that a reply that was lost, or an upload that is said to be gone because it was completed, is told
 * from a rival's object by one HEAD (F12, F13).
 */
export class S3Publisher {
  readonly #bucket: S3Bucket;
  #capabilities: Promise<Capabilities> | undefined;

  constructor(bucket: S3Bucket) {
    this.#bucket = bucket;
  }

  /** @throws ObjectExists when the key is taken by anybody but `token` */
  async expectFree(key: StorageKey, token: string, signal?: AbortSignal): Promise<Head | undefined> {
    const head = await this.#bucket.head(key, signal);
    if (head !== undefined && head.token !== token) throw new ObjectExists();
    return head;
  }

  /** Stores a small object in one request. */
  async put(key: StorageKey, body: Uint8Array, token: string, signal?: AbortSignal): Promise<StoredObject> {
    const { onlyNewPut } = await this.capabilities();
    const present = await this.expectFree(key, token, signal);
    if (present === undefined) {
      const options = { token, onlyNew: onlyNewPut, signal };
      await this.#proven(key, token, this.#bucket.put(key, body, options));
    }
    return this.#verified(key, token, body.length);
  }

  /** Makes one object of its parts. */
  async complete(
    multipart: Multipart,
    parts: readonly Part[],
    facts: { key: StorageKey; token: string; bytes: number },
  ): Promise<StoredObject> {
    const { key, token, bytes } = facts;
    const { onlyNewComplete } = await this.capabilities();
    // The last look before it becomes visible, where the server itself would overwrite.
    const present = await this.expectFree(key, token);
    if (present === undefined) {
      await this.#proven(key, token, this.#bucket.complete(multipart, parts, onlyNewComplete));
    }
    return this.#verified(key, token, bytes);
  }

  /** Copies an object of ours to its key, inside the server. */
  async copy(from: string, facts: { key: StorageKey; token: string; bytes: number }): Promise<StoredObject> {
    const { key, token, bytes } = facts;
    const present = await this.expectFree(key, token);
    if (present === undefined) await this.#proven(key, token, this.#bucket.copy(from, key, token));
    return this.#verified(key, token, bytes);
  }

  /** Looked at once, by trying. */
  capabilities(): Promise<Capabilities> {
    this.#capabilities ??= this.#probe().catch((error: unknown) => {
      this.#capabilities = undefined;
      throw error;
    });
    return this.#capabilities;
  }

  async #proven(key: StorageKey, token: string, call: Promise<void>): Promise<void> {
    try {
      await call;
    } catch (error) {
      const head = await this.#bucket.head(key).catch(() => undefined);
      if (head?.token === token) return;
      throw head === undefined ? error : new ObjectExists({ cause: error });
    }
  }

  async #verified(key: StorageKey, token: string, bytes: number): Promise<StoredObject> {
    const head = await this.#bucket.head(key);
    if (head === undefined) throw new ObjectNotFound();
    if (head.token !== token) throw new ObjectExists();
    if (head.bytes !== bytes) {
      // Nobody was told of it yet, and it is ours: better none than a wrong one.
      await this.#bucket.delete(key);
      throw new StorageFault('The object was not stored whole.');
    }
    return { key, bytes, modifiedAt: head.modifiedAt };
  }

  async #probe(): Promise<Capabilities> {
    const name = temporaryName(randomToken(16), 'probe');
    const body = Buffer.from('probe');
    try {
      const put = () => this.#outcome(this.#bucket.put(name, body, { onlyNew: true }));
      const done = (await put()) === 'done';
      const again = done ? await put() : 'failed';
      if (!done) await this.#bucket.put(name, body);
      return {
        onlyNewPut: again === 'refused',
        onlyNewComplete: done && (await this.#completes(name, 1, true)) === 'refused',
        leavesPartsOut: (await this.#completes(name, 2, false)) === 'done',
      };
    } finally {
      await this.#bucket.delete(name).catch(() => undefined);
    }
  }

  /** What comes of completing a multipart upload of so many parts from its first alone. */
  async #completes(name: string, parts: number, onlyNew: boolean): Promise<Outcome> {
    const multipart = await this.#bucket.createMultipart(name, 'probe');
    const [first] = await Promise.all(
      Array.from({ length: parts }, (_, index) =>
        this.#bucket.uploadPart(multipart, index + 1, Buffer.from('probe')),
      ),
    );
    if (first === undefined) throw new StorageFault('There is nothing to try with.');
    try {
      return await this.#outcome(this.#bucket.complete(multipart, [first], onlyNew));
    } finally {
      await this.#bucket.abort(multipart).catch(() => undefined);
    }
  }

  /** @throws StorageUnavailable when it can't be told, such as after a lost reply */
  async #outcome(call: Promise<void>): Promise<Outcome> {
    try {
      await call;
      return 'done';
    } catch (error) {
      if (error instanceof ObjectExists) return 'refused';
      const { cause } = error as { cause?: { $metadata?: { httpStatusCode?: number } } };
      if (error instanceof StorageFault || cause?.$metadata?.httpStatusCode === 501) return 'failed';
      if (error instanceof UnfinishedObjectLost) throw new StorageUnavailable({ cause: error });
      throw error;
    }
  }
}
