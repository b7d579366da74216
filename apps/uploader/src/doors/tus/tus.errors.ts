import { DomainError } from '#libs/kernel';

/** The client speaks another version of tus, or does not say which. */
export class TusVersionUnsupported extends DomainError {
  readonly code = 'tus-version-unsupported';
  readonly kind = 'precondition-failed';
  constructor() {
    super('Send Tus-Resumable: 1.0.0, the version of the protocol that is spoken here.');
  }
}

/** A header of the protocol is missing or malformed. */
export class InvalidTusHeader extends DomainError {
  readonly code = 'invalid-tus-header';
  readonly kind = 'invalid';
  constructor(header: string) {
    super(`The header ${header} is missing or malformed.`, { facts: { header } });
  }
}

/** PATCH takes bytes under one type only. */
export class InvalidPatchType extends DomainError {
  readonly code = 'unsupported-media-type';
  readonly kind = 'unsupported';
  constructor() {
    super('A PATCH must have Content-Type: application/offset+octet-stream.');
  }
}
