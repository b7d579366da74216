import { DomainError } from '#libs/kernel';

/** There is no such endpoint in the caller's reach. */
export class WebhookNotFound extends DomainError {
  readonly code = 'webhook-not-found';
  readonly kind = 'not-found';
  constructor() {
    super('There is no such webhook.');
  }
}

/** The endpoint has no such delivery, or it has been tidied away. */
export class WebhookDeliveryNotFound extends DomainError {
  readonly code = 'webhook-delivery-not-found';
  readonly kind = 'not-found';
  constructor() {
    super('This webhook has no such delivery: they are kept for 14 days after their end.');
  }
}

/** What is wrong with the address is one of `problems`. */
export class WebhookUrlInvalid extends DomainError {
  readonly code = 'webhook-url-invalid';
  readonly kind = 'invalid';
  constructor(problem: string) {
    super('The address of a webhook must be an https URL without user name, password and fragment.', {
      facts: { problems: [`url: ${problem}`] },
    });
  }
}

/** Every address that the host has now is private, or otherwise not of the internet. */
export class WebhookAddressNotAllowed extends DomainError {
  readonly code = 'webhook-address-not-allowed';
  readonly kind = 'unprocessable';
  constructor() {
    super(
      'Nothing is sent to a private address: an administrator can allow its network by LECTERN_WEBHOOK_NETWORKS.',
    );
  }
}

/** Over the internet nobody is told anything in the clear. */
export class WebhookNotEncrypted extends DomainError {
  readonly code = 'webhook-not-encrypted';
  readonly kind = 'unprocessable';
  constructor() {
    super(
      'The address must begin with https: only networks of LECTERN_WEBHOOK_NETWORKS are told in the clear.',
    );
  }
}

/** The unit, or the installation, has as many endpoints as there may be. */
export class TooManyWebhooks extends DomainError {
  readonly code = 'too-many-webhooks';
  readonly kind = 'conflict';
  constructor(limit: number) {
    super('There are as many webhooks as may be, in this unit or in all: remove one first.', {
      facts: { limit },
    });
  }
}

/** Nothing is sent to an endpoint that is disabled. */
export class WebhookDisabled extends DomainError {
  readonly code = 'webhook-disabled';
  readonly kind = 'conflict';
  constructor() {
    super('The webhook is disabled: enable it first.');
  }
}

/** As many deliveries of the endpoint wait as may. */
export class WebhookBacklogFull extends DomainError {
  readonly code = 'webhook-backlog-full';
  readonly kind = 'too-many';
  override readonly retryable = true;
  constructor(limit: number) {
    super('As many deliveries of this webhook wait as may: try again when its receiver takes them.', {
      facts: { limit },
    });
  }
}
