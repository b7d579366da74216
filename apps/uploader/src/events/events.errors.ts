import { DomainError } from '#libs/kernel';

/** The caller listens on as many streams as one person may have on one replica. */
export class TooManyEventStreams extends DomainError {
  readonly code = 'too-many-event-streams';
  readonly kind = 'too-many';
  override readonly retryable = true;
  override readonly retryAfterSeconds = 30;
  constructor(limit: number) {
    super('You listen to events on as many connections as one person may: close another one first.', {
      facts: { limit },
    });
  }
}

/** This replica has as many listeners as it takes. */
export class EventStreamsFull extends DomainError {
  readonly code = 'event-streams-full';
  readonly kind = 'unavailable';
  override readonly retryable = true;
  constructor(limit: number) {
    super('As many listen to events here as this replica takes: try again in a moment.', {
      facts: { limit },
    });
  }
}
