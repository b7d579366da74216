import { type Resumable, type Storage, StorageUnavailable } from '#libs/storage';

/** What writes in several goes. @throws StorageUnavailable where the storage at hand can not */
export function resumableOf({ resumable }: Storage): Resumable {
  if (resumable === undefined) throw new StorageUnavailable();
  return resumable;
}
