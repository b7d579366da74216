import { DomainError } from '#libs/kernel';

/** A limit that has been reached. */
export interface Spent {
  /** Its name in RateLimit and RateLimit-Policy. */
  readonly policy: string;
  readonly most: number;
  readonly windowSeconds: number;
  readonly retryAfterSeconds: number;
}

/** Somebody has done something as often as they may in a while. */
export abstract class LimitReached extends DomainError {
  readonly kind = 'too-many';
  override readonly retryable = true;
  constructor(
    message: string,
    readonly spent: Spent,
  ) {
    const { most, windowSeconds, retryAfterSeconds } = spent;
    super(message, { facts: { limit: most, windowSeconds, retryAfterSeconds } });
  }
}
