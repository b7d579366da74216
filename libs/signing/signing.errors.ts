import { DomainError } from '#libs/kernel';

/** A field of a URL to be signed does not fit the grammar: a fault of the caller, never of a viewer. */
export class UnsignableRequest extends DomainError {
  readonly code = 'unsignable-request';
  readonly kind = 'invalid';
  constructor(
    readonly field: string,
    problem: string,
  ) {
    super(`The URL can't be signed: ${field} ${problem}.`, { facts: { field } });
  }
}

/** The key ring is missing or malformed. The sentence never holds a secret. */
export class InvalidKeyRing extends DomainError {
  readonly code = 'invalid-key-ring';
  readonly kind = 'internal';
  constructor(problem: string, options?: { cause?: unknown }) {
    super(`The key ring is not valid: ${problem}.`, options);
  }
}

/** The revocation list is malformed. */
export class InvalidRevocationList extends DomainError {
  readonly code = 'invalid-revocation-list';
  readonly kind = 'internal';
  constructor(problem: string, options?: { cause?: unknown }) {
    super(`The revocation list is not valid: ${problem}.`, options);
  }
}

/** The revocation list could not be read; the last known one stays in force. */
export class RevocationListUnreadable extends DomainError {
  readonly code = 'revocation-list-unreadable';
  readonly kind = 'unavailable';
  override readonly retryable = true;
  constructor(problem: string, options?: { cause?: unknown }) {
    super(`The revocation list can't be read: ${problem}.`, options);
  }
}

/** The ring is not this service's to write: a Secret that is mounted, or a folder that is only read. */
export class KeyRingNotWritable extends DomainError {
  readonly code = 'key-ring-not-writable';
  readonly kind = 'conflict';
  constructor(steps: readonly string[], options?: { cause?: unknown }) {
    super(
      'The key ring is a Secret or a folder that is only read here: change it where it is kept, by these `steps`.',
      { ...options, facts: { steps } },
    );
  }
}

/** One change of keys is not over yet. */
export class KeyRotationRunning extends DomainError {
  readonly code = 'key-rotation-running';
  readonly kind = 'conflict';
  constructor(kid: string, signsFrom: string) {
    super('A new key is being made known already, and signs soon: see GET /v1/admin/signing-keys.', {
      facts: { kid, signsFrom },
    });
  }
}
