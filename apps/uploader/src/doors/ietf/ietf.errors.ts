import { DomainError } from '#libs/kernel';

/** Where the draft has its problem types registered (section Problem Types). */
const registered = (name: string) => `https://iana.org/assignments/http-problem-types#${name}`;

/** The bytes go on where the upload does not stand. */
export class MismatchingOffset extends DomainError {
  readonly code = 'mismatching-upload-offset';
  readonly kind = 'conflict';
  override readonly retryable = true;
  override readonly registeredType = registered('mismatching-upload-offset');
  constructor(expected: number, provided: number) {
    super('The upload stands at another offset: ask for it with HEAD and go on from there.', {
      facts: { 'expected-offset': expected, 'provided-offset': provided },
    });
  }
}

/** The upload is whole, and takes nothing more. */
export class CompletedUpload extends DomainError {
  readonly code = 'completed-upload';
  readonly kind = 'invalid';
  override readonly registeredType = registered('completed-upload');
  constructor() {
    super('The upload is complete already.');
  }
}

/** The lengths that a request or several of them give are not the same, or not the one that came. */
export class InconsistentLength extends DomainError {
  readonly code = 'inconsistent-upload-length';
  readonly kind = 'invalid';
  override readonly registeredType = registered('inconsistent-upload-length');
  constructor() {
    super('The lengths that are given for this upload do not agree.');
  }
}

/** A field of the draft is missing, or is not of its structured type. */
export class InvalidUploadField extends DomainError {
  readonly code = 'invalid-upload-field';
  readonly kind = 'invalid';
  constructor(field: string) {
    super(`The field ${field} is missing or malformed.`, { facts: { field } });
  }
}

/** An append takes bytes under one type only. */
export class InvalidAppendType extends DomainError {
  readonly code = 'unsupported-media-type';
  readonly kind = 'unsupported';
  constructor() {
    super('An append must have Content-Type: application/partial-upload.');
  }
}
