import { createHash } from 'node:crypto';
import type { ByteSource, Storage, StorageKey } from '../index.js';

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Bytes that differ from place to place, so that no piece can be taken for another. */
export function patterned(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length);
  let value = seed * 2_654_435_761;
  for (let at = 0; at + 4 <= length; at += 4) {
    value = (Math.imul(value, 1_664_525) + 1_013_904_223) >>> 0;
    bytes.writeUInt32LE(value, at);
  }
  return bytes;
}

/** A source that gives `bytes` in chunks, each at a turn of its own. */
export async function* bytesOf(
  bytes: Uint8Array,
  chunkBytes = 65_536,
): ByteSource & AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    if (at % (chunkBytes * 16) === 0) await new Promise((resolve) => setImmediate(resolve));
    yield bytes.subarray(at, at + chunkBytes);
  }
}

/** A source that breaks when it has given `bytes`. */
export async function* failing(bytes: Uint8Array, error: Error): AsyncGenerator<Uint8Array> {
  yield* bytesOf(bytes);
  throw error;
}

/** A source that falls silent when it has given `bytes`; `silent` says when the receiver waits in vain. */
export function silent(bytes: Uint8Array): { bytes: ByteSource; silent: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const source = (async function* () {
    yield* bytesOf(bytes);
    resolve();
    await new Promise<never>(() => undefined);
  })();
  return { bytes: source, silent: promise };
}

export async function collected(storage: Storage, key: StorageKey): Promise<Buffer> {
  const object = await storage.open(key);
  try {
    const chunks: Uint8Array[] = [];
    for await (const chunk of object.read()) chunks.push(chunk);
    return Buffer.concat(chunks);
  } finally {
    await object.close();
  }
}
