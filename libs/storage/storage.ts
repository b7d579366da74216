import type { ByteRange } from './byte-range.js';
import type { StorageKey } from './keys.js';

/**
 * Bytes on their way, in chunks of any size. Each chunk is the receiver's from then on: the source never
 * writes into it again, so that a receiver may gather several without copying them.
 */
export type ByteSource = AsyncIterable<Uint8Array>;

/** What is known of an object that is stored. */
export interface StoredObject {
  readonly key: StorageKey;
  readonly bytes: number;
  readonly modifiedAt: Date;
}

/**
 * An object that is open: its bytes stay readable and unchanged until `close`, even when the key is
 * removed meanwhile (NFS keeps them for handles that are open; S3 makes a later `read` fail instead).
 */
export interface OpenObject extends StoredObject {
  /**
   * The descriptor of a file on a disk of this machine, where no server can hold up a read; undefined for
   * all else (NFS, FUSE, S3). It stays the object's: read from it until `close`, and never move its offset.
   */
  readonly descriptor?: number | undefined;

  /**
   * The bytes of `range`, or all of them, as they are asked for: memory is bounded whatever the size.
   * Several reads may run at once.
   *
   * @throws RangeNotSatisfiable at once, when the range does not lie inside the object
   * @throws StorageFault while reading, when the object turns out shorter than `bytes`: the stream fails, it is never padded
   */
  read(range?: ByteRange, options?: { signal?: AbortSignal | undefined }): ByteSource;
  /**
   * Has the kernel read the bytes of `range` into its page cache, where there is a `descriptor`: nobody is given them.
   *
   * @throws as `read`
   */
  warm?(range: ByteRange, options?: { signal?: AbortSignal | undefined }): Promise<void>;
  /** Idempotent. Reads that still run fail or end. */
  close(): Promise<void>;
}

/**
 * Bytes by key. Objects are immutable: a key is published once, whole and durable, or not at all.
 *
 * Every method may throw StorageUnavailable (worth a retry) or StorageFault; what moves bytes takes an
 * AbortSignal, holds bounded memory, and leaves nothing behind when it fails.
 */
export interface Storage {
  /**
   * Stores an object whole. When it returns, the object is durable and visible; before, no reader sees it.
   *
   * @param options.bytes the length, where it is known: other lengths are refused
   * @throws ObjectExists when the key is taken: nothing is overwritten
   * @throws LengthMismatch when `source` gives another number of bytes than `options.bytes`
   * @throws StorageFull
   */
  put(
    key: StorageKey,
    source: ByteSource,
    options?: { bytes?: number | undefined; signal?: AbortSignal | undefined },
  ): Promise<StoredObject>;

  /** @throws ObjectNotFound */
  open(key: StorageKey, options?: { signal?: AbortSignal | undefined }): Promise<OpenObject>;

  /** @throws ObjectNotFound */
  stat(key: StorageKey): Promise<StoredObject>;

  /** Every object whose key is `prefix` or lies below it (`prefix/…`), in no order; published ones only. */
  list(prefix: StorageKey, options?: { signal?: AbortSignal | undefined }): AsyncIterable<StoredObject>;

  /** Removes an object; one that is not there counts as removed. */
  remove(key: StorageKey): Promise<void>;

  /**
   * Replaces a small control document (`control/…`) whole and atomically: a reader sees the old or the new
   * one. The only thing that is ever overwritten.
   *
   * @throws InvalidStorageKey for a key outside `control/`
   */
  replaceControl(key: StorageKey, document: Uint8Array): Promise<void>;

  /**
   * Proves that the storage can do what this contract says (write, make durable, publish, read back,
   * remove) and cleans up.
   *
   * @param onWarning told, in a sentence each, of what it can do without, but an operator should know
   * @throws StorageFault or StorageUnavailable with a sentence that names what is wrong and how to mend it
   */
  selfTest(onWarning?: (sentence: string) => void): Promise<void>;

  /**
   * Removes what killed processes left of unfinished puts and nobody has touched since `olderThan`. Never
   * touches an object, nor an unfinished upload: those are the caller's to discard.
   *
   * @returns how many leftovers were removed
   */
  sweep(olderThan: Date): Promise<number>;

