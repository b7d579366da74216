import type { EventType } from '#libs/database';

/** Every type of event that an endpoint can be told of, and when it happens. */
export const WEBHOOK_EVENT_TYPES = {
  'upload.created': 'An upload has begun',
  'upload.completed': 'An upload has become an asset',
  'upload.ended': 'An upload came to nothing: given up, expired, refused, or ended by an administrator',
  'asset.processing': 'An asset is there, and is looked at or processed, also once more after a failure',
  'asset.playable': 'The first rendition of an asset can be played',
  'asset.ready': 'All that is made of an asset is there',
  'asset.failed': 'An asset can not be played; `data.failure` says why',
  'asset.updated': 'Somebody has edited an asset',
  'asset.trashed': 'An asset was deleted, and can be restored',
  'asset.restored': 'An asset is back from the trash',
  'asset.removed': 'The bytes of an asset are gone for good',
  'asset.waiting': 'More people are to see an asset than its unit, whose admin has to release it first',
  'asset.released': 'An admin has released an asset: all see it to whom its course shows it',
  'asset.refused': 'An admin keeps an asset within its unit; `data.reason` says why',
  'asset.replaced':
    'Another recording, image or file is shown as the asset from now on; `data.revision` names it',
  'asset.replacement-failed':
    'What was to replace an asset can not be shown: `data.failure` says why, and the asset is as it was',
  'webhook.disabled':
    'Another webhook of the same unit, or of one below, was disabled since its receiver took nothing',
} as const satisfies Readonly<Record<EventType, string>>;

export type WebhookEventType = keyof typeof WEBHOOK_EVENT_TYPES;

/** What an endpoint is sent when somebody wants to see that it works; nobody chooses it. */
export const TEST_EVENT = 'webhook.test';

/** Something that happened. */
export interface WebhookEvent {
  /** The same for each endpoint and at each attempt. */
  readonly id: string;
  readonly type: WebhookEventType | typeof TEST_EVENT;
  /** What it happened to: an id. */
  readonly subject: string;
  readonly unit: string | null;
  /** The unit and those above it: whose endpoints are told. */
  readonly units: readonly string[];
  /** What has the same is told in its order. */
  readonly ordering: string | null;
  readonly at: Date;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The body that receivers get: fields are added, never changed. */
export function bodyOf({ id, type, subject, unit, at, data }: WebhookEvent): string {
  return JSON.stringify({ id, type, createdAt: at.toISOString(), subject, unit, data });
}
