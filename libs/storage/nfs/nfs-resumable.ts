import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { randomToken } from '#libs/kernel';
import { z } from 'zod';
import { LengthMismatch, ObjectExists, ObjectNotFound, StorageFault } from '../storage.errors.js';
import { SourceReader } from '../source-reader.js';
import type {
  Appended,
  AppendOptions,
  ByteSource,
  Checkpoint,
  Resumable,
  ResumableState,
  StoredObject,
} from '../storage.js';
import { parseStorageKey, type StorageKey, uploadFolder } from '../keys.js';
import { DurableWriter } from './durable-writer.js';
import { firstBytes } from './file-chunks.js';
import type { FileTree } from './file-tree.js';
import { isMissing, translated } from './nfs-faults.js';

const segmentSchema = z.object({
  file: z.string().regex(/^\.[A-Za-z0-9-]+$/),
  from: z.int().nonnegative(),
  fence: z.string(),
});
const stateSchema = z.object({
  v: z.literal(1),
  upload: z.string(),
  key: z.string(),
  bytes: z.int().nonnegative(),
  segments: z.array(segmentSchema),
});
type Segment = z.output<typeof segmentSchema>;
type State = z.output<typeof stateSchema>;

/** So many files are remembered as spoilt by a failed sync. */
const SPOILT_KEPT = 10_000;

/**
 * Unfinished objects as files `uploads/<upload>/.<segment>`. Each fence writes a file of its own that
 * begins where the fence took over, so a writer that was replaced and comes back writes only what
 * nobody reads. An object from one segment is published by a link, without copying.
 */
export class NfsResumable implements Resumable {
  readonly #tree: FileTree;
  /** Files that a sync failed on, in this process: never synced again, their good part is only read. */
  readonly #spoilt = new Set<string>();

  constructor(tree: FileTree) {
    this.#tree = tree;
  }

