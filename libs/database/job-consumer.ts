import { setTimeout as delay } from 'node:timers/promises';
import type { Job as BossJob, PgBoss } from 'pg-boss';
import { type Database, executeSqlOf, notify } from './database.js';
import { takeTurns } from './job-turns.js';

/** The channel on which queues are named that have a new job. */
export const JOBS_CHANNEL = 'jobs';

/** A job on its way through a handler. */
interface Job<T extends object = object> {
  readonly id: string;
  readonly data: T;
  /** How often it was tried before. */
  readonly retries: number;
}

export type JobHandler<T extends object = object> = (job: Job<T>, signal: AbortSignal) => Promise<void>;

export interface Consumer {
  /** As `JobQueue.stop`, for this consumer alone. Idempotent. */
  stop(options?: { graceMs?: number }): Promise<number>;
}

interface Surroundings {
  readonly boss: PgBoss;
  readonly database: Database;
  readonly queue: string;
  readonly concurrency: number;
  readonly fallbackMs: number;
  readonly report: (error: unknown) => void;
  readonly reportJob: (error: unknown) => void;
}

interface Run {
  readonly job: BossJob;
  readonly abort: AbortController;
  ended: Promise<void>;
  /** Not ours any more: what the handler still does changes nothing for the job. */
  gone: boolean;
}

const AFTER_ABORT_MS = 5_000;
const SETTLE_TRIES = 6;

/** Fetches jobs of one queue when told, and runs them. */
export class JobConsumer implements Consumer {
  readonly #around: Surroundings;
  readonly #handler: JobHandler;
  readonly #runs = new Set<Run>();
  #timer: NodeJS.Timeout | undefined;
  #pumping: Promise<void> | undefined;
  #again = false;
  #stopping: Promise<number> | undefined;
  #handedBack = 0;

  constructor(around: Surroundings, handler: JobHandler) {
    this.#around = around;
    this.#handler = handler;
  }

  /** There may be a job. */
  wake(): void {
    if (this.#stopping !== undefined) return;
    this.#again = true;
    this.#pumping ??= this.#pump().finally(() => {
      this.#pumping = undefined;
      // Woken after the last fetch: nobody else will look.
      if (this.#again) this.wake();
    });
  }

  async stop(options: { graceMs?: number } = {}): Promise<number> {
    this.#stopping ??= this.#stop(options.graceMs ?? 10_000);
    return this.#stopping;
  }

  async #stop(graceMs: number): Promise<number> {
    clearTimeout(this.#timer);
    await this.#pumping;
    clearTimeout(this.#timer);
    await this.#ended(graceMs);
    for (const run of this.#runs) run.abort.abort(new Error('The queue is stopping.'));
    await this.#ended(AFTER_ABORT_MS);
    await Promise.all([...this.#runs].map((run) => this.#handBack(run)));
    return this.#handedBack;
  }

  async #ended(withinMs: number): Promise<void> {
    if (this.#runs.size === 0 || withinMs <= 0) return;
    const enough = new AbortController();
    const all = Promise.all([...this.#runs].map((run) => run.ended));
    await Promise.race([all, delay(withinMs, undefined, { signal: enough.signal }).catch(() => undefined)]);
    enough.abort();
  }

  async #pump(): Promise<void> {
    const { boss, database, queue, concurrency, report } = this.#around;
    let wait = this.#around.fallbackMs;
    try {
      while (this.#again && this.#stopping === undefined) {
        this.#again = false;
        const free = concurrency - this.#runs.size;
        if (free <= 0) break;
        const jobs = await takeTurns(database, boss, queue, free);
        for (const job of jobs) this.#begin(job);
        if (jobs.length === free) this.#again = true;
      }
      wait = await this.#untilNextDue();
    } catch (error) {
      report(error);
      wait = Math.min(wait, 1000);
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wake(), wait);
  }

  /** Jobs that wait for their time, or for another try, come due without anybody telling. */
  async #untilNextDue(): Promise<number> {
    const { database, queue, fallbackMs } = this.#around;
    const { rows } = await database.executeSql(
      `select extract(epoch from min(start_after) - now())::double precision as seconds from pgboss.job
        where name = $1 and state < 'active' and start_after > now()`,
      [queue],
    );
    const seconds = (rows[0] as { seconds: number | null } | undefined)?.seconds ?? null;
    return seconds === null ? fallbackMs : Math.min(fallbackMs, Math.max(1, Math.ceil(seconds * 1000)));
  }

  #begin(job: BossJob): void {
    const run: Run = { job, abort: new AbortController(), ended: Promise.resolve(), gone: false };
    this.#runs.add(run);
    run.ended = this.#run(run).finally(() => {
      this.#runs.delete(run);
      this.wake();
    });
  }

  async #run(run: Run): Promise<void> {
    const { boss, queue, reportJob } = this.#around;
    const { job } = run;
    const beat = setInterval(() => void this.#giveSign(run), ((job.heartbeatSeconds ?? 30) * 1000) / 3);
    try {
      await this.#handler({ id: job.id, data: job.data, retries: job.retryCount }, run.abort.signal);
      await this.#settle(run, () => boss.complete(queue, job));
    } catch (error) {
      if (this.#stopping !== undefined && run.abort.signal.aborted) await this.#handBack(run);
      else {
        reportJob(error);
        await this.#settle(run, () => boss.fail(queue, job, describe(error)));
      }
    } finally {
      clearInterval(beat);
    }
  }

  async #giveSign(run: Run): Promise<void> {
    const { boss, queue, report } = this.#around;
    try {
      const { affected } = (await boss.touch(queue, run.job)) as { affected?: number };
      if (affected !== 0 || run.gone || !this.#runs.has(run)) return;
      run.gone = true;
      run.abort.abort(new Error('The job was given to another worker.'));
    } catch (error) {
      report(error);
    }
  }

  /** Tells the queue how the job ended. Should that not get through, the job is done again by somebody. */
  async #settle(run: Run, settle: () => Promise<unknown>): Promise<void> {
    for (let tries = 1; !run.gone; tries += 1) {
      try {
        await settle();
        return;
      } catch (error) {
        if (tries >= SETTLE_TRIES || this.#stopping !== undefined) {
          this.#around.report(error);
          return;
        }
        await delay(100 * 2 ** tries);
      }
    }
  }

  async #handBack(run: Run): Promise<void> {
    if (run.gone) return;
    run.gone = true;
    const { boss, database, queue, report } = this.#around;
    try {
      await database.transaction(async (tx) => {
        const db = executeSqlOf(tx);
        await boss.cancel(queue, run.job, { db });
        await boss.resume(queue, run.job.id, { db });
        await notify(tx, JOBS_CHANNEL, queue);
      });
      this.#handedBack += 1;
    } catch (error) {
      report(error);
    }
  }
}

function describe(error: unknown): object {
  if (!(error instanceof Error)) return { message: 'unknown' };
  const code: unknown = (error as { code?: unknown }).code;
  return { name: error.name, message: error.message, ...(typeof code === 'string' ? { code } : {}) };
}
