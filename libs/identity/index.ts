export { ApiKeys } from './api-keys.js';
export { ApiKeyNotFound } from './identity.errors.js';
