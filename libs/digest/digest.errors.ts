import { DomainError } from '#libs/kernel';

/** This platform's Node does not offer the SHA-256 that can be continued from a saved state. */
export class DigestUnavailable extends DomainError {
  readonly code = 'digest-unavailable';
  readonly kind = 'internal';
  constructor(options?: { cause?: unknown }) {
    super('SHA-256 with a state that can be saved is not available on this platform.', options);
  }
}

/** The saved state is not one that this version can continue from. */
export class InvalidDigestState extends DomainError {
  readonly code = 'invalid-digest-state';
  readonly kind = 'internal';
  constructor() {
    super('The saved state of the digest can not be continued from.');
  }
}
