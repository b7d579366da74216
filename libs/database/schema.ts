import type { ColumnType, Generated, Kysely, Transaction as KyselyTransaction } from 'kysely';

/** What somebody may do: the roles that tokens and API keys carry. */
export type Role = 'doctor' | 'unit-admin' | 'admin' | 'auditor';

/** From the top of the tree to its leaves; an account stands only below an account of an earlier kind. */
export type AccountKind = 'region' | 'county' | 'hospital' | 'department' | 'doctor';

type ReservationState = 'held' | 'settled' | 'released';
export type LedgerEntryKind = 'reserve' | 'extend' | 'settle' | 'release' | 'derive' | 'remove' | 'move';
export type CourseVisibility = 'private' | 'unit' | 'region' | 'all';
export type AssetKind = 'video' | 'audio' | 'image' | 'attachment';
export type AssetState = 'processing' | 'playable' | 'ready' | 'failed';
export type RenditionState = 'queued' | 'encoding' | 'done' | 'failed';
/** What the signed URLs of a session open: an asset to play, or one file of it to save. */
export type SessionKind = 'play' | 'file';
export type UploadState = 'open' | 'finishing' | 'completed' | 'abandoned' | 'expired';

/** One size and format of a picture that was made from an asset. */
export interface Picture {
  /** Below the asset. */
  readonly path: string;
  readonly width: number;
  readonly height: number;
  /** Such as `jpeg`, `webp`, `avif`. */
  readonly format: string;
  readonly bytes?: number;
}

/** Small pictures of a recording's course: tiles on sheets, which a WebVTT file assigns to its seconds. */
export interface Storyboard {
  /** The path of the WebVTT below the asset. */
  readonly path: string;
  /** The paths of its sheets, which it names relative to itself. */
  readonly sheets: readonly string[];
  readonly tiles: number;
  /** Each tile is of the beginning of so many seconds. */
  readonly intervalSeconds: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
  /** The second of the first keyframe that could not be decoded without faults; absent where all could. */
  readonly damagedAt?: number | undefined;
}

/** A text track that players can show. */
export interface CaptionTrack {
  /** The path of the WebVTT below the asset, and of the HLS playlist that names it. */
  readonly path: string;
  readonly playlist: string;
  /** BCP 47; `und` where nobody said. */
  readonly language: string;
  readonly label: string;
  readonly isDefault: boolean;
  /** It has only what has to be read: signs, and speech in a foreign language. */
  readonly isForced: boolean;
}

/** A text track of a file that none was made of. */
export interface LeftOutTrack {
  readonly language: string;
  readonly codec: string;
  readonly reason: 'picture' | 'not-supported' | 'too-many' | 'unreadable' | 'empty';
}

export interface Captions {
  readonly tracks: readonly CaptionTrack[];
  readonly leftOut: readonly LeftOutTrack[];
}

/** A JSON document, written through `json()` and read parsed. */
type Json<T> = ColumnType<T, string | null, string | null>;
/** A moment with the precision of a JavaScript Date (milliseconds), so that it survives the way back. */
type Moment = ColumnType<Date, Date, Date>;
type GeneratedMoment = ColumnType<Date, Date | undefined, Date>;

interface AccountsTable {
  id: string;
  kind: AccountKind;
  name: string;
  parentId: string | null;
  /** Ids from the root to the account itself. */
  path: string[];
  limitBytes: number | null;
  limitDailyBytes: number | null;
  limitFileBytes: number | null;
  limitAssets: number | null;
  softPercent: number | null;
  usedBytes: Generated<number>;
  derivedBytes: Generated<number>;
  reservedBytes: Generated<number>;
  assets: Generated<number>;
  reservedAssets: Generated<number>;
  createdAt: GeneratedMoment;
  version: Generated<number>;
}

interface ReservationsTable {
  id: string;
  account: string;
  bytes: number;
  assets: number;
  state: Generated<ReservationState>;
  /** The UTC day (`YYYY-MM-DD`) against whose limit `dayBytes` of the bytes count. */
  day: string;
  dayBytes: number;
  expiresAt: Moment;
  createdAt: GeneratedMoment;
  endedAt: Moment | null;
}

