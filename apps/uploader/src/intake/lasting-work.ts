import { setTimeout as delay } from 'node:timers/promises';

/** Work that takes longer goes on without its request. */
const PATIENCE_MS = 20_000;

/** Work on single uploads that may outlast the request which asked for it; at most one run for each upload. */
export class LastingWork<T> {
  readonly #running = new Map<string, Promise<T>>();

  constructor(
    private readonly work: (upload: string) => Promise<T>,
    /** Hears of every failure, also of one that nobody waits for any more. */
    private readonly failed: (upload: string, error: unknown) => void,
  ) {}

  /** How many runs there are. */
  get size(): number {
    return this.#running.size;
  }

  has(upload: string): boolean {
    return this.#running.has(upload);
  }

  /** Begins a run that nobody waits for, where there is none. */
  begin(upload: string): void {
    // `failed` was told.
    this.#run(upload).catch(() => undefined);
  }

  /** What comes of the present run, or of a new one; undefined when it takes longer than 20 s. */
  async soon(upload: string): Promise<T | undefined> {
    const patience = new AbortController();
    const { signal } = patience;
    try {
      return await Promise.race([
        this.#run(upload),
        delay(PATIENCE_MS, undefined, { signal, ref: false }).catch(() => undefined),
      ]);
    } finally {
      patience.abort();
    }
  }

  /** Waits for the end of every run; never fails. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#running.values());
  }

  #run(upload: string): Promise<T> {
    const running = this.#running.get(upload);
    if (running !== undefined) return running;
    const run = this.work(upload).finally(() => this.#running.delete(upload));
    run.catch((error: unknown) => this.failed(upload, error));
    this.#running.set(upload, run);
    return run;
  }
}
