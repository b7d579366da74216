import { hostname } from 'node:os';
import { Module } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { Assets, UploadParts, Uploads } from '#libs/catalog';
import { Database, JobQueue } from '#libs/database';
import { randomToken } from '#libs/kernel';
import { Quotas, Units } from '#libs/quotas';
import { FillLevel } from '#libs/storage';
import type { UploaderSettings } from '../config.js';
import { CLOCK, LOGGER, SETTINGS, STORAGE } from '../ground.module.js';
import { provide } from '../provide.js';
import { Reach } from '../rest/reach.js';
import { RestModule } from '../rest/rest.module.js';
import { Assembly } from './assembly.js';
import { DirectUploads } from './direct-uploads.js';
import { Intake, type IntakeSettings } from './intake.js';
import { LeaseWatch } from './lease-watch.js';
import { NumberedParts } from './numbered-parts.js';
import { Watermarks } from './watermarks.js';

/** The lowest rate at which bytes may come is averaged over so long. */
const RATE_WINDOW_SECONDS = 60;

/** The use case behind every door; `Uploader.close` ends what is under way here. */
@Module({
  imports: [RestModule],
  providers: [
    provide(
      LeaseWatch,
      { database: Database, uploads: Uploads, logger: LOGGER, settings: SETTINGS },
      ({ settings, ...parts }) =>
        new LeaseWatch(parts, `${settings.LECTERN_POD ?? hostname()}-${randomToken(8)}`),
    ),
    provide(
      Intake,
      {
        database: Database,
        storage: STORAGE,
        uploads: Uploads,
        uploadParts: UploadParts,
        assets: Assets,
        quotas: Quotas,
        units: Units,
        audit: Audit,
        queue: JobQueue,
        reach: Reach,
        leases: LeaseWatch,
        fillLevel: FillLevel,
        clock: CLOCK,
        logger: LOGGER,
        settings: SETTINGS,
      },
      ({ settings, fillLevel, ...parts }) => {
        const watermarks = new Watermarks(fillLevel, settings.LECTERN_DISK_UPLOAD_PERCENT);
        return new Intake({ ...parts, watermarks }, intakeSettings(settings));
      },
    ),
    provide(
      NumberedParts,
      {
        database: Database,
        storage: STORAGE,
        uploadParts: UploadParts,
        intake: Intake,
        clock: CLOCK,
        settings: SETTINGS,
      },
      ({ settings, ...parts }) => new NumberedParts(parts, intakeSettings(settings)),
    ),
    provide(
      Assembly,
      {
        database: Database,
        storage: STORAGE,
        uploads: Uploads,
        uploadParts: UploadParts,
        quotas: Quotas,
        intake: Intake,
        clock: CLOCK,
        logger: LOGGER,
      },
      (parts) => new Assembly(parts),
    ),
    provide(
      DirectUploads,
      {
        database: Database,
        storage: STORAGE,
        uploads: Uploads,
        uploadParts: UploadParts,
        intake: Intake,
        leases: LeaseWatch,
        clock: CLOCK,
        logger: LOGGER,
        settings: SETTINGS,
      },
      ({ settings, ...parts }) =>
        new DirectUploads(parts, {
          enabled: settings.LECTERN_DIRECT_UPLOADS,
          urlSeconds: settings.LECTERN_DIRECT_URL_SECONDS,
          endpoint: settings.LECTERN_DIRECT_ENDPOINT,
          uploadWindowMs: intakeSettings(settings).uploadWindowMs,
        }),
    ),
  ],
  exports: [LeaseWatch, Intake, NumberedParts, Assembly, DirectUploads],
})
export class IntakeModule {}

function intakeSettings(settings: UploaderSettings): IntakeSettings {
  return {
    maxFileBytes: settings.LECTERN_MAX_FILE_BYTES,
    uploadWindowMs: settings.LECTERN_UPLOAD_SECONDS * 1000,
    minimumBytes: settings.LECTERN_MINIMUM_RATE * RATE_WINDOW_SECONDS,
    minimumWindowMs: RATE_WINDOW_SECONDS * 1000,
  };
}
