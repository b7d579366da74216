import type { Audit } from '#libs/audit';
import { type Assets, Revisions, type UploadLeases, type UploadParts, type Uploads } from '#libs/catalog';
import type { Database, JobQueue } from '#libs/database';
import type { Logger } from '#libs/http';
import type { Clock } from '#libs/kernel';
import type { Quotas, Units } from '#libs/quotas';
import type { FillLevel, Storage } from '#libs/storage';
import type { UploadMetrics } from '../uploader-metrics.js';
import { Assembly } from './assembly.js';
import { DirectUploads, type DirectUploadSettings } from './direct-uploads.js';
import type { Viewers } from './instant-uploads.js';
import { Intake } from './intake.js';
import { LeaseWatch } from './lease-watch.js';
import { NumberedParts } from './numbered-parts.js';
import { Pieces } from './pieces.js';
import { Tenures } from './tenure.js';
import type { CourseGate } from './upload-beginning.js';
import { UploadStory } from './upload-story.js';
import { Watermarks } from './watermarks.js';

/** What the intake is built from. */
export interface IntakeRoomParts {
  readonly database: Database;
  readonly queue: JobQueue;
  readonly storage: Storage;
  readonly fillLevel: FillLevel;
  readonly uploads: Uploads;
  readonly uploadLeases: UploadLeases;
  readonly uploadParts: UploadParts;
  readonly assets: Assets;
  readonly quotas: Quotas;
  readonly units: Units;
  readonly audit: Audit;
  readonly courses: CourseGate;
  readonly viewers: Viewers;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: UploadMetrics;
}

export interface IntakeRoomSettings {
  /** Names this process in leases: of `presentName`, so that they are free once it is gone. */
  readonly holder: string;
  readonly maxFileBytes: number;
  /** An upload is kept for so long after its last byte. */
  readonly uploadWindowMs: number;
  /** Bytes that must come in every window, or the sender is given up. */
  readonly minimumBytes: number;
  readonly minimumWindowMs: number;
  /** From so many percent of the storage in use on, no new upload begins. */
  readonly uploadPercent: number;
  readonly direct: Omit<DirectUploadSettings, 'uploadWindowMs'>;
}

/** All that doors and upkeep need of the intake. */
export interface IntakeRoom {
  readonly intake: Intake;
  readonly numberedParts: NumberedParts;
  readonly assembly: Assembly;
  readonly directUploads: DirectUploads;
  readonly pieces: Pieces;
  /** To be started before the first request, and closed after the last. */
  readonly leases: LeaseWatch;
}

/** The one wiring of the intake. */
export function buildIntake(parts: IntakeRoomParts, settings: IntakeRoomSettings): IntakeRoom {
  const { holder, uploadWindowMs, direct } = settings;
  const tenures = new Tenures(parts, { holder, uploadWindowMs });
  const leases = new LeaseWatch({ ...parts, tenures });
  const pieces = new Pieces(parts);
  const watermarks = new Watermarks(parts.fillLevel, settings.uploadPercent);
  const story = new UploadStory(parts);
  const revisions = new Revisions(parts);
  const intake = new Intake({ ...parts, revisions, story, tenures, leases, pieces, watermarks }, settings);
  return {
    intake,
    numberedParts: new NumberedParts({ ...parts, story, intake }, settings),
    assembly: new Assembly({ ...parts, intake, pieces }),
    directUploads: new DirectUploads({ ...parts, intake, tenures }, { ...direct, uploadWindowMs }),
    pieces,
    leases,
  };
}
