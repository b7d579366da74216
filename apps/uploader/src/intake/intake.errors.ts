import { DomainError } from '#libs/kernel';

/** A file of no bytes. */
export class EmptyFile extends DomainError {
  readonly code = 'empty-file';
  readonly kind = 'invalid';
  constructor() {
    super('The file is empty.');
  }
}

/** The bytes are not of a type that Lectern keeps, whatever the file is called. */
export class UnsupportedMedia extends DomainError {
  readonly code = 'unsupported-media-type';
  readonly kind = 'unsupported';
  /** @param advice what to do with a file of its type, where that is known */
  constructor(fileName: string, advice?: string) {
    const sentence =
      'The content of this file is not a video, a recording, an image or a document that Lectern takes.';
    super(advice === undefined ? sentence : `${sentence} ${advice}`, { facts: { fileName } });
  }
}

/** The bytes go on where the upload does not stand. */
export class OffsetMismatch extends DomainError {
  readonly code = 'offset-mismatch';
  readonly kind = 'conflict';
  override readonly retryable = true;
  constructor(offset: number) {
    super('The upload stands at another offset: ask for it with HEAD and go on from there.', {
      facts: { offset },
    });
  }
}

/** More bytes came than were declared. */
export class TooManyBytes extends DomainError {
  readonly code = 'upload-length-exceeded';
  readonly kind = 'too-large';
  constructor(declared: number) {
    super('More bytes came than the upload declared.', { facts: { declared } });
  }
}

/** The file is larger than this service takes from anybody. */
export class FileAboveLimit extends DomainError {
  readonly code = 'file-too-large';
  readonly kind = 'too-large';
  constructor(limit: number, requested: number | null) {
    super('The file is larger than this service takes.', { facts: { limit, requested } });
  }
}

/** The bytes that came are not the ones whose SHA-256 was declared. */
export class DigestMismatch extends DomainError {
  readonly code = 'sha256-mismatch';
  readonly kind = 'checksum-mismatch';
  constructor() {
    super('The bytes that came do not have the SHA-256 that was declared; the upload has been discarded.');
  }
}

/** What the bytes of an upload must be is said once. */
export class Sha256Declared extends DomainError {
  readonly code = 'sha256-declared';
  readonly kind = 'conflict';
  constructor() {
    super('Another SHA-256 was declared for this upload: end it, and begin another one for other bytes.');
  }
}

/** What a client knows of a whole file it says of the upload that is made of the pieces. */
export class PieceWithoutSha256 extends DomainError {
  readonly code = 'piece-without-sha256';
  readonly kind = 'conflict';
  constructor() {
    super(
      'This upload is a piece of another one: declare the SHA-256 of the file with the upload that is made of the pieces.',
    );
  }
}

/** Another connection took the upload over; this one must stop. */
export class FencedOff extends DomainError {
  readonly code = 'upload-taken-over';
  readonly kind = 'conflict';
  override readonly retryable = true;
  constructor() {
    super('Another connection goes on with this upload.');
  }
}

/** Nothing came for so long that the connection was given up; what had come is kept. */
export class SenderTooSlow extends DomainError {
  readonly code = 'sender-too-slow';
  readonly kind = 'unavailable';
  override readonly retryable = true;
  constructor() {
    super('Too few bytes came for too long; what came is kept, go on from the offset.');
  }
}

/** The file name can't be shown safely, or is too long: it is never cut. */
export class InvalidFileName extends DomainError {
  readonly code = 'invalid-file-name';
  readonly kind = 'invalid';
  constructor() {
    super(
      'The file name must have 1 to 255 characters that can be shown. Folders in front of it, control characters and marks of direction are left out.',
    );
  }
}

/** Uploads are charged to a unit, and the caller belongs to none. */
export class CallerWithoutUnit extends DomainError {
  readonly code = 'caller-without-unit';
  readonly kind = 'forbidden';
  constructor() {
    super('Uploads are charged to a unit, and your account belongs to none.');
  }
}

