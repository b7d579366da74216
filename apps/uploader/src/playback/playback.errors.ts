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
