import { StorageFault } from '../storage.errors.js';
import type { Multipart, Part, S3Bucket } from './s3-bucket.js';
import type { PartBudget } from './part-budget.js';

/** So many parts of one object travel at once. */
export const PARTS_IN_FLIGHT = 3;

export interface PartUploaderOptions {
  readonly multipart: Multipart;
  /** How large the part of this number becomes. */
  readonly partBytes: (number: number) => number;
  /** The number that the next part gets. */
  readonly firstNumber: number;
  /** The last number that the server takes. */
  readonly lastNumber: number;
  /** Called with each part in order, when it and all before it are stored, and with what `mark` gave for it. */
  readonly stored: (part: Part, mark: unknown) => Promise<void> | void;
  /** Notes what belongs to a part's end when its last byte has come. */
  readonly mark?: () => unknown;
  readonly onFailure: (error: unknown) => void;
}

/**
 * Cuts bytes into parts and sends them, a few at a time. Memory is taken from the budget part by part. The
 * first failure ends it.
 */
export class PartUploader {
  readonly #bucket: S3Bucket;
  readonly #budget: PartBudget;
  readonly #options: PartUploaderOptions;
  readonly #stop = new AbortController();
  readonly #inOrder: Promise<void>[] = [];
  #chunks: Uint8Array[] = [];
  #gathered = 0;
  #number: number;
  #partBytes: number;
  #giveBack: (() => void) | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(bucket: S3Bucket, budget: PartBudget, options: PartUploaderOptions) {
    this.#bucket = bucket;
    this.#budget = budget;
    this.#options = options;
    this.#number = options.firstNumber;
    this.#partBytes = options.partBytes(this.#number);
  }

  /** Bytes that came and are not yet on their way in a part. */
  get gathered(): number {
    return this.#gathered;
  }

  get nextNumber(): number {
    return this.#number;
  }

  /** The size of the part that is gathered now. */
  get partBytes(): number {
    return this.#partBytes;
  }

  /** How many bytes of the next chunk still go into this part. */
  get room(): number {
    return Math.max(0, this.#partBytes - this.#gathered);
  }

  /** Takes at most `room` bytes; a part that is full goes on its way. */
  async add(bytes: Uint8Array): Promise<void> {
    this.#check();
    this.#giveBack ??= await this.#budget.take(
      Number.isFinite(this.#partBytes) ? this.#partBytes : undefined,
    );
    this.#chunks.push(bytes);
    this.#gathered += bytes.length;
    if (this.#gathered >= this.#partBytes) await this.send();
  }

  /** Sends what has gathered as a part, however little it is. */
  async send(): Promise<void> {
    const number = this.#number;
    if (number > this.#options.lastNumber) throw new StorageFault('The upload has used up all its parts.');
    const body = this.rest();
    this.#number += 1;
    const giveBack = this.#giveBack;
    this.#giveBack = undefined;
    const mark = this.#options.mark?.();
    this.#partBytes = this.#options.partBytes(this.#number);
    const before = this.#inOrder.at(-1);
    const sending = this.#bucket
      .uploadPart(this.#options.multipart, number, body, this.#stop.signal)
      .finally(() => giveBack?.());
    const stored = this.#inTurn(sending, before, mark);
    this.#inOrder.push(stored);
    if (this.#inOrder.length >= PARTS_IN_FLIGHT) await this.#inOrder.shift();
    this.#check();
  }

  /** Takes out what has gathered. */
  rest(): Buffer {
    const [only] = this.#chunks;
    const body =
      this.#chunks.length === 1 && only !== undefined
        ? Buffer.from(only.buffer, only.byteOffset, only.byteLength)
        : Buffer.concat(this.#chunks);
    this.#chunks = [];
    this.#gathered = 0;
    return body;
  }

  /** Waits until every part is stored. */
  async finish(): Promise<void> {
    await Promise.all(this.#inOrder);
    this.#check();
  }

  /** Ends what is on its way and gives memory back; never fails. */
  async release(): Promise<void> {
    this.#stop.abort(new Error('the upload has ended'));
    await Promise.all(this.#inOrder);
    this.#giveBack?.();
    this.#giveBack = undefined;
  }

  /** Never rejects: a failure is kept for the next call. */
  async #inTurn(sending: Promise<Part>, before: Promise<void> | undefined, mark: unknown): Promise<void> {
    try {
      const part = await sending;
      await before;
      if (this.#failure === undefined) await this.#options.stored(part, mark);
    } catch (error) {
      if (this.#failure !== undefined) return;
      this.#failure = { error };
      this.#options.onFailure(error);
    }
  }

  #check(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
