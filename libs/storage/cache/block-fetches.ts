interface Fetch {
  readonly name: string;
  readonly run: (signal: AbortSignal) => Promise<void>;
  readonly settled: PromiseWithResolvers<void>;
  waiting: number;
}

/**
 * Fetches that several ask for at the same time are made once, a bounded number at a time, the others in the
 * order in which they were first asked for. One that nobody waits for any more is not begun; one that has begun
 * goes on to its end.
 */
export class BlockFetches {
  readonly #known = new Map<string, Fetch>();
  readonly #queue = new Set<Fetch>();
  readonly #closing = new AbortController();
  #running = 0;

  constructor(private readonly atOnce: number) {}

  /** Whether it is under way or queued. */
  has(name: string): boolean {
    return this.#known.has(name);
  }

  /**
   * Joins the fetch of this name, or orders it.
   *
   * @throws what the fetch throws; the signal's reason as soon as it is aborted, which is nobody else's affair
   */
  async do(
    name: string,
    signal: AbortSignal | undefined,
    run: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    signal?.throwIfAborted();
    this.#closing.signal.throwIfAborted();
    const fetch = this.#known.get(name) ?? this.#order(name, run);
    fetch.waiting += 1;
    const left = Promise.withResolvers<never>();
    const leave = () => left.reject(signal?.reason);
    signal?.addEventListener('abort', leave, { once: true });
    try {
      await Promise.race([fetch.settled.promise, left.promise]);
    } finally {
      signal?.removeEventListener('abort', leave);
      fetch.waiting -= 1;
      if (fetch.waiting === 0 && this.#queue.delete(fetch)) this.#known.delete(name);
    }
  }

  /** Ends what runs, and what is queued never begins. */
  close(): void {
    const reason = new Error('The cache has been closed.');
    this.#closing.abort(reason);
    for (const fetch of this.#queue) fetch.settled.reject(reason);
    this.#queue.clear();
    this.#known.clear();
  }

  #order(name: string, run: (signal: AbortSignal) => Promise<void>): Fetch {
    const fetch: Fetch = { name, run, settled: Promise.withResolvers<void>(), waiting: 0 };
    // Those who wait hear of a failure; all may have left.
    fetch.settled.promise.catch(() => undefined);
    this.#known.set(name, fetch);
    this.#queue.add(fetch);
    // Not at once: who orders has to be counted first.
    queueMicrotask(() => this.#next());
    return fetch;
  }

  #next(): void {
    for (const fetch of this.#queue) {
      if (this.#running >= this.atOnce) return;
      this.#queue.delete(fetch);
      this.#running += 1;
      void this.#run(fetch);
    }
  }

  async #run(fetch: Fetch): Promise<void> {
    try {
      await fetch.run(this.#closing.signal);
      fetch.settled.resolve();
    } catch (error) {
      fetch.settled.reject(error);
    } finally {
      this.#running -= 1;
      if (this.#known.get(fetch.name) === fetch) this.#known.delete(fetch.name);
      this.#next();
    }
  }
}
