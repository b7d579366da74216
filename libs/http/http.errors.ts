import { DomainError } from '#libs/kernel';
import type { UnknownName } from './known-names.js';

/** No credentials, or ones that don't hold. */
export class Unauthenticated extends DomainError {
  readonly code = 'unauthenticated';
  readonly kind = 'unauthenticated';
  /** What the answer's WWW-Authenticate says. */
  readonly challenge: string = 'Bearer';
  constructor(
    message = 'Send an access token or an API key as a Bearer token.',
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** A token came, and does not hold: expired, of another issuer, or none at all (RFC 6750 section 3.1). */
export class InvalidToken extends Unauthenticated {
  override readonly challenge: string;
  /** Whether whoever sent it may never have had one that held: its signature is wrong, or nobody knows it. */
  readonly isGuess: boolean;
  constructor(
    message = 'The access token is not valid.',
    { isGuess = false, ...options }: { cause?: unknown; isGuess?: boolean } = {},
  ) {
    super(message, options);
    this.isGuess = isGuess;
    this.challenge = `Bearer error="invalid_token", error_description="${message}"`;
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

/** The token holds, and is not good for this (RFC 6750 section 3.1); `needs` has what it would have to be good for. */
export class InsufficientScope extends DomainError {
  readonly code = 'insufficient-scope';
  readonly kind = 'forbidden';
  readonly challenge: string;
  constructor(...needs: readonly string[]) {
    super('The token or API key that you sent is not good for this: `needs` names the scopes that are.', {
      facts: { needs },
    });
    this.challenge = `Bearer error="insufficient_scope", scope="${needs.join(' ')}"`;
  }
}

/** The token was given for a code, and whoever has it has not shown yet that they have the same file. */
export class FileNotProven extends DomainError {
  readonly code = 'file-not-proven';
  readonly kind = 'forbidden';
  constructor() {
    super(
      'Prove first that you have the same file: POST the SHA-256 of its first bytes to the upload\u2019s `proof`.',
    );
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

/** The body has a field that nothing here takes; `name`, `nearest` and `known` are of the first such. */
export class UnknownField extends DomainError {
  readonly code = 'unknown-field';
  readonly kind = 'invalid';
  constructor(unknown: readonly UnknownName[]) {
    super(...told('field', unknown));
  }
}

/** The query has a parameter that nothing here takes; `name`, `nearest` and `known` are of the first such. */
export class UnknownParameter extends DomainError {
  readonly code = 'unknown-parameter';
  readonly kind = 'invalid';
  constructor(unknown: readonly UnknownName[]) {
    super(...told('query parameter', unknown));
  }
}

function told(what: string, unknown: readonly UnknownName[]) {
  const { name = null, nearest = null, known = [] } = unknown[0] ?? {};
  const problems = unknown.map((one) => problemOf(what, one));
  return [problems[0] ?? '', { facts: { name, nearest, known, problems } }] as const;
}

function problemOf(what: string, { name, nearest, known }: UnknownName): string {
  const refusal = `There is no ${what} \u201c${name}\u201d here`;
  if (nearest !== null) return `${refusal}: did you mean \u201c${nearest}\u201d?`;
  return known.length === 0 ? `${refusal}: none is taken.` : `${refusal}; there are ${known.join(', ')}.`;
}

/** No route has this path. */
export class RouteNotFound extends DomainError {
  readonly code = 'not-found';
  readonly kind = 'not-found';
  constructor() {
    super('There is nothing here.');
  }
}

/** The path is a route's, and the method is not; `allow` has those that are. */
export class MethodNotAllowed extends DomainError {
  readonly code = 'method-not-allowed';
  readonly kind = 'not-allowed';
  constructor(readonly allow: readonly string[]) {
    super('This resource has no such method: `allow` names those that it has.', { facts: { allow } });
  }
}

/** The body is of a type that the route does not take; `takes` has those that it does. */
export class ContentTypeNotTaken extends DomainError {
  readonly code = 'unsupported-media-type';
  readonly kind = 'unsupported';
  constructor(readonly takes: readonly string[]) {
    super(
      takes.length === 0
        ? 'This resource takes no body.'
        : 'The Content-Type is not one that this resource takes: `takes` names those.',
      { facts: { takes } },
    );
  }
}

/** The body is longer than one that is read into memory may be. */
export class BodyTooLarge extends DomainError {
  readonly code = 'body-too-large';
  readonly kind = 'too-large';
  constructor(limit: number) {
    super('The body is larger than this resource takes.', { facts: { limit } });
  }
}

/** Of a body that is no file, all must have come in time. */
export class BodyTooSlow extends DomainError {
  readonly code = 'request-timeout';
  readonly kind = 'timed-out';
  override readonly retryable = true;
  constructor(seconds: number) {
    super('The body came too slowly: send it again, all of it within `seconds`.', { facts: { seconds } });
  }
}

/** As many connections are open as this replica takes. */
export class TooManyConnections extends DomainError {
  readonly code = 'too-many-connections';
  readonly kind = 'unavailable';
  override readonly retryable = true;
  constructor() {
    super('The service is busy: try again in a moment.');
  }
}

/** A client pipelines further ahead of its answers than is taken. */
export class TooManyRequestsAhead extends DomainError {
  readonly code = 'too-many-requests-ahead';
  readonly kind = 'unavailable';
  override readonly retryable = true;
  constructor(limit: number) {
    super('Too many requests came on this connection before their answers: wait for those.', {
      facts: { limit },
    });
  }
}
