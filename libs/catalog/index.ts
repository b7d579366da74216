export { type Asset, charsetOf, derivedPathsOf, folderOwnerOf, placeOf, posterOf } from './asset.js';
export { indexCaptions, indexMissed } from './asset-texts.js';
export { Assets, type NewAsset } from './assets.js';
export {
  AssetEdited,
  AssetNotFailed,
  AssetNotFound,
  AttemptRunning,
  CourseNotFound,
  EmptyRetentionRule,
  HeldByAdministrator,
  HoldNotFound,
  InvalidAssetOrder,
  JobHasEnded,
  JobNotFound,
  JobNotRetryable,
  JobNotWaiting,
  NotARecording,
  PartialUploadsNotReady,
  PartsMissing,
  PersonUnderLegalHold,
  PositionBeyondEnd,
  ReleaseNotFound,
  RetentionRuleNotFound,
  RetriesSpent,
  RevisionNotFound,
  RevisionNotRestorable,
  StaleAttempt,
  TooManyCaptions,
  TooManySessions,
  TrackNotFound,
  UnderLegalHold,
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
export { type PersonalTraces, renameInCatalog, requireFreePerson, tracesOf } from './erasure.js';
export { type Hold, Holds } from './holds.js';
export { type PlaybackSession, PlaybackSessions } from './playback-sessions.js';
export {
  type AssetJobData,
  ENCODE_ASSET,
  jobOwnerOf,
  MAKE_POSTER,
  PACKAGE_ASSET,
  type PosterJobData,
  QUEUES,
} from './queues.js';
export { JOB_KINDS, JOB_STATES, type ProcessingJob, ProcessingJobs } from './processing-jobs.js';
export { CANCELLED, MAX_TRIES, Processing } from './processing.js';
export { captionsOf, PutTracksOfAssets, putTracksOf, type ShownCaption, tracksNamed } from './put-tracks.js';
export { type QueuedRelease, type Release, Releases, releasesIn } from './releases.js';
export type { Rendition } from './rendition.js';
export { type DueAsset, dueAssets, thinAsset, unthinAsset } from './retention.js';
export { type RetentionRule, RetentionRules } from './retention-rules.js';
export { assetAsOf, otherTakesOf, Revisions } from './revisions.js';
export { RevocationEntries } from './revocation-entries.js';
export { type RecordedRevocation, RevocationRecords } from './revocation-records.js';
export { assetWithBytes, type Twin, twinOf } from './same-bytes.js';
export {
  assetOf,
  type Door,
  destinationOf,
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
export { type Continuation, UploadCodes } from './upload-codes.js';
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
export { type Watched, Watching } from './watching.js';
export {
  mayChange,
  type Viewer,
} from './visibility.js';
