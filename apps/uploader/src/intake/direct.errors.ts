import { DomainError } from '#libs/kernel';

/** Direct uploads need a setting and a bucket. */
export class DirectUploadsOff extends DomainError {
  readonly code = 'direct-uploads-off';
  readonly kind = 'unprocessable';
  constructor() {
    super('This service takes no direct uploads: leave `direct` out, and send the parts here.');
  }
}

/** Buckets have rules for parts that this service's own have not. */
export class DirectPartSize extends DomainError {
  readonly code = 'direct-part-size';
  readonly kind = 'unprocessable';
  constructor(facts: { smallestPart: number; mostParts: number }) {
    super('The storage does not take parts of this size, or so many: choose another partBytes.', { facts });
  }
}

/** The upload was begun with `direct`. */
export class UploadIsDirect extends DomainError {
  readonly code = 'upload-is-direct';
  readonly kind = 'conflict';
  constructor() {
    super('The parts of this upload go straight to the storage: ask for the address of each.');
  }
}

/** The upload was begun without `direct`. */
export class UploadNotDirect extends DomainError {
  readonly code = 'upload-not-direct';
  readonly kind = 'conflict';
  constructor() {
    super('The parts of this upload are sent here: only direct uploads have addresses for their parts.');
  }
}
