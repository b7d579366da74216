import type { StorageKey } from './keys.js';
import type { ObjectOpener, OpenObject } from './storage.js';
import { ObjectNotFound, StorageUnavailable } from './storage.errors.js';

interface ReadingOptions {
  readonly signal?: AbortSignal | undefined;
}

/** As `open`, but undefined where there is no such object. @throws StorageFault */
export async function openIfThere(
  storage: ObjectOpener,
  key: StorageKey,
  options: ReadingOptions = {},
): Promise<OpenObject | undefined> {
  return storage.open(key, options).catch((error: unknown) => {
    if (error instanceof ObjectNotFound) return undefined;
    throw error;
  });
}

const OPENED_ANEW = 3;

/**
 * What `read` makes of a control document, which is opened for it and closed again; undefined where there is none. One that
 * another client replaces meanwhile is opened anew, thrice at most: NFS may let go of the old one in the middle.
 *
 * @throws StorageUnavailable, StorageFault, and what `read` throws
 */
export async function ofDocument<T>(
  storage: ObjectOpener,
  key: StorageKey,
  read: (document: OpenObject) => Promise<T>,
  options: ReadingOptions = {},
): Promise<T | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const open = await openIfThere(storage, key, options);
    if (open === undefined) return undefined;
    try {
      return await read(open);
    } catch (error) {
      const isStale = error instanceof StorageUnavailable && error.isStale;
      if (!isStale || attempt > OPENED_ANEW) throw error;
    } finally {
      await open.close();
    }
  }
}

/** The bytes from `from` up to `to`, which lies behind them, in one buffer of their own. @throws StorageFault */
export async function bytesOf(
  object: OpenObject,
  from: number,
  to: number,
  options: ReadingOptions = {},
): Promise<Buffer> {
  const gathered = Buffer.alloc(Math.max(0, to - from));
  if (to <= from) return gathered;
  let at = 0;
  for await (const chunk of object.read({ start: from, end: to - 1 }, options)) {
    gathered.set(chunk, at);
    at += chunk.length;
  }
  return gathered;
}
