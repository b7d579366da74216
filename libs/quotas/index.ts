export type { Account } from './accounts.js';
export type { QuotaStatus } from './quota-status.js';
export {
  AssetQuotaExceeded,
  DailyQuotaExceeded,
  FileTooLarge,
  QuotaExceeded,
  ReservationMismatch,
  ReservationNotHeld,
  UnitExists,
  UnitMisplaced,
  UnitNotFound,
} from './quotas.errors.js';
export { Quotas } from './quotas.js';
export { Units } from './units.js';
