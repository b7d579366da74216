export type { Account, Limits } from './accounts.js';
export type { Allowance, QuotaStatus } from './quota-status.js';
export {
  AssetQuotaExceeded,
  DailyQuotaExceeded,
  FileTooLarge,
  QuotaExceeded,
  ReservationMismatch,
  ReservationNotHeld,
  UnitExists,
  UnitMisplaced,
  UnitNotEmpty,
  UnitNotFound,
} from './quotas.errors.js';
export { Quotas, type Reservation } from './quotas.js';
export type { CountedField, Drift, Recount } from './recount.js';
export { type UnitKind, Units } from './units.js';
