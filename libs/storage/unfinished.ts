import { InvalidStorageKey } from './storage.errors.js';
import { parseStorageKey, type StorageKey } from './storage-key.js';

/**
 * The folder of an unfinished object, `uploads/<upload>`.
 *
 * @throws InvalidStorageKey when `upload` is not one segment of a key
 */
export function unfinishedFolder(upload: string): StorageKey {
  if (upload.includes('/')) throw new InvalidStorageKey();
  return parseStorageKey(`uploads/${upload}`);
}
