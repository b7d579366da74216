import { SourceReader } from '../source-reader.js';
import {
  InvalidStorageKey,
  LengthMismatch,
  ObjectExists,
  ObjectNotFound,
  StorageFault,
} from '../storage.errors.js';
import type {
  Appended,
  AppendOptions,
  ByteSource,
  Checkpoint,
  OpenObject,
  Resumable,
  ResumableState,
  Storage,
  StoredObject,
} from '../storage.js';
import { isControl, parseStorageKey, type StorageKey, uploadFolder } from '../keys.js';
import { OpenMemory } from './open-memory.js';

const CHECKPOINT_BYTES = 64 * 1024 * 1024;

interface Held {
  readonly bytes: Buffer;
  readonly modifiedAt: Date;
  /** The upload it came from, so that a second publish knows its own work. */
  readonly upload?: string | undefined;
}

/** A small, real backend in the memory of one process, for tests. Keeps the whole contract but durability. */
export class MemoryStorage implements Storage {
  readonly #objects = new Map<StorageKey, Held>();
  readonly resumable: Resumable = new MemoryResumable(this.#objects);

  async put(
    key: StorageKey,
    source: ByteSource,
    options: { bytes?: number | undefined; signal?: AbortSignal | undefined } = {},
  ): Promise<StoredObject> {
    const reader = new SourceReader(source, options.signal);
    try {
      const chunks: Uint8Array[] = [];
      let length = 0;
      for (let chunk = await reader.next(); chunk !== undefined; chunk = await reader.next()) {
        chunks.push(Buffer.from(chunk));
        length += chunk.length;
        if (length > (options.bytes ?? length)) throw new LengthMismatch(options.bytes ?? 0, length);
      }
      if (length !== (options.bytes ?? length)) throw new LengthMismatch(options.bytes ?? 0, length);
      if (this.#objects.has(key)) throw new ObjectExists();
      const held = { bytes: Buffer.concat(chunks), modifiedAt: new Date() };
      this.#objects.set(key, held);
      return described(key, held);
    } finally {
      reader.release();
    }
  }

  async clone(from: StorageKey, to: StorageKey): Promise<StoredObject> {
    const { bytes } = this.#held(from);
    if (this.#objects.has(to)) throw new ObjectExists();
    const held = { bytes, modifiedAt: new Date() };
    this.#objects.set(to, held);
    return described(to, held);
  }

  async open(key: StorageKey, options: { signal?: AbortSignal | undefined } = {}): Promise<OpenObject> {
    options.signal?.throwIfAborted();
    return new OpenMemory(key, this.#held(key));
  }

  async stat(key: StorageKey): Promise<StoredObject> {
    return described(key, this.#held(key));
  }

  async *list(
    prefix: StorageKey,
    options: { signal?: AbortSignal | undefined } = {},
  ): AsyncGenerator<StoredObject> {
    for (const [key, held] of this.#objects) {
      options.signal?.throwIfAborted();
      if (key === prefix || key.startsWith(`${prefix}/`)) yield described(key, held);
    }
  }

  async remove(key: StorageKey): Promise<void> {
    this.#objects.delete(key);
  }

  async replaceControl(key: StorageKey, document: Uint8Array): Promise<void> {
    if (!isControl(key)) throw new InvalidStorageKey();
    this.#objects.set(key, { bytes: Buffer.from(document), modifiedAt: new Date() });
  }

  async selfTest(): Promise<void> {}

  async sweep(): Promise<number> {
    return 0;
  }

  async ping(): Promise<void> {}

  async close(): Promise<void> {}

  #held(key: StorageKey): Held {
    const held = this.#objects.get(key);
    if (held === undefined) throw new ObjectNotFound();
    return held;
  }
}

function described(key: StorageKey, held: Held): StoredObject {
  return { key, bytes: held.bytes.length, modifiedAt: held.modifiedAt };
}

interface Unfinished {
  fence: string | undefined;
  bytes: Buffer;
}

interface State extends Record<string, unknown> {
  readonly upload: string;
  readonly key: StorageKey;
  readonly bytes: number;
}

class MemoryResumable implements Resumable {
  readonly #objects: Map<StorageKey, Held>;
  readonly #unfinished = new Map<string, Unfinished>();

  constructor(objects: Map<StorageKey, Held>) {
    this.#objects = objects;
  }

  async begin(
    upload: string,
    options: { key: StorageKey; bytes?: number | undefined },
  ): Promise<ResumableState> {
    uploadFolder(upload);
    this.#unfinished.set(upload, { fence: undefined, bytes: Buffer.alloc(0) });
    return { upload, key: options.key, bytes: 0 };
  }

  async append(
    state: ResumableState,
    offset: number,
    source: ByteSource,
    options: AppendOptions,
  ): Promise<Appended> {
    const before = parsed(state);
    if (offset !== before.bytes) throw new LengthMismatch(before.bytes, offset);
    const unfinished = this.#found(before.upload);
    unfinished.fence = options.fence;
    const prefix = unfinished.bytes.subarray(0, offset);
    const chunks: Uint8Array[] = [prefix];
    let length = offset;
    let marked = offset;
    const here = (): Checkpoint => {
      // A writer that was replaced keeps its bytes to itself.
      if (unfinished.fence === options.fence) unfinished.bytes = Buffer.concat(chunks);
      return { offset: length, state: { ...before, bytes: length }, digest: options.digest.state() };
    };
    const reader = new SourceReader(source, options.signal);
    try {
      for (;;) {
        const taken = await reader.next().catch((sourceError: unknown) => ({ sourceError }));
        if (taken === undefined) return here();
        if (!(taken instanceof Uint8Array)) return { ...here(), ...taken };
        options.digest.update(taken);
        chunks.push(Buffer.from(taken));
        length += taken.length;
        if (length - marked < CHECKPOINT_BYTES) continue;
        marked = length;
        await options.checkpoint(here());
      }
    } finally {
      reader.release();
    }
  }

  async publish(state: ResumableState, key: StorageKey, bytes: number): Promise<StoredObject> {
    const unfinished = parsed(state);
    if (unfinished.key !== key) throw new StorageFault('The upload was begun for another key.');
    if (unfinished.bytes !== bytes) throw new LengthMismatch(bytes, unfinished.bytes);
    const present = this.#objects.get(key);
    if (present !== undefined) {
      if (present.upload !== unfinished.upload) throw new ObjectExists();
      return described(key, present);
    }
    const found = this.#found(unfinished.upload);
    const whole = Buffer.from(found.bytes.subarray(0, bytes));
    const held = { bytes: whole, modifiedAt: new Date(), upload: unfinished.upload };
    this.#objects.set(key, held);
    this.#unfinished.delete(unfinished.upload);
    return described(key, held);
  }

  async discard(state: ResumableState): Promise<void> {
    this.#unfinished.delete(parsed(state).upload);
  }

  #found(upload: string): Unfinished {
    const found = this.#unfinished.get(upload);
    if (found === undefined) throw new StorageFault('The unfinished upload is gone.');
    return found;
  }
}

function parsed(state: ResumableState): State {
  const { upload, key, bytes } = state;
  if (typeof upload !== 'string' || typeof key !== 'string' || typeof bytes !== 'number') {
    throw new StorageFault('The state of the unfinished upload can not be read.');
  }
  return { upload, key: parseStorageKey(key), bytes };
}
