import { DatabaseUnavailable } from '#libs/database';
import { type LogFacts, type Logger, tell } from '#libs/http';
import { DomainError } from '#libs/kernel';
import { StorageUnavailable } from '#libs/storage';
import type { JobOutcome, WorkerMetrics } from '../worker-metrics.js';
import type { Step } from './process-asset.js';

/** The job that is told of. */
export interface ToldJob {
  readonly queue: string;
  /** Of which the asset was made, where that is still known. */
  readonly upload: string | undefined;
  readonly asset: string;
  /** How often it was tried before. */
  readonly tries: number;
}

/** What a worker does about one job, for the log and for Prometheus. */
export class JobStory {
  private readonly began = performance.now();
  private wait: Pick<LogFacts<'job put off'>, 'reason' | 'waitMs'> | undefined;

  constructor(
    private readonly to: { readonly logger: Logger; readonly metrics: WorkerMetrics },
    private readonly job: ToldJob,
  ) {
    tell(to.logger, 'job taken', job);
  }

  step({ step, ms, rungs }: Step): void {
    const { logger, metrics } = this.to;
    if (step === 'publish') return tell(logger, 'asset published', { ...this.ids, rungs, ms });
    metrics.step(step, ms / 1000);
    tell(logger, 'step done', { ...this.ids, step, rungs, ms });
  }

  /** The asset's end stands in the catalog. @param failure its code; without one it is ready */
  ended(failure: string | undefined): void {
    const { logger, metrics } = this.to;
    if (failure === undefined) {
      metrics.ready();
      tell(logger, 'asset ready', this.ids);
    } else {
      metrics.failed(failure);
      tell(logger, 'asset failed', { ...this.ids, code: failure });
    }
  }

  /** The job was queued anew, to begin later. */
  putOff(reason: 'storage-full' | 'same-bytes', waitMs: number): void {
    this.wait = { reason, waitMs };
  }

  done(): void {
    if (this.wait === undefined) tell(this.to.logger, 'job done', { ...this.job, ms: this.close('done') });
    else tell(this.to.logger, 'job put off', { ...this.job, ...this.wait, ms: this.close('put-off') });
  }

  /** A stop broke it off, or it was given to another worker. */
  handedBack(): void {
    tell(this.to.logger, 'job handed back', { ...this.job, ms: this.close('handed-back') });
  }

  /** It will be tried again. */
  jobFailed(err: unknown): void {
    const code = codeOf(err);
    this.to.metrics.jobFailed(this.job.queue, code);
    tell(this.to.logger, 'job failed', { ...this.job, code, ms: this.close('failed'), err });
  }

  private get ids() {
    const { upload, asset, queue } = this.job;
    return { upload, asset, queue };
  }

  /** @returns how long it took, in milliseconds */
  private close(outcome: JobOutcome): number {
    const ms = performance.now() - this.began;
    this.to.metrics.job(this.job.queue, outcome, ms / 1000);
    return Math.round(ms);
  }
}

/** The code of the deepest reason that has one: a failure that will be tried again says only `internal` of itself. */
function codeOf(error: unknown): string {
  let code = 'internal';
  for (let reason = error; reason instanceof Error; reason = reason.cause)
    if (reason instanceof DomainError) code = reason.code;
  return code;
}

/** Whether the storage or the database is away: what fails for that is no fault of the asset's. */
export function isAway(error: unknown): boolean {
  return hasCause(
    error,
    (reason) => reason instanceof StorageUnavailable || reason instanceof DatabaseUnavailable,
  );
}

/** Whether the error or one of its reasons, however deep, is such a one. */
export function hasCause(error: unknown, isSuch: (reason: Error) => boolean): boolean {
  for (let reason = error; reason instanceof Error; reason = reason.cause) if (isSuch(reason)) return true;
  return false;
}
