import { hostname } from 'node:os';
import { Module } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { Assets, UploadLeases, UploadParts, Uploads } from '#libs/catalog';
import { Database, JobQueue, presentName } from '#libs/database';
import { Quotas, Units } from '#libs/quotas';
import { FillLevel } from '#libs/storage';
import type { UploaderSettings } from '../config.js';
import { CLOCK, LOGGER, METRICS, SETTINGS, STORAGE } from '../ground.module.js';
import { name, provide } from '../provide.js';
import { Reach } from '../rest/reach.js';
import { RestModule } from '../rest/rest.module.js';
import { Assembly } from './assembly.js';
import { DirectUploads } from './direct-uploads.js';
import { Intake } from './intake.js';
import { LeaseWatch } from './lease-watch.js';
import { NumberedParts } from './numbered-parts.js';
import { buildIntake, type IntakeRoom, type IntakeRoomSettings } from './room.js';

/** The lowest rate at which bytes may come is averaged over so long. */
const RATE_WINDOW_SECONDS = 60;

const ROOM = name<IntakeRoom>('intake');

/** The use case behind every door; `Uploader.close` ends what is under way here. */
@Module({
  imports: [RestModule],
  providers: [
    provide(
      ROOM,
      {
        database: Database,
        queue: JobQueue,
        storage: STORAGE,
        fillLevel: FillLevel,
        uploads: Uploads,
        uploadLeases: UploadLeases,
        uploadParts: UploadParts,
        assets: Assets,
        quotas: Quotas,
        units: Units,
        audit: Audit,
        courses: Reach,
        viewers: Reach,
        clock: CLOCK,
        logger: LOGGER,
        metrics: METRICS,
        settings: SETTINGS,
      },
      ({ settings, ...parts }) => buildIntake(parts, intakeSettings(settings)),
    ),
    provide(LeaseWatch, { room: ROOM }, ({ room }) => room.leases),
    provide(Intake, { room: ROOM }, ({ room }) => room.intake),
    provide(NumberedParts, { room: ROOM }, ({ room }) => room.numberedParts),
    provide(Assembly, { room: ROOM }, ({ room }) => room.assembly),
    provide(DirectUploads, { room: ROOM }, ({ room }) => room.directUploads),
  ],
  exports: [LeaseWatch, Intake, NumberedParts, Assembly, DirectUploads],
})
export class IntakeModule {}

function intakeSettings(settings: UploaderSettings): IntakeRoomSettings {
  return {
    holder: presentName(settings.LECTERN_POD ?? hostname()),
    maxFileBytes: settings.LECTERN_MAX_FILE_BYTES,
    uploadWindowMs: settings.LECTERN_UPLOAD_SECONDS * 1000,
    minimumBytes: settings.LECTERN_MINIMUM_RATE * RATE_WINDOW_SECONDS,
    minimumWindowMs: RATE_WINDOW_SECONDS * 1000,
    uploadPercent: settings.LECTERN_DISK_UPLOAD_PERCENT,
    direct: {
      enabled: settings.LECTERN_DIRECT_UPLOADS,
      urlSeconds: settings.LECTERN_DIRECT_URL_SECONDS,
      endpoint: settings.LECTERN_DIRECT_ENDPOINT,
    },
  };
}
