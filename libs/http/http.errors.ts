import { DomainError } from '#libs/kernel';
import type { UnknownName } from './known-names.js';

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
