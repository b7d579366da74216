import { PgBoss } from 'pg-boss';
import { type Database, executeSqlOf, notify } from './database.js';
import { DatabaseNotMigrated, DatabaseUnavailable } from './database.errors.js';
import { type Consumer, JobConsumer, type JobHandler, JOBS_CHANNEL } from './job-consumer.js';
import type { QueueSettings } from './job-queue-install.js';
import { figuresOf, FIRST, isAnyDue, LATER } from './job-turns.js';
import type { Subscription } from './listener.js';
import type { Transaction } from './schema.js';

export interface JobQueueOptions {
  readonly queues: Readonly<Record<string, QueueSettings>>;
  /** Told of what goes wrong in the background, maintenance and jobs that fail; not of a database that is away. */
  readonly onError?: (error: unknown) => void;
  /** Told of jobs whose handler threw; `onError` is unless this is given. */
  readonly onJobError?: (error: unknown) => void;
  /** How often crashed workers' jobs are looked for, first of all at the start; 30 unless told. */
  readonly maintenanceSeconds?: number;
  /** How often a consumer looks although nobody told it of a job; 30 unless told. */
  readonly fallbackSeconds?: number;
}

export interface JobOptions {
  /** Not before this moment. */
  readonly startAfter?: Date;
  /** Whose work it is. Units take turns, and so do the people of one; jobs of nobody are one more unit. */
  readonly of?: JobOwner | undefined;
  /** After this person's other jobs of the queue. */
  readonly later?: boolean;
}

export type JobPriority = 'high' | 'normal' | 'low';

/** Which job of which queue. */
export interface JobName {
  readonly queue: string;
  readonly id: string;
}

/** As pg-boss has them while a job waits: one that is taken has another number. */
const PRIORITIES: Readonly<Record<JobPriority, number>> = { high: FIRST, normal: 0, low: LATER };

/** @param number as pg-boss has it of a job that waits */
export function jobPriorityOf(number: number): JobPriority {
  if (number === FIRST) return 'high';
  return number === LATER ? 'low' : 'normal';
}

/** What lies in a queue. */
export interface QueueFigures {
  readonly queue: string;
  /** Jobs that could begin now, that wait for their time or another try, and that are under way. */
  readonly jobs: Readonly<Record<'waiting' | 'later' | 'active', number>>;
  /** Since the oldest job was sent that could begin now: 0 where there is none. */
  readonly oldestSeconds: number;
}

interface JobOwner {
  readonly unit: string;
  readonly person: string;
}

/**
 * Jobs in PostgreSQL (pg-boss): a job exists if and only if the transaction that sent it commits, is done at
 * least once, by one consumer at a time, and survives crashes of everybody. Consumers are told by
 * LISTEN/NOTIFY, within milliseconds of the commit, and look by themselves only rarely.
 */