interface LedgerTable {
  id: Generated<number>;
  at: GeneratedMoment;
  kind: LedgerEntryKind;
  /** The account that caused the entry. */
  account: string;
  /** The accounts whose counters the entry changed: the path, or a part of it for a move. */
  accounts: string[];
  reservation: string | null;
  asset: string | null;
  day: string | null;
  usedBytes: Generated<number>;
  derivedBytes: Generated<number>;
  reservedBytes: Generated<number>;
  assets: Generated<number>;
  reservedAssets: Generated<number>;
  dailyBytes: Generated<number>;
}

interface DailyUsageTable {
  account: string;
  day: string;
  bytes: number;
}

interface CoursesTable {
  id: string;
  title: string;
  description: string;
  unit: string;
  owner: string;
  tags: string[];
  visibility: CourseVisibility;
  assetOrder: string[];
  searchText: string;
  searchGrams: string[];
  version: Generated<number>;
  createdAt: GeneratedMoment;
  updatedAt: GeneratedMoment;
  deletedAt: Moment | null;
}

interface AssetsTable {
  id: string;
  owner: string;
  unit: string;
  account: string;
  courseId: string | null;
  kind: AssetKind;
  fileName: string;
  title: string;
  contentType: string;
  bytes: number;
  sha256: string;
  state: Generated<AssetState>;
  failure: Json<{ readonly code: string; readonly reason: string } | null>;
  epoch: Generated<number>;
  epochRaisedAt: Generated<Date | null>;
  facts: Json<Readonly<Record<string, unknown>>>;
  master: string | null;
  /** Playlist of the sound alone, of a recording with a picture. */
  sound: string | null;
  poster: Json<readonly Picture[] | null>;
  images: Json<readonly Picture[] | null>;
  storyboard: Json<Storyboard | null>;
  captions: Json<Captions | null>;
  derivedBytes: Generated<number>;
  /** The fencing number of processing: it only grows. */
  attempt: Generated<number>;
  /** Attempts since the asset was made or retried: the number that is capped. */
  tries: Generated<number>;
  /** How often somebody had it tried again since `retriesSince`. */
  retries: Generated<number>;
  retriesSince: Generated<Date | null>;
  worker: string | null;
  workerUntil: Moment | null;
  version: Generated<number>;
  createdAt: GeneratedMoment;
  updatedAt: GeneratedMoment;
  playableAt: Moment | null;
  readyAt: Moment | null;
  deletedAt: Moment | null;
  /** Since when its bytes are being removed: there is no way back. */
  purgingAt: Moment | null;
}

interface RenditionsTable {
  assetId: string;
  rung: string;
  folder: string;
  width: number | null;
  height: number | null;
  bandwidth: number | null;
  averageBandwidth: number | null;
  frameRate: number | null;
  codecs: string | null;
  channels: number | null;
  keyframeBandwidth: number | null;
  bytes: Generated<number>;
  durationSeconds: number | null;
  percent: Generated<number>;
  state: RenditionState;
  attempt: number;
}

interface UploadsTable {
  id: string;
  assetId: string;
  owner: string;
  unit: string;
  account: string;
  courseId: string | null;
  kind: AssetKind | null;
  fileName: string;
  title: string | null;
  contentType: string | null;
  bytes: number | null;
  reservedBytes: number;
  declaredSha256: string | null;
  offsetBytes: Generated<number>;
  state: Generated<UploadState>;
  door: string;
  storage: Json<Readonly<Record<string, unknown>> | null>;
  digest: Buffer | null;
  fence: string;
  leaseHolder: string | null;
  leaseUntil: Moment | null;
  expiresAt: Moment;
  createdAt: GeneratedMoment;
  updatedAt: GeneratedMoment;
  /** When the bytes of an upload that came to nothing were removed from storage. */
  discardedAt: Moment | null;
  metadata: Json<Readonly<Record<string, string>>>;
  failure: Json<{ readonly reason: string } | null>;
  /** When its client tidied up what had become an asset: the asset stays. */
  terminatedAt: Generated<Date | null>;
  concat: Generated<'partial' | 'final' | null>;
  concatOf: Generated<string[] | null>;
  partBytes: Generated<number | null>;
  /** Since when its pieces are being put together: none is added any more. */
  assemblingAt: Generated<Date | null>;
}

interface UploadPartsTable {
  upload: string;
  number: number;
  key: string | null;
  bytes: number;
  sha256: string | null;
  digest: Buffer | null;
  storedAt: GeneratedMoment;
}

