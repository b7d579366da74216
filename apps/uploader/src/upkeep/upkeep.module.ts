import { Module } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { Assets, UploadParts, Uploads } from '#libs/catalog';
import { Database, IdempotencyKeys } from '#libs/database';
import { Quotas } from '#libs/quotas';
import { CLOCK, LOGGER, SETTINGS, STORAGE } from '../ground.module.js';
import { Assembly } from '../intake/assembly.js';
import { DirectUploads } from '../intake/direct-uploads.js';
import { Intake } from '../intake/intake.js';
import { IntakeModule } from '../intake/intake.module.js';
import { PlaybackModule } from '../playback/playback.module.js';
import { Revocations } from '../playback/revocations.js';
import { provide } from '../provide.js';
import { AssetStory } from '../rest/asset-story.js';
import { RestModule } from '../rest/rest.module.js';
import { DeadReservations } from './dead-reservations.js';
import { Leftovers } from './leftovers.js';
import { Orphans } from './orphans.js';
import { Reservations } from './reservations.js';
import { Sweeper } from './sweeper.js';
import { sweepsOf } from './sweeps.js';
import { Trash } from './trash.js';

/** What ends by time, or that a crash left behind; the sweeper runs once the uploader listens. */
@Module({
  imports: [RestModule, IntakeModule, PlaybackModule],
  providers: [
    provide(
      Trash,
      {
        database: Database,
        storage: STORAGE,
        assets: Assets,
        quotas: Quotas,
        audit: Audit,
        revocations: Revocations,
        clock: CLOCK,
        logger: LOGGER,
        story: AssetStory,
        settings: SETTINGS,
      },
      ({ settings, ...parts }) => new Trash(parts, settings.LECTERN_TRASH_SECONDS),
    ),
    provide(
      DeadReservations,
      { database: Database, uploads: Uploads, quotas: Quotas, audit: Audit, logger: LOGGER },
      (parts) => new DeadReservations(parts),
    ),
    provide(
      Reservations,
      {
        database: Database,
        uploads: Uploads,
        uploadParts: UploadParts,
        quotas: Quotas,
        audit: Audit,
        intake: Intake,
      },
      (parts) => new Reservations(parts),
    ),
    provide(
      Orphans,
      {
        database: Database,
        storage: STORAGE,
        assets: Assets,
        uploads: Uploads,
        audit: Audit,
        clock: CLOCK,
        logger: LOGGER,
        settings: SETTINGS,
      },
      ({ settings, ...parts }) => new Orphans(parts, settings.LECTERN_ORPHAN_SECONDS),
    ),
    provide(
      Leftovers,
      { database: Database, storage: STORAGE, uploads: Uploads, clock: CLOCK, logger: LOGGER },
      (parts) => new Leftovers(parts),
    ),
    provide(
      Sweeper,
      {
        database: Database,
        storage: STORAGE,
        clock: CLOCK,
        intake: Intake,
        assembly: Assembly,
        directUploads: DirectUploads,
        leftovers: Leftovers,
        deadReservations: DeadReservations,
        trash: Trash,
        revocations: Revocations,
        idempotency: IdempotencyKeys,
        uploads: Uploads,
        orphans: Orphans,
        logger: LOGGER,
      },
      ({ logger, ...swept }) => new Sweeper(sweepsOf(swept), logger),
    ),
  ],
  exports: [Trash, Orphans, Reservations, Sweeper],
})
export class UpkeepModule {}
