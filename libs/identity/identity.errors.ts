import { DomainError } from '#libs/kernel';

export class ApiKeyNotFound extends DomainError {
  readonly code = 'api-key-not-found';
  readonly kind = 'not-found';
  constructor() {
    super('There is no such API key.');
  }
}