interface PlaybackSessionsTable {
  id: string;
  kind: SessionKind;
  assetId: string;
  viewer: string;
  /** What the viewer was when it was opened; null where release 0.1.0 opened it. */
  role: Role | null;
  unit: string | null;
  /** The id of the API key that it was opened with; null for an access token. */
  apiKey: string | null;
  network: string | null;
  createdAt: Moment;
  expiresAt: Moment;
  revokedAt: Moment | null;
}

/** A row for each transaction that revoked something, until the list is written that has it. */
interface UnpublishedRevocationsTable {
  id: Generated<number>;
  notedAt: GeneratedMoment;
}

interface DisabledPeopleTable {
  subject: string;
  byAdministrator: boolean;
  disabledAt: Moment;
}

interface ApiKeysTable {
  id: string;
  hash: Buffer;
  subject: string;
  name: string;
  role: Role;
  unit: string | null;
  label: string;
  createdAt: GeneratedMoment;
  expiresAt: Moment | null;
  revokedAt: Moment | null;
  lastUsedAt: Moment | null;
}

interface AuditTrailTable {
  seq: number;
  at: Moment;
  actor: string;
  action: string;
  subject: string;
  unit: string | null;
  facts: Json<Readonly<Record<string, unknown>>>;
  previousHash: Buffer;
  hash: Buffer;
}

interface IdempotencyKeysTable {
  owner: string;
  key: string;
  route: string;
  requestHash: string;
  status: number | null;
  headers: Json<Readonly<Record<string, string>> | null>;
  body: Json<unknown>;
  createdAt: GeneratedMoment;
}

/** What has been seen of a condition, until it is over. */
interface AlertsTable {
  name: string;
  subject: string;
  summary: string;
  since: Moment;
  seenAt: Moment;
  begunAt: Moment | null;
  goneSince: Moment | null;
}

/** What is still to be sent by one way. */
interface AlertNoticesTable {
  seq: Generated<number>;
  channel: 'mail' | 'webhook';
  alert: string;
  body: Json<Readonly<Record<string, unknown>>>;
  attempts: Generated<number>;
  dueAt: Moment;
  createdAt: Moment;
}

interface EventsTable {
  /** Of the transaction that wrote it: an xid8, as text. */
  xact: string;
  seq: Generated<number>;
  type: string;
  /** What it happened to. */
  subject: string;
  owner: string | null;
  unit: string | null;
  /** The unit and those above it when it happened, root first. */
  units: string[];
  at: GeneratedMoment;
  data: Json<Readonly<Record<string, unknown>>>;
}

interface LatestEventsTable extends EventsTable {
  /** Tells the kinds apart that there may be of one subject. */
  topic: string;
}

/** One row: which log it is, and up to where it is gone. */
interface EventLogTable {
  id: string;
  home: string;
  trimmedXact: string;
  trimmedSeq: number;
}

/** How far somebody who may miss nothing has read. */
interface EventConsumersTable {
  name: string;
  xact: string;
  seq: number;
  movedAt: GeneratedMoment;
}

interface SchemaMigrationsTable {
  number: number;
  name: string;
  appliedAt: GeneratedMoment;
}

/** The tables, with camelCase names here and snake_case ones in PostgreSQL. */
export interface Schema {
  accounts: AccountsTable;
  reservations: ReservationsTable;
  ledger: LedgerTable;
  dailyUsage: DailyUsageTable;
  courses: CoursesTable;
  assets: AssetsTable;
  renditions: RenditionsTable;
  uploads: UploadsTable;
  uploadParts: UploadPartsTable;
  playbackSessions: PlaybackSessionsTable;
  unpublishedRevocations: UnpublishedRevocationsTable;
  disabledPeople: DisabledPeopleTable;
  apiKeys: ApiKeysTable;
  auditTrail: AuditTrailTable;
  idempotencyKeys: IdempotencyKeysTable;
  alerts: AlertsTable;
  alertNotices: AlertNoticesTable;
  events: EventsTable;
  latestEvents: LatestEventsTable;
  eventLog: EventLogTable;
  eventConsumers: EventConsumersTable;
  schemaMigrations: SchemaMigrationsTable;
}

/** An open transaction: everything written through it happens together or not at all. */
export type Transaction = KyselyTransaction<Schema>;

/** What reads take: the pool (each statement by itself) or an open transaction. */
export type Queryable = Kysely<Schema> | Transaction;

/** A value on its way into a JSON column; without it node-postgres would take an array for a PostgreSQL array. */
export function json(value: unknown): string {
  return JSON.stringify(value);
}
