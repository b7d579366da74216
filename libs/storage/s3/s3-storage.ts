import { S3Client } from '@aws-sdk/client-s3';
import { randomToken } from '#libs/kernel';
import { type ByteRange, checkedRange } from '../byte-range.js';
import { SourceReader } from '../source-reader.js';
import {
  InvalidStorageKey,
  LengthMismatch,
  ObjectNotFound,
  StorageFault,
  StorageLacksCall,
  StorageUnavailable,
  UnfinishedObjectLost,
} from '../storage.errors.js';
import type { ByteSource, OpenObject, Storage, StoredObject, Unfinished } from '../storage.js';
import { ASSETS, isControl, isStorageKey, ownerOf, type StorageKey, TEMPORARY, UPLOADS } from '../keys.js';
import { OpenMemory } from '../memory/open-memory.js';
import { BoundedHandler } from './bounded-handler.js';
import { PartBudget } from './part-budget.js';
import { PartUploader } from './part-uploader.js';
import { type Head, type ListedMultipart, type Multipart, type Part, S3Bucket } from './s3-bucket.js';
import { nameCalls } from './s3-faults.js';
import { S3Publisher } from './s3-publisher.js';
import { isNote, noteOf, readNote } from './s3-notes.js';
import { COPIED_AT_ONCE, S3Resumable } from './s3-resumable.js';
import { nextPartBytes, type PartSizes, partBytesFor } from './s3-state.js';
import { S3Direct } from './s3-direct.js';
import { attempt, testBucket } from './s3-self-test.js';

const MIB = 1024 * 1024;
const PING_MS = 3_000;
const CONNECT_MS = 5_000;

export interface S3StorageOptions {
  /** The server, for all but AWS. */
  readonly endpoint?: string | undefined;
  readonly region: string;
  readonly bucket: string;
  /** Makes the bucket where it is missing; false unless told. */
  readonly createBucket?: boolean | undefined;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The bucket in the path instead of the host name; true by default where `endpoint` is set. */
  readonly forcePathStyle?: boolean | undefined;
  /** Everything lies below this in the bucket; none by default. */
  readonly prefix?: string | undefined;
  /** 5 MiB at least, 8 MiB by default; larger for objects that would need more than `maxParts` / 2 parts. */
  readonly partBytes?: number | undefined;
  /** The most parts that the server takes for one object: 10,000 by default; some take 1,000. */
  readonly maxParts?: number | undefined;
  /** Part buffers over all uploads of the process: 32 by default, so 256 MiB of 8 MiB parts. */
  readonly partBuffers?: number | undefined;
  /** Connections to the server: 128 by default. */
  readonly sockets?: number | undefined;
  /**
   * After so long without an answer or a byte a try has failed, and there are four: 60 s by default. Sending
   * gets half a second more for each MiB.
   */
  readonly requestTimeoutMs?: number | undefined;
}

/** A bucket and its server as they are. */
export interface S3Server {
  readonly bucket: S3Bucket;
  readonly publisher: S3Publisher;
  readonly endpoint: string;
  /** Whether the SDK's own checksums are on: only towards AWS. */
  readonly aws: boolean;
}

/**
 * Storage in a bucket of an S3 server: AWS, Ceph RGW, MinIO and others. Needs read-after-write consistency,
 * as AWS and these give it. Where the server ignores conditional writes, two rivals for one key may both be
 * told that they won; keys made by the server are unique, so there are no rivals.
 */
export class S3Storage implements Storage {
  readonly resumable: S3Resumable;
  readonly direct: S3Direct;
  readonly #bucket: S3Bucket;
  readonly #publisher: S3Publisher;
  readonly #budget: PartBudget;
  readonly #sizes: PartSizes;
  readonly #address: Pick<S3Server, 'endpoint' | 'aws'>;

  private constructor(client: S3Client, options: S3StorageOptions) {
    this.#address = {
      endpoint: options.endpoint ?? `https://s3.${options.region}.amazonaws.com`,
      aws: options.endpoint === undefined,
    };
    this.#sizes = { partBytes: options.partBytes ?? 8 * MIB, maxParts: options.maxParts ?? 10_000 };
    if (this.#sizes.partBytes < 5 * MIB) throw new StorageFault('Parts must have 5 MiB at least.');
    const idleMs = options.requestTimeoutMs ?? 60_000;
    this.#bucket = new S3Bucket(client, { bucket: options.bucket, prefix: options.prefix ?? '', idleMs });
    this.#publisher = new S3Publisher(this.#bucket);
    this.#budget = new PartBudget(options.partBuffers ?? 32, idleMs / 2, this.#sizes.partBytes);
    this.resumable = new S3Resumable(this.#bucket, this.#publisher, this.#budget, this.#sizes);
    this.direct = new S3Direct(this.#bucket, this.#publisher, {
      maxParts: this.#sizes.maxParts,
      signer: (endpoint) => signerFor(options, endpoint),
    });
  }

