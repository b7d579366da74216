export { ApiKeys } from './api-keys.js';
export { ApiKeyNotFound, PersonDisabled, PersonNotFound } from './identity.errors.js';
export { type Disabling, People } from './people.js';
