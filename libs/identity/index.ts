export type { Role } from '#libs/database';
export { type ApiKey, type ApiKeyOwner, ApiKeys } from './api-keys.js';
export { ApiKeyNotFound } from './identity.errors.js';
