export {
  advisoryLock,
  Database,
  notify,
  openDatabase,
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
export { EmbeddedPostgres } from './embedded-postgres.js';
export { type IdempotentAnswer, type IdempotentRequest, IdempotencyKeys } from './idempotency.js';
export { JobQueue, type JobQueueOptions } from './job-queue.js';
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
  type Role,
  type Schema,
  type Transaction,
  type UploadState,
} from './schema.js';
