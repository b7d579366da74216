/** What happens to uploads, assets and webhooks: streams tell of it, and webhooks can be told of it. */
export const EVENT_TYPES = [
  'upload.created',
  'upload.completed',
  'upload.ended',
  'asset.processing',
  'asset.playable',
  'asset.ready',
  'asset.failed',
  'asset.updated',
  'asset.trashed',
  'asset.restored',
  'asset.removed',
  'asset.replaced',
  'asset.replacement-failed',
  'asset.waiting',
  'asset.released',
  'asset.refused',
  'webhook.disabled',
] as const;

/** What streams tell besides: how far something is, what may still come, and that all is to be loaded anew. */
export const STREAM_TYPES = [
  ...EVENT_TYPES,
  'upload.progress',
  'asset.progress',
  'quota.changed',
  'reset',
] as const;
