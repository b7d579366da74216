import { createHash } from 'node:crypto';
import {
  type ByteRange,
  type ByteSource,
  compositionOf,
  openComposition,
  type ObjectOpener,
  type OpenObject,
  StorageFault,
  type StorageKey,
} from '#libs/storage';
import type { Representation } from '../preconditions.js';
import { systemCalls } from '../system-calls.js';
import { CachedFile, type HotBlocks, type Stretches } from './stretches.js';

/** An object that is held open for serving. */
export interface ServedObject extends Representation {
  /** The bytes of `range`; chunks are the receiver's until it asks for the next. */
  read(range: ByteRange, signal: AbortSignal): ByteSource;
  /** All of it, where it is small enough to stay in memory. */
  readonly content: Buffer | undefined;
  /** The memory of `content`, with HEAD_ROOM bytes in front, for whoever sends both at once. */
  readonly room: Buffer | undefined;
  /** Where it can be sent from a descriptor. */
  readonly stretches: Stretches | undefined;
}

/** An object that was opened, and what keeping it costs. */
export interface Opened {
  readonly object: ServedObject;
  /** Of memory, for as long as it is kept. */
  readonly contentBytes: number;
  close(): Promise<void>;
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
      stretches: stretchesOf(open, representation.etag, blocks),
      read: (range: ByteRange, signal: AbortSignal) => open.read(range, { signal }),
    };
    return { object, contentBytes: composed?.heldBytes ?? 0, close: () => open.close() };
  }
  const room = await contentOf(open);
  const content = room.subarray(HEAD_ROOM);
  const object = {
    ...representation,
    content,
    room,
    stretches: undefined,
    read: (range: ByteRange) => slice(content, range),
  };
  return { object, contentBytes: content.length, close: () => Promise.resolve() };
}

function stretchesOf(open: OpenObject, etag: string, blocks: HotBlocks | undefined): Stretches | undefined {
  const calls = systemCalls();
  if (calls === undefined) return undefined;
  if (open.descriptor !== undefined) return new CachedFile(calls, open.descriptor, open);
  return blocks?.of(etag, open.bytes, (range, signal) => open.read(range, { signal }));
}

/** The same on every replica, and another one for another object that takes the key later. */
function representationOf(open: OpenObject): Representation {
  const lastModified = open.modifiedAt.toUTCString();
  const identity = createHash('sha256').update(`${open.key}\n${open.bytes}\n${lastModified}`).digest();
  return { bytes: open.bytes, etag: `"${identity.toString('base64url').slice(0, 22)}"`, lastModified };
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
    await open.close();
  }
}

async function* slice(content: Buffer, range: ByteRange): AsyncGenerator<Uint8Array, void> {
  yield content.subarray(range.start, range.end + 1);
}
