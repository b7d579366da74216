import { DomainError } from '#libs/kernel';

/** The trail is being verified: one at a time, on whichever replica. */
export class VerificationRunning extends DomainError {
  readonly code = 'verification-running';
  readonly kind = 'conflict';
  override readonly retryable = true;
  constructor() {
    super('The audit trail is being verified: ask again when that has ended.');
  }
}

/** The trail has not lost these entries, or not these alone. */
export class NothingLost extends DomainError {
  readonly code = 'nothing-lost';
  readonly kind = 'conflict';
  constructor() {
    super('These are not the entries that the trail has lost: verify it, and name what `lost` says then.');
  }
}
