import { Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { Assets, Courses, Holds, Releases, UploadCodes, Uploads } from '#libs/catalog';
import { Database } from '#libs/database';
import {
  Authenticator,
  AuthGuard,
  type ClaimSettings,
  InvalidToken,
  type JwtSettings,
  TrustedProxies,
} from '#libs/http';
import { ApiKeys, EMBED_PREFIX, EmbedGrants, People, SignInSessions } from '#libs/identity';
import { Units } from '#libs/quotas';
import { UsageReports } from '#libs/usage';
import type { UploaderSettings } from '../config.js';
import { CLOCK, LOGGER, SETTINGS } from '../ground.module.js';
import { provide } from '../provide.js';
import { AssetStory } from './asset-story.js';
import { AssetViews } from './asset-views.js';
import { CONTINUATION_PREFIX, ContinuationTokens } from './continuation-tokens.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { LimitsGuard } from './limits.guard.js';
import { KnownNamesGuard } from './known-names.guard.js';
import { Reach } from './reach.js';
import { PublicLinks } from './public-links.js';
import { requireThisSite, SessionCookie } from './session-cookie.js';

const SIGNED_OUT = 'You are not signed in any more: sign in again.';

/** What holds for every route: who calls, how far they see, and that nothing is done twice. */
@Module({
  providers: [
    provide(
      Reach,
      { database: Database, units: Units, courses: Courses },
      ({ database, units, courses }) => new Reach(database, units, courses),
    ),
    provide(
      AssetViews,
      {
        database: Database,
        assets: Assets,
        holds: Holds,
        releases: Releases,
        usage: UsageReports,
        settings: SETTINGS,
      },
      ({ settings, ...parts }) => new AssetViews({ ...parts, trashSeconds: settings.LECTERN_TRASH_SECONDS }),
    ),
    provide(
      AssetStory,
      { database: Database, uploads: Uploads, logger: LOGGER },
      (parts) => new AssetStory(parts),
    ),
    provide(
      ContinuationTokens,
      { database: Database, codes: UploadCodes, apiKeys: ApiKeys, clock: CLOCK },
      (parts) => new ContinuationTokens(parts),
    ),
    provide(PublicLinks, { settings: SETTINGS }, ({ settings }) => {
      const proxies = new TrustedProxies(settings.LECTERN_TRUSTED_PROXIES);
      return new PublicLinks(settings.LECTERN_PUBLIC_URL, proxies);
    }),
    provide(
      SessionCookie,
      { links: PublicLinks },
      ({ links }) => new SessionCookie(links, 'lectern-session'),
    ),
    provide(
      Authenticator,
      {
        settings: SETTINGS,
        database: Database,
        apiKeys: ApiKeys,
        people: People,
        sessions: SignInSessions,
        cookie: SessionCookie,
        continuations: ContinuationTokens,
        embeds: EmbedGrants,
      },
      ({ settings, database: { kysely }, apiKeys, people, sessions, cookie, continuations, embeds }) =>
        new Authenticator(
          tokensOf(settings),
          [
            {
              prefix: 'lk_',
              refusal: 'The API key is not valid, has expired, or was revoked.',
              find: async (secret) => {
                const owner = await apiKeys.find(kysely, secret);
                return owner && { ...owner, apiKey: owner.id };
              },
            },
            {
              prefix: CONTINUATION_PREFIX,
              refusal:
                'The token that was given for a code holds no longer: the upload has ended, its owner made a new code, or its time is over.',
              find: (secret) => continuations.find(secret),
            },
            {
              prefix: EMBED_PREFIX,
              refusal: 'The token that was given for a ticket holds no longer: open the lesson anew.',
              find: async (secret) => {
                const grant = await embeds.find(kysely, secret);
                if (grant === undefined) return undefined;
                const { assetId, endsAt, apiKey, ...person } = grant;
                return {
                  ...person,
                  apiKey: apiKey ?? undefined,
                  expiresAt: endsAt,
                  scopes: ['watch'] as const,
                  boundTo: assetId,
                };
              },
            },
          ],
          async (caller) => {
            if (caller.boundTo === undefined) return people.admit(kysely, caller);
            await people.requireEnabled(kysely, { subject: caller.subject, isAdministrator: false });
            return caller;
          },
          {
            secretOf: (request) => cookie.read(request),
            find: async (secret, request) => {
              const session = await sessions.find(kysely, secret);
              if (session === undefined || session === 'over')
                throw new InvalidToken(SIGNED_OUT, { isGuess: session === undefined });
              requireThisSite(request);
              const { id, expiresAt, apiKey, scopes, byPassword, ...person } = session;
              return {
                ...person,
                apiKey: apiKey ?? undefined,
                scopes: scopes ?? undefined,
                signIn: id,
                isLocal: byPassword,
                expiresAt,
              };
            },
          },
        ),
    ),
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_GUARD, useClass: KnownNamesGuard },
    { provide: APP_GUARD, useClass: LimitsGuard },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
  ],
  exports: [AssetStory, Reach, AssetViews, ContinuationTokens, PublicLinks, SessionCookie],
})
export class RestModule {}

function tokensOf(settings: UploaderSettings): JwtSettings {
  return {
    secret: settings.LECTERN_JWT_SECRET,
    jwksUrl: settings.LECTERN_JWT_JWKS_URL,
    issuer: settings.LECTERN_JWT_ISSUER,
    audience: settings.LECTERN_JWT_AUDIENCE,
    claims: claimsOf(settings),
  };
}

/** Where tokens, and an identity provider at a sign-in, say what somebody is. */
export function claimsOf(settings: UploaderSettings): ClaimSettings {
  return {
    name: settings.LECTERN_JWT_NAME_CLAIM,
    role: settings.LECTERN_JWT_ROLE_CLAIM,
    unit: settings.LECTERN_JWT_UNIT_CLAIM,
    email: settings.LECTERN_JWT_EMAIL_CLAIM,
    roles: settings.LECTERN_ROLE_GROUPS,
    units: settings.LECTERN_UNIT_GROUPS,
  };
}
