export { type ByteRange, checkedRange, rangeBytes } from './byte-range.js';
export { CachedObjects, type CachedObjectsOptions, type CacheFigures } from './cache/cached-objects.js';
export {
  openComposition,
  type OpenComposition,
  putComposition,
} from './composition.js';
export { type CompositionPiece, writeCompositionIndex } from './composition-index.js';
export { type Fill, FillLevel } from './fill-level.js';
export {
  assetFolder,
  ASSETS,
  attemptFolderOf,
  type CompositionKeys,
  compositionOf,
  folderOf,
  type KeyOwner,
  masterOf,
  nameOf,
  originalOf,
  ownerOf,
  parseStorageKey,
  partOf,
  pathUnderAsset,
  pictureFolder,
  pictureOf,
  RENDITION_FILES,
  renditionFile,
  renditionFolder,
  renditionToCome,
  REVOCATIONS,
  type StorageKey,
  textUnderAsset,
  underAsset,
  uploadFolder,
  UPLOADS,
  wholePieceOf,
} from './keys.js';
export { MemoryStorage } from './memory/memory-storage.js';
export { NfsStorage, type NfsStorageOptions } from './nfs/nfs-storage.js';
export type { S3StorageOptions } from './s3/s3-storage.js';
export type {
  Appended,
  AppendOptions,
  ByteSource,
  Capacity,
  Checkpoint,
  Direct,
  LocalFiles,
  ObjectOpener,
  OpenObject,
  Resumable,
  ResumableState,
  RunningDigest,
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
  StorageUnfit,
  UnfinishedObjectLost,
} from './storage.errors.js';
export {
  missingStorageSettings,
  openStorage,
  requireStorageSettings,
  type StorageSettings,
  storageSettings,
  watermarkSettings,
} from './storage-settings.js';
