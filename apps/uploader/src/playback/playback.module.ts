import { Module } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { Assets, PlaybackSessions, RevocationEntries } from '#libs/catalog';
import { Database, JobQueue } from '#libs/database';
import { ApiKeys, People } from '#libs/identity';
import { CLOCK, KEY_RING, LOGGER, SETTINGS, STORAGE } from '../ground.module.js';
import { provide } from '../provide.js';
import { AssetStory } from '../rest/asset-story.js';
import { RestModule } from '../rest/rest.module.js';
import { PlaybackController } from './playback.controller.js';
import { Playback } from './playback.js';
import { PosterLinksController } from './poster-links.controller.js';
import { PosterLinks } from './poster-links.js';
import { Revocations } from './revocations.js';

/** Signed URLs, and their end. */
@Module({
  imports: [RestModule],
  controllers: [PlaybackController, PosterLinksController],
  providers: [
    provide(
      Revocations,
      {
        database: Database,
        storage: STORAGE,
        sessions: PlaybackSessions,
        entries: RevocationEntries,
        clock: CLOCK,
        logger: LOGGER,
        settings: SETTINGS,
      },
      ({ settings, ...parts }) =>
        new Revocations(parts, { longestSeconds: settings.LECTERN_PLAYBACK_MAX_SECONDS }),
    ),
    provide(
      Playback,
      {
        database: Database,
        queue: JobQueue,
        assets: Assets,
        sessions: PlaybackSessions,
        people: People,
        apiKeys: ApiKeys,
        audit: Audit,
        keyRing: KEY_RING,
        revocations: Revocations,
        clock: CLOCK,
        story: AssetStory,
        settings: SETTINGS,
      },
      ({ settings, ...parts }) =>
        new Playback(parts, {
          deliveryUrl: settings.LECTERN_DELIVERY_URL,
          usualSeconds: settings.LECTERN_PLAYBACK_SECONDS,
          minimumSeconds: settings.LECTERN_PLAYBACK_MIN_SECONDS,
          maximumSeconds: settings.LECTERN_PLAYBACK_MAX_SECONDS,
          sessionsPerPerson: settings.LECTERN_PLAYBACK_SESSIONS_PER_PERSON,
        }),
    ),
    provide(
      PosterLinks,
      { database: Database, assets: Assets, keyRing: KEY_RING, clock: CLOCK, settings: SETTINGS },
      ({ settings, ...parts }) => new PosterLinks(parts, settings.LECTERN_DELIVERY_URL),
    ),
  ],
  exports: [Revocations],
})
export class PlaybackModule {}
