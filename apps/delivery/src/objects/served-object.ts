import { hash } from 'node:crypto';
import {
  type ByteRange,
  type ByteSource,
  compositionOf,
  type LocalFiles,
  openComposition,
  type ObjectOpener,
  type OpenObject,
  StorageFault,
  type StorageKey,
  type StoredObject,
} from '#libs/storage';
import type { Representation } from '../preconditions.js';
import { systemCalls } from '../system-calls.js';
import { FilesAtHand } from './at-hand.js';
import { CachedFile, type HotBlocks, type Stretches, type Warmable } from './stretches.js';

/** An object that is held open for serving. */
export interface ServedObject extends Representation {
  /** The bytes of `range`; chunks are the receiver's until it asks for the next. */
  read(range: ByteRange, signal: AbortSignal): ByteSource;
  /** All of it, where it is small enough to stay in memory. */
  readonly content: Buffer | undefined;
  /** The memory of `content`, with HEAD_ROOM bytes in front, for whoever sends both at once. */
  readonly room: Buffer | undefined;
  /** Whether it stays as it is, so that what is made of it is worth keeping; else it is good for this moment alone. */
  readonly isKept: boolean;
  /** Where it can be sent from a descriptor. */
  readonly stretches: Stretches | undefined;
}

/** An object that was opened, and what keeping it costs. */
export interface Opened {
  readonly object: ServedObject;
  /** Of memory, for as long as it is kept. */
  readonly contentBytes: number;
  /** Of what has a handle. */
  close?(): Promise<void>;
}

/** What is kept in memory: so much is copied to a socket as fast as it is sent from a file. */
const SMALL_BYTES = 64 * 1024;
/** The most that a head in front of a content may take. */
export const HEAD_ROOM = 1024;

/**
 * Opens an object, or the composition that its key names; a small one is read at once and closed.
 *
 * @throws ObjectNotFound, StorageUnavailable, StorageFault
 */
export async function openForServing(
  storage: ObjectOpener,
  key: StorageKey,
  blocks: HotBlocks | undefined,
): Promise<Opened> {
  const keys = compositionOf(key);
  const composed = keys === undefined ? undefined : await openComposition(storage, keys);
  const open = composed ?? (await storage.open(key));
  const representation = representationOf(open);
  if (open.bytes > SMALL_BYTES) {
    const object = {
      ...representation,
      content: undefined,
      room: undefined,
      isKept: true,
      stretches: stretchesOf(open, representation.etag, blocks),
      read: (range: ByteRange, signal: AbortSignal) => open.read(range, { signal }),
    };
    return { object, contentBytes: composed?.heldBytes ?? 0, close: () => open.close() };
  }
  return inMemory(representation, await contentOf(open));
}

let atHand: FilesAtHand | undefined;

/**
 * A small object that is a file on a disk of this machine and lies in its memory, without waiting, good until the next one is
 * looked at: see `kept`. Undefined for any other, which `openForServing` may be able to open.
 */
export function passing(files: LocalFiles | undefined, key: StorageKey): ServedObject | undefined {
  const calls = systemCalls();
  if (calls === undefined || files?.areOnDisk !== true) return undefined;
  atHand ??= new FilesAtHand(calls, SMALL_BYTES);
  const file = atHand.read(files.path(key));
  if (file === undefined) return undefined;
  const { content, modifiedAt } = file;
  const bytes = content.length;
  return { ...representationOf({ key, bytes, modifiedAt }), ...small(content, undefined) };
}

/** The same, to stay as it is. */
export function kept({ bytes, etag, lastModified, content = NOTHING }: ServedObject): Opened {
  // Not zeroed: nothing of it is sent that was not written before.
  const room = Buffer.allocUnsafeSlow(HEAD_ROOM + bytes);
  room.set(content, HEAD_ROOM);
  return inMemory({ bytes, etag, lastModified }, room);
}

const NOTHING = Buffer.alloc(0);

function inMemory(representation: Representation, room: Buffer): Opened {
  const content = room.subarray(HEAD_ROOM);
  return { object: { ...representation, ...small(content, room) }, contentBytes: content.length };
}

function small(content: Buffer, room: Buffer | undefined): Omit<ServedObject, keyof Representation> {
  const read = (range: ByteRange) => slice(content, range);
  return { content, room, stretches: undefined, isKept: room !== undefined, read };
}

function stretchesOf(open: OpenObject, etag: string, blocks: HotBlocks | undefined): Stretches | undefined {
  const calls = systemCalls();
  if (calls === undefined) return undefined;
  if (isWarmable(open)) return new CachedFile(calls, open.descriptor, open);
  return blocks?.of(etag, open.bytes, (range, signal) => open.read(range, { signal }));
}

function isWarmable(open: OpenObject): open is OpenObject & Warmable & { readonly descriptor: number } {
  return open.descriptor !== undefined && open.warm !== undefined;
}

/** The same on every replica, and another one for another object that takes the key later. */
function representationOf({ key, bytes, modifiedAt }: StoredObject): Representation {
  const lastModified = modifiedAt.toUTCString();
  const identity = hash('sha256', `${key}\n${bytes}\n${lastModified}`, 'base64url');
  return { bytes, etag: `"${identity.slice(0, 22)}"`, lastModified };
}

/** Behind HEAD_ROOM bytes that are free. */
async function contentOf(open: OpenObject): Promise<Buffer> {
  try {
    const room = Buffer.alloc(HEAD_ROOM + open.bytes);
    const content = room.subarray(HEAD_ROOM);
    let filled = 0;
    if (open.bytes === 0) return room;
    for await (const chunk of open.read()) {
      if (filled + chunk.length > open.bytes) throw new StorageFault('The object is longer than it was.');
      content.set(chunk, filled);
      filled += chunk.length;
    }
    if (filled !== open.bytes) throw new StorageFault('The object is shorter than it was.');
    return room;
  } finally {
    // Nobody waits for it: nothing can be lost by a close that fails, since the object was only read.
    open.close().catch(() => undefined);
  }
}

async function* slice(content: Buffer, range: ByteRange): AsyncGenerator<Uint8Array, void> {
  yield content.subarray(range.start, range.end + 1);
}
