import { DomainError } from '#libs/kernel';

/** Somebody asks for a session or link that would live shorter or longer than the settings allow. */
export class LifetimeOutOfBounds extends DomainError {
  readonly code = 'ttl-out-of-bounds';
  readonly kind = 'invalid';
  constructor({ least, most }: { least: number; most: number }) {
    super(
      `A session or link lives for ${least} to ${most} seconds: ask for a ttl within that, or for none.`,
      {
        facts: { least, most },
      },
    );
  }
}

/** Nothing of the asset can be played yet, or ever. */
export class NotPlayable extends DomainError {
  readonly code = 'not-playable';
  readonly kind = 'conflict';
  override readonly retryable: boolean;
  constructor(state: string, retryable: boolean) {
    super(retryable ? 'The recording is still being prepared.' : 'This asset has nothing to play.', {
      facts: { state },
    });
    this.retryable = retryable;
  }
}

/** What was revoked is recorded, and not yet known to those who serve. */
export class RevocationNotInForce extends DomainError {
  readonly code = 'revocation-not-in-force';
  readonly kind = 'unavailable';
  override readonly retryable = true;
  constructor(options?: { cause?: unknown }) {
    super(
      'What you asked for is recorded, but the revocation list can\u2019t be written at the moment: URLs that were signed before may work until it can. It is tried again by itself.',
      options,
    );
  }
}

/** No playback session or download link of this id is the caller's to end. */
export class SessionNotFound extends DomainError {
  readonly code = 'session-not-found';
  readonly kind = 'not-found';
  constructor() {
    super('There is no such playback session or download link.');
  }
}

/** The caller's own session, which can't be renewed any more. */
export class SessionOver extends DomainError {
  readonly code = 'session-over';
  readonly kind = 'gone';
  constructor() {
    super('The playback session was revoked, or has been over for more than an hour: open a new one.');
  }
}

/** A table would have more rows than one may have; nothing of it is sent. */
export class ExportTooLong extends DomainError {
  readonly code = 'export-too-long';
  readonly kind = 'unprocessable';
  constructor(limit: number) {
    super(`There are more than ${limit} rows: ask for them in several tables, by since and until.`, {
      facts: { limit },
    });
  }
}
