import { DomainError } from '#libs/kernel/errors';

/** The key does not follow the grammar of `parseStorageKey`. */
export class InvalidStorageKey extends DomainError {
  readonly code = 'invalid-storage-key';
  readonly kind = 'invalid';
  constructor() {
    super('The key is not one that storage accepts.');
  }
}

/** Nothing is stored under the key. */
export class ObjectNotFound extends DomainError {
  readonly code = 'object-not-found';
  readonly kind = 'not-found';
  constructor(options?: { cause?: unknown }) {
    super('There is no such object.', options);
  }
}

/** The key holds another object already: objects are immutable. */
export class ObjectExists extends DomainError {
  readonly code = 'object-exists';
  readonly kind = 'conflict';
  constructor(options?: { cause?: unknown }) {
    super('An object is stored there already, and objects are never overwritten.', options);
  }
}

/** The range begins at or beyond the object's end. */
export class RangeNotSatisfiable extends DomainError {
  readonly code = 'range-not-satisfiable';
  readonly kind = 'range-not-satisfiable';
  constructor(readonly bytes: number) {
    super('The range lies beyond the end of the object.', { facts: { bytes } });
  }
}

/** The bytes that came are fewer or more than the length that was declared, or an offset does not fit. */
export class LengthMismatch extends DomainError {
  readonly code = 'length-mismatch';
  readonly kind = 'conflict';
  constructor(
    readonly expected: number,
    readonly actual: number,
  ) {
    super('The number of bytes is not the one that was declared.', { facts: { expected, actual } });
  }
}

/** The disk, the export's quota or the bucket's quota is full. */
export class StorageFull extends DomainError {
  readonly code = 'storage-full';
  readonly kind = 'insufficient-storage';
  override readonly retryable = true;
  constructor(options?: { cause?: unknown }) {
    super('The storage is full.', options);
  }
}

/** The storage did not answer, or answered with a fault that may pass. */
export class StorageUnavailable extends DomainError {
  readonly code = 'storage-unavailable';
  readonly kind = 'unavailable';
  override readonly retryable = true;
  /** Whether another client has replaced or removed what was open: opened anew it is another object, or none. */
  readonly isStale: boolean;
  constructor({ cause, isStale = false }: { cause?: unknown; isStale?: boolean } = {}) {
    super('The storage is not available at the moment.', { cause });
    this.isStale = isStale;
  }
}

/** The storage has lost what it held of an unfinished object: it can only be begun again. */
export class UnfinishedObjectLost extends DomainError {
  readonly code = 'unfinished-object-lost';
  readonly kind = 'gone';
  constructor(options?: { cause?: unknown }) {
    super('What was stored of the unfinished upload is gone: begin it again.', options);
  }
}

/** The object was cut short or changed under a reader, or a write could not be made durable. */
export class StorageFault extends DomainError {
  readonly code = 'storage-fault';
  readonly kind = 'internal';
}

/** The S3 server answers that it has no such call, by the name that S3's documentation gives it. */
export class StorageLacksCall extends StorageFault {
  constructor(
    readonly call: string,
    options?: { cause?: unknown },
  ) {
    super(`The S3 server lacks the call ${call}.`, options);
  }
}

/** A test of the storage found something that Lectern can't work with: what it is, and how to mend it. */
export class StorageUnfit extends StorageFault {
  constructor(
    readonly meaning: string,
    readonly mend: string,
    options?: { cause?: unknown },
  ) {
    super(`${meaning}: ${mend}.`, options);
  }
}
