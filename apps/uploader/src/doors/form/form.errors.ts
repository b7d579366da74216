import { DomainError } from '#libs/kernel';

/** The form carried no file, or more than one. */
export class FormWithoutFile extends DomainError {
  readonly code = 'file-missing';
  readonly kind = 'invalid';
  constructor() {
    super('The form must carry exactly one part called `file` with a file name.');
  }
}

/** The form broke off, or is not one by RFC 7578. */
export class MalformedForm extends DomainError {
  readonly code = 'malformed-form';
  readonly kind = 'invalid';
  constructor(
    message = 'The form ended before it was whole, or is not well-formed.',
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}
