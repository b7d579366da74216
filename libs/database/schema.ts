import type { ColumnType, Generated, Kysely, Transaction as KyselyTransaction } from 'kysely';

/** What somebody may do: the roles that tokens and API keys carry. */
export type Role = 'doctor' | 'unit-admin' | 'admin' | 'auditor';

/** What an API key is good for. */
export type Scope = 'upload' | 'view' | 'admin';

/** From the top of the tree to its leaves; an account stands only below an account of an earlier kind. */
export type AccountKind = 'region' | 'county' | 'hospital' | 'department' | 'doctor';

type ReservationState = 'held' | 'settled' | 'released';
export type LedgerEntryKind = 'reserve' | 'extend' | 'settle' | 'release' | 'derive' | 'remove' | 'move';
export type CourseVisibility = 'private' | 'unit' | 'region' | 'all';
/** Whether lessons of a unit are seen by others at once, or when its admin has released them. */
export type ReleasePolicy = 'open' | 'reviewed';
export type ReleaseState = 'waiting' | 'released' | 'refused';
/** The languages in which people are written to. */
export type Language = 'zh-CN' | 'en';
export type AssetKind = 'video' | 'audio' | 'image' | 'attachment';
export type AssetState = 'processing' | 'playable' | 'ready' | 'failed';
export type RenditionState = 'queued' | 'encoding' | 'done' | 'failed';
/** What the signed URLs of a session open: an asset to play, or one file of it to save. */
/** What a legal hold may be placed on. */
export type HoldKind = 'asset' | 'course' | 'unit';
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

/** Captions that somebody put: they stand in the place of the recording's own of that language. */
export interface PutCaption {
  /** The path of the WebVTT below the asset. */
  readonly path: string;
  /** Of the HLS playlist that names it; null until there is a master playlist. */
  readonly playlist: string | null;
  readonly language: string;
  readonly label: string;
  readonly isDefault: boolean;
  readonly cues: number;
  /** How many of them begin after the end of the recording, which was replaced by a shorter one. */
  readonly beyondEnd?: number | undefined;
  /** Of both objects. */
  readonly bytes: number;
  /** That of the asset when they were put. */
  readonly version: number;
  readonly putAt: string;
}

/** What a recording consists of, as somebody said. */
export interface PutChapters {
  readonly list: readonly { readonly title: string; readonly startSeconds: number }[];
  /** The paths of the WebVTT and of the JSON below the asset; null until there is a master playlist. */
  readonly files: { readonly vtt: string; readonly json: string } | null;
  readonly bytes: number;
  readonly version: number;
}

/** What people put beside a recording. */
export interface PutTracks {
  readonly captions: readonly PutCaption[];
  /** Languages of which the recording's own tracks are not shown. */
  readonly hidden: readonly string[];
  readonly chapters: PutChapters | null;
}

/** The poster that somebody wishes for. */
export interface PutPoster {
  /** Names the wish: another one has another. */
  readonly id: string;
  /** The second of the recording that it is of; null of an image. */
  readonly second: number | null;
  /** The path of the image below the asset, as it came, until the poster has been made. */
  readonly image: string | null;
  readonly state: 'waiting' | 'done' | 'failed';
  readonly failure: { readonly code: string; readonly reason: string } | null;
  /** What was made last; of an earlier wish while this one waits, or after it has failed. */
  readonly pictures: readonly Picture[];
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
  /** null for that of the unit above. */
  releases: Generated<ReleasePolicy | null>;
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
  /** How the platform that people come from calls it. */
  externalId: Generated<string | null>;
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
  description: Generated<string>;
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
  putTracks: ColumnType<PutTracks | null, string | null | undefined, string | null>;
  putPoster: ColumnType<PutPoster | null, string | null | undefined, string | null>;
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
  externalId: Generated<string | null>;
  version: Generated<number>;
  createdAt: GeneratedMoment;
  updatedAt: GeneratedMoment;
  playableAt: Moment | null;
  readyAt: Moment | null;
  deletedAt: Moment | null;
  /** Since when its bytes are being removed: there is no way back. */
  purgingAt: Moment | null;
  /** Since when rungs of it have been dropped, to be made again when somebody asks for them. */
  thinnedAt: Generated<Date | null>;
  /** The asset of which this is another take; null of what people see. */
  replaces: Generated<string | null>;
  /** The id of the take that the row has; null of the first. */
  revision: Generated<string | null>;
  /** When somebody began to replace by it, or restored it; null of the first. */
  revisedAt: Generated<Date | null>;
  /** Of another take: since when it waits to be removed. */
  retiredAt: Generated<Date | null>;
}

