export {
  Deliveries,
  type Delivery,
  type WebhookFigures,
} from './deliveries.js';
export { WEBHOOKS } from './due.js';
export { type Endpoint, Endpoints } from './endpoints.js';
export { requireSendable } from './endpoint-url.js';
export { renameInWebhooks } from './erasure.js';
export { EventIntake, logDisabled } from './event-intake.js';
export { WEBHOOK_EVENT_TYPES, type WebhookEvent, type WebhookEventType } from './event-types.js';
export { RETRIES } from './retries.js';
export { Sender } from './sender.js';
export { type Disabled, type Settled, type Taken, Turns } from './turns.js';
export { webhookSettings } from './webhook-settings.js';
export {
  TooManyWebhooks,
  WebhookAddressNotAllowed,
  WebhookBacklogFull,
  WebhookDeliveryNotFound,
  WebhookDisabled,
  WebhookNotEncrypted,
  WebhookNotFound,
  WebhookUrlInvalid,
} from './webhooks.errors.js';
