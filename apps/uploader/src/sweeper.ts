import type { Logger } from '#libs/http';

/** One thing to tidy up; ends early when the signal says so. Safe to run on several replicas at once. */
export type Sweep = (signal: AbortSignal) => Promise<void>;

const EVERY_MS = 60_000;

/** Runs the sweeps one after another, once a minute: what ends by time alone has nobody to tell of it. */
export class Sweeper {
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly sweeps: readonly Sweep[],
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.timer = setTimeout(() => {
      this.running = this.run().finally(() => {
        if (!this.stopping.signal.aborted) this.start();
      });
    }, EVERY_MS);
    this.timer.unref();
  }

  /** Lets the sweep that runs come to its next stopping point. */
  async stop(): Promise<void> {
    clearTimeout(this.timer);
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    for (const sweep of this.sweeps) {
      if (this.stopping.signal.aborted) return;
      await sweep(this.stopping.signal).catch((error: unknown) =>
        this.logger.error({ err: error }, 'a sweep failed'),
      );
    }
  }
}