/** The sender's connection ended before all bytes had come; what came is kept where the protocol keeps it. */
export class ConnectionLost extends DomainError {
  readonly code = 'connection-lost';
  readonly kind = 'invalid';
  override readonly retryable = true;
  constructor(options?: { cause?: unknown }) {
    super('The connection ended before all bytes had come.', options);
  }
}

/** The length of an upload is said once. */
export class LengthAlreadyKnown extends DomainError {
  readonly code = 'upload-length-known';
  readonly kind = 'invalid';
  constructor() {
    super('The upload has a length already, or more bytes than this.');
  }
}

/** The bytes are not the ones that the sender's checksum belongs to; none of them counts. */
export class ChecksumMismatch extends DomainError {
  readonly code = 'checksum-mismatch';
  readonly kind = 'checksum-mismatch';
  override readonly retryable = true;
  constructor() {
    super('The bytes that came do not have the checksum that was sent with them; none of them was kept.');
  }
}

/** Bytes with a checksum are held back until all have come, so there is a bound. */
export class ChecksummedBodyTooLong extends DomainError {
  readonly code = 'checksummed-body-too-long';
  readonly kind = 'too-large';
  constructor(limit: number) {
    super('A request with a checksum takes fewer bytes: send several.', { facts: { limit } });
  }
}

/** The upload is one that comes in numbered parts, or that is put together from others. */
export class UploadTakesPieces extends DomainError {
  readonly code = 'upload-takes-pieces';
  readonly kind = 'forbidden';
  constructor() {
    super('This upload is put together from pieces and takes no bytes by itself.');
  }
}

/** The upload was not begun as one that comes in numbered parts. */
export class UploadWithoutParts extends DomainError {
  readonly code = 'upload-without-parts';
  readonly kind = 'conflict';
  constructor() {
    super('This upload was begun without partBytes, so it takes no numbered parts.');
  }
}

/** Parts are numbered from 1 to as many as the length needs. */
export class NoSuchPart extends DomainError {
  readonly code = 'no-such-part';
  readonly kind = 'not-found';
  constructor(parts: number) {
    super('The upload has no part of this number.', { facts: { parts } });
  }
}

/** The part has been written into the file, and other bytes came for it. */
export class PartAlreadyWritten extends DomainError {
  readonly code = 'part-already-written';
  readonly kind = 'conflict';
  constructor() {
    super(
      'Other bytes of this part have been written into the file already; it takes a new upload to change them.',
    );
  }
}

/** Every part has the same number of bytes, but for the last, which has the rest. */
export class PartLengthMismatch extends DomainError {
  readonly code = 'part-length-mismatch';
  readonly kind = 'invalid';
  constructor(expected: number) {
    super('The part does not have the number of bytes that it must have.', { facts: { expected } });
  }
}

/** What replaces an asset keeps its title, its course and its external id: those are changed by an edit of the asset. */
export class ReplacementKeepsWhatIsSaid extends DomainError {
  readonly code = 'replacement-keeps-description';
  readonly kind = 'invalid';
  constructor(said: readonly string[] = ['title']) {
    super(
      'A replacement keeps the title, the course and the external id of its asset: leave them out, and edit the asset instead.',
      { facts: { said } },
    );
  }
}

/** A recording is replaced by a recording, an image by an image, and an attachment by an attachment. */
export class ReplacementOfAnotherKind extends DomainError {
  readonly code = 'replacement-of-another-kind';
  readonly kind = 'unsupported';
  constructor(asset: string, file: string) {
    super(
      'The file is of another kind than the asset that it is to replace: upload it as an asset of its own.',
      {
        facts: { asset, file },
      },
    );
  }
}

/** Of the asset as many revisions are kept as may be. */
export class TooManyRevisions extends DomainError {
  readonly code = 'too-many-revisions';
  readonly kind = 'conflict';
  constructor(limit: number) {
    super(
      `The asset was replaced ${limit} times, and all of that can still be restored: replace it when the first of it has been removed.`,
      { facts: { limit } },
    );
  }
}
