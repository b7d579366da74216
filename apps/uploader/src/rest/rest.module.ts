import { Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { Assets, Courses, Uploads } from '#libs/catalog';
import { Database } from '#libs/database';
import { Authenticator, AuthGuard, type JwtSettings, TrustedProxies } from '#libs/http';
import { ApiKeys, People } from '#libs/identity';
import { Units } from '#libs/quotas';
import type { UploaderSettings } from '../config.js';
import { LOGGER, SETTINGS } from '../ground.module.js';
import { provide } from '../provide.js';
import { AssetStory } from './asset-story.js';
import { AssetViews } from './asset-views.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { KnownNamesGuard } from './known-names.guard.js';
import { Reach } from './reach.js';
import { PublicLinks } from './public-links.js';

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
      { database: Database, assets: Assets },
      ({ database, assets }) => new AssetViews(database, assets),
    ),
    provide(
      AssetStory,
      { database: Database, uploads: Uploads, logger: LOGGER },
      (parts) => new AssetStory(parts),
    ),
    provide(PublicLinks, { settings: SETTINGS }, ({ settings }) => {
      const proxies = new TrustedProxies(settings.LECTERN_TRUSTED_PROXIES);
      return new PublicLinks(settings.LECTERN_PUBLIC_URL, proxies);
    }),
    provide(
      Authenticator,
      { settings: SETTINGS, database: Database, apiKeys: ApiKeys, people: People },
      ({ settings, database: { kysely }, apiKeys, people }) =>
        new Authenticator(
          tokensOf(settings),
          async (secret) => {
            const owner = await apiKeys.find(kysely, secret);
            return owner && { ...owner, apiKey: owner.id };
          },
          (caller) => people.admit(kysely, caller),
        ),
    ),
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_GUARD, useClass: KnownNamesGuard },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
  ],
  exports: [AssetStory, Reach, AssetViews, PublicLinks],
})
export class RestModule {}

function tokensOf(settings: UploaderSettings): JwtSettings {
  return {
    secret: settings.LECTERN_JWT_SECRET,
    jwksUrl: settings.LECTERN_JWT_JWKS_URL,
    issuer: settings.LECTERN_JWT_ISSUER,
    audience: settings.LECTERN_JWT_AUDIENCE,
    claims: {
      name: settings.LECTERN_JWT_NAME_CLAIM,
      role: settings.LECTERN_JWT_ROLE_CLAIM,
      unit: settings.LECTERN_JWT_UNIT_CLAIM,
    },
  };
}
