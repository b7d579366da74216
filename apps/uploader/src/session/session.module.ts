import { Module } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { Database } from '#libs/database';
import { LocalAccounts, PasswordGuesses, PasswordHasher, People, SignInSessions } from '#libs/identity';
import { hasLocalAccounts, type UploaderSettings } from '../config.js';
import { SETTINGS } from '../ground.module.js';
import { provide } from '../provide.js';
import { claimsOf, RestModule } from '../rest/rest.module.js';
import { PublicLinks } from '../rest/public-links.js';
import { SessionCookie } from '../rest/session-cookie.js';
import { SignInMetrics } from '../sign-in-metrics.js';
import { IdentityProvider } from './identity-provider.js';
import { LocalSignInController } from './local-sign-in.controller.js';
import { LocalSignIn } from './local-sign-in.js';
import { SessionController } from './session.controller.js';
import { OneTimeCodes } from './one-time-codes.js';
import { SignIn } from './sign-in.js';

/** How people sign in to pages; what a request with their cookie is, is said in rest. */
@Module({
  imports: [RestModule],
  providers: [
    provide(OneTimeCodes, {}, () => new OneTimeCodes()),
    provide(
      SignIn,
      {
        settings: SETTINGS,
        database: Database,
        sessions: SignInSessions,
        people: People,
        audit: Audit,
        links: PublicLinks,
        sessionCookie: SessionCookie,
        oneTimeCodes: OneTimeCodes,
      },
      ({ settings, ...parts }) =>
        new SignIn({
          ...parts,
          flowCookie: new SessionCookie(parts.links, 'lectern-sign-in'),
          provider: providerOf(settings),
          claims: claimsOf(settings),
          seconds: settings.LECTERN_SESSION_SECONDS,
        }),
    ),
    provide(
      LocalSignIn,
      {
        settings: SETTINGS,
        database: Database,
        accounts: LocalAccounts,
        guesses: PasswordGuesses,
        people: People,
        sessions: SignInSessions,
        audit: Audit,
        signIn: SignIn,
        metrics: SignInMetrics,
      },
      ({ settings, ...parts }) =>
        new LocalSignIn({ ...parts, hasher: new PasswordHasher() }, hasLocalAccounts(settings)),
    ),
  ],
  controllers: [SessionController, LocalSignInController],
})
export class SessionModule {}

function providerOf(settings: UploaderSettings): IdentityProvider | undefined {
  const { LECTERN_OIDC_ISSUER: issuer, LECTERN_OIDC_CLIENT_ID: clientId } = settings;
  if (issuer === undefined || clientId === undefined) return undefined;
  return new IdentityProvider({
    issuer,
    clientId,
    clientSecret: settings.LECTERN_OIDC_CLIENT_SECRET,
    scope: settings.LECTERN_OIDC_SCOPE,
  });
}
