import { DomainError } from '#libs/kernel';

export class ApiKeyNotFound extends DomainError {
  readonly code = 'api-key-not-found';
  readonly kind = 'not-found';
  constructor() {
    super('There is no such API key.');
  }
}

/** Whatever token or key they send, they may do nothing. */
export class PersonDisabled extends DomainError {
  readonly code = 'person-disabled';
  readonly kind = 'forbidden';
  constructor() {
    super('Your account has been disabled: ask an administrator of your unit.');
  }
}

/** What an administrator has decided is not for an admin of a unit to undo. */
export class DisabledByAdministrator extends DomainError {
  readonly code = 'disabled-by-administrator';
  readonly kind = 'forbidden';
  constructor() {
    super('An administrator has disabled this person: only an administrator can enable them.');
  }
}

/** There is nobody of this id in the caller's reach. */
export class PersonNotFound extends DomainError {
  readonly code = 'person-not-found';
  readonly kind = 'not-found';
  constructor() {
    super('There is no such person.');
  }
}

/** What an administrator has assigned is not for an admin of a unit to change. */
export class AssignedByAdministrator extends DomainError {
  readonly code = 'assigned-by-administrator';
  readonly kind = 'forbidden';
  constructor() {
    super('An administrator has set role or unit of this person: only an administrator can change them.');
  }
}

/** What was said of somebody has changed while they called: what they may do has to be judged anew. */
export class PersonChanged extends DomainError {
  readonly code = 'person-changed';
  readonly kind = 'conflict';
  override readonly retryable = true;
  constructor() {
    super('What you may do here has just been changed: send the request again.');
  }
}

/** Another person has this e-mail address. */
export class EmailTaken extends DomainError {
  readonly code = 'email-taken';
  readonly kind = 'conflict';
  constructor() {
    super('Another person has this e-mail address, or an id that is the same: give each their own.');
  }
}

/** The link, if it ever was one, lets nobody in any more. */
export class InvitationOver extends DomainError {
  readonly code = 'invitation-over';
  readonly kind = 'gone';
  constructor() {
    super(
      'This link holds no longer: it was used, a newer one took its place, or its time is over. Ask the administrator of your unit for a new one.',
    );
  }
}

/** Nobody has invited this person, or the invitation is over. */
export class InvitationNotFound extends DomainError {
  readonly code = 'invitation-not-found';
  readonly kind = 'not-found';
  constructor() {
    super('This person has no open invitation.');
  }
}

/** No such person, or not their password: which of the two is nobody's to know. */
export class WrongPassword extends DomainError {
  readonly code = 'wrong-password';
  readonly kind = 'forbidden';
  constructor() {
    super('There is nobody of this name with this password: try again, or ask for a new link to set one.');
  }
}

const REFUSALS = {
  'too-short': 'This password is too short: take at least `least` characters, such as four words.',
  'too-long': 'This password is too long: take at most `most` characters.',
  common: 'This password is one of those that are tried first: take another one, such as four words.',
  'of-yourself': 'This password is made of your own name or address: take another one, such as four words.',
} as const;

/** A new password that is no good; `reason` says why. */
export class PasswordRefused extends DomainError {
  readonly code = 'password-refused';
  readonly kind = 'unprocessable';
  constructor(reason: keyof typeof REFUSALS, length: { readonly least: number; readonly most: number }) {
    const { least, most } = length;
    super(REFUSALS[reason], { facts: { reason, least, most } });
  }
}

/** So many passwords wait to be looked at that no other is taken. */
export class SignInBusy extends DomainError {
  readonly code = 'sign-in-busy';
  readonly kind = 'unavailable';
  override readonly retryable = true;
  override readonly retryAfterSeconds = 2;
  constructor(limit: number) {
    super('Too many people sign in at this moment: try again in a few seconds.', { facts: { limit } });
  }
}
