import type { StorageKey } from './keys.js';
import type { Storage, StoredObject } from './storage.js';
import { StorageFault } from './storage.errors.js';

/** Stores objects that belong together. */
interface Together {
  /** As `put` of the storage. */
  readonly put: Storage['put'];
  /** Such bytes as an object. */
  write(
    key: StorageKey,
    content: string | Uint8Array,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<StoredObject>;
  /** As `clone` of the storage. @throws StorageFault also where that can't clone */
  clone(from: StorageKey, to: StorageKey): Promise<StoredObject>;
  /** Of all objects that have been stored. */
  readonly bytes: number;
}

/**
 * What `work` makes of the objects that it stores. All of them are there when it returns; when it fails, those that it
 * stored, or was about to store, are removed again.
 *
 * @throws what `work` throws
 */
export async function allOrNone<T>(storage: Storage, work: (together: Together) => Promise<T>): Promise<T> {
  const stored: Promise<StoredObject>[] = [];
  let bytes = 0;
  const noted = async (storing: Promise<StoredObject>): Promise<StoredObject> => {
    stored.push(storing);
    const object = await storing;
    bytes += object.bytes;
    return object;
  };
  const put: Storage['put'] = (...args) => noted(storage.put(...args));
  try {
    return await work({
      put,
      write: (key, content, options) => {
        const written = typeof content === 'string' ? Buffer.from(content) : content;
        return put(key, alone(written), { ...options, bytes: written.byteLength });
      },
      clone: async (from, to) => {
        if (storage.clone === undefined) throw new StorageFault('The storage has no clones.');
        return noted(storage.clone(from, to));
      },
      get bytes() {
        return bytes;
      },
    });
  } catch (error) {
    for (const object of await Promise.allSettled(stored)) {
      if (object.status === 'fulfilled') await storage.remove(object.value.key).catch(() => undefined);
    }
    throw error;
  }
}

async function* alone(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
