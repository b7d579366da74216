import { DomainError, type ErrorKind } from '#libs/kernel';
import { type RefusalCode, REFUSALS } from '#libs/signing';

/** The signed URL does not hold; the code says which check failed. */
export class UrlRefused extends DomainError {
  readonly kind: ErrorKind;
  constructor(
    readonly code: RefusalCode,
    options?: { cause?: unknown },
  ) {
    super(REFUSALS[code], options);
    this.kind = code === 'not-found' ? 'not-found' : 'forbidden';
  }
}

/** The revocation list has not been read since the start: until then nothing is served. */
export class RevocationsUnknown extends DomainError {
  readonly code = 'revocations-unknown';
  readonly kind = 'unavailable';
  override readonly retryable = true;
  constructor() {
    super('The service is starting: try again in a moment.');
  }
}

/** If-Match or If-Unmodified-Since does not hold. */
export class PreconditionFailed extends DomainError {
  readonly code = 'precondition-failed';
  readonly kind = 'precondition-failed';
  constructor() {
    super('The file is not the one that the request asks for.');
  }
}
