import type { Logger } from '#libs/http';
import { DomainError } from '#libs/kernel';
import type { JobOutcome, WorkerMetrics } from '../worker-metrics.js';
import type { Step } from './process-asset.js';

/** The job that is told of. */
export interface ToldJob {
  readonly queue: string;
  /** Of which the asset was made, where that is still known. */
  readonly upload: string | undefined;
  readonly asset: string;
  /** How often it was tried before. */
  readonly retries: number;
}

/** What a worker does about one job, as its metrics have it. */
export class JobStory {
  private readonly began = performance.now();
  private outcome: JobOutcome = 'done';

  constructor(
    private readonly to: { readonly logger: Logger; readonly metrics: WorkerMetrics },
    private readonly job: ToldJob,
  ) {}

  step({ step, ms }: Step): void {
    this.to.metrics.step(step, ms / 1000);
  }

  /** The asset's end stands in the catalog. @param failure its code; without one it is ready */
  ended(failure: string | undefined): void {
    const { metrics } = this.to;
    if (failure === undefined) metrics.ready();
    else metrics.failed(failure);
  }

  /** The job was queued anew, to begin later. */
  putOff(_reason: 'storage-full' | 'same-bytes', _ms: number): void {
    this.outcome = 'put-off';
  }

  done(): void {
    this.close(this.outcome);
  }

  /** A stop broke it off; another worker finds it at once. */
  handedBack(): void {
    this.close('handed-back');
  }

  /** It will be tried again. */
  jobFailed(error: unknown): void {
    const { logger, metrics } = this.to;
    const code = codeOf(error);
    metrics.jobFailed(this.job.queue, code);
    logger.warn({ ...this.job, code, err: error }, 'job failed');
    this.close('failed');
  }

  private close(outcome: JobOutcome): void {
    this.to.metrics.job(this.job.queue, outcome, (performance.now() - this.began) / 1000);
  }
}

/** The code of the deepest reason that has one: a failure that will be tried again says only `internal` of itself. */
function codeOf(error: unknown): string {
  let code = 'internal';
  for (let reason = error; reason instanceof Error; reason = reason.cause)
    if (reason instanceof DomainError) code = reason.code;
  return code;
}
