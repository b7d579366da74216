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
