export { type Account, accountOfPerson, idOfAccount } from './accounts.js';
export { LIMITS } from './limits.js';
export { ALLOWANCES, type QuotaStatus } from './quota-status.js';
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
