export {
  advisoryLock,
  Database,
  type DatabaseOptions,
  executeSqlOf,
  notify,
  openDatabase,
  type SqlExecutor,
} from './database.js';
export {
  DatabaseTooNew,
  DatabaseUnavailable,
  EmbeddedPostgresFailed,
  IdempotencyKeyReused,
  IdempotentRequestRunning,
  InvalidCursor,
  UnstorableText,
  VersionConflict,
} from './database.errors.js';
export { databaseUrl } from './database-url.js';
export { EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded-postgres.js';
export { type IdempotentAnswer, type IdempotentRequest, IdempotencyKeys } from './idempotency.js';
export type { Consumer, Job, JobHandler } from './job-consumer.js';
export { type JobOptions, JobQueue, type JobQueueOptions, type QueueSettings } from './job-queue.js';
export type { Subscription } from './listener.js';
export { migrate } from './migrate.js';
export { decodeCursor, encodeCursor, fetchPage, type Page, type PageRequest } from './page.js';
export {
  type AccountKind,
  type AssetKind,
  type AssetState,
  type CourseVisibility,
  json,
  type LedgerEntryKind,
  type Picture,
  type Queryable,
  type RenditionState,
  type ReservationState,
  type Role,
  type Schema,
  type Transaction,
  type UploadState,
} from './schema.js';
