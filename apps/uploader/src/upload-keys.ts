import {
  parseStorageKey,
  type Resumable,
  type Storage,
  type StorageKey,
  StorageUnavailable,
} from '#libs/storage';

/** Where the bytes of an asset lie, as they came. */
export function originalOf(assetId: string): StorageKey {
  return parseStorageKey(`assets/${assetId}/source/original`);
}

/** Where a partial upload that is complete lies, until it has become a piece of another. */
export function wholePieceOf(upload: string): StorageKey {
  return parseStorageKey(`uploads/${upload}/whole`);
}

/** What writes in several goes. @throws StorageUnavailable where the storage at hand can not */
export function resumableOf({ resumable }: Storage): Resumable {
  if (resumable === undefined) throw new StorageUnavailable();
  return resumable;
}
