import { setTimeout as delay } from 'node:timers/promises';
import { type DynamicModule, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Registry } from 'prom-client';
import { createHttpApp, HealthModule } from '#libs/http';
import { CONNECTIONS } from '#libs/http/settings';
import { AdminModule } from './admin/admin.module.js';
import { RecordsModule } from './admin/records.module.js';
import { OperationsModule } from './admin/operations.module.js';
import { CatalogModule } from './catalog/catalog.module.js';
import type { UploaderSettings } from './config.js';
import { serveConsole } from './console/serve-console.js';
import { ContinuationModule } from './continuation/continuation.module.js';
import { DoorsModule } from './doors/doors.module.js';
import { readAsMeant } from './doors/raw-request.js';
import { EmbedModule } from './embed/embed.module.js';
import { EventsModule } from './events/events.module.js';
import { EventStreams } from './events/event-streams.js';
import { GroundModule, type UploaderParts } from './ground.module.js';
import { DirectUploads } from './intake/direct-uploads.js';
import { Intake } from './intake/intake.js';
import { LeaseWatch } from './intake/lease-watch.js';
import { NumberedParts } from './intake/numbered-parts.js';
import { NoticeRound } from './notices/notice-round.js';
import { NoticesModule } from './notices/notices.module.js';
import { PeopleModule } from './people/people.module.js';
import { PlaybackModule } from './playback/playback.module.js';
import { Revocations } from './playback/revocations.js';
import { WatchingModule } from './playback/watching.module.js';
import { ReleasesModule } from './releases/releases.module.js';
import { answerPreflights, originFields } from './rest/cors.js';
import { tagAnswers } from './rest/entity-tags.js';
import { serveDocs } from './rest/openapi.js';
import { frontLocations, PublicLinks } from './rest/public-links.js';
import { OneTimeCodes } from './session/one-time-codes.js';
import { SessionModule } from './session/session.module.js';
import { TracksModule } from './tracks/tracks.module.js';
import { Sweeper } from './upkeep/sweeper.js';
import { WebhookDispatch } from './webhooks/webhook-dispatch.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

/**
 * How many connections may wait to be accepted. Beyond Node's 511 the kernel drops or resets those of a crowd and of
 * honest newcomers alike.
 */
const BACKLOG = 4_096;

/** All rooms; each knows what it is made of. */
@Module({})
class UploaderModule {
  static of(parts: UploaderParts, registry: Registry): DynamicModule {
    const { settings, database, storage } = parts;
    return {
      module: UploaderModule,
      imports: [
        GroundModule.of(parts),
        DoorsModule.with(settings),
        ContinuationModule,
        CatalogModule,
        TracksModule,
        PlaybackModule,
        WatchingModule,
        EmbedModule,
        AdminModule,
        SessionModule,
        EventsModule,
        WebhooksModule,
        RecordsModule,
        PeopleModule,
        OperationsModule,
        ReleasesModule,
        NoticesModule,
        HealthModule.with({
          registry,
          checks: [
            { name: 'database', check: () => database.requireAvailable() },
            { name: 'storage', check: (signal) => storage.ping({ signal }) },
          ],
        }),
      ],
    };
  }
}

/** The REST API, listening or about to. */
export class Uploader {
  private readonly intake: Intake;
  private readonly numberedParts: NumberedParts;
  private readonly directUploads: DirectUploads;
  private readonly leases: LeaseWatch;
  private readonly revocations: Revocations;
  private readonly sweeper: Sweeper;
  private readonly eventStreams: EventStreams;
  private readonly webhooks: WebhookDispatch;
  private readonly notices: NoticeRound;

  private constructor(
    private readonly app: NestFastifyApplication,
    private readonly settings: UploaderSettings,
  ) {
    this.intake = app.get(Intake);
    this.numberedParts = app.get(NumberedParts);
    this.directUploads = app.get(DirectUploads);
    this.leases = app.get(LeaseWatch);
    this.revocations = app.get(Revocations);
    this.sweeper = app.get(Sweeper);
    this.eventStreams = app.get(EventStreams);
    this.webhooks = app.get(WebhookDispatch);
    this.notices = app.get(NoticeRound);
  }