/** What an asset is found by, a row for each source: its title and so on, or the captions in one language. */
interface AssetTextsTable {
  assetId: string;
  /** `card`, or `captions:` and a language. */
  source: string;
  /** Of the asset, from which the card was made; null of captions. */
  version: number | null;
  searchText: string;
  searchGrams: string[];
}

/** A stretch of a recording, in seconds. */
export interface WatchedRange {
  readonly from: number;
  readonly to: number;
}

interface WatchingTable {
  viewer: string;
  assetId: string;
  /** The viewer's, when they reported last. */
  unit: string | null;
  /** As it was then. */
  title: string;
  durationSeconds: number;
  positionSeconds: number;
  ranges: Json<readonly WatchedRange[]>;
  watchedSeconds: number;
  beganAt: Moment;
  reportedAt: Moment;
  /** When a report named what was watched for the last time. */
  countedAt: Moment | null;
  completedAt: Moment | null;
}

interface WatchClocksTable {
  viewer: string;
  /** Up to when the viewer's time has been credited. */
  spentUntil: Moment;
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
  /** The asset of which it becomes another take. */
  replaces: Generated<string | null>;
  /** How the platform that people come from will call its asset. */
  externalId: Generated<string | null>;
}

/** Codes by which another machine goes on with an upload, and the token that each was changed for. */
interface UploadCodesTable {
  /** A MAC of the code: nobody who reads this table can find it out. */
  hash: Buffer;
  upload: string;
  /** The id of the API key that it was made with; null for an access token. */
  apiKey: string | null;
  createdAt: GeneratedMoment;
  expiresAt: Moment;
  /** When another took its place. */
  replacedAt: Generated<Date | null>;
  attempts: Generated<number>;
  /** The SHA-256 of the token. */
  tokenHash: Generated<Buffer | null>;
  tokenExpiresAt: Generated<Date | null>;
  /** However much it is used, the token holds no longer than this. */
  tokenEndsAt: Generated<Date | null>;
  /** How far the upload had come when the token was given, and the SHA-256 up to there. */
  offsetBytes: Generated<number | null>;
  proof: Generated<string | null>;
  provenAt: Generated<Date | null>;
}

