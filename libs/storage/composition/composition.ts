import { type ByteRange, checkedRange } from '../byte-range.js';
import {
  type CompositionHead,
  type CompositionPiece,
  Extents,
  INDEX_HEAD_BYTES,
  readCompositionHead,
  writeCompositionIndex,
} from './composition-index.js';
import { ComposedReader } from './composition-reader.js';
import type { CompositionKeys, StorageKey } from '../keys.js';
import { contentOf } from './spilling-bytes.js';
import { bytesOf } from '../reading.js';
import { StorageFault } from '../storage.errors.js';
import type { ByteSource, ObjectOpener, OpenObject, Storage, StoredObject } from '../storage.js';

/** A composition that is open: an object like any other to whoever reads it. */
export interface OpenComposition extends OpenObject {
  /** Memory that it holds as long as it is open: 17 bytes for each piece. */
  readonly heldBytes: number;
}

/**
 * Stores the index of a composition, as `Storage.put` does. Holds the literals in memory until then.
 *
 * @param options.sourceBytes the size of the source, which must be the same when the composition is opened
 * @throws ObjectExists, StorageFull; StorageFault for more than 2,097,152 pieces or 256 MiB of literals
 */
export async function putComposition(
  storage: Storage,
  index: StorageKey,
  pieces: Iterable<CompositionPiece>,
  options: { sourceBytes: number; signal?: AbortSignal | undefined },
): Promise<StoredObject> {
  const { sourceBytes, signal } = options;
  const { bytes, parts } = writeCompositionIndex(pieces, sourceBytes);
  return storage.put(index, contentOf(parts), { bytes, signal });
}

/**
 * Opens a composition. The index is believed in nothing: what does not fit together, or does not fit the
 * source, is a fault. `modifiedAt` is the index's.
 *
 * @throws ObjectNotFound when index or source is not there
 * @throws StorageFault when the index is damaged, or the source has another size
 */
export async function openComposition(
  storage: ObjectOpener,
  keys: CompositionKeys,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<OpenComposition> {
  const opening = [storage.open(keys.index, options), storage.open(keys.source, options)] as const;
  try {
    const [index, source] = await Promise.all(opening);
    const { head, extents } = await readIndex(index, options);
    if (source.bytes !== head.sourceBytes)
      throw new StorageFault('The source of a composition has another size.');
    return new ComposedObject(keys.key, head, extents, { index, source });
  } catch (error) {
    const opened = await Promise.allSettled(opening);
    for (const result of opened) {
      if (result.status === 'fulfilled') await result.value.close().catch(() => undefined);
    }
    throw error;
  }
}

/** Enough for the table of an hour's lesson: one read opens it. */
const FIRST_READ_BYTES = 64 * 1024;

async function readIndex(
  index: OpenObject,
  options: { signal?: AbortSignal | undefined },
): Promise<{ head: CompositionHead; extents: Extents }> {
  const first = await bytesOf(index, 0, Math.min(FIRST_READ_BYTES, index.bytes), options);
  const head = readCompositionHead(first, index.bytes);
  const known = first.subarray(INDEX_HEAD_BYTES, head.literalsAt);
  const missing = await bytesOf(index, INDEX_HEAD_BYTES + known.length, head.literalsAt, options);
  const table = missing.length === 0 ? known : Buffer.concat([known, missing]);
  return { head, extents: new Extents(head, table) };
}

class ComposedObject implements OpenComposition {
  readonly bytes: number;
  readonly modifiedAt: Date;
  readonly heldBytes: number;
  readonly #reader: ComposedReader;
  readonly #parts: { readonly index: OpenObject; readonly source: OpenObject };
  #closing: Promise<void> | undefined;

  constructor(
    readonly key: StorageKey,
    head: CompositionHead,
    extents: Extents,
    parts: { readonly index: OpenObject; readonly source: OpenObject },
  ) {
    this.bytes = head.bytes;
    this.modifiedAt = parts.index.modifiedAt;
    this.heldBytes = extents.heldBytes;
    this.#parts = parts;
    this.#reader = new ComposedReader(extents, { ...parts, literalsAt: head.literalsAt });
  }

  read(range?: ByteRange, options: { signal?: AbortSignal | undefined } = {}): ByteSource {
    const asked = checkedRange(range, this.bytes);
    return this.#chunks(asked, options);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async *#chunks(range: ByteRange | undefined, options: { signal?: AbortSignal | undefined }) {
    if (this.#closing !== undefined) throw new StorageFault('The object has been closed.');
    if (range !== undefined) yield* this.#reader.read(range, options);
  }

  async #close(): Promise<void> {
    const { index, source } = this.#parts;
    await Promise.all([index.close(), source.close()]);
  }
}
