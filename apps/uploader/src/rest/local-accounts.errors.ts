import { DomainError } from '#libs/kernel';

/** Nobody has a password here. */
export class LocalAccountsOff extends DomainError {
  readonly code = 'local-accounts-off';
  readonly kind = 'not-found';
  constructor() {
    super('Nobody signs in with a password here: `GET /v1/session/ways` says how one does.');
  }
}
