import { DomainError } from '#libs/kernel';

/** Nobody could prove by what came so far that they have the same file. */
export class UploadNotContinuable extends DomainError {
  readonly code = 'upload-not-continuable';
  readonly kind = 'conflict';
  constructor(leastBytes: number) {
    super(
      'Another machine can go on with an upload in one piece or in numbered parts once its first `leastBytes` bytes have come in order: send those first, or begin the upload there.',
      { facts: { leastBytes } },
    );
  }
}

/** No upload has this code. */
export class WrongCode extends DomainError {
  readonly code = 'upload-code-wrong';
  readonly kind = 'forbidden';
  constructor() {
    super('No upload has this code: compare its eight digits with those that its owner sees.');
  }
}

/** An upload had this code. */
export class OldCode extends DomainError {
  readonly code = 'upload-code-old';
  readonly kind = 'gone';
  constructor() {
    super(
      'This code holds no longer: its fifteen minutes are over, a new one took its place, it was used ten times, or the upload has ended. Ask its owner for a new one.',
    );
  }
}

/** The bytes of the file are not those that came. */
export class AnotherFile extends DomainError {
  readonly code = 'another-file';
  readonly kind = 'conflict';
  constructor() {
    super('This is another file than the one that came so far, or it has been changed: choose the same one.');
  }
}