  /** Makes the client; the server is first asked when something is wanted of it, or its bucket is to be made. */
  static async connect(options: S3StorageOptions): Promise<S3Storage> {
    const requestTimeout = options.requestTimeoutMs ?? 60_000;
    const agent = { keepAlive: true, maxSockets: options.sockets ?? 128 };
    // What the SDK adds by default has been stored as data by another server (F14).
    const checksums = options.endpoint === undefined ? 'WHEN_SUPPORTED' : 'WHEN_REQUIRED';
    const client = new S3Client({
      region: options.region,
      ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
      credentials: { accessKeyId: options.accessKeyId, secretAccessKey: options.secretAccessKey },
      forcePathStyle: options.forcePathStyle ?? options.endpoint !== undefined,
      requestChecksumCalculation: checksums,
      responseChecksumValidation: checksums,
      maxAttempts: 4,
      requestHandler: new BoundedHandler({
        connectionTimeout: CONNECT_MS,
        requestTimeout,
        // Waiting for a free socket is no fault, and is bounded by the callers.
        socketAcquisitionWarningTimeout: requestTimeout,
        httpAgent: agent,
        httpsAgent: agent,
      }),
    });
    nameCalls(client);
    const storage = new S3Storage(client, options);
    if (options.createBucket === true) await attempt(() => storage.#bucket.create());
    return storage;
  }

  async put(
    key: StorageKey,
    source: ByteSource,
    options: { bytes?: number | undefined; signal?: AbortSignal | undefined } = {},
  ): Promise<StoredObject> {
    const reader = new SourceReader(source, options.signal);
    const token = randomToken(20);
    try {
      options.signal?.throwIfAborted();
      await this.#publisher.expectFree(key, token, options.signal);
      const put = new Put(this.#bucket, this.#budget, {
        key,
        token,
        sizes: this.#sizes,
        declared: options.bytes,
      });
      try {
        const bytes = await put.take(reader, options.bytes);
        const published =
          put.multipart === undefined
            ? await this.#publisher.put(key, put.whole(), token, options.signal)
            : await this.#publisher.complete(put.multipart, put.parts, { key, token, bytes });
        await put.settle();
        return published;
      } catch (error) {
        await put.undo();
        // The parts of this put alone: the source is whole, so another put will do.
        throw error instanceof UnfinishedObjectLost ? new StorageUnavailable({ cause: error }) : error;
      }
    } finally {
      reader.release();
    }
  }

  async clone(from: StorageKey, to: StorageKey): Promise<StoredObject> {
    const { bytes } = await this.stat(from);
    if (bytes > COPIED_AT_ONCE) throw new StorageFault('The object is too large for one copy.');
    return this.#publisher.copy(from, { key: to, token: randomToken(20), bytes });
  }

