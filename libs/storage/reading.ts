import type { StorageKey } from './keys.js';
import type { ObjectOpener, OpenObject } from './storage.js';
import { ObjectNotFound } from './storage.errors.js';

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
