import type { Replica, Replicas } from '../servers/replicas.js';
import { Random } from './random.js';
import { Actor, Difference, type World } from './tus-actor.js';
import type { ModelUpload } from './tus-model.js';
import { create, CREATIONS, killReplica, type Operation, OPERATIONS } from './tus-operations.js';

const OPEN_AT_MOST = 6;

export interface RunOptions {
  readonly operations: number;
  readonly seed: number;
  readonly actors: number;
  /** How likely an operation is a kill -9 of a replica. */
  readonly kills: number;
  /** After so long it ends, however many operations are left. */
  readonly milliseconds?: number;
  /** Told of every thousandth operation. */
  readonly onProgress?: (done: number) => void;
}

export interface Outcome {
  /** As many as were done. */
  readonly operations: number;
  /** What was done, and how often. */
  readonly done: ReadonlyMap<string, number>;
  readonly differences: readonly string[];
  readonly completed: readonly ModelUpload[];
  readonly open: readonly ModelUpload[];
}

/** Random operations on the replicas, each compared with the model. */
export async function runTus(replicas: Replicas, options: RunOptions): Promise<Outcome> {
  const run = new Run(replicas, options);
  return run.start();
}

class Run implements World {
  readonly done = new Map<string, number>();
  readonly differences: string[] = [];
  readonly completed: ModelUpload[] = [];
  readonly restarts = new Set<Promise<void>>();
  left: number;
  deadline = Infinity;
  disturbed = false;

  constructor(
    readonly replicas: Replicas,
    readonly options: RunOptions,
  ) {
    this.left = options.operations;
  }

  async start(): Promise<Outcome> {
    const { operations, seed, actors, milliseconds = Infinity } = this.options;
    this.deadline = performance.now() + milliseconds;
    const working = Array.from(
      { length: actors },
      (_, index) => new Actor(this, new Random(seed * 1000 + index)),
    );
    await Promise.all(working.map((actor) => this.work(actor)));
    await Promise.all(this.restarts);
    for (const actor of working) await this.close(actor);
    const open = working.flatMap((actor) => actor.uploads);
    return {
      operations: operations - this.left,
      done: this.done,
      differences: this.differences,
      completed: this.completed,
      open,
    };
  }

  count(name: string): void {
    this.done.set(name, (this.done.get(name) ?? 0) + 1);
  }

  /** kill -9, and a new start of the same replica while the others go on. */
  async kill(replica: Replica): Promise<void> {
    this.disturbed = true;
    await replica.kill();
    this.comeBack(replica.start());
  }

  comeBack(restart: Promise<void>): void {
    const kept = restart
      .catch((error: unknown) => {
        this.differences.push(`a replica did not come back: ${String(error)}`);
      })
      .finally(() => {
        this.restarts.delete(kept);
        this.disturbed = false;
      });
    this.restarts.add(kept);
  }

  /** One thing after the other, until all operations are done. */
  private async work(actor: Actor): Promise<void> {
    let trail: string[] = [];
    while (this.left > 0 && performance.now() < this.deadline) {
      this.left -= 1;
      const done = this.options.operations - this.left;
      if (done % 1000 === 0) this.options.onProgress?.(done);
      const [name, operation] = this.choose(actor);
      this.count(name);
      trail = [...trail.slice(-5), name];
      try {
        await operation(actor);
      } catch (error) {
        if (!(error instanceof Difference)) throw error;
        this.differences.push(`${error.message} (after ${trail.join(', ')})`);
      }
      this.settle(actor);
    }
  }

  private choose({ random, uploads }: Actor): readonly [string, Operation] {
    const { kills } = this.options;
    if (random.next() < kills) return ['kill -9', killReplica];
    if (uploads.length === 0) return ['create', create];
    const weighted = uploads.length < OPEN_AT_MOST ? [...CREATIONS, ...OPERATIONS] : OPERATIONS;
    let at = random.next() * weighted.reduce((sum, [, , weight]) => sum + weight, 0);
    for (const [name, operation, weight] of weighted) {
      at -= weight;
      if (at < 0) return [name, operation];
    }
    return ['create', create];
  }

  /** What a kill left uncertain is asked for, so that nothing is open that the service completed. */
  private async close(actor: Actor): Promise<void> {
    for (const upload of actor.uploads) {
      await actor.certain(upload).catch((error: unknown) => {
        if (!(error instanceof Difference)) throw error;
        this.differences.push(`${error.message} (at the end)`);
      });
    }
    this.settle(actor);
  }

  private settle(actor: Actor): void {
    this.completed.push(...actor.uploads.filter(({ state }) => state === 'completed'));
    actor.uploads = actor.uploads.filter(({ state }) => state === 'open');
  }
}
