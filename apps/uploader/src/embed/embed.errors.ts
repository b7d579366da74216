import { DomainError } from '#libs/kernel';

/** No other origin may frame pages of this service. */
export class EmbeddingNotSetUp extends DomainError {
  readonly code = 'embedding-not-set-up';
  readonly kind = 'conflict';
  constructor() {
    super('No page of another platform may show lessons here: LECTERN_EMBED_ORIGINS names those that may.');
  }
}

/** A ticket was used before, is too old, or never was. */
export class EmbedTicketUsed extends DomainError {
  readonly code = 'embed-ticket-used';
  readonly kind = 'unauthenticated';
  constructor() {
    super('The ticket has been used, or is older than a minute: load the page that shows the lesson anew.');
  }
}