  async open(key: StorageKey, options: { signal?: AbortSignal | undefined } = {}): Promise<OpenObject> {
    options.signal?.throwIfAborted();
    // A control document may be replaced between two requests, so all of it comes with one.
    if (isControl(key)) return new OpenMemory(key, await this.#bucket.whole(key, options.signal));
    const head = await this.#bucket.head(key, options.signal);
    if (head === undefined) throw new ObjectNotFound();
    return new OpenS3Object(this.#bucket, key, head);
  }

  async stat(key: StorageKey): Promise<StoredObject> {
    const head = await this.#bucket.head(key);
    if (head === undefined) throw new ObjectNotFound();
    return { key, bytes: head.bytes, modifiedAt: head.modifiedAt };
  }

  async *list(
    prefix: StorageKey,
    options: { signal?: AbortSignal | undefined } = {},
  ): AsyncGenerator<StoredObject> {
    const own = await this.#bucket.head(prefix, options.signal);
    if (own !== undefined) yield { key: prefix, bytes: own.bytes, modifiedAt: own.modifiedAt };
    for await (const { name, ...facts } of this.#bucket.list(`${prefix}/`, options.signal)) {
      options.signal?.throwIfAborted();
      if (isStorageKey(name)) yield { key: name, ...facts };
    }
  }

  async remove(key: StorageKey): Promise<void> {
    await this.#bucket.delete(key);
  }

  async replaceControl(key: StorageKey, document: Uint8Array): Promise<void> {
    if (!isControl(key)) throw new InvalidStorageKey();
    await this.#bucket.put(key, document);
  }

  selfTest(onWarning?: (sentence: string) => void): Promise<void> {
    return testBucket(this.#bucket, onWarning);
  }

  /** What an examination asks by itself, past all that is done here to get by with a server's ways. */
  get server(): S3Server {
    return { bucket: this.#bucket, publisher: this.#publisher, ...this.#address };
  }

  async sweep(olderThan: Date): Promise<number> {
    let removed = 0;
    for await (const { name, bytes, modifiedAt } of this.#bucket.list(`${TEMPORARY}/`)) {
      if (modifiedAt >= olderThan) continue;
      if (isNote(name)) await this.#bucket.abort(readNote(await this.#bucket.bytes(name, bytes)));
      await this.#bucket.delete(name);
      removed += 1;
    }
    for await (const multipart of this.#begun(`${TEMPORARY}/`)) {
      if (multipart.begunAt >= olderThan) continue;
      await this.#bucket.abort(multipart);
      removed += 1;
    }
    return removed;
  }

  async *unfinished(options: { signal?: AbortSignal | undefined } = {}): AsyncGenerator<Unfinished> {
    for (const area of [UPLOADS, ASSETS]) {
      for await (const multipart of this.#begun(`${area}/`, options.signal)) {
        const { name, begunAt } = multipart;
        yield {
          folder: ownerOf(name).folder,
          bytes: 0,
          since: begunAt,
          remove: () => this.#bucket.abort(multipart),
        };
      }
    }
    for await (const { name, bytes, modifiedAt } of this.#bucket.list(`${UPLOADS}/`, options.signal)) {
      // Tails and segments; what has a key is an object, and in `list`.
      if (isStorageKey(name)) continue;
      yield {
        folder: ownerOf(name).folder,
        bytes,
        since: modifiedAt,
        remove: () => this.#bucket.delete(name),
      };
    }
  }

  /** What the server lists of unfinished uploads: nothing where it can't (ADR 26: a net, not the rule). */
  async *#begun(prefix: string, signal?: AbortSignal): AsyncGenerator<ListedMultipart> {
    try {
      yield* this.#bucket.multiparts(prefix, signal);
    } catch (error) {
      if (!(error instanceof StorageLacksCall)) throw error;
    }
  }

  async ping(options: { signal?: AbortSignal | undefined } = {}): Promise<void> {
    const deadline = AbortSignal.timeout(PING_MS);
    await this.#bucket.ping(
      options.signal === undefined ? deadline : AbortSignal.any([deadline, options.signal]),
    );
  }

  async close(): Promise<void> {
    this.#bucket.close();
  }
}

/** A client that only signs: towards the address under which others reach the server. */
function signerFor(options: S3StorageOptions, publicEndpoint: string | undefined): S3Client {
  const endpoint = publicEndpoint ?? options.endpoint;
  return new S3Client({
    region: options.region,
    ...(endpoint === undefined ? {} : { endpoint }),
    credentials: { accessKeyId: options.accessKeyId, secretAccessKey: options.secretAccessKey },
    forcePathStyle: options.forcePathStyle ?? options.endpoint !== undefined,
    // A checksum of the body would have to be known here, and the body is not.
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
}

/** One put: all in memory while it is small, in parts from then on. */
class Put {
  readonly parts: Part[] = [];
  multipart: Multipart | undefined;
  #note: string | undefined;
  readonly #bucket: S3Bucket;
  readonly #budget: PartBudget;
  readonly #facts: { key: StorageKey; token: string; sizes: PartSizes; declared: number | undefined };
  readonly #partBytes: number;
  #chunks: Uint8Array[] = [];
  #held = 0;
  #giveBack: (() => void) | undefined;
  #uploader: PartUploader | undefined;

  constructor(
    bucket: S3Bucket,
    budget: PartBudget,
    facts: { key: StorageKey; token: string; sizes: PartSizes; declared: number | undefined },
  ) {
    this.#bucket = bucket;
    this.#budget = budget;
    this.#facts = facts;
    this.#partBytes = partBytesFor(facts.sizes, facts.declared);
  }

  /** Takes all of the source; gives the number of its bytes. */
  async take(reader: SourceReader, declared: number | undefined): Promise<number> {
    let taken = 0;
    this.#giveBack = await this.#budget.take(Math.min(this.#partBytes, declared ?? this.#partBytes));
    for (let chunk = await reader.next(); chunk !== undefined; chunk = await reader.next()) {
      taken += chunk.length;
      if (declared !== undefined && taken > declared) throw new LengthMismatch(declared, taken);
      await this.#add(chunk, reader);
    }
    if (declared !== undefined && taken !== declared) throw new LengthMismatch(declared, taken);
    if (this.#uploader !== undefined) {
      if (this.#uploader.gathered > 0) await this.#uploader.send();
      await this.#uploader.finish();
    }
    return taken;
  }

  /** What was taken, where it needed no parts. */
  whole(): Buffer {
    return Buffer.concat(this.#chunks, this.#held);
  }

  /** Gives memory back, and the note of parts begun. */
  async settle(): Promise<void> {
    this.#giveBack?.();
    await this.#uploader?.release();
    if (this.#note !== undefined) await this.#bucket.delete(this.#note).catch(() => undefined);
  }

  /** Leaves nothing behind; never fails: what can't be removed now is left to the sweep. */
  async undo(): Promise<void> {
    await this.#uploader?.release();
    if (this.multipart !== undefined) {
      const aborted = await this.#bucket.abort(this.multipart).then(
        () => true,
        () => false,
      );
      if (!aborted) this.#note = undefined;
    }
    await this.settle();
  }

  async #add(chunk: Uint8Array, reader: SourceReader): Promise<void> {
    if (this.#uploader === undefined) {
      if (chunk.length > 0) this.#chunks.push(chunk);
      this.#held += chunk.length;
      if (this.#held <= this.#partBytes) return;
      const uploader = await this.#begin(reader);
      for (const held of this.#chunks.splice(0)) await addAll(uploader, held);
      return;
    }
    await addAll(this.#uploader, chunk);
  }

  async #begin(reader: SourceReader): Promise<PartUploader> {
    const { key, token, sizes, declared } = this.#facts;
    const multipart = await this.#bucket.createMultipart(key, token);
    this.multipart = multipart;
    const note = noteOf(multipart);
    this.#note = note.name;
    await this.#bucket.put(note.name, note.body);
    // What is held becomes the uploader's, and so does its place.
    this.#giveBack?.();
    this.#giveBack = undefined;
    let offset = 0;
    let before = 0;
    this.#uploader = new PartUploader(this.#bucket, this.#budget, {
      multipart,
      partBytes: (number) => {
        offset += before;
        before = nextPartBytes(sizes, { partBytes: this.#partBytes, declared, offset, number });
        return before;
      },
      firstNumber: 1,
      lastNumber: sizes.maxParts,
      stored: (part) => {
        this.parts.push(part);
      },
      onFailure: (error) => reader.stop(error),
    });
    return this.#uploader;
  }
}

async function addAll(uploader: PartUploader, chunk: Uint8Array): Promise<void> {
  let at = 0;
  while (at < chunk.length) {
    const piece = chunk.subarray(at, at + uploader.room);
    at += piece.length;
    await uploader.add(piece);
  }
}

class OpenS3Object implements OpenObject {
  readonly bytes: number;
  readonly modifiedAt: Date;
  readonly #bucket: S3Bucket;
  readonly #etag: string;
  readonly #closed = new AbortController();

  constructor(
    bucket: S3Bucket,
    readonly key: StorageKey,
    head: Head,
  ) {
    this.#bucket = bucket;
    this.#etag = head.etag;
    this.bytes = head.bytes;
    this.modifiedAt = head.modifiedAt;
  }

  read(range?: ByteRange, options: { signal?: AbortSignal | undefined } = {}): ByteSource {
    const asked = checkedRange(range, this.bytes);
    if (asked === undefined) return nothing();
    const closed = this.#closed.signal;
    const signal = options.signal === undefined ? closed : AbortSignal.any([options.signal, closed]);
    return this.#bucket.read(this.key, asked, { etag: this.#etag, signal });
  }

  async close(): Promise<void> {
    this.#closed.abort(new StorageFault('The object has been closed.'));
  }
}

async function* nothing(): AsyncGenerator<Uint8Array, void, undefined> {}
