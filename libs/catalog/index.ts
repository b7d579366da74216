export { ASSET_EVENTS, type AssetEvent } from './asset-events.js';
export { type Asset, charsetOf, derivedPathsOf } from './asset.js';
export { Assets, type NewAsset } from './assets.js';
export {
  AssetNotFailed,
  AssetNotFound,
  AttemptRunning,
  CourseNotFound,
  InvalidAssetOrder,
  JobHasEnded,
  JobNotFound,
  JobNotRetryable,
  JobNotWaiting,
  PartialUploadsNotReady,
  PartsMissing,
  RetriesSpent,
  StaleAttempt,
  TooManySessions,
  UploadEndedByAdministrator,
  UploadExpired,
  UploadLocked,
  UploadNotFound,
  UploadNotOpen,
  UploadTerminated,
  VersionConflict,
} from './catalog.errors.js';
export { catalogFigures } from './catalog-figures.js';
export { type Course, Courses } from './courses.js';
export { type PlaybackSession, PlaybackSessions } from './playback-sessions.js';
export { type AssetJobData, ENCODE_ASSET, jobOwnerOf, PACKAGE_ASSET, QUEUES } from './queues.js';
export { JOB_KINDS, JOB_STATES, type ProcessingJob, ProcessingJobs } from './processing-jobs.js';
export { CANCELLED, MAX_TRIES, Processing } from './processing.js';
export type { Rendition } from './rendition.js';
export { RevocationEntries } from './revocation-entries.js';
export { type RecordedRevocation, RevocationRecords } from './revocation-records.js';
export { assetWithBytes, type Twin, twinOf } from './same-bytes.js';
export {
  type Door,
  type DirectUpload,
  ENDED_BY_ADMINISTRATOR,
  endOf,
  hasLapsed,
  holdsQuota,
  isAssembled,
  type PartsUpload,
  refuseLapsed,
  type Upload,
  type UploadPlan,
  wasDismissed,
} from './upload.js';
export {
  UPLOAD_LEASES,
  UPLOAD_YIELDS,
  type UploadLeaseNotice,
  UploadLeases,
  type UploadYieldRequest,
} from './upload-leases.js';
export {
  missingParts,
  partCount,
  type Recorded,
  type StoredPart,
  type UploadPart,
  UploadParts,
  type WrittenPart,
} from './upload-parts.js';
export { Uploads } from './uploads.js';
export {
  mayChange,
  type Viewer,
} from './visibility.js';
