import { Module } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { Processing, ProcessingJobs, RevocationRecords } from '#libs/catalog';
import { Database } from '#libs/database';
import { KeyRotation } from '#libs/signing';
import { CLOCK, LOGGER, SETTINGS } from '../ground.module.js';
import { PlaybackModule } from '../playback/playback.module.js';
import { provide } from '../provide.js';
import { RestModule } from '../rest/rest.module.js';
import { JobsController } from './jobs.controller.js';
import { RevocationsController } from './revocations.controller.js';
import { SigningKeyRounds } from './signing-key-rounds.js';
import { SigningKeysController } from './signing-keys.controller.js';

/** What keeps the service going from day to day: jobs, keys that sign, and what was revoked. */
@Module({
  imports: [RestModule, PlaybackModule],
  controllers: [JobsController, SigningKeysController, RevocationsController],
  providers: [
    ProcessingJobs,
    Processing,
    RevocationRecords,
    provide(
      SigningKeyRounds,
      { database: Database, audit: Audit, logger: LOGGER, clock: CLOCK, settings: SETTINGS },
      ({ clock, settings, ...parts }) =>
        new SigningKeyRounds({
          ...parts,
          rotation: new KeyRotation(settings.LECTERN_KEY_RING, clock, {
            longestSeconds: settings.LECTERN_PLAYBACK_MAX_SECONDS,
          }),
        }),
    ),
  ],
})
export class OperationsModule {}
