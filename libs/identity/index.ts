export { ApiKeys } from './api-keys.js';
export {
  ApiKeyNotFound,
  DisabledByAdministrator,
  PersonDisabled,
  PersonNotFound,
} from './identity.errors.js';
export { People } from './people.js';
export { SignInSessions } from './sign-in-sessions.js';
