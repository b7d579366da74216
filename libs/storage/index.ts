export type { ByteRange } from './byte-range.js';
export { CachedObjects, type CachedObjectsOptions, type CacheFigures } from './cache/cached-objects.js';
export {
  COMPOSED_NAME,
  COMPOSITION_INDEX_NAME,
  compositionOf,
  openComposition,
  putComposition,
} from './composition.js';
export { type CompositionPiece, writeCompositionIndex } from './composition-index.js';
export { FillLevel } from './fill-level.js';
export type { Finding } from './finding.js';
export { originalOf, wholePieceOf } from './keys.js';
export { MemoryStorage } from './memory/memory-storage.js';
export { examineFolder } from './examination/nfs-doctor.js';
export { NfsStorage } from './nfs/nfs-storage.js';
export type {
  Appended,
  ByteSource,
  Checkpoint,
  Direct,
  ObjectOpener,
  OpenObject,
  Resumable,
  ResumableState,
  Storage,
  StoredObject,
  Unfinished,
} from './storage.js';
export {
  InvalidStorageKey,
  LengthMismatch,
  ObjectExists,
  ObjectNotFound,
  RangeNotSatisfiable,
  StorageFault,
  StorageFull,
  StorageUnavailable,
  UnfinishedObjectLost,
} from './storage.errors.js';
export { parseStorageKey, type StorageKey } from './storage-key.js';
export {
  examineConfiguredBucket,
  missingStorageSettings,
  openStorage,
  requireStorageSettings,
  type StorageSettings,
  storageSettings,
  watermarkSettings,
} from './storage-settings.js';
