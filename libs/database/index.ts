export {
  advisoryLock,
  Database,
  notify,
  openDatabase,
} from './database.js';
export {
  ApplicationRoleMissing,
  DatabaseBusy,
  DatabaseNotMigrated,
  DatabaseTooNew,
  DatabaseUnavailable,
  EmbeddedPostgresFailed,
  IdempotencyKeyReused,
  IdempotentRequestRunning,
  InvalidCursor,
  NotificationsLost,
  PoolerRefusesSettings,
  UnstorableText,
  VersionConflict,
} from './database.errors.js';
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
export { type IdempotentAnswer, type IdempotentRequest, IdempotencyKeys } from './idempotency.js';
export { JobQueue, type JobQueueOptions, type QueueFigures } from './job-queue.js';
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
  json,
  type LeftOutTrack,
  type LedgerEntryKind,
  type Picture,
  type Queryable,
  type RenditionState,
  type Role,
  type Schema,
  type SessionKind,
  type Storyboard,
  type Transaction,
  type UploadState,
} from './schema.js';
