import { randomToken } from '#libs/kernel';
import { unfinishedName } from '../keys.js';
import { LengthMismatch, ObjectNotFound, UnfinishedObjectLost } from '../storage.errors.js';
import type { SourceReader } from '../source-reader.js';
import type { Appended, AppendOptions, Checkpoint } from '../storage.js';
import type { PartBudget } from './part-budget.js';
import { PartUploader } from './part-uploader.js';
import type { Part, S3Bucket } from './s3-bucket.js';
import { CHECKPOINT_BYTES, multipartOf, nextPartBytes, type PartSizes, type State } from './s3-state.js';

export async function readTail(
  bucket: S3Bucket,
  upload: string,
  tail: { name: string; bytes: number },
): Promise<Buffer> {
  try {
    return await bucket.bytes(unfinishedName(upload, tail.name), tail.bytes);
  } catch (error) {
    if (!(error instanceof ObjectNotFound)) throw error;
    throw new UnfinishedObjectLost({ cause: error });
  }
}

/** What belongs to the end of one part. */
interface PartEnd {
  readonly offset: number;
  readonly next: number;
  readonly partBytes: number;
  readonly digest: Uint8Array;
}

/** One go of an unfinished upload. */
export class Go {
  readonly #bucket: S3Bucket;
  readonly #reader: SourceReader;
  readonly #options: AppendOptions;
  readonly #before: State;
  readonly #parts: Part[];
  readonly #uploader: PartUploader;
  #offset: number;
  #marked: number;

  constructor(
    bucket: S3Bucket,
    { budget, sizes }: { budget: PartBudget; sizes: PartSizes },
    state: State,
    reader: SourceReader,
    options: AppendOptions,
  ) {
    this.#bucket = bucket;
    this.#reader = reader;
    this.#options = options;
    this.#before = state;
    this.#parts = [...state.parts];
    this.#offset = state.bytes;
    this.#marked = state.bytes;
    const frozen = state.frozen.reduce((sum, { bytes }) => sum + bytes, 0);
    // Of this multipart upload: a tail is sent again with what follows it.
    const start = state.bytes - (state.tail?.bytes ?? 0) - frozen;
    const declared = state.declared === undefined ? undefined : state.declared - frozen;
    let offset = start;
    let before = 0;
    const partBytes = (number: number): number => {
      offset += before;
      before = nextPartBytes(sizes, { partBytes: state.partBytes, declared, offset, number });
      return before;
    };
    this.#uploader = new PartUploader(bucket, budget, {
      multipart: multipartOf(state) ?? { name: state.key, id: '' },
      // Without a multipart upload all is kept as a tail, which is one part at most.
      partBytes: state.id === undefined ? () => Number.POSITIVE_INFINITY : partBytes,
      firstNumber: state.next,
      lastNumber: sizes.maxParts,
      mark: (): PartEnd => ({
        offset: this.#offset,
        next: this.#uploader.nextNumber,
        partBytes: this.#uploader.partBytes,
        digest: options.digest.state(),
      }),
      stored: (part, end) => this.#stored(part, end as PartEnd),
      onFailure: (error) => reader.stop(error),
    });
  }

  async run(): Promise<Appended> {
    const { tail, upload } = this.#before;
    try {
      if (tail !== undefined) await this.#uploader.add(await readTail(this.#bucket, upload, tail));
      const ended = await this.#takeAll();
      const kept = await this.#keepRest();
      await this.#uploader.finish();
      const state: State = {
        ...this.#state(this.#offset, this.#uploader.nextNumber),
        ...kept,
        settled: true,
      };
      return { offset: this.#offset, state, digest: this.#options.digest.state(), ...ended };
    } finally {
      await this.#uploader.release();
    }
  }

  async #takeAll(): Promise<{ sourceError?: unknown }> {
    for (;;) {
      let chunk: Uint8Array | undefined;
      try {
        chunk = await this.#reader.next();
      } catch (sourceError) {
        return { sourceError };
      }
      if (chunk === undefined) return {};
      await this.#take(chunk);
    }
  }

  async #take(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length; ) {
      const piece = chunk.subarray(at, at + this.#uploader.room);
      at += piece.length;
      const { id, declared } = this.#before;
      if (id === undefined && this.#offset + piece.length > (declared ?? 0)) {
        throw new LengthMismatch(declared ?? 0, this.#offset + piece.length);
      }
      this.#options.digest.update(piece);
      this.#offset += piece.length;
      await this.#uploader.add(piece);
    }
  }

  /** Stores what is too little for a part: as the last part where all has come, else as a tail. */
  async #keepRest(): Promise<{ tail?: { name: string; bytes: number }; outdated?: string | undefined }> {
    const { tail: old, id, declared, upload, bytes } = this.#before;
    const outdated = old === undefined ? {} : { outdated: old.name };
    const unchanged = this.#offset === bytes;
    if (old !== undefined && unchanged) return { tail: old };
    const { gathered } = this.#uploader;
    if (gathered === 0) return outdated;
    if (id !== undefined && this.#offset === declared) {
      await this.#uploader.send();
      return outdated;
    }
    const body = this.#uploader.rest();
    const tail = { name: `.tail-${randomToken(16)}`, bytes: gathered };
    await this.#bucket.put(unfinishedName(upload, tail.name), body);
    return { tail, ...outdated };
  }

  async #stored(part: Part, end: PartEnd): Promise<void> {
    this.#parts.push(part);
    if (end.offset + end.partBytes - this.#marked <= CHECKPOINT_BYTES) return;
    this.#marked = end.offset;
    const { tail } = this.#before;
    const state: State = {
      ...this.#state(end.offset, end.next),
      // A tail that an earlier checkpoint replaced is not forgotten where there is none now.
      ...(tail === undefined ? {} : { outdated: tail.name }),
    };
    await this.#options.checkpoint({ offset: end.offset, state, digest: end.digest } satisfies Checkpoint);
  }

  #state(offset: number, next: number): State {
    const { tail: _, ...before } = this.#before;
    return { ...before, bytes: offset, parts: this.#parts.map(([number, etag]) => [number, etag]), next };
  }
}
