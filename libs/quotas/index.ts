export { type Account, accountOfPerson, idOfAccount } from './accounts.js';
export { renameAccount } from './erasure.js';
export { type FullQuota, noteFullQuotas } from './full-quotas.js';
export { FULL_PERCENT, fullUnits, quotaFigures, type QuotaFigures } from './fullness.js';
export { findHeld, type HeldReservation, type Holders, listHeld } from './held-reservations.js';
export { LIMITS } from './limits.js';
export { ALLOWANCES, type QuotaStatus } from './quota-status.js';
export {
  AssetQuotaExceeded,
  DailyQuotaExceeded,
  FileTooLarge,
  QuotaExceeded,
  ReservationMismatch,
  ReservationNotFound,
  ReservationNotHeld,
  TooManyBytesReserved,
  TooManyOpenUploads,
  UnitExists,
  UnitMisplaced,
  UnitNotEmpty,
  UnitNotFound,
} from './quotas.errors.js';
export { Quotas } from './quotas.js';
export { Units } from './units.js';
