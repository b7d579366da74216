import { type DynamicModule, Module } from '@nestjs/common';
import { Audit, auditFigures } from '#libs/audit';
import {
  Holds,
  PlaybackSessions,
  RetentionRules,
  Revisions,
  RevocationEntries,
  UploadCodes,
  UploadLeases,
  UploadParts,
  Uploads,
} from '#libs/catalog';
import { Database, EventLog, IdempotencyKeys, JobQueue } from '#libs/database';
import type { Registry } from 'prom-client';
import { type Logger, registerSigningKeys } from '#libs/http';
import { ApiKeys, EmbedGrants, LocalAccounts, PasswordGuesses, People, SignInSessions } from '#libs/identity';
import { type Clock, systemClock } from '#libs/kernel';
import { quotaFigures, Quotas, Units } from '#libs/quotas';
import type { KeyRingWatch } from '#libs/signing';
import { FillLevel, type Storage } from '#libs/storage';
import { Deliveries, Endpoints } from '#libs/webhooks';
import { UsageReports } from '#libs/usage';
import { registerAudit } from './audit-metrics.js';
import { AlertMetrics } from './alert-metrics.js';
import { EventMetrics } from './event-metrics.js';
import type { UploaderSettings } from './config.js';
import { name } from './provide.js';
import { releaseDomains } from './release-domains.js';
import { NoticeMetrics } from './notice-metrics.js';
import { RetentionMetrics } from './retention-metrics.js';
import { SignInMetrics } from './sign-in-metrics.js';
import { registerFigures, UploadMetrics } from './uploader-metrics.js';
import { WebhookMetrics } from './webhook-metrics.js';

/** What the uploader is built from; whoever starts it opens and closes these. */
export interface UploaderParts {
  readonly settings: UploaderSettings;
  readonly database: Database;
  readonly queue: JobQueue;
  readonly storage: Storage;
  readonly keyRing: KeyRingWatch;
  readonly logger: Logger;
  /** Where it tells its metrics. */
  readonly registry: Registry;
  readonly clock?: Clock;
}

export const SETTINGS = name<UploaderSettings>('settings');
export const STORAGE = name<Storage>('storage');
export const KEY_RING = name<KeyRingWatch>('key ring');
export const METRICS = name<UploadMetrics>('upload metrics');
export const LOGGER = name<Logger>('logger');
export const CLOCK = name<Clock>('clock');

/** They keep nothing themselves: each of their calls is handed the transaction that it is part of. */
const DOMAINS = [
  Uploads,
  UploadCodes,
  UploadLeases,
  UploadParts,
  Holds,
  RetentionRules,
  PlaybackSessions,
  RevocationEntries,
  Units,
  ApiKeys,
  People,
  SignInSessions,
  LocalAccounts,
  PasswordGuesses,
  EmbedGrants,
  IdempotencyKeys,
  EventLog,
  Endpoints,
  UsageReports,
];

/** What every room stands on: what the uploader is given from outside, and the domains of the libs. */
@Module({})
export class GroundModule {
  static of(parts: UploaderParts): DynamicModule {
    const { settings, database, queue, storage, keyRing, logger, registry, clock = systemClock } = parts;
    const quotas = new Quotas({ clock, perPerson: boundsOf(settings) });
    const fillLevel = new FillLevel(storage);
    const deliveries = new Deliveries({ clock });
    const audit = new Audit();
    registerSigningKeys(registry, keyRing);
    registerFigures(registry, {
      unfinished: () => new Uploads().countUnfinished(database.kysely),
      quota: () => quotaFigures(database.kysely),
      disk: () => fillLevel.measure(),
      marks: {
        encoding: settings.LECTERN_DISK_ENCODE_PERCENT,
        uploads: settings.LECTERN_DISK_UPLOAD_PERCENT,
      },
    });
    registerAudit(registry, () => auditFigures(database.kysely, clock.now()));
    const providers = [
      { provide: SETTINGS, useValue: settings },
      { provide: Database, useValue: database },
      { provide: JobQueue, useValue: queue },
      { provide: STORAGE, useValue: storage },
      { provide: Quotas, useValue: quotas },
      { provide: Revisions, useValue: new Revisions({ quotas, audit: new Audit(), queue }) },
      { provide: FillLevel, useValue: fillLevel },
      { provide: KEY_RING, useValue: keyRing },
      { provide: METRICS, useValue: new UploadMetrics(registry) },
      { provide: RetentionMetrics, useValue: new RetentionMetrics(registry) },
      { provide: AlertMetrics, useValue: new AlertMetrics(registry) },
      { provide: NoticeMetrics, useValue: new NoticeMetrics(registry) },
      { provide: EventMetrics, useValue: new EventMetrics(registry) },
      { provide: SignInMetrics, useValue: new SignInMetrics(registry) },
      { provide: Deliveries, useValue: deliveries },
      { provide: Audit, useValue: audit },
      ...releaseDomains(audit),
      {
        provide: WebhookMetrics,
        useValue: new WebhookMetrics(registry, () => deliveries.figures(database.kysely)),
      },
      { provide: LOGGER, useValue: logger },
      { provide: CLOCK, useValue: clock },
      ...DOMAINS,
    ];
    return { module: GroundModule, global: true, providers, exports: providers };
  }
}

function boundsOf(settings: UploaderSettings) {
  return {
    openUploads: settings.LECTERN_OPEN_UPLOADS_PER_PERSON,
    reservedBytes: settings.LECTERN_RESERVED_BYTES_PER_PERSON,
  };
}