export class JobQueue {
  readonly #database: Database;
  readonly #options: JobQueueOptions;
  readonly #boss: PgBoss;
  readonly #consumers = new Map<string, Set<JobConsumer>>();
  #subscription: Subscription | undefined;
  #maintenance: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(database: Database, options: JobQueueOptions) {
    this.#database = database;
    this.#options = options;
    this.#boss = new PgBoss({
      db: { executeSql: (text, values) => database.executeSql(text, values) },
      // The owner of the tables does that: `bringUpToDate`.
      migrate: false,
      schedule: false,
      registerInstance: false,
      // Its own timer would make the first pass only after an interval, and would wake nobody.
      supervise: false,
      monitorIntervalSeconds: this.#maintenanceSeconds,
      flowIntervalSeconds: 3600,
    });
    this.#boss.on('error', (error) => this.#report(error));
  }

  /**
   * Begins to listen and to look after crashed workers.
   *
   * @throws DatabaseNotMigrated where pg-boss's schema or one of the queues is not there (`bringUpToDate` makes them)
   */
  async start(): Promise<void> {
    const queues = Object.keys(this.#options.queues);
    if (!(await this.#isInstalled(queues))) throw new DatabaseNotMigrated();
    await this.#boss.start();
    this.#subscription = await this.#database.listen(JOBS_CHANNEL, (queue) => this.#wake(queue));
    void this.#maintain();
  }

  /** Queues a job, to be seen by consumers when `tx` commits. @returns its id */
  async send(tx: Transaction, queue: string, data: object, options: JobOptions = {}): Promise<string> {
    const { startAfter, of, later } = options;
    const id = await this.#boss.send(queue, data, {
      ...(startAfter !== undefined && { startAfter }),
      ...(of !== undefined && { group: { id: of.unit, tier: of.person } }),
      ...(later === true && { priority: LATER }),
      db: executeSqlOf(tx),
    });
    if (id === null) throw new Error(`The queue ${queue} took no job.`);
    await notify(tx, JOBS_CHANNEL, queue);
    return id;
  }

  /**
   * Says when a job that waits is to come: `high` before its unit's others, `low` after its person's. What other units
   * have keeps its turns either way.
   *
   * @returns false where it does not wait any more
   */
  async prefer(tx: Transaction, { queue, id }: JobName, priority: JobPriority): Promise<boolean> {
    return this.#update(tx, queue, { id, priority: PRIORITIES[priority] });
  }

  /** Lets a job that waits for its time, or for another try, begin now. @returns false where it does not wait any more */
  async bringForward(tx: Transaction, { queue, id }: JobName): Promise<boolean> {
    if (!(await this.#update(tx, queue, { id, startAfter: new Date() }))) return false;
    await notify(tx, JOBS_CHANNEL, queue);
    return true;
  }

  /** Ends a job for good; the signal of one under way is aborted with its next sign of life. Idempotent. */
  async cancel(tx: Transaction, { queue, id }: JobName): Promise<void> {
    await this.#boss.cancel(queue, id, { db: executeSqlOf(tx) });
  }

  /** What lies in each queue: one query over the jobs that are not over. */
  async figures(): Promise<QueueFigures[]> {
    const rows = await figuresOf(this.#database);
    return Object.keys(this.#options.queues).map((queue) => {
      const {
        waiting = 0,
        later = 0,
        active = 0,
        oldest = null,
      } = rows.find(({ name }) => name === queue) ?? {};
      return { queue, jobs: { waiting, later, active }, oldestSeconds: Math.max(0, oldest ?? 0) };
    });
  }

  /** Whether a job of the queue could begin now if somebody were free. */
  async isWaitedFor(queue: string): Promise<boolean> {
    return isAnyDue(this.#database, queue);
  }

  /**
   * Hands jobs of `queue` to `handler`, up to `concurrency` at a time, until the consumer or the queue is
   * stopped. Which job is next is decided anew for each (see `takeTurns`), over all consumers there are. When the handler returns the job is done; when it throws the job is tried again after a while.
   * Its signal is aborted when the queue stops (the job goes back) or the job was given to another worker.
   */
  async consume<T extends object>(
    queue: string,
    options: { readonly concurrency: number },
    handler: JobHandler<T>,
  ): Promise<Consumer> {
    const consumer = new JobConsumer(
      {
        boss: this.#boss,
        database: this.#database,
        queue,
        concurrency: options.concurrency,
        fallbackMs: (this.#options.fallbackSeconds ?? 30) * 1000,
        report: (error) => this.#report(error),
        reportJob: this.#options.onJobError ?? ((error) => this.#report(error)),
      },
      handler as JobHandler,
    );
    const consumers = this.#consumers.get(queue) ?? new Set();
    this.#consumers.set(queue, consumers.add(consumer));
    consumer.wake();
    return consumer;
  }

  /**
   * Takes no more jobs, lets the running ones finish for `graceMs` (10 s unless told), then aborts them and
   * hands them back to the queue, where other workers find them at once. Idempotent.
   *
   * @returns how many were handed back
   */
  async stop(options: { graceMs?: number } = {}): Promise<number> {
    this.#stopped = true;
    clearTimeout(this.#maintenance);
    const consumers = [...this.#consumers.values()].flatMap((set) => [...set]);
    const handedBack = await Promise.all(consumers.map((consumer) => consumer.stop(options)));
    this.#consumers.clear();
    await this.#subscription?.close();
    this.#subscription = undefined;
    await this.#boss.stop({ close: false, graceful: false });
    return handedBack.reduce((sum, jobs) => sum + jobs, 0);
  }

  async #update(
    tx: Transaction,
    queue: string,
    options: { id: string; priority?: number; startAfter?: Date },
  ): Promise<boolean> {
    const { updated } = await this.#boss.update({
      name: queue,
      options: { ...options, db: executeSqlOf(tx) },
    });
    return updated > 0;
  }

  get #maintenanceSeconds(): number {
    return this.#options.maintenanceSeconds ?? 30;
  }

  /** Passes of all services share the interval: whoever comes first makes the next one. */
  async #maintain(): Promise<void> {
    try {
      await this.#boss.supervise();
      // Nobody else tells that a crashed worker's job may begin again.
      this.#wake(undefined);
    } catch (error) {
      this.#report(error);
    }
    if (!this.#stopped)
      this.#maintenance = setTimeout(() => void this.#maintain(), this.#maintenanceSeconds * 1000);
  }

  async #isInstalled(queues: readonly string[]): Promise<boolean> {
    if (!(await this.#boss.isInstalled())) return false;
    const { rows } = await this.#database.executeSql('select from pgboss.queue where name = any($1)', [
      queues,
    ]);
    return rows.length === queues.length;
  }

  #wake(queue: string | undefined): void {
    for (const [name, consumers] of this.#consumers) {
      if (queue === undefined || queue === name) for (const consumer of consumers) consumer.wake();
    }
  }

  /** Of a database that is away the database itself tells, once, and not each of those who notice. */
  #report(error: unknown): void {
    if (error instanceof DatabaseUnavailable) return;
    this.#options.onError?.(error);
  }
}
