import { randomToken } from '#libs/kernel';
import { LengthMismatch, StorageFault, StorageUnavailable, UnfinishedObjectLost } from '../storage.errors.js';
import { SourceReader } from '../source-reader.js';
import type {
  Appended,
  AppendOptions,
  ByteSource,
  Resumable,
  ResumableState,
  StoredObject,
} from '../storage.js';
import { parseStorageKey, type StorageKey, unfinishedName, uploadFolder } from '../keys.js';
import type { PartBudget } from './part-budget.js';
import { PARTS_IN_FLIGHT } from './part-uploader.js';
import { Go, readTail } from './s3-append.js';
import { S3Assembler } from './s3-assembler.js';
import type { Multipart, S3Bucket } from './s3-bucket.js';
import type { S3Publisher } from './s3-publisher.js';
import {
  CHECKPOINT_BYTES,
  multipartOf,
  parsed,
  partBytesFor,
  type PartSizes,
  type State,
} from './s3-state.js';

/** The most that S3 copies in one request. */
export const COPIED_AT_ONCE = 5 * 1024 ** 3;

/**
 * Unfinished objects as multipart uploads under their final key, and what is too little for a part
 * (below 5 MiB by S3's rule, below one part by ours, so that all parts are of one size) as an object
 * `uploads/<upload>/.tail-…`.
 *
 * A writer that takes over must not meet parts that its predecessor still sends. Where the server completes
 * an upload without some of its parts, the new one leaves out more numbers than the old one could fill
 * before its next checkpoint is refused. Where it does not (Ceph RGW), the parts are collected as an object
 * `uploads/<upload>/.segment-…`; taking over completes it as it is, which shuts the old writer out, and goes on
 * in another; publishing copies inside the server, which Ceph does for a whole object without moving bytes.
 */
export class S3Resumable implements Resumable {
  /** Of a go of three parts or more little is left over that has to be stored apart and read again. */
  readonly goBytes = 16 * 1024 * 1024;
  readonly #bucket: S3Bucket;
  readonly #publisher: S3Publisher;
  readonly #budget: PartBudget;
  readonly #sizes: PartSizes;
  readonly #assembler: S3Assembler;

  constructor(bucket: S3Bucket, publisher: S3Publisher, budget: PartBudget, sizes: PartSizes) {
    this.#bucket = bucket;
    this.#publisher = publisher;
    this.#budget = budget;
    this.#sizes = sizes;
    this.#assembler = new S3Assembler(bucket, publisher, sizes.maxParts);
  }

