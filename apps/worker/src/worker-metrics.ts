import { Counter, Histogram, type Registry } from 'prom-client';
import { ENCODE_ASSET, MAKE_POSTER, PACKAGE_ASSET } from '#libs/catalog';
import type { QueueFigures } from '#libs/database';
import { registerDisk, Sampled, sampledGauge } from '#libs/http';

/** What is measured elsewhere whenever somebody scrapes. */
export interface WorkerFigures {
  readonly queues: () => Promise<readonly QueueFigures[]>;
  readonly scratch: () => Promise<{ readonly bytes: number; readonly freeBytes: number } | undefined>;
}

/** How a job of this worker ended: in good order, put off, handed back by a stop, or failed and to be tried again. */
export type JobOutcome = 'done' | 'put-off' | 'handed-back' | 'failed';

const MINUTE = 60;
const HOUR = 3_600;
/** From a look at a document to a ladder of a whole day. */
const BUCKETS = [
  0.5,
  2,
  10,
  30,
  MINUTE,
  3 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  3 * HOUR,
  8 * HOUR,
  24 * HOUR,
];

/** What this worker does, counted for Prometheus. */
export class WorkerMetrics {
  readonly #jobs: Histogram<'queue' | 'outcome'>;
  readonly #steps: Histogram<'step'>;
  readonly #failures: Counter<'queue' | 'reason'>;
  readonly #ready: Counter;
  readonly #failed: Counter<'reason'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#jobs = new Histogram({
      name: 'lectern_job_duration_seconds',
      help: 'How long jobs took, by queue and outcome: done, put-off (to wait for room, or for another worker with the same bytes), handed-back (by a stop), failed (to be tried again)',
      labelNames: ['queue', 'outcome'],
      buckets: BUCKETS,
      registers,
    });
    this.#failures = new Counter({
      name: 'lectern_job_failures_total',
      help: 'Jobs that failed and will be tried again, by queue and by the code of the deepest reason that has one',
      labelNames: ['queue', 'reason'],
      registers,
    });
    this.#steps = new Histogram({
      name: 'lectern_processing_step_duration_seconds',
      help: 'How long the steps of processing took: probe, remux, encode (of one or several rungs), sound, poster, storyboard, captions, images, adopt (of the same bytes)',
      labelNames: ['step'],
      buckets: BUCKETS,
      registers,
    });
    this.#ready = new Counter({
      name: 'lectern_assets_ready_total',
      help: 'Assets that this worker has finished',
      registers,
    });
    this.#failed = new Counter({
      name: 'lectern_assets_failed_total',
      help: 'Assets that ended failed, by the code of their failure',
      labelNames: ['reason'],
      registers,
    });
    // The first ones must be increases.
    this.#failed.inc({ reason: 'internal' }, 0);
    for (const queue of [PACKAGE_ASSET, ENCODE_ASSET, MAKE_POSTER])
      this.#failures.inc({ queue, reason: 'internal' }, 0);
  }

  job(queue: string, outcome: JobOutcome, seconds: number): void {
    this.#jobs.observe({ queue, outcome }, seconds);
  }

  jobFailed(queue: string, reason: string): void {
    this.#failures.inc({ queue, reason });
  }

  step(step: string, seconds: number): void {
    this.#steps.observe({ step }, seconds);
  }

  ready(): void {
    this.#ready.inc();
  }

  failed(reason: string): void {
    this.#failed.inc({ reason });
  }
}

/** What lies in the queues, the same from every worker, and the disk that this one works on. */
export function registerFigures(registry: Registry, figures: WorkerFigures): void {
  const queues = new Sampled(figures.queues);
  sampledGauge(registry, queues, {
    name: 'lectern_queue_jobs',
    help: 'Jobs that are not over, by queue and state: waiting (could begin now), later (wait for their time or another try), active. The same from every worker',
    labelNames: ['queue', 'state'],
    set: (gauge, now) => {
      for (const { queue, jobs } of now)
        for (const [state, count] of Object.entries(jobs)) gauge.set({ queue, state }, count);
    },
  });
  sampledGauge(registry, queues, {
    name: 'lectern_queue_oldest_job_age_seconds',
    help: 'Since the oldest waiting job of a queue was sent; 0 where none waits. The same from every worker',
    labelNames: ['queue'],
    set: (gauge, now) => {
      for (const { queue, oldestSeconds } of now) gauge.set({ queue }, oldestSeconds);
    },
  });
  registerDisk(registry, 'scratch', figures.scratch);
}
