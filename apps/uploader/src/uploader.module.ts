import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { Audit } from '#libs/audit';
import { Assets, Courses, PlaybackSessions, UploadParts, Uploads } from '#libs/catalog';
import { Database, IdempotencyKeys, JobQueue } from '#libs/database';
import { Authenticator, AuthGuard, createHttpApp, HealthModule, type Logger } from '#libs/http';
import { ApiKeys } from '#libs/identity';
import { type Clock, randomToken, systemClock } from '#libs/kernel';
import { Quotas, Units } from '#libs/quotas';
import type { KeyRingWatch } from '#libs/signing';
import { FillLevel, type Storage } from '#libs/storage';
import { UPLOADER_SETTINGS, type UploaderSettings } from './config.js';
import { Assembly } from './intake/assembly.js';
import { controllers } from './controllers.js';
import { DirectUploads } from './intake/direct-uploads.js';
import { IdempotencyInterceptor } from './rest/idempotency.interceptor.js';
import { allowOrigins } from './rest/cors.js';
import { IetfController } from './doors/ietf/ietf.controller.js';
import { PARTIAL_UPLOAD } from './doors/ietf/upload-fields.js';
import { FormDoor } from './doors/form/form-door.js';
import { readAsMeant } from './doors/raw-request.js';
import { PATCH_TYPE } from './doors/tus/tus-headers.js';
import { Intake } from './intake/intake.js';
import { LeaseWatch } from './intake/lease-watch.js';
import { Leftovers } from './upkeep/leftovers.js';
import { serveDocs } from './rest/openapi.js';
import { DeadReservations } from './upkeep/dead-reservations.js';
import { NumberedParts } from './intake/numbered-parts.js';
import { Orphans } from './upkeep/orphans.js';
import { Playback } from './playback/playback.js';
import { Reach } from './rest/reach.js';
import { Revocations } from './playback/revocations.js';
import { atMostEvery, Sweeper } from './upkeep/sweeper.js';
import { Trash } from './upkeep/trash.js';
import { TrustedProxies } from './rest/trusted-proxies.js';
import { UploadLinks } from './rest/upload-links.js';
import { Watermarks } from './intake/watermarks.js';

/** What the uploader is built from; whoever starts it opens and closes these. */
export interface UploaderParts {
  readonly settings: UploaderSettings;
  readonly database: Database;
  readonly queue: JobQueue;
  readonly storage: Storage;
  readonly keyRing: KeyRingWatch;
  readonly logger: Logger;
  readonly clock?: Clock;
}

const HOUR_MS = 3_600_000;
/** What a put that was never finished left behind is kept for so long after its last byte. */
const LEFTOVER_MS = 24 * HOUR_MS;
/** An upload that has ended can be asked for so long; its asset and the audit trail stay. */
const REMEMBERED_MS = 90 * 24 * HOUR_MS;

@Module({})
class UploaderModule {}

/** The REST API, listening or about to. */
export class Uploader {
  private constructor(
    private readonly app: NestFastifyApplication,
    private readonly intake: Intake,
    private readonly numberedParts: NumberedParts,
    private readonly directUploads: DirectUploads,
    private readonly leases: LeaseWatch,
    private readonly sweeper: Sweeper,
    private readonly settings: UploaderSettings,
  ) {}

