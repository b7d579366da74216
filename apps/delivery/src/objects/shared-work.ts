/** Work that several ask for at the same time is done once, and ends when nobody waits for it any more. */
export class SharedWork {
  readonly #running = new Map<string | number, Work>();

  /**
   * Joins the work that runs under `key`, or starts it.
   *
   * @throws what the work throws; the signal's reason as soon as `signal` is aborted
   */
  do(
    key: string | number,
    signal: AbortSignal,
    start: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    if (signal.aborted) return Promise.reject(reasonOf(signal));
    const work = this.#running.get(key) ?? this.#start(key, start);
    work.waiting += 1;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leave = (): void => {
      reject(reasonOf(signal));
      work.waiting -= 1;
      if (work.waiting > 0) return;
      if (this.#running.get(key) === work) this.#running.delete(key);
      work.stop.abort(signal.reason);
    };
    signal.addEventListener('abort', leave, { once: true });
    work.done.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    return promise;
  }

  #start(key: string | number, start: (signal: AbortSignal) => Promise<void>): Work {
    const stop = new AbortController();
    const done = start(stop.signal).finally(() => {
      if (this.#running.get(key) === work) this.#running.delete(key);
    });
    const work: Work = { stop, done, waiting: 0 };
    this.#running.set(key, work);
    return work;
  }
}

interface Work {
  readonly stop: AbortController;
  readonly done: Promise<void>;
  waiting: number;
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('The wait was given up.');
}
