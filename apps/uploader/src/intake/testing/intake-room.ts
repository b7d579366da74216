import { pino } from 'pino';
import { Registry } from 'prom-client';
import { Audit } from '#libs/audit';
import { Assets, Courses, QUEUES, UploadLeases, UploadParts, Uploads } from '#libs/catalog';
import { type Database, JobQueue } from '#libs/database';
import type { Caller } from '#libs/http';
import { systemClock } from '#libs/kernel';
import { Quotas, Units } from '#libs/quotas';
import { FillLevel, type Storage } from '#libs/storage';
import { Reach } from '../../rest/reach.js';
import { UploadMetrics } from '../../uploader-metrics.js';
import { buildIntake, type IntakeRoom, type IntakeRoomParts, type IntakeRoomSettings } from '../room.js';

/** Somebody who may upload, of the unit `u`. */
export const doctor: Caller = { subject: 'doctor', name: 'Doctor', role: 'doctor', unit: 'u' };

/** What keeps no state of its own, and so is the same for every room. */
export const domains = {
  uploads: new Uploads(),
  uploadLeases: new UploadLeases(),
  uploadParts: new UploadParts(),
  assets: new Assets(),
  quotas: new Quotas(),
  units: new Units(),
  audit: new Audit(),
};

/** The intake as a replica has it, but quiet and patient; `changes` name what matters to a test. */
export function intakeRoom(
  on: { readonly database: Database; readonly storage: Storage; readonly holder: string },
  changes: Partial<IntakeRoomSettings> & Partial<Pick<IntakeRoomParts, 'clock'>> = {},
): IntakeRoom {
  const { database, storage, holder } = on;
  const { clock = systemClock, ...settings } = changes;
  const reach = new Reach(database, domains.units, new Courses());
  const parts: IntakeRoomParts = {
    ...domains,
    database,
    queue: new JobQueue(database, { queues: QUEUES }),
    storage,
    fillLevel: new FillLevel(storage),
    courses: reach,
    viewers: reach,
    clock,
    logger: pino({ level: 'silent' }),
    metrics: new UploadMetrics(new Registry()),
  };
  return buildIntake(parts, {
    holder,
    maxFileBytes: 1_000_000_000,
    uploadWindowMs: 3_600_000,
    minimumBytes: 0,
    minimumWindowMs: 60_000,
    uploadPercent: 100,
    direct: { enabled: false, urlSeconds: 60, endpoint: undefined },
    ...settings,
  });
}
