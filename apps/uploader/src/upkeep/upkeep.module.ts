import { Module } from '@nestjs/common';
import { channelsOf, installationAt } from '#libs/alerts';
import { Audit, TrailVerifier } from '#libs/audit';
import { Assets, Holds, Revisions, RevocationEntries, UploadParts, Uploads } from '#libs/catalog';
import { Database, EventLog, IdempotencyKeys, JobQueue } from '#libs/database';
import { LocalAccounts, PasswordGuesses, SignInSessions } from '#libs/identity';
import { Quotas } from '#libs/quotas';
import { FillLevel } from '#libs/storage';
import { Deliveries, Endpoints } from '#libs/webhooks';
import { AlertMetrics } from '../alert-metrics.js';
import { CLOCK, KEY_RING, LOGGER, SETTINGS, STORAGE } from '../ground.module.js';
import { Assembly } from '../intake/assembly.js';
import { DirectUploads } from '../intake/direct-uploads.js';
import { Intake } from '../intake/intake.js';
import { IntakeModule } from '../intake/intake.module.js';
import { PlaybackModule } from '../playback/playback.module.js';
import { Revocations } from '../playback/revocations.js';
import { provide } from '../provide.js';
import { AssetStory } from '../rest/asset-story.js';
import { RestModule } from '../rest/rest.module.js';
import { AlertConditions } from './alert-conditions.js';
import { AlertRound } from './alert-round.js';
import { AuditUpkeepModule } from './audit-upkeep.module.js';
import { AuditWatch } from './audit-watch.js';
import { DeadReservations } from './dead-reservations.js';
import { FormerRevisions } from './former-revisions.js';
import { Leftovers } from './leftovers.js';
import { Orphans } from './orphans.js';
import { Retention } from './retention.js';
import { RetentionModule } from './retention.module.js';
import { Reservations } from './reservations.js';
import { SignIns } from './sign-ins.js';
import { Sweeper } from './sweeper.js';
import { sweepsOf } from './sweeps.js';
import { Trash } from './trash.js';

/** What ends by time, or that a crash left behind; the sweeper runs once the uploader listens. */
@Module({
  imports: [RestModule, IntakeModule, PlaybackModule, AuditUpkeepModule, RetentionModule],
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
      FormerRevisions,
      {
        database: Database,
        storage: STORAGE,
        assets: Assets,
        revisions: Revisions,
        clock: CLOCK,
        logger: LOGGER,
        settings: SETTINGS,
      },
      ({ settings, ...parts }) => new FormerRevisions(parts, settings.LECTERN_TRASH_SECONDS),
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
        holds: Holds,
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
      AlertConditions,
      {
        database: Database,
        storage: STORAGE,
        fillLevel: FillLevel,
        queue: JobQueue,
        assets: Assets,
        revocations: RevocationEntries,
        webhooks: Endpoints,
        trailVerifier: TrailVerifier,
        keyRing: KEY_RING,
        clock: CLOCK,
        settings: SETTINGS,
      },
      ({ settings, ...parts }) =>
        new AlertConditions(parts, {
          encodePercent: settings.LECTERN_DISK_ENCODE_PERCENT,
          uploadPercent: settings.LECTERN_DISK_UPLOAD_PERCENT,
          deliveryUrl: settings.LECTERN_DELIVERY_URL,
        }),
    ),
    provide(
      AlertRound,
      {
        database: Database,
        conditions: AlertConditions,
        metrics: AlertMetrics,
        clock: CLOCK,
        logger: LOGGER,
        settings: SETTINGS,
      },
      ({ settings, ...parts }) => {
        const installation = installationAt(settings.LECTERN_PUBLIC_URL ?? settings.LECTERN_DELIVERY_URL);
        const channels = channelsOf(settings, installation, parts.clock);
        return new AlertRound({ ...parts, channels, pod: settings.LECTERN_POD });
      },
    ),
    provide(
      SignIns,
      {
        database: Database,
        sessions: SignInSessions,
        accounts: LocalAccounts,
        guesses: PasswordGuesses,
        audit: Audit,
      },
      (parts) => new SignIns(parts),
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
        formerRevisions: FormerRevisions,
        revocations: Revocations,
        idempotency: IdempotencyKeys,
        uploads: Uploads,
        eventLog: EventLog,
        orphans: Orphans,
        deliveries: Deliveries,
        alerts: AlertRound,
        auditWatch: AuditWatch,
        retention: Retention,
        signIns: SignIns,
        logger: LOGGER,
      },
      ({ logger, ...swept }) => new Sweeper(sweepsOf(swept), logger),
    ),
  ],
  exports: [Trash, Orphans, Reservations, Sweeper, AuditUpkeepModule],
})
export class UpkeepModule {}
