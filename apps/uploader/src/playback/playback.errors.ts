import { DomainError } from '#libs/kernel';

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
