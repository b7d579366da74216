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
