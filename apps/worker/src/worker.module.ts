import { mkdir, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { type DynamicModule, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Registry } from 'prom-client';
import { Audit } from '#libs/audit';
import {
  type AssetJobData,
  Assets,
  ENCODE_ASSET,
  MAKE_POSTER,
  PACKAGE_ASSET,
  type PosterJobData,
  Processing,
  PutTracksOfAssets,
  Revisions,
  Uploads,
} from '#libs/catalog';
import type { Database, JobQueue } from '#libs/database';
import { createHttpApp, HealthModule, type Logger } from '#libs/http';
import { randomToken } from '#libs/kernel';
import { Quotas } from '#libs/quotas';
import { UsageCounts } from '#libs/usage';
import { capacityOf, FillLevel, type Storage } from '#libs/storage';
import { AssetJobs } from './jobs/asset-jobs.js';
import { PosterJobs } from './jobs/poster-jobs.js';
import { registerFigures, WorkerMetrics } from './worker-metrics.js';
import { isAttemptFolder } from './jobs/process-asset.js';
import { mediaSettingsOf, type WorkerSettings } from './config.js';
import { jailInForce, registerJail } from './jail-in-force.js';
import { UsageCollector } from './usage/usage-collector.js';
import { UsageMetrics } from './usage/usage-metrics.js';

/** What the worker is built from; whoever starts it opens and closes these. */
export interface WorkerParts {
  readonly settings: WorkerSettings;
  readonly database: Database;
  readonly queue: JobQueue;
  readonly storage: Storage;
  readonly logger: Logger;
  /** Where it tells its metrics. */
  readonly registry: Registry;
}

/** How long running jobs may go on when the queue is stopped; then they are handed back. */
export const JOB_STOP_SECONDS = 10;

/** Nest's part of the worker: liveness, readiness, metrics. */
@Module({})
class WorkerModule {}

/** Takes jobs from the queue and makes assets playable. */
export class Worker {
  private constructor(
    private readonly parts: WorkerParts,
    private readonly jobs: AssetJobs,
    private readonly posters: PosterJobs,
    private readonly usage: UsageCollector,
    private readonly scratch: string,
  ) {}

  /** @throws JailIncomplete when the settings require a jail that there is not */
  static async create(parts: WorkerParts): Promise<Worker> {
    const { settings, database, queue, storage, logger, registry } = parts;
    const jail = jailInForce(settings.LECTERN_JAIL, logger);
    const scratch = path.resolve(settings.LECTERN_SCRATCH);
    const media = mediaSettingsOf(settings);
    const usage = new UsageCounts();
    const quotas = new Quotas();
    const revisions = new Revisions({ quotas, audit: new Audit(), queue });
    const shared = {
      database,
      queue,
      storage,
      assets: new Assets(),
      quotas,
      usage,
      uploads: new Uploads(),
      logger,
      metrics: new WorkerMetrics(registry),
    };
    const posters = new PosterJobs({ ...shared, putTracks: new PutTracksOfAssets() }, { scratch, media });
    const jobs = new AssetJobs(
      { ...shared, fillLevel: new FillLevel(storage), processing: new Processing(), revisions },
      {
        worker: `${settings.LECTERN_POD ?? hostname()}-${randomToken(8)}`,
        scratch,
        media,
        encodePercent: settings.LECTERN_DISK_ENCODE_PERCENT,
      },
    );
    registerJail(registry, jail);
    registerFigures(registry, { queues: () => queue.figures(), scratch: () => capacityOf(scratch) });
    const collector = new UsageCollector(
      { database, storage, counts: usage, logger, metrics: new UsageMetrics(registry) },
      { holdDays: settings.LECTERN_USAGE_HOLD_DAYS },
    );
    return new Worker(parts, jobs, posters, collector, scratch);
  }

  /** Removes what a crash left in the scratch folder, and begins to take jobs and to count usage. */
  async start(): Promise<void> {
    const { settings, queue } = this.parts;
    await mkdir(this.scratch, { recursive: true });
    for (const name of await readdir(this.scratch)) {
      // The setting may name a folder that others use too, such as /var/tmp.
      if (isAttemptFolder(name)) await rm(path.join(this.scratch, name), { recursive: true, force: true });
    }
    this.usage.start();
    await queue.consume<AssetJobData>(
      PACKAGE_ASSET,
      { concurrency: settings.LECTERN_PACKAGE_JOBS },
      (job, signal) => this.jobs.package(job.data, signal, job.retries),
    );
    await queue.consume<PosterJobData>(MAKE_POSTER, { concurrency: 1 }, (job, signal) =>
      this.posters.make(job.data, signal, job.retries),
    );
    await queue.consume<AssetJobData>(
      ENCODE_ASSET,
      { concurrency: settings.LECTERN_ENCODE_JOBS },
      (job, signal) => this.jobs.encode(job.data, signal, job.retries),
    );
  }

  /** Lets what is counted at the moment end; jobs end with the queue. */
  async stop(): Promise<void> {
    await this.usage.stop();
  }

  /** A small server of its own for probes and metrics; where the worker runs alone. */
  async listen(): Promise<{ url: string; app: NestFastifyApplication }> {
    const { settings, database, storage, logger, registry } = this.parts;
    const health: DynamicModule = HealthModule.with({
      registry,
      checks: [
        { name: 'database', check: () => database.requireAvailable() },
        { name: 'storage', check: (signal) => storage.ping({ signal }) },
      ],
    });
    const app = await createHttpApp({ module: WorkerModule, imports: [health] }, { logger, registry });
    await app.listen(settings.LECTERN_WORKER_PORT, settings.LECTERN_WORKER_HOST);
    return { url: await app.getUrl(), app };
  }
}