  async begin(
    upload: string,
    options: { key: StorageKey; bytes?: number | undefined },
  ): Promise<ResumableState> {
    uploadFolder(upload);
    const { key, bytes } = options;
    const token = randomToken(20);
    const partBytes = partBytesFor(this.#sizes, bytes);
    const inParts = bytes === undefined || bytes > partBytes;
    const state: State = {
      v: 1,
      upload,
      key,
      token,
      declared: bytes,
      partBytes,
      frozen: [],
      bytes: 0,
      parts: [],
      next: 1,
      settled: true,
    };
    return inParts ? this.#withMultipart(state) : state;
  }

  async append(
    state: ResumableState,
    offset: number,
    source: ByteSource,
    options: AppendOptions,
  ): Promise<Appended> {
    const before = parsed(state);
    const reader = new SourceReader(source, options.signal);
    try {
      if (offset !== before.bytes) throw new LengthMismatch(before.bytes, offset);
      const { outdated, ...kept } = before;
      if (outdated !== undefined) await this.#bucket.delete(unfinishedName(before.upload, outdated));
      const taken = await this.#taken(kept, options);
      const rooms = { budget: this.#budget, sizes: this.#sizes };
      return await new Go(this.#bucket, rooms, taken, reader, options).run();
    } catch (error) {
      throw await this.#believed(error, before, multipartOf(before));
    } finally {
      reader.release();
    }
  }

  async publish(state: ResumableState, key: StorageKey, bytes: number): Promise<StoredObject> {
    const unfinished = parsed(state);
    if (unfinished.key !== key) throw new StorageFault('The upload was begun for another key.');
    if (unfinished.bytes !== bytes) throw new LengthMismatch(bytes, unfinished.bytes);
    const published = (await this.#published(unfinished)) ?? (await this.#publish(unfinished, key));
    await this.discard(state).catch(() => undefined);
    return published;
  }

  async discard(state: ResumableState): Promise<void> {
    const unfinished = parsed(state);
    const multipart = multipartOf(unfinished);
    if (multipart !== undefined) await this.#bucket.abort(multipart);
    for await (const { name } of this.#bucket.list(unfinishedName(unfinished.upload, '.'))) {
      await this.#bucket.delete(name);
    }
  }

  /** A state to collect parts in, under the final key where later writers can leave some out. */
  async #withMultipart(state: State): Promise<State> {
    const { leavesPartsOut } = await this.#publisher.capabilities();
    const { segment: _, ...bare } = state;
    const placed: State = leavesPartsOut ? bare : { ...bare, segment: `.segment-${randomToken(16)}` };
    const { name } = multipartOf({ ...placed, id: '' }) ?? { name: state.key };
    const { id } = await this.#bucket.createMultipart(name, state.token);
    return { ...placed, id, parts: [], next: 1 };
  }

  /** The state under a fence, safe from parts that an earlier writer may still send. */
  async #taken(state: State, options: AppendOptions): Promise<State> {
    const { fence } = options;
    const own = { ...state, fence, settled: false };
    const untouched = state.fence === undefined || (state.fence === fence && state.settled);
    if (untouched || state.id === undefined) return own;
    if (state.segment === undefined) {
      const leftOut = 2 * Math.ceil(CHECKPOINT_BYTES / state.partBytes) + PARTS_IN_FLIGHT + 1;
      const next = state.next + leftOut;
      if (next > this.#sizes.maxParts) throw new StorageFault('The upload was taken over too many times.');
      return { ...own, next };
    }
    const taken = await this.#withMultipart({ ...own, frozen: await this.#frozen(state) });
    // Noted before a part is sent, so that the new multipart upload can't be lost.
    await options.checkpoint({ offset: taken.bytes, state: taken, digest: options.digest.state() });
    return taken;
  }

  /** Shuts the segment for whoever still writes to it: what its parts held is an object from now on. */
  async #frozen(state: State): Promise<State['frozen']> {
    const multipart = multipartOf(state);
    const { segment: name } = state;
    if (multipart === undefined || name === undefined) return state.frozen;
    if (state.parts.length === 0) {
      await this.#bucket.abort(multipart);
      return state.frozen;
    }
    try {
      await this.#bucket.complete(multipart, await this.#bucket.parts(multipart), false);
    } catch (error) {
      // Done already, by a call whose reply or whose checkpoint was lost.
      if ((await this.#bucket.head(multipart.name)) === undefined) throw error;
    }
    const before = state.frozen.reduce((sum, { bytes }) => sum + bytes, 0);
    return [...state.frozen, { name, bytes: state.bytes - (state.tail?.bytes ?? 0) - before }];
  }

  /** The error of a call; that the server lost an upload (F15) is believed when a second look says so too. */
  async #believed(error: unknown, state: State, multipart: Multipart | undefined): Promise<unknown> {
    if (!(error instanceof UnfinishedObjectLost)) return error;
    const { segment, tail, upload } = state;
    const stands = new StorageUnavailable({ cause: error });
    try {
      if (tail !== undefined && (await this.#bucket.head(unfinishedName(upload, tail.name))) === undefined)
        return error;
      // A segment that is shut is an object, and no upload any more.
      const isShut =
        segment !== undefined && (await this.#bucket.head(unfinishedName(upload, segment))) !== undefined;
      if (multipart !== undefined && !isShut) await this.#bucket.parts(multipart);
      return stands;
    } catch (second) {
      return second instanceof UnfinishedObjectLost ? error : stands;
    }
  }

  /** The object where this upload has been published before. */
  async #published({ key, token, bytes }: State): Promise<StoredObject | undefined> {
    const head = await this.#publisher.expectFree(parseStorageKey(key), token);
    if (head === undefined) return undefined;
    if (head.bytes !== bytes) throw new StorageFault('The object was not stored whole.');
    return { key: parseStorageKey(key), bytes, modifiedAt: head.modifiedAt };
  }

  async #publish(state: State, key: StorageKey): Promise<StoredObject> {
    const giveBack = await this.#budget.take();
    try {
      const tail = await this.#tail(state);
      const multipart = multipartOf(state);
      if (multipart === undefined || state.parts.length + state.frozen.length === 0) {
        return await this.#publisher.put(key, tail, state.token);
      }
      if (state.segment !== undefined) return await this.#assembled(state, key, tail);
      const last = tail.length === 0 ? [] : [await this.#bucket.uploadPart(multipart, state.next, tail)];
      const facts = { key, token: state.token, bytes: state.bytes };
      return await this.#publisher.complete(multipart, [...state.parts, ...last], facts);
    } catch (error) {
      // A second call at the same time may have been quicker, and taken away what this one reads.
      const published = await this.#published(state).catch((second: unknown) => {
        // Who can't look can't say that anything is lost.
        throw error instanceof UnfinishedObjectLost ? second : error;
      });
      // Without parts its multipart upload holds nothing that could be lost.
      const holding = state.parts.length === 0 ? undefined : multipartOf(state);
      if (published === undefined) throw await this.#believed(error, state, holding);
      return published;
    } finally {
      giveBack();
    }
  }

  /** One object of the segments, put together inside the server. */
  async #assembled(state: State, key: StorageKey, tail: Buffer): Promise<StoredObject> {
    const { upload, token, bytes } = state;
    const multipart = multipartOf(state);
    const alone = state.frozen.length === 0 && state.settled;
    // A call before this one may have got as far as shutting the segment, with the tail in it.
    const open = multipart !== undefined && (await this.#bucket.head(multipart.name)) === undefined;
    if (open && alone && tail.length > 0) {
      await this.#bucket.uploadPart(multipart, state.next, tail);
    }
    const pieces = await this.#frozen(state);
    const [only] = pieces;
    const whole = alone && only !== undefined && pieces.length === 1;
    if (whole && bytes <= COPIED_AT_ONCE) {
      return this.#publisher.copy(unfinishedName(upload, only.name), { key, token, bytes });
    }
    const sources = whole ? [{ name: only.name, bytes }] : pieces;
    return this.#assembler.assemble(
      sources.map((piece) => ({ ...piece, name: unfinishedName(upload, piece.name) })),
      { key, token, bytes, tail: whole ? Buffer.alloc(0) : tail },
    );
  }

  async #tail({ upload, tail }: State): Promise<Buffer> {
    if (tail === undefined) return Buffer.alloc(0);
    return readTail(this.#bucket, upload, tail);
  }
}
