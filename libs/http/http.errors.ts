import { DomainError } from '#libs/kernel';

/** No credentials, or ones that don't hold. */
export class Unauthenticated extends DomainError {
  readonly code = 'unauthenticated';
  readonly kind = 'unauthenticated';
  constructor(
    message = 'Send an access token or an API key as a Bearer token.',
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** The caller is known, and may not do this. */
export class Forbidden extends DomainError {
  readonly code = 'forbidden';
  readonly kind = 'forbidden';
  constructor(message = 'Your role does not allow this.') {
    super(message);
  }
}

/** The request's fields don't fit their schema; `problems` names each one. */
export class InvalidRequest extends DomainError {
  readonly code = 'invalid-request';
  readonly kind = 'invalid';
  constructor(message: string, problems: readonly string[] = []) {
    super(message, { facts: { problems } });
  }
}
