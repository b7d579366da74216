import type { FileHandle } from 'node:fs/promises';
import type { CallGate } from './call-gate.js';
import { translated } from './nfs-faults.js';

/** One system call for about this many bytes: 16 times fewer than a socket's chunks would take. */
const GATHERED_BYTES = 1024 * 1024;
/** Below IOV_MAX (1024), for sources of tiny chunks. */
const GATHERED_CHUNKS = 1000;
const SYNC_EVERY_BYTES = 64 * 1024 * 1024;

/** What is noted when a mark is set, and what is done when everything before it is durable. */
export interface Marks<T> {
  take(position: number): T;
  durable(mark: T): Promise<void>;
}

/**
 * Writes a file from `position` on so that its end is durable soon after its last byte: chunks are
 * gathered without copying, one gathered write is under way while the next is gathered, and each
 * 64 MiB are synced while writing goes on. Holds some 2 MiB.
 *
 * The first call that fails ends it: every later method fails with the same error, and no sync is
 * ever tried again, because the second one would say that all is well (F02).
 */
export class DurableWriter<T = void> {
  readonly #file: FileHandle;
  readonly #gate: CallGate;
  readonly #marks: Marks<T> | undefined;
  /** Called once when it fails between two calls: the source may be silent just then. */
  readonly #onFailure: (error: unknown) => void;
  #chunks: Uint8Array[] = [];
  #gathered = 0;
  #position: number;
  #marked: number;
  #writing: Promise<void> = Promise.resolve();
  #syncing: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | undefined;
  #fileFailed = false;

  constructor(
    file: FileHandle,
    gate: CallGate,
    options: { position: number; marks?: Marks<T>; onFailure: (error: unknown) => void },
  ) {
    this.#file = file;
    this.#gate = gate;
    this.#position = options.position;
    this.#marked = options.position;
    this.#marks = options.marks;
    this.#onFailure = options.onFailure;
  }

  /** Where the next chunk will lie. */
  get position(): number {
    return this.#position + this.#gathered;
  }

  /** Whether a call on the file failed, not only what a mark led to. */
  get fileFailed(): boolean {
    return this.#fileFailed;
  }

  /** Takes a chunk; what it gives back, if anything, is to be awaited before the next. */
  add(chunk: Uint8Array): Promise<void> | undefined {
    if (chunk.length === 0) return undefined;
    this.#chunks.push(chunk);
    this.#gathered += chunk.length;
    if (this.#gathered < GATHERED_BYTES && this.#chunks.length < GATHERED_CHUNKS) return undefined;
    return this.#flush();
  }

  /** Writes what is left and makes the whole file durable. */
  async finish(): Promise<void> {
    await this.#flush();
    await this.#writing;
    await this.#syncing;
    this.#check();
    await this.#onFile(this.#gate.runLong(() => this.#file.datasync()));
  }

  /** Waits until nothing is under way any more; never fails. */
  async settle(): Promise<void> {
    await this.#writing;
    await this.#syncing;
  }

  async #flush(): Promise<void> {
    await this.#writing;
    this.#check();
    if (this.#gathered === 0) return;
    const [chunks, bytes, start] = [this.#chunks, this.#gathered, this.#position];
    this.#chunks = [];
    this.#gathered = 0;
    this.#position += bytes;
    const marking = this.#position - this.#marked >= SYNC_EVERY_BYTES;
    // The mark is taken now, while whatever the caller keeps beside the bytes is exactly here too.
    const mark = marking ? this.#marks?.take(this.#position) : undefined;
    if (marking) this.#marked = this.#position;
    this.#writing = this.#write(chunks, bytes, start, marking ? { mark } : undefined);
  }

  /** Never rejects: what goes wrong is kept for the next call. */
  async #write(chunks: Uint8Array[], bytes: number, start: number, marking?: { mark: T | undefined }) {
    try {
      await this.#onFile(this.#writeAll(chunks, bytes, start));
      if (marking === undefined) return;
      await this.#syncing;
      if (this.#failure === undefined) this.#syncing = this.#sync(marking.mark);
    } catch {
      // Kept by #tried.
    }
  }

  async #writeAll(chunks: Uint8Array[], bytes: number, start: number): Promise<void> {
    let rest = chunks;
    let done = 0;
    while (done < bytes) {
      const batch = rest;
      const position = start + done;
      const { bytesWritten } = await this.#gate.run(() => this.#file.writev(batch, position));
      done += bytesWritten;
      if (done < bytes) rest = after(rest, bytesWritten);
    }
  }

  async #sync(mark: T | undefined): Promise<void> {
    try {
      await this.#onFile(this.#gate.runLong(() => this.#file.datasync()));
      if (this.#marks !== undefined && mark !== undefined) await this.#tried(this.#marks.durable(mark));
    } catch {
      // Kept by #tried.
    }
  }

  async #onFile<R>(call: Promise<R>): Promise<R> {
    return this.#tried(
      call.catch((error: unknown) => {
        this.#fileFailed = true;
        throw translated(error);
      }),
    );
  }

  async #tried<R>(call: Promise<R>): Promise<R> {
    try {
      return await call;
    } catch (error) {
      if (this.#failure === undefined) {
        this.#failure = { error };
        this.#onFailure(error);
      }
      throw error;
    }
  }

  #check(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}

/** What is left of `chunks` when the first `bytes` of them are written. */
function after(chunks: readonly Uint8Array[], bytes: number): Uint8Array[] {
  let skip = bytes;
  let index = 0;
  for (const chunk of chunks) {
    if (skip < chunk.length) break;
    skip -= chunk.length;
    index += 1;
  }
  const [first, ...rest] = chunks.slice(index);
  return first === undefined ? [] : [first.subarray(skip), ...rest];
}
