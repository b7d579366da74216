import type { Logger } from '#libs/http';

/** One thing to tidy up; ends early when the signal says so. Safe to run on several replicas at once. */
export type Sweep = (signal: AbortSignal) => Promise<void>;

/** A sweep that is dear: it runs with the first round after `ms` have passed since its last run. */
export function atMostEvery(ms: number, sweep: Sweep): Sweep {
  let last: number | undefined;
  return async (signal) => {
    const now = performance.now();
    if (last !== undefined && now - last < ms) return;
    last = now;
    await sweep(signal);
  };
}

const EVERY_MS = 60_000;

/**
 * Runs sweeps in lanes, each lane's one after another and once a minute: what ends by time alone has nobody to
 * tell of it. A sweep that takes long keeps only its own lane waiting.
 */
export class Sweeper {
  private readonly stopping = new AbortController();
  private readonly timers = new Map<number, NodeJS.Timeout>();
  private readonly running = new Map<number, Promise<void>>();

  constructor(
    private readonly lanes: readonly (readonly Sweep[])[],
    private readonly logger: Logger,
  ) {}

  start(): void {
    for (const lane of this.lanes.keys()) this.wait(lane);
  }

  /** Runs every sweep once, now, lane after lane. */
  async runOnce(): Promise<void> {
    for (const lane of this.lanes.keys()) await this.begin(lane);
  }

  /** Lets the sweeps that run come to their next stopping point. */
  async stop(): Promise<void> {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.stopping.abort();
    await Promise.all(this.running.values());
  }

  private wait(lane: number): void {
    const timer = setTimeout(() => {
      void this.begin(lane).finally(() => {
        if (!this.stopping.signal.aborted) this.wait(lane);
      });
    }, EVERY_MS);
    this.timers.set(lane, timer.unref());
  }

  private begin(lane: number): Promise<void> {
    const run = this.run(this.lanes[lane] ?? []);
    this.running.set(lane, run);
    return run;
  }

  private async run(sweeps: readonly Sweep[]): Promise<void> {
    for (const sweep of sweeps) {
      if (this.stopping.signal.aborted) return;
      await sweep(this.stopping.signal).catch((error: unknown) => {
        if (!this.stopping.signal.aborted) this.logger.error({ err: error }, 'a sweep failed');
      });
    }
  }
}