/** How many codes were tried in vain in each minute. */
interface UploadCodeGuessesTable {
  minute: Date;
  wrong: number;
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
  kibPerSecond: Generated<number | null>;
  /** The take that its URLs are of; null of the first. */
  revision: Generated<string | null>;
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

interface PeopleTable {
  /** The subject of their tokens. */
  id: string;
  name: string | null;
  /** As the token said that was seen last. */
  role: Role | null;
  unit: string | null;
  /** What an administrator has said; it holds against every token. */
  assignedRole: Role | null;
  assignedUnit: string | null;
  assignedByAdministrator: Generated<boolean>;
  externalId: string | null;
  /** Unique whatever its case. */
  email: Generated<string | null>;
  searchText: string;
  version: Generated<number>;
  createdAt: GeneratedMoment;
  /** To the hour. */
  lastSeenAt: Moment | null;
  /** Where they get mails: as the token said that was seen last. */
  mailAddress: Generated<string | null>;
  language: Generated<Language | null>;
  /** The kinds of notices that they do not want. */
  mutedNotices: Generated<string[]>;
  /** How many mails they were sent on that UTC day. */
  mails: Generated<number>;
  mailedOn: Generated<string | null>;
  /** When they were told last of what waits for them. */
  digestAt: Generated<Date | null>;
}

interface RevocationsTable {
  id: string;
  kind: 'asset' | 'person';
  subject: string;
  unit: string | null;
  reason: string;
  revokedBy: string;
  createdAt: Moment;
  until: Moment;
}

interface ApiKeysTable {
  id: string;
  hash: Buffer;
  subject: string;
  name: string;
  role: Role;
  unit: string | null;
  label: string;
  scopes: Generated<Scope[]>;
  createdAt: GeneratedMoment;
  expiresAt: Moment | null;
  revokedAt: Moment | null;
  lastUsedAt: Moment | null;
}

interface SignInSessionsTable {
  id: string;
  hash: Buffer;
  subject: string;
  name: string;
  role: Role;
  unit: string | null;
  /** The id of the API key that it was begun with. */
  apiKey: string | null;
  byPassword: Generated<boolean>;
  createdAt: Moment;
  expiresAt: Moment;
}

interface PasswordsTable {
  subject: string;
  hash: string;
  setAt: Moment;
}

interface InvitationsTable {
  id: string;
  subject: string;
  hash: Buffer;
  purpose: 'invitation' | 'reset';
  invitedBy: string;
  byAdministrator: boolean;
  createdAt: Moment;
  expiresAt: Moment;
}

interface PasswordGuessesTable {
  /** An account, an address, or one of both. */
  key: string;
  failures: number;
  since: Moment;
  lastAt: Moment;
  /** Until when somebody who has signed in there is known there. */
  knownUntil: Moment | null;
}

interface RefusedSignInsTable {
  subject: string;
  failures: number;
  since: Moment;
}

interface EmbedGrantsTable {
  ticketHash: Buffer;
  /** Null until the ticket is changed for a token. */
  tokenHash: Buffer | null;
  assetId: string;
  subject: string;
  name: string;
  role: Role;
  unit: string | null;
  /** The id of the API key that it was made with. */
  apiKey: string | null;
  createdAt: Moment;
  /** Of the ticket; once it is changed, of the token. */
  endsAt: Moment;
}

interface AuditTrailTable {
  seq: number;
  at: Moment;
  actor: string;
  action: string;
  subject: string;
  unit: string | null;
  facts: Json<Readonly<Record<string, unknown>>>;
  /** Where in it pseudonyms stand: `actor`, `subject`, `facts.…`; null of an entry in clear, of a release before. */
  names: string[] | null;
  previousHash: Buffer;
  hash: Buffer;
  /** Of an entry that was written in clear: the chain of those, as they are without names. */
  apartHash: Generated<Buffer | null>;
}

/** Whose the pseudonyms of the trail are. Each is made of what stands beside it, so that no other can be put there. */
interface AuditNamesTable {
  pseudonym: string;
  salt: Buffer;
  person: string;
  /** What the pseudonym stands for: the person's id, or another name of theirs. */
  value: string;
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

/** An address that is told of events. */
interface WebhookEndpointsTable {
  id: string;
  /** Whose events, and of what lies below; null: everybody's. */
  unit: string | null;
  url: string;
  description: string;
  eventTypes: string[];
  secret: string;
  previousSecret: string | null;
  previousUntil: Moment | null;
  disabledAt: Moment | null;
  disabledBecause: 'failures' | 'person' | null;
  /** Of the first failure since the last success. */
  failingSince: Moment | null;
  createdBy: string;
  version: Generated<number>;
  createdAt: Moment;
  updatedAt: Moment;
}

/** One attempt at a delivery, as its row keeps it. */
export interface WebhookAttempt {
  readonly at: string;
  readonly ms: number;
  /** Of the answer; null where none came. */
  readonly status: number | null;
  /** Why none came, or why it did not count. */
  readonly fault: string | null;
}

/** One event for one endpoint. */
interface WebhookDeliveriesTable {
  id: string;
  seq: Generated<number>;
  endpointId: string;
  eventId: string;
  eventType: string;
  /** Of those of one endpoint with the same, one is sent after the other; null: in no order. */
  ordering: string | null;
  body: string;
  state: 'waiting' | 'delivered' | 'failed';
  attempts: Generated<number>;
  /** null while an earlier one of the same ordering waits. */
  dueAt: Moment | null;
  leasedUntil: Moment | null;
  status: number | null;
  fault: string | null;
  answer: string | null;
  tried: Json<readonly WebhookAttempt[]>;
  replayOf: string | null;
  createdAt: Moment;
  endedAt: Moment | null;
}

/** What the ledger's entries of one UTC day add up to; a trigger keeps it with each entry. */
interface LedgerDaysTable {
  account: string;
  day: string;
  receivedBytes: number;
  usedBytes: number;
  derivedBytes: number;
}

/** Whose a session was that is gone; a trigger keeps it. */
interface PastSessionsTable {
  id: string;
  viewer: string;
  unit: string | null;
  endedAt: Moment;
}

/** How much of each segment of delivery's has been counted. */
interface UsageSegmentsTable {
  name: string;
  bytes: number;
  takenAt: Moment;
}

/** In which minutes of an hour media was sent in a session; `''` where a URL names none. */
interface WatchedHoursTable {
  asset: string;
  session: string;
  hour: Date;
  /** 60 binary digits, minute 0 first. */
  minutes: string;
}

/** What was used on one UTC day; the account `''` is of what no unit is known for. */
interface UsageDaysTable {
  account: string;
  day: string;
  sentBytes: Generated<number>;
  minutes: Generated<number>;
  encodes: Generated<number>;
  views: Generated<number>;
}

/** As `usage_days`, of an asset. */
interface UsageAssetDaysTable {
  asset: string;
  day: string;
  sentBytes: Generated<number>;
  minutes: Generated<number>;
  views: Generated<number>;
}

/** Who watched an asset in a month (its first day), and on which days of it. */
interface UsageAssetViewersTable {
  asset: string;
  month: string;
  viewer: string;
  days: string;
}

/** Who watched in a month (its first day), and on which days of it. */
interface UsageViewersTable {
  account: string;
  month: string;
  viewer: string;
  /** 31 binary digits, day 1 first. */
  days: string;
}

interface HoldsTable {
  kind: HoldKind;
  id: string;
  /** Of the thing that is held. */
  unit: string;
  reason: string;
  actor: string;
  byAdministrator: boolean;
  createdAt: Moment;
}

interface RetentionRulesTable {
  id: string;
  unit: string;
  tag: string | null;
  trashAfterDays: number | null;
  trashSince: 'uploaded' | 'watched' | null;
  dropRungsAfterDays: number | null;
  keepsOriginals: boolean;
  version: Generated<number>;
  createdAt: GeneratedMoment;
}

/** When an asset was used last. */
interface AssetUsesTable {
  assetId: string;
  watchedAt: Moment | null;
  restoredAt: Moment | null;
}

/** An asset that more than its unit may see, or is to, in a unit that reviews. */
interface ReleasesTable {
  /** The asset's. */
  id: string;
  state: ReleaseState;
  /** What its course says. */
  visibility: Exclude<CourseVisibility, 'private'>;
  /** The unit within which all would see it by that; `*` for everybody. */
  audience: string;
  /** The unit within which it is seen now; `*` for everybody. */
  shownTo: string;
  askedBy: string;
  /** When it was asked for. */
  createdAt: GeneratedMoment;
  reason: string | null;
  decidedBy: string | null;
  decidedAt: Moment | null;
  version: Generated<number>;
}

/** What a person is to be told of by mail. */
interface NoticesTable {
  seq: Generated<number>;
  person: string;
  kind: string;
  facts: ColumnType<Record<string, unknown>, string, string>;
  /** The mail that it was put into first; it stays in that. */
  mail: string | null;
  attempts: Generated<number>;
  dueAt: Moment;
  createdAt: Moment;
}

/** Accounts whose quota was nearly full when it was looked at last. */
interface FullQuotasTable {
  account: string;
  since: Moment;
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
  assetTexts: AssetTextsTable;
  watching: WatchingTable;
  watchClocks: WatchClocksTable;
  renditions: RenditionsTable;
  uploads: UploadsTable;
  uploadCodes: UploadCodesTable;
  uploadCodeGuesses: UploadCodeGuessesTable;
  uploadParts: UploadPartsTable;
  playbackSessions: PlaybackSessionsTable;
  unpublishedRevocations: UnpublishedRevocationsTable;
  disabledPeople: DisabledPeopleTable;
  people: PeopleTable;
  revocations: RevocationsTable;
  apiKeys: ApiKeysTable;
  signInSessions: SignInSessionsTable;
  passwords: PasswordsTable;
  invitations: InvitationsTable;
  passwordGuesses: PasswordGuessesTable;
  refusedSignIns: RefusedSignInsTable;
  embedGrants: EmbedGrantsTable;
  auditTrail: AuditTrailTable;
  auditNames: AuditNamesTable;
  idempotencyKeys: IdempotencyKeysTable;
  alerts: AlertsTable;
  alertNotices: AlertNoticesTable;
  events: EventsTable;
  latestEvents: LatestEventsTable;
  eventLog: EventLogTable;
  eventConsumers: EventConsumersTable;
  webhookEndpoints: WebhookEndpointsTable;
  webhookDeliveries: WebhookDeliveriesTable;
  ledgerDays: LedgerDaysTable;
  pastSessions: PastSessionsTable;
  usageSegments: UsageSegmentsTable;
  watchedHours: WatchedHoursTable;
  usageDays: UsageDaysTable;
  usageViewers: UsageViewersTable;
  usageAssetDays: UsageAssetDaysTable;
  usageAssetViewers: UsageAssetViewersTable;
  holds: HoldsTable;
  retentionRules: RetentionRulesTable;
  assetUses: AssetUsesTable;
  releases: ReleasesTable;
  notices: NoticesTable;
  fullQuotas: FullQuotasTable;
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