  /** Whether storage answers now; bounded in time, for readiness. @throws StorageUnavailable */
  ping(options?: { signal?: AbortSignal | undefined }): Promise<void>;

  /** Lets go of sockets and handles. */
  close(): Promise<void>;

  /** Writing in several goes; undefined where the backend has no way to do it. */
  readonly resumable?: Resumable;

  /** Taking bytes straight from their sender, past this process; undefined where the backend has no way to do it. */
  readonly direct?: Direct;

  /** Where objects are ordinary files on this machine; undefined elsewhere. */
  readonly localFiles?: LocalFiles;

  /**
   * Stores a second object with the bytes of one that is there, without moving them through this process.
   * The two live and die apart. undefined where the backend has no way to do it.
   *
   * @throws ObjectNotFound when `from` is not there
   * @throws ObjectExists when `to` is taken
   * @throws StorageFault also when it can't be done for this object, such as one linked too often or too
   *   large for one copy: store the bytes instead
   */
  clone?(from: StorageKey, to: StorageKey): Promise<StoredObject>;

  /**
   * All that the storage holds below `uploads/` and `assets/` of objects that are not published, alive or not, as far
   * as the server tells. It finds what was begun and never became known to anybody, because its process died
   * or the server's reply was lost. undefined where nothing can be lost that way.
   */
  unfinished?(options?: { signal?: AbortSignal | undefined }): AsyncIterable<Unfinished>;

  /** How much the storage holds in all; undefined where the backend knows no bound. @throws StorageUnavailable */
  capacity?(): Promise<Capacity>;
}

/** All that reading objects takes of a storage. */
export type ObjectOpener = Pick<Storage, 'open'>;

/** Something that storage holds of an object that is not published: bytes, or a place made for them. */
export interface Unfinished {
  /** `uploads/<upload>` or `assets/<asset>`: whom it belongs to. */
  readonly folder: string;
  /** 0 where the storage does not tell. */
  readonly bytes: number;
  /** When it was begun or written. */
  readonly since: Date;
  /** Idempotent. What still writes to it fails from then on. */
  remove(): Promise<void>;
}

/** In bytes. `freeBytes` is what this process may still write; `bytes` leaves out what is kept for root. */
export interface Capacity {
  readonly bytes: number;
  readonly freeBytes: number;
}

/** Objects as ordinary files, for programs that want a path (ffmpeg). Read them, never write them. */
export interface LocalFiles {
  path(key: StorageKey): string;
  /** Whether they lie on a disk of this machine, and not on a server's, as far as that is known by now. */
  readonly areOnDisk: boolean;
}

/**
 * What a backend must remember of an unfinished object between two goes: plain JSON that the caller keeps
 * (in its database) and hands back unread. Losing it loses the upload.
 */
export type ResumableState = { readonly [name: string]: unknown };

/** A running digest that can be continued elsewhere from the bytes that `state` returns. */
interface RunningDigest {
  update(chunk: Uint8Array): void;
  /** A copy of the state after everything given to `update` so far. */
  state(): Uint8Array;
}

/** A point up to which every byte is durable. `digest` is the digest's state exactly there. */
export interface Checkpoint {
  readonly offset: number;
  readonly state: ResumableState;
  readonly digest: Uint8Array;
}

export interface AppendOptions {
  /**
   * The writer's fencing token. A new token makes the writes of older ones harmless: what they still write
   * can't reach the object any more, even when their process only pauses and comes back.
   */
  readonly fence: string;
  readonly digest: RunningDigest;
  /** Told of each checkpoint on the way, one at a time; when it throws, the append ends with its error. */
  readonly checkpoint: (checkpoint: Checkpoint) => Promise<void>;
  /** Stops taking bytes; what has come is still made durable. */
  readonly signal?: AbortSignal | undefined;
}

/** How an append ended: all durable up to `offset`; `sourceError` when the source failed or was aborted. */
export interface Appended extends Checkpoint {
  readonly sourceError?: unknown;
}