  async begin(
    upload: string,
    options: { key: StorageKey; bytes?: number | undefined },
  ): Promise<ResumableState> {
    uploadFolder(upload);
    return { v: 1, upload, key: options.key, bytes: 0, segments: [] } satisfies State;
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
      const segments = this.#segmentsFor(before, options.fence);
      return await this.#write({ ...before, segments }, reader, options);
    } finally {
      reader.release();
    }
  }

  async publish(state: ResumableState, key: StorageKey, bytes: number): Promise<StoredObject> {
    const unfinished = parsed(state);
    if (unfinished.key !== key) throw new StorageFault('The upload was begun for another key.');
    if (unfinished.bytes !== bytes) throw new LengthMismatch(bytes, unfinished.bytes);
    try {
      const path = await this.#whole(unfinished);
      await this.#link(path, key, bytes);
    } catch (error) {
      if (!(await this.#isPublished(error, unfinished, key))) throw translated(error);
    }
    await this.#remove(unfinished.upload).catch(() => undefined);
    const stats = await this.#tree.lstat(this.#tree.path(key)).catch((error: unknown) => {
      throw translated(error);
    });
    return { key, bytes, modifiedAt: stats.mtime };
  }

  async discard(state: ResumableState): Promise<void> {
    try {
      await this.#remove(parsed(state).upload);
    } catch (error) {
      throw translated(error);
    }
  }

  #folder(upload: string): string {
    return this.#tree.path(uploadFolder(upload));
  }

  /** The segments with the one to write at their end: the last one where the fence is still the same. */
  #segmentsFor(state: State, fence: string): Segment[] {
    const last = state.segments.at(-1);
    if (last !== undefined && last.fence === fence && !this.#isSpoilt(state.upload, last.file))
      return state.segments;
    const name = `.${state.bytes}-${createHash('sha256').update(fence).digest('hex').slice(0, 24)}`;
    // The same place may have been tried under the same fence before.
    const file = this.#isSpoilt(state.upload, name) ? `${name}-${randomToken(8)}` : name;
    // A segment that holds nothing yet need not be kept.
    const kept = state.segments.filter((segment) => segment.from < state.bytes);
    return [...kept, { file, from: state.bytes, fence }];
  }

  async #write(state: State, reader: SourceReader, options: AppendOptions): Promise<Appended> {
    const segment = state.segments.at(-1);
    if (segment === undefined) throw new StorageFault('The upload has no segment to write to.');
    const path = join(this.#folder(state.upload), segment.file);
    const file = await this.#openSegment(path, state.bytes - segment.from);
    const here = (offset: number): Checkpoint => ({
      offset,
      state: { ...state, bytes: offset } satisfies State,
      digest: options.digest.state(),
    });
    let named: Promise<void> | undefined;
    let durable = state.bytes;
    const name = () => (named ??= this.#nameDurably(path));
    const writer = new DurableWriter<Checkpoint>(file, this.#tree.gate, {
      position: state.bytes - segment.from,
      marks: {
        take: (position) => here(segment.from + position),
        durable: async (checkpoint) => {
          await name();
          durable = checkpoint.offset;
          await options.checkpoint(checkpoint);
        },
      },
      onFailure: (error) => reader.stop(error),
    });
    try {
      const ended = await pump(reader, writer, options);
      await writer.finish();
      await name();
      await this.#closeWritten(path, file);
      return { ...here(segment.from + writer.position), ...ended };
    } catch (error) {
      await writer.settle();
      if (writer.fileFailed) await this.#spoil(path, file, durable - segment.from);
      throw error;
    } finally {
      await writer.settle();
      await this.#tree.close(file).catch(() => undefined);
    }
  }

  /** What was written counts only when the close went well too: some servers tell of a full disk there (F01). */
  async #closeWritten(path: string, file: FileHandle): Promise<void> {
    try {
      await this.#tree.close(file);
    } catch (error) {
      this.#markSpoilt(path);
      throw translated(error);
    }
  }

  /** Opens a segment with exactly `bytes` in it; new where it holds none. */
  async #openSegment(path: string, bytes: number): Promise<FileHandle> {
    try {
      const file =
        bytes === 0 ? await this.#tree.create(path) : await this.#tree.open(path, constants.O_RDWR);
      try {
        await this.#cut(file, bytes);
        return file;
      } catch (error) {
        await this.#tree.close(file);
        throw error;
      }
    } catch (error) {
      if (isMissing(error)) throw new StorageFault('The unfinished upload is gone.', { cause: error });
      throw translated(error);
    }
  }

  async #cut(file: FileHandle, bytes: number): Promise<void> {
    const { size } = await this.#tree.gate.run(() => file.stat());
    if (size < bytes) throw new StorageFault('The unfinished upload has lost bytes.');
    if (size > bytes) await this.#tree.gate.run(() => file.truncate(bytes));
  }

  async #nameDurably(path: string): Promise<void> {
    try {
      await this.#tree.syncFolder(dirname(path));
    } catch (error) {
      throw translated(error);
    }
  }

  #isSpoilt(upload: string, file: string): boolean {
    return this.#spoilt.has(join(this.#folder(upload), file));
  }

  #markSpoilt(path: string): void {
    if (this.#spoilt.size >= SPOILT_KEPT) this.#spoilt.clear();
    this.#spoilt.add(path);
  }

  /** Frees what was not made durable, which may be what filled the disk, and never writes here again. */
  async #spoil(path: string, file: FileHandle, durable: number): Promise<void> {
    this.#markSpoilt(path);
    await this.#tree.gate.run(() => file.truncate(durable)).catch(() => undefined);
  }

  /** One file that holds the whole object: the only segment as it is, or several put together. */
  async #whole(state: State): Promise<string> {
    const folder = this.#folder(state.upload);
    const pieces = state.segments.filter((segment) => segment.from < state.bytes);
    const [only] = pieces;
    const alone = only === undefined ? undefined : join(folder, only.file);
    if (alone !== undefined && pieces.length === 1 && !this.#spoilt.has(alone)) return alone;
    const path = join(folder, `.whole-${randomToken(8)}`);
    const reader = new SourceReader(this.#pieces(folder, pieces, state.bytes));
    const file = pieces.length === 0 ? await this.#tree.create(path) : await this.#createBeside(path);
    const writer = new DurableWriter(file, this.#tree.gate, {
      position: 0,
      onFailure: (error) => reader.stop(error),
    });
    try {
      for (let chunk = await reader.next(); chunk !== undefined; chunk = await reader.next()) {
        await writer.add(chunk);
      }
      await writer.finish();
      await this.#tree.close(file);
      return path;
    } catch (error) {
      await writer.settle();
      await this.#tree.unlinkQuietly(path);
      throw error;
    } finally {
      reader.release();
      // Closed already where all went well.
      await this.#tree.close(file).catch(() => undefined);
    }
  }

  /** Without making the folder: where it is gone, the upload was published or discarded already. */
  #createBeside(path: string): Promise<FileHandle> {
    return this.#tree.open(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL);
  }

  async *#pieces(folder: string, pieces: readonly Segment[], bytes: number) {
    for (const [index, piece] of pieces.entries()) {
      const length = (pieces[index + 1]?.from ?? bytes) - piece.from;
      const file = await this.#tree.open(join(folder, piece.file), constants.O_RDONLY);
      try {
        yield* firstBytes(file, this.#tree.gate, length).recycled();
      } finally {
        await this.#tree.close(file);
      }
    }
  }

  async #link(path: string, key: StorageKey, bytes: number): Promise<void> {
    const file = await this.#tree.open(path, constants.O_RDWR);
    let identity: Awaited<ReturnType<FileTree['lstat']>>;
    try {
      await this.#cut(file, bytes);
      await this.#tree.gate
        .runLong(() => file.sync())
        .catch((error: unknown) => {
          // Its bytes were durable before; a later publish copies them instead of trying this file again (F02).
          this.#markSpoilt(path);
          throw error;
        });
      identity = await this.#tree.gate.run(() => file.stat({ bigint: true }));
    } finally {
      await this.#tree.close(file);
    }
    await this.#tree.publish(path, identity, this.#tree.path(key));
  }

  /** Whether publishing failed only because it had been done before. */
  async #isPublished(error: unknown, state: State, key: StorageKey): Promise<boolean> {
    const gone = isMissing(error) || error instanceof ObjectNotFound;
    if (!gone && !(error instanceof ObjectExists)) return false;
    const target = await this.#tree.lstat(this.#tree.path(key)).catch(() => undefined);
    if (target === undefined || Number(target.size) !== state.bytes) return false;
    if (gone || state.bytes === 0) return true;
    const folder = this.#folder(state.upload);
    for (const entry of await this.#tree.entries(folder)) {
      if (await this.#tree.isSame(join(folder, entry.name), target)) return true;
    }
    return false;
  }

  async #remove(upload: string): Promise<void> {
    const folder = this.#folder(upload);
    const names = (await this.#tree.entries(folder)).map((entry) => entry.name);
    // In this order segments go before a `.whole-…`: broken off in the middle, a later publish either finds a
    // segment gone or the file that it had linked, and knows by both that it was done before (F07).
    for (const name of names.toSorted()) {
      // Published objects below the folder, whose names never begin with a dot, are not its own.
      if (name.startsWith('.')) await this.#tree.unlink(join(folder, name));
    }
    await this.#tree.removeEmptyFolders(folder, dirname(dirname(folder)));
  }
}

/** Hands the source to the digest and the writer; gives the source's error when it ended by one. */
async function pump(
  reader: SourceReader,
  writer: DurableWriter<Checkpoint>,
  { digest }: AppendOptions,
): Promise<{ sourceError?: unknown }> {
  for (;;) {
    let chunk: Uint8Array | undefined;
    try {
      chunk = await reader.next();
    } catch (sourceError) {
      return { sourceError };
    }
    if (chunk === undefined) return {};
    digest.update(chunk);
    const pause = writer.add(chunk);
    if (pause !== undefined) await pause;
  }
}

function parsed(state: ResumableState): State {
  const result = stateSchema.safeParse(state);
  if (!result.success) {
    throw new StorageFault('The state of the unfinished upload can not be read.', { cause: result.error });
  }
  parseStorageKey(result.data.key);
  return result.data;
}
