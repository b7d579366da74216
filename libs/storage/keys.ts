import { parseStorageKey, type StorageKey } from './storage-key.js';

/** Where the bytes of an asset lie, as they came. */
export function originalOf(assetId: string): StorageKey {
  return parseStorageKey(`assets/${assetId}/source/original`);
}

/** Where a partial upload that is complete lies, until it has become a piece of another. */
export function wholePieceOf(upload: string): StorageKey {
  return parseStorageKey(`uploads/${upload}/whole`);
}