  static async create(parts: UploaderParts): Promise<Uploader> {
    const { settings, logger, registry } = parts;
    const app = await createHttpApp(UploaderModule.of(parts, registry), {
      logger,
      registry,
      trustedProxies: settings.LECTERN_TRUSTED_PROXIES,
      authenticates: true,
      connections: {
        ...CONNECTIONS,
        strangers: settings.LECTERN_STRANGER_CONNECTIONS,
        callers: settings.LECTERN_CONNECTIONS,
      },
      callLimits: {
        failures: settings.LECTERN_FAILED_AUTHENTICATIONS,
        creations: settings.LECTERN_CREATIONS_PER_MINUTE,
        searches: settings.LECTERN_SEARCHES_PER_MINUTE,
      },
      bodyMs: settings.LECTERN_BODY_SECONDS * 1000,
      leastBytesPerSecond: settings.LECTERN_MINIMUM_RATE,
      announce: (request) => ({
        ...originFields(request, settings.LECTERN_CORS_ORIGINS),
        ...DoorsModule.fieldsFor(request, settings),
      }),
      intercept: (request) => {
        readAsMeant(request);
        return false;
      },
    });
    const fastify = app.getHttpAdapter().getInstance();
    answerPreflights(fastify, settings.LECTERN_CORS_ORIGINS);
    tagAnswers(fastify);
    frontLocations(fastify, app.get(PublicLinks));
    serveDocs(app, settings.LECTERN_PUBLIC_URL);
    serveConsole(fastify, {
      links: app.get(PublicLinks),
      deliveryUrl: settings.LECTERN_DELIVERY_URL,
      embedOrigins: settings.LECTERN_EMBED_ORIGINS,
    });
    return new Uploader(app, settings);
  }

  /** @returns the address that it listens on */
  async listen(): Promise<string> {
    await this.leases.start();
    const { LECTERN_PORT: port, LECTERN_HOST: host } = this.settings;
    await this.app.listen({ port, host, backlog: BACKLOG });
    this.revocations.start();
    this.sweeper.start();
    await this.webhooks.start();
    this.notices.start();
    return this.app.getUrl();
  }

  /** The application itself, for the OpenAPI document. */
  get nest(): NestFastifyApplication {
    return this.app;
  }

  /** Codes that sign a browser in once, for an address that a start prints. */
  get oneTimeCodes(): OneTimeCodes {
    return this.app.get(OneTimeCodes);
  }

  /** Tidies up once, now, as the sweeper does every minute once the service listens. */
  sweep(): Promise<void> {
    return this.sweeper.runOnce();
  }

  /**
   * Takes no new request. Running PATCHes keep what they received and end; forms, parts and bodies with a
   * checksum, of which nothing could be kept, may go on for LECTERN_SHUTDOWN_SECONDS.
   *
   * @returns how many uploads that broke off
   */
  async close(): Promise<number> {
    // One that is long in the storage is waited for last: no answer may be late for it.
    const swept = Promise.all([this.sweeper.stop(), this.webhooks.stop(), this.notices.stop()]);
    // Each of them would be waited for.
    const quiet = this.eventStreams.close();
    const closed = this.app.close();
    const stopped = [closed, this.directUploads.drain(), this.intake.stopResumable()];
    const patience = new AbortController();
    const over = delay(this.settings.LECTERN_SHUTDOWN_SECONDS * 1000, undefined, { signal: patience.signal });
    await Promise.race([Promise.all(stopped), over]).finally(() => patience.abort());
    this.numberedParts.drain();
    await this.intake.drain();
    await closed;
    await swept;
    await quiet;
    await this.revocations.close();
    await this.leases.close();
    return this.leases.stopped;
  }
}
