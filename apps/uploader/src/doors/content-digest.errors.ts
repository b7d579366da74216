import { DomainError } from '#libs/kernel';

/** The Content-Digest can't be read, or names no algorithm that is verified here. */
export class InvalidContentDigest extends DomainError {
  readonly code = 'invalid-content-digest';
  readonly kind = 'invalid';
  constructor() {
    super('Content-Digest must be as RFC 9530 has it, with sha-256 or sha-512.');
  }
}
