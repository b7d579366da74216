export { AnchorShelf } from './anchor-shelf.js';
export type { ByteRange } from './byte-range.js';
export { CachedObjects, type CachedObjectsOptions, type CacheFigures } from './cache/cached-objects.js';
export { capacityOf } from './capacity.js';
export {
  type CompositionIndex,
  type CompositionPiece,
  CompositionWriter,
  contentOf,
  openComposition,
  putComposition,
  writeCompositionIndex,
} from './composition/index.js';
export { FillLevel } from './fill-level.js';
export {
  assetFolder,
  ASSETS,
  attemptAt,
  attemptFrontOf,
  besideMaster,
  captionFiles,
  captionsFolder,
  chapterFiles,
  compositionOf,
  isStorageKey,
  masterOf,
  nameOf,
  originalOf,
  ownerOf,
  parseStorageKey,
  partOf,
  pathUnderAsset,
  pictureFolder,
  pictureOf,
  posterSource,
  RENDITION_FILES,
  renditionFile,
  renditionFolder,
  renditionToCome,
  revisionOf,
  REVOCATIONS,
  sheetName,
  type StorageKey,
  storyboardFile,
  storyboardFolder,
  TAKEN_USAGE,
  takenUsageSegment,
  textUnderAsset,
  underAsset,
  uploadFolder,
  UPLOADS,
  USAGE,
  type UsageSegment,
  usageSegment,
  usageSegmentName,
  usageSegmentOf,
  wholePieceOf,
} from './keys.js';
export { MemoryStorage } from './memory/memory-storage.js';
export { NfsStorage } from './nfs/nfs-storage.js';
export { allOrNone } from './all-or-none.js';
export { bytesOf, ofDocument, openIfThere } from './reading.js';
export type {
  Appended,
  ByteSource,
  Checkpoint,
  Direct,
  LocalFiles,
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
export {
  openStorage,
  storageBackend,
  storageRules,
  type StorageSettings,
  storageSettings,
  watermarkSettings,
} from './storage-settings.js';
