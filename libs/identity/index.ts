export { ApiKeys } from './api-keys.js';
export {
  ApiKeyNotFound,
  AssignedByAdministrator,
  DisabledByAdministrator,
  PersonDisabled,
  PersonNotFound,
} from './identity.errors.js';
export { type Listed, People, type Person, type Wishes } from './people.js';
export { hashOfSecret } from './secrets.js';
export { SignInSessions } from './sign-in-sessions.js';
