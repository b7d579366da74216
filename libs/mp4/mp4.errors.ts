import { DomainError } from '#libs/kernel/errors';

/** The bytes are not a movie in the ISO base media file format, or its structure contradicts itself. */
export class MovieInvalid extends DomainError {
  readonly code = 'movie-invalid';
  readonly kind = 'unprocessable';
  constructor(
    readonly detail: string,
    options?: { cause?: unknown },
  ) {
    super('The file is damaged: its structure can not be read.', options);
  }
}

/** The file ends before the movie does: the index is missing, or the media lies beyond the end. */
export class MovieTruncated extends DomainError {
  readonly code = 'movie-truncated';
  readonly kind = 'unprocessable';
  constructor(readonly detail: string) {
    super('The file ends before the recording does.');
  }
}

/** The movie's index is larger than the limits allow. */
export class MovieTooComplex extends DomainError {
  readonly code = 'movie-too-complex';
  readonly kind = 'unprocessable';
  constructor(readonly detail: string) {
    super('The file has more parts than can be read safely.');
  }
}

/** The movie has more pictures, or packets of sound, than its length or its bytes can hold. */
export class TooManySamples extends DomainError {
  readonly code = 'movie-too-many-samples';
  readonly kind = 'unprocessable';
  constructor(readonly detail: string) {
    super('The file has more pictures than a recording of its length and size can have.');
  }
}

/** The movie's picture or sound is encrypted, and nobody here has the key. */
export class MovieEncrypted extends DomainError {
  readonly code = 'movie-encrypted';
  readonly kind = 'unprocessable';
  constructor() {
    super('The file is encrypted.');
  }
}
