import {
  AssetNotFound,
  CourseNotFound,
  UploadEndedByAdministrator,
  UploadExpired,
  UploadLocked,
  UploadNotFound,
  UploadNotOpen,
  UploadTerminated,
  VersionConflict,
} from '#libs/catalog';
import { ExternalIdTaken } from '#libs/database';
import { Forbidden } from '#libs/http';
import type { DomainError } from '#libs/kernel';
import {
  AssetQuotaExceeded,
  DailyQuotaExceeded,
  FileTooLarge,
  QuotaExceeded,
  TooManyBytesReserved,
  TooManyOpenUploads,
  UnitNotFound,
} from '#libs/quotas';
import { StorageFull, StorageUnavailable, UnfinishedObjectLost } from '#libs/storage';
import {
  CallerWithoutUnit,
  ConnectionLost,
  DigestMismatch,
  EmptyFile,
  FencedOff,
  FileAboveLimit,
  InvalidFileName,
  OffsetMismatch,
  ReplacementKeepsWhatIsSaid,
  ReplacementOfAnotherKind,
  SenderTooSlow,
  TooManyBytes,
  TooManyRevisions,
  UnsupportedMedia,
} from '../intake/intake.errors.js';

const GIB = 1024 ** 3;
const binding = { bindingUnit: 'surgery', bindingUnitName: 'Department of Surgery' };

/** What the quotas and the storage may have against more bytes. */
const ROOM: readonly DomainError[] = [
  new FileAboveLimit(50 * GIB, 60 * GIB),
  new FileTooLarge({ ...binding, limit: 2 * GIB, requested: 3 * GIB }),
  new QuotaExceeded({ ...binding, limit: 100 * GIB, used: 98 * GIB, reserved: GIB, requested: 3 * GIB }),
  new DailyQuotaExceeded({
    ...binding,
    limit: 10 * GIB,
    used: 9 * GIB,
    requested: 3 * GIB,
    day: '2026-11-30',
  }),
  new AssetQuotaExceeded({ ...binding, limit: 500, used: 499, reserved: 1, requested: 1 }),
  new TooManyOpenUploads({ limit: 100, open: 100 }),
  new TooManyBytesReserved({ limit: 100 * GIB, reserved: 98 * GIB, requested: 3 * GIB }),
  new StorageFull(),
  new StorageUnavailable(),
];

/** What the API's description says of every way to begin an upload. */
export const BEGINNING: readonly DomainError[] = [
  ...ROOM,
  new EmptyFile(),
  new InvalidFileName(),
  new Forbidden(),
  new CallerWithoutUnit(),
  new CourseNotFound(),
  new UnitNotFound(),
  new ExternalIdTaken('lms-4711'),
  new AssetNotFound(),
  new VersionConflict([3], 4),
  new ReplacementKeepsWhatIsSaid(),
  new TooManyRevisions(50),
];

/** Of every way to go on with one that has ended. */
export const LAPSED: readonly DomainError[] = [
  new UploadExpired(),
  new UploadEndedByAdministrator(),
  new UploadTerminated(),
];

/** Of every way to end one: its bytes become an asset. */
export const ENDING: readonly DomainError[] = [
  new UploadNotFound(),
  ...LAPSED,
  new UploadNotOpen('completed'),
  new UploadLocked(),
  new FencedOff(),
  new UnsupportedMedia('lesson.exe'),
  new ReplacementOfAnotherKind('video', 'attachment'),
  new DigestMismatch(),
  new UnfinishedObjectLost(),
  new StorageFull(),
  new StorageUnavailable(),
];

/** Of every way to send some of its bytes: the last ones end it. */
export const TAKING: readonly DomainError[] = [
  ...ENDING,
  ...ROOM,
  new OffsetMismatch(67_108_864),
  new TooManyBytes(734_003_200),
  new EmptyFile(),
  new ConnectionLost(),
  new SenderTooSlow(),
];
