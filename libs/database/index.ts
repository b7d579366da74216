export {
  advisoryLock,
  Database,
  notify,
  openDatabase,
  tryAdvisoryLock,
} from './database.js';
export {
  ApplicationRoleMissing,
  DatabaseBusy,
  DatabaseNotMigrated,
  DatabaseTooNew,
  DatabaseUnavailable,
  EmbeddedPostgresFailed,
  ExternalIdTaken,
  IdempotencyKeyReused,
  IdempotentRequestRunning,
  InvalidCursor,
  NotificationsLost,
  PoolerRefusesSettings,
  UnstorableText,
  VersionConflict,
} from './database.errors.js';
export { keptAnswersOf, renameInLogs } from './erasure.js';
export {
  databaseFacts,
  type DatabaseFacts,
  queueStates,
} from './database-facts.js';
export { databaseSettings, databaseUrl, patienceSettings } from './database-url.js';
export {
  EVENT_TYPES,
  EventLog,
  type EventPlace,
  type EventReach,
  EVENTS,
  type EventType,
  type EventSort,
  isBefore,
  LATEST_EVENT_TYPES,
  type LoggedEvent,
} from './event-log.js';
export { type ExpectedVersion, requireVersion } from './expected-version.js';
export { EmbeddedPostgres } from './embedded-postgres.js';
export { holdExternalId, takenExternalIds } from './external-ids.js';
export { type IdempotentAnswer, type IdempotentRequest, IdempotencyKeys } from './idempotency.js';
export {
  type JobName,
  type JobPriority,
  jobPriorityOf,
  JobQueue,
  type JobQueueOptions,
  type QueueFigures,
} from './job-queue.js';
export type { Subscription } from './listener.js';
export { decodeCursor, encodeCursor, fetchPage, type Page, type PageRequest } from './page.js';
export { isGone, presentName } from './presence.js';
export { SCHEMA_NUMBER } from './migrate.js';
export { bringUpToDate, openReadyDatabase } from './ready-database.js';
export { reachOf } from './roles.js';
export {
  type AccountKind,
  type AssetKind,
  type AssetState,
  type Captions,
  type CaptionTrack,
  type CourseVisibility,
  type Language,
  type ReleasePolicy,
  type ReleaseState,
  type HoldKind,
  json,
  type LeftOutTrack,
  type LedgerEntryKind,
  type Picture,
  type PutCaption,
  type PutChapters,
  type PutPoster,
  type PutTracks,
  type Queryable,
  type RenditionState,
  type Role,
  type Scope,
  type Schema,
  type SessionKind,
  type Storyboard,
  type Transaction,
  type UploadState,
  type WebhookAttempt,
  type WatchedRange,
} from './schema.js';
