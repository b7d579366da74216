import { DomainError } from '#libs/kernel';

export class SignInNotSetUp extends DomainError {
  readonly code = 'sign-in-not-set-up';
  readonly kind = 'not-found';
  constructor() {
    super('No identity provider is set up here: sign in with an API key, or ask the operator for one.');
  }
}

/** The provider refused, or what came back from it does not belong to a sign-in that this browser has begun. */
export class SignInFailed extends DomainError {
  readonly code = 'sign-in-failed';
  readonly kind = 'invalid';
  constructor(options?: { cause?: unknown }) {
    super('The sign-in did not come to its end: begin again.', options);
  }
}

/** The provider knows them, and says of them nothing that lets them do something here. */
export class NoRoleHere extends DomainError {
  readonly code = 'no-role-here';
  readonly kind = 'forbidden';
  constructor(missing: string) {
    super(
      `You are signed in, and your account ${missing} here: ask the administrator of your unit to have it put into the right group.`,
    );
  }
}

export class IdentityProviderUnavailable extends DomainError {
  readonly code = 'identity-provider-unavailable';
  readonly kind = 'unavailable';
  override readonly retryable = true;
  constructor(options?: { cause?: unknown }) {
    super('The identity provider does not answer: try again in a minute.', options);
  }
}

/** There is no password that could be changed. */
export class NoPassword extends DomainError {
  readonly code = 'no-password';
  readonly kind = 'conflict';
  constructor() {
    super('You have no password here: ask the administrator of your unit for a link to set one.');
  }
}

/** A session is begun with the one credential that can be revoked. */
export class ApiKeyNeeded extends DomainError {
  readonly code = 'api-key-needed';
  readonly kind = 'forbidden';
  constructor() {
    super('A session is begun with an API key as the Bearer token.');
  }
}

export class SignInCodeUsed extends DomainError {
  readonly code = 'sign-in-code-used';
  readonly kind = 'unauthenticated';
  constructor() {
    super(
      'The code has been used, or is older than an hour: the log of the start, or an API key, lets you in.',
    );
  }
}