  static async create(parts: UploaderParts): Promise<Uploader> {
    const { settings, logger } = parts;
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });
    const rooms = furnish(parts);
    const app = await createHttpApp(moduleOf(parts, rooms, registry), {
      logger,
      registry,
      trustedProxies: settings.LECTERN_TRUSTED_PROXIES,
      intercept: (request) => {
        readAsMeant(request);
        return false;
      },
    });
    const fastify = app.getHttpAdapter().getInstance();
    // Bodies that are streams: the doors read them from the raw request, after the guards.
    const untouched = (_request: unknown, _payload: unknown, done: (error: null) => void) => done(null);
    fastify.addContentTypeParser(PATCH_TYPE, untouched);
    fastify.addContentTypeParser('application/octet-stream', untouched);
    if (settings.LECTERN_RESUMABLE_DRAFT) fastify.addContentTypeParser(PARTIAL_UPLOAD, untouched);
    fastify.addContentTypeParser(/^multipart\/form-data/, untouched);
    allowOrigins(fastify, settings.LECTERN_CORS_ORIGINS);
    serveDocs(app);
    return new Uploader(
      app,
      rooms.intake,
      rooms.numberedParts,
      rooms.directUploads,
      rooms.leases,
      rooms.sweeper,
      settings,
    );
  }

  /** @returns the address that it listens on */
  async listen(): Promise<string> {
    await this.leases.start();
    await this.app.listen(this.settings.LECTERN_PORT, this.settings.LECTERN_HOST);
    this.sweeper.start();
    return this.app.getUrl();
  }

  /** The application itself, for the OpenAPI document. */
  get nest(): NestFastifyApplication {
    return this.app;
  }

  /** Tidies up once, now, as the sweeper does every minute once the service listens. */
  sweep(): Promise<void> {
    return this.sweeper.runOnce();
  }

  /**
   * Takes no new request. Running PATCHes keep what they received and end; forms, parts and bodies with a
   * checksum, of which nothing could be kept, may go on for LECTERN_SHUTDOWN_SECONDS.
   */
  async close(): Promise<void> {
    // One that is long in the storage is waited for last: no answer may be late for it.
    const swept = this.sweeper.stop();
    const closed = this.app.close();
    const stopped = [closed, this.directUploads.drain(), this.intake.stopResumable()];
    const patience = new AbortController();
    const over = delay(this.settings.LECTERN_SHUTDOWN_SECONDS * 1000, undefined, { signal: patience.signal });
    await Promise.race([Promise.all(stopped), over]).finally(() => patience.abort());
    this.numberedParts.drain();
    await this.intake.drain();
    await closed;
    await swept;
    await this.leases.close();
  }
}

const DAY_MS = 24 * 3600 * 1000;

type Rooms = ReturnType<typeof furnish>;

function furnish(parts: UploaderParts) {
  const { settings, database, storage, queue, logger, keyRing } = parts;
  const clock = parts.clock ?? systemClock;
  const uploads = new Uploads();
  const uploadParts = new UploadParts();
  const assets = new Assets();
  const courses = new Courses();
  const quotas = new Quotas();
  const units = new Units();
  const audit = new Audit();
  const apiKeys = new ApiKeys();
  const sessions = new PlaybackSessions();
  const idempotency = new IdempotencyKeys();
  const reach = new Reach(database, units, courses);
  const leases = new LeaseWatch(
    { database, uploads, logger },
    `${settings.LECTERN_POD ?? hostname()}-${randomToken(8)}`,
  );
  const fillLevel = new FillLevel(storage);
  const watermarks = new Watermarks(fillLevel, settings.LECTERN_DISK_UPLOAD_PERCENT);
  const pace = {
    uploadWindowMs: settings.LECTERN_UPLOAD_SECONDS * 1000,
    minimumBytes: settings.LECTERN_MINIMUM_RATE * 60,
    minimumWindowMs: 60_000,
  };
  const intake = new Intake(
    {
      database,
      storage,
      uploads,
      uploadParts,
      assets,
      quotas,
      units,
      audit,
      queue,
      reach,
      leases,
      watermarks,
      clock,
      logger,
    },
    { maxFileBytes: settings.LECTERN_MAX_FILE_BYTES, ...pace },
  );
  const numberedParts = new NumberedParts({ database, storage, uploadParts, intake, clock }, pace);
  const assembly = new Assembly({
    database,
    storage,
    uploads,
    uploadParts,
    quotas,
    intake,
    clock,
    logger,
  });
  const directUploads = new DirectUploads(
    { database, storage, uploads, uploadParts, intake, leases, clock, logger },
    {
      enabled: settings.LECTERN_DIRECT_UPLOADS,
      urlSeconds: settings.LECTERN_DIRECT_URL_SECONDS,
      endpoint: settings.LECTERN_DIRECT_ENDPOINT,
      uploadWindowMs: pace.uploadWindowMs,
    },
  );
  const revocations = new Revocations({ database, storage, assets, sessions, clock, logger });
  const playback = new Playback(
    { database, assets, sessions, audit, keyRing, revocations, clock },
    {
      deliveryUrl: settings.LECTERN_DELIVERY_URL,
      minimumSeconds: settings.LECTERN_PLAYBACK_MIN_SECONDS,
      maximumSeconds: settings.LECTERN_PLAYBACK_MAX_SECONDS,
    },
  );
  const trash = new Trash(
    { database, storage, assets, quotas, audit, revocations, clock, logger },
    settings.LECTERN_TRASH_SECONDS,
  );
  const deadReservations = new DeadReservations({ database, uploads, quotas, audit, logger });
  const orphans = new Orphans(
    { database, storage, assets, uploads, audit, clock, logger },
    settings.LECTERN_ORPHAN_SECONDS,
  );
  const leftovers = new Leftovers({ database, storage, uploads, clock, logger });
  const sweeper = new Sweeper(
    [
      [
        (signal) => intake.sweep(signal),
        (signal) => assembly.sweep(signal),
        (signal) => directUploads.sweep(signal),
        (signal) => leftovers.sweep(signal),
        (signal) => deadReservations.sweep(signal),
        (signal) => trash.sweep(signal),
        (signal) => revocations.sweep(signal),
        async () => {
          const yesterday = new Date(clock.now().getTime() - DAY_MS);
          await database.transaction((tx) => idempotency.sweep(tx, yesterday));
        },
        atMostEvery(HOUR_MS, async () => {
          const olderThan = new Date(clock.now().getTime() - REMEMBERED_MS);
          await database.transaction((tx) => uploads.forget(tx, { olderThan, limit: 10_000 }));
        }),
      ],
      // These go through storage, which may take hours.
      [
        atMostEvery(HOUR_MS, async () => {
          await storage.sweep(new Date(clock.now().getTime() - LEFTOVER_MS));
        }),
        atMostEvery(HOUR_MS, (signal) => orphans.sweep(signal)),
      ],
    ],
    logger,
  );
  return {
    uploads,
    assets,
    courses,
    quotas,
    units,
    audit,
    apiKeys,
    idempotency,
    reach,
    intake,
    numberedParts,
    assembly,
    directUploads,
    leases,
    fillLevel,
    orphans,
    playback,
    revocations,
    trash,
    sweeper,
  };
}

