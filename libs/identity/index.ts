export { ApiKeys } from './api-keys.js';
export { credentialsOf, erasePerson } from './erasure.js';
export {
  ApiKeyNotFound,
  AssignedByAdministrator,
  DisabledByAdministrator,
  PersonDisabled,
  PersonNotFound,
} from './identity.errors.js';
export { type Listed, People, type Person } from './people.js';
export { hashOfSecret } from './secrets.js';
export { SignInSessions } from './sign-in-sessions.js';
