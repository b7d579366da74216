import { Module } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { Assets, PlaybackSessions } from '#libs/catalog';
import { Database } from '#libs/database';
import { CLOCK, KEY_RING, LOGGER, SETTINGS, STORAGE } from '../ground.module.js';
import { provide } from '../provide.js';
import { RestModule } from '../rest/rest.module.js';
import { PlaybackController } from './playback.controller.js';
import { Playback } from './playback.js';
import { Revocations } from './revocations.js';

/** Signed URLs, and their end. */
@Module({
  imports: [RestModule],
  controllers: [PlaybackController],
  providers: [
    provide(
      Revocations,
      {
        database: Database,
        storage: STORAGE,
        assets: Assets,
        sessions: PlaybackSessions,
        clock: CLOCK,
        logger: LOGGER,
      },
      (parts) => new Revocations(parts),
    ),
    provide(
      Playback,
      {
        database: Database,
        assets: Assets,
        sessions: PlaybackSessions,
        audit: Audit,
        keyRing: KEY_RING,
        revocations: Revocations,
        clock: CLOCK,
        settings: SETTINGS,
      },
      ({ settings, ...parts }) =>
        new Playback(parts, {
          deliveryUrl: settings.LECTERN_DELIVERY_URL,
          usualSeconds: settings.LECTERN_PLAYBACK_SECONDS,
          minimumSeconds: settings.LECTERN_PLAYBACK_MIN_SECONDS,
          maximumSeconds: settings.LECTERN_PLAYBACK_MAX_SECONDS,
        }),
    ),
  ],
  exports: [Revocations],
})
export class PlaybackModule {}
