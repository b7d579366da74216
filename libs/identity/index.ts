export { ApiKeys } from './api-keys.js';
export { credentialsOf, erasePerson } from './erasure.js';
export { EMBED_PREFIX, EmbedGrants } from './embed-grants.js';
export {
  ApiKeyNotFound,
  AssignedByAdministrator,
  DisabledByAdministrator,
  EmailTaken,
  InvitationNotFound,
  InvitationOver,
  PasswordRefused,
  PersonChanged,
  PersonDisabled,
  PersonNotFound,
  SignInBusy,
  WrongPassword,
} from './identity.errors.js';
export { type Invitation, type InvitationPurpose, LocalAccounts } from './local-accounts.js';
export { type Guess, GUESSES, PasswordGuesses } from './password-guesses.js';
export { PasswordHasher } from './password-hasher.js';
export { normalisedPassword, PASSWORD_LENGTH, requireGoodPassword } from './password-policy.js';
export { type Listed, People, type Person, type Wishes } from './people.js';
export { hashOfSecret } from './secrets.js';
export { SignInSessions } from './sign-in-sessions.js';