/**
 * Objects whose bytes their sender gives to the storage itself, in numbered parts, by addresses that are made
 * here. The state is one of `Resumable`: its `discard` frees all that was sent, and its `publish` finds an object
 * that was completed.
 */
export interface Direct {
  /** Every part but the last has so many bytes at least. */
  readonly smallestPart: number;
  /** No object has more parts. */
  readonly mostParts: number;

  /** Prepares an object of exactly `bytes` bytes in parts of `partBytes`, the last of the rest. */
  begin(
    upload: string,
    options: { key: StorageKey; bytes: number; partBytes: number },
  ): Promise<ResumableState>;

  /**
   * Where to PUT one part, as often as need be, for `seconds` from now. The part has exactly `bytes` bytes; other
   * lengths are refused there. Whoever has the address needs nothing else, so it is a secret.
   *
   * @param options.endpoint the server's address as the sender reaches it, where it is not the one used here
   */
  partUrl(
    state: ResumableState,
    number: number,
    options: { seconds: number; endpoint?: string | undefined },
  ): Promise<{ url: string; bytes: number }>;

  /** Parts that are stored and have the length that they must have. @throws UnfinishedObjectLost */
  parts(state: ResumableState): Promise<{ number: number; bytes: number }[]>;

  /**
   * Makes the object of its parts: whole, and of exactly its length, or not at all; from then on no address
   * takes a part any more. What the bytes are is not known: nobody may be told of the object before they have
   * been read. Idempotent.
   *
   * @returns the state that goes with it
   * @throws LengthMismatch when parts are missing
   * @throws UnfinishedObjectLost, ObjectExists
   */
  complete(state: ResumableState): Promise<ResumableState>;
}

/** Writing an object in several goes, across processes and restarts. */
export interface Resumable {
  /**
   * From so many bytes on a go costs little beside its bytes. The rest of a smaller go may have to be stored
   * apart and read again, so such bytes are better gathered first. Where this is undefined any size will do.
   */
  readonly goBytes?: number;

  /**
   * Prepares an unfinished object below `uploads/<upload>/`, to be published under `key`. `bytes`, where
   * known, lets the backend choose its part size. `upload` is one segment of a key.
   *
   * @throws InvalidStorageKey when `upload` is not
   */
  begin(upload: string, options: { key: StorageKey; bytes?: number | undefined }): Promise<ResumableState>;

  /**
   * Writes `source` from `offset` on, which is the offset of the checkpoint that `state` came with (0 after
   * `begin`). An earlier go may have left bytes beyond it without a checkpoint: they are replaced.
   *
   * Goes under one fence write one after another into one place. Each new fence costs the file backend a copy at
   * `publish`, so keep the fence where the last holder ended cleanly.
   *
   * A source that fails or is aborted is not an error here: what came is made durable and returned, so that a
   * broken link loses nothing. Makes a checkpoint at least every 64 MiB, or with each part where parts are larger.
   *
   * @throws LengthMismatch when `offset` is not the one that belongs to `state`
   * @throws StorageFull, StorageFault: nothing after the last checkpoint counts; the first failing sync ends
   *   the attempt and is never tried again on the same file
   * @throws UnfinishedObjectLost when the storage has lost what it held; also to a writer whose fence is stale
   */
  append(
    state: ResumableState,
    offset: number,
    source: ByteSource,
    options: AppendOptions,
  ): Promise<Appended>;

  /**
   * Makes the object visible under `key`, durable and whole. Idempotent: after a crash or a lost reply a
   * second call finds its own work and returns it.
   *
   * @throws StorageFault when `key` is not the one that `begin` was given
   * @throws LengthMismatch when not exactly `bytes` are there
   * @throws ObjectExists when somebody else's object is under the key
   * @throws UnfinishedObjectLost when the storage has lost what it held
   */
  publish(state: ResumableState, key: StorageKey, bytes: number): Promise<StoredObject>;

  /** Forgets an unfinished object and frees its bytes. Idempotent; never touches a published object. */
  discard(state: ResumableState): Promise<void>;
}
