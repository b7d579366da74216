import { DomainError } from '#libs/kernel';

/** No such unit, or doctor, is known. */
export class UnitNotFound extends DomainError {
  readonly code = 'unit-not-found';
  readonly kind = 'not-found';
  constructor() {
    super('There is no such unit.');
  }
}

/** A unit can't stand there: below one of its own kind or a lower one, below itself, or a region below anything. */
export class UnitMisplaced extends DomainError {
  readonly code = 'unit-misplaced';
  readonly kind = 'invalid';
  constructor() {
    super('A unit stands below a larger one: region, county, hospital, department, doctor.');
  }
}

/** The id belongs to another unit. */
export class UnitExists extends DomainError {
  readonly code = 'unit-exists';
  readonly kind = 'conflict';
  constructor() {
    super('There is a unit with this id already.');
  }
}

/** What keeps a unit from being removed, in numbers. */
export interface Holdings {
  /** Units right below it. */
  readonly units: number;
  readonly people: number;
  readonly courses: number;
  /** Those in the trash, too. */
  readonly assets: number;
  /** Unfinished ones, and those whose bytes have not been tidied away yet. */
  readonly uploads: number;
  /** Those that have been neither revoked nor run out. */
  readonly apiKeys: number;
  readonly webhooks: number;
}

/** Something stands below the unit, or is stored in it: the facts name what, and how many. */
export class UnitNotEmpty extends DomainError {
  readonly code = 'unit-not-empty';
  readonly kind = 'conflict';
  constructor(holds: Readonly<Record<string, number>>) {
    super('The unit is not empty: move or remove what it holds first.', { facts: holds });
  }
}

/** The account whose limit stops something, as clients are told. */
interface Binding {
  readonly bindingUnit: string;
  readonly bindingUnitName: string;
  readonly limit: number;
  readonly requested: number;
}

/** The bytes don't fit below the limit of the account or of a unit above it. */
export class QuotaExceeded extends DomainError {
  readonly code = 'quota-exceeded';
  readonly kind = 'insufficient-storage';
  constructor(facts: Binding & { readonly used: number; readonly reserved: number }) {
    super('The storage quota is used up.', { facts: { ...facts } });
  }
}

/** The bytes don't fit below a limit of one UTC day. */
export class DailyQuotaExceeded extends DomainError {
  readonly code = 'daily-quota-exceeded';
  readonly kind = 'insufficient-storage';
  override readonly retryable = true;
  constructor(facts: Binding & { readonly used: number; readonly day: string }) {
    super('The quota for uploads of one day is used up.', { facts: { ...facts } });
  }
}

/** One asset more than the limit. */
export class AssetQuotaExceeded extends DomainError {
  readonly code = 'asset-quota-exceeded';
  readonly kind = 'insufficient-storage';
  constructor(facts: Binding & { readonly used: number; readonly reserved: number }) {
    super('The number of assets is at its limit.', { facts: { ...facts } });
  }
}

/** The file alone is above the limit for one file. */
export class FileTooLarge extends DomainError {
  readonly code = 'file-too-large';
  readonly kind = 'too-large';
  constructor(facts: Binding) {
    super('The file is larger than the limit for one file.', { facts: { ...facts } });
  }
}

/** One person has begun as many uploads as one may at once. */
export class TooManyOpenUploads extends DomainError {
  readonly code = 'too-many-open-uploads';
  readonly kind = 'too-many';
  override readonly retryable = true;
  constructor(facts: { readonly limit: number; readonly open: number }) {
    super('You have as many unfinished uploads as one person may: finish some, or give them up.', { facts });
  }
}

/** What one person has begun holds as many bytes as it may at once, or would with this. */
export class TooManyBytesReserved extends DomainError {
  readonly code = 'too-many-bytes-reserved';
  readonly kind = 'too-many';
  override readonly retryable = true;
  constructor(facts: { readonly limit: number; readonly reserved: number; readonly requested: number }) {
    super(
      'Your unfinished uploads would hold more bytes than those of one person may: finish some, or give them up.',
      { facts },
    );
  }
}

/** No quota is held under this id, as far as who asks may know. */
export class ReservationNotFound extends DomainError {
  readonly code = 'reservation-not-found';
  readonly kind = 'not-found';
  constructor() {
    super('There is no such reservation: its upload has ended, or there is none.');
  }
}

/** The reservation is not there, or has been settled or released already. */
export class ReservationNotHeld extends DomainError {
  readonly code = 'reservation-not-held';
  readonly kind = 'conflict';
  constructor() {
    super('The quota for this upload is not reserved any more.');
  }
}

/** More bytes are to be settled than were reserved, or another reservation has the id. */
export class ReservationMismatch extends DomainError {
  readonly code = 'reservation-mismatch';
  readonly kind = 'conflict';
  constructor() {
    super('The quota reserved for this upload is another one.');
  }
}
