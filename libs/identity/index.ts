export { ApiKeys } from './api-keys.js';
export { EMBED_PREFIX, EmbedGrants } from './embed-grants.js';
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