function moduleOf(parts: UploaderParts, rooms: Rooms, registry: Registry): DynamicModule {
  const { settings, database, storage } = parts;
  const authenticator = new Authenticator(
    {
      ...(settings.LECTERN_JWT_SECRET === undefined ? {} : { secret: settings.LECTERN_JWT_SECRET }),
      ...(settings.LECTERN_JWT_JWKS_URL === undefined ? {} : { jwksUrl: settings.LECTERN_JWT_JWKS_URL }),
      ...(settings.LECTERN_JWT_ISSUER === undefined ? {} : { issuer: settings.LECTERN_JWT_ISSUER }),
      ...(settings.LECTERN_JWT_AUDIENCE === undefined ? {} : { audience: settings.LECTERN_JWT_AUDIENCE }),
      claims: {
        name: settings.LECTERN_JWT_NAME_CLAIM,
        role: settings.LECTERN_JWT_ROLE_CLAIM,
        unit: settings.LECTERN_JWT_UNIT_CLAIM,
      },
    },
    (secret) => rooms.apiKeys.find(database.kysely, secret),
  );
  const values: [unknown, unknown][] = [
    [Database, database],
    [JobQueue, parts.queue],
    [IdempotencyKeys, rooms.idempotency],
    [Reach, rooms.reach],
    [Uploads, rooms.uploads],
    [Assets, rooms.assets],
    [Courses, rooms.courses],
    [Quotas, rooms.quotas],
    [Units, rooms.units],
    [Audit, rooms.audit],
    [ApiKeys, rooms.apiKeys],
    [Intake, rooms.intake],
    [NumberedParts, rooms.numberedParts],
    [Assembly, rooms.assembly],
    [DirectUploads, rooms.directUploads],
    [Playback, rooms.playback],
    [Trash, rooms.trash],
    [Orphans, rooms.orphans],
    [FillLevel, rooms.fillLevel],
    [UPLOADER_SETTINGS, settings],
    [FormDoor, new FormDoor(rooms.intake)],
    [
      UploadLinks,
      new UploadLinks(settings.LECTERN_PUBLIC_URL, new TrustedProxies(settings.LECTERN_TRUSTED_PROXIES)),
    ],
    [Authenticator, authenticator],
  ];
  return {
    module: UploaderModule,
    imports: [
      HealthModule.with({
        registry,
        checks: [
          { name: 'database', check: () => database.ping() },
          { name: 'storage', check: (signal) => storage.ping({ signal }) },
        ],
      }),
    ],
    controllers: settings.LECTERN_RESUMABLE_DRAFT ? [...controllers, IetfController] : controllers,
    providers: [
      ...values.map(([provide, useValue]) => ({ provide: provide as symbol, useValue })),
      { provide: APP_GUARD, useClass: AuthGuard },
      { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
    ],
  };
}
