import { StorageUnavailable } from '../storage.errors.js';

interface Waiter {
  readonly long: boolean;
  admit(): void;
  refuse(error: Error): void;
}

/**
 * Bounds the calls to the file system that are in flight at once. A hung server holds the thread of each
 * call for as long as it hangs, and libuv has four for everything: files, name look-ups, key derivation.
 * The bound keeps at least one of them free (F06).
 *
 * Callers wait in turn. They are refused with StorageUnavailable only when the file system stands still: all places
 * are taken and no call has ended for `stallMs`. When calls end again, so does the refusing.
 */
export class CallGate {
  readonly #limit: number;
  readonly #longLimit: number;
  readonly #stallMs: number;
  readonly #waiting: Waiter[] = [];
  #inFlight = 0;
  #longInFlight = 0;
  #lastEnd = performance.now();
  #timer: NodeJS.Timeout | undefined;

  constructor(limit: number, stallMs: number) {
    this.#limit = limit;
    this.#longLimit = Math.max(1, limit - 1);
    this.#stallMs = stallMs;
  }

  /** Runs a call that is expected to be short. */
  run<T>(call: () => Promise<T>): Promise<T> {
    return this.#run(call, false);
  }

  /** Runs a call that may take long though nothing is wrong (a sync); one place is kept free of them. */
  runLong<T>(call: () => Promise<T>): Promise<T> {
    return this.#run(call, true);
  }

  /**
   * Runs a short call whose caller need not wait for a server that hangs: it is refused `stallMs` after the call
   * began. The call keeps its place until it ends; what it gives then goes to `late`.
   *
   * @throws StorageUnavailable
   */
  runOrRefuse<T>(call: () => Promise<T>, late: (result: T) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      let refused = false;
      const refuse = (): void => {
        refused = true;
        reject(new StorageUnavailable({ cause: this.#stalled() }));
      };
      const begun = (): Promise<T> => {
        timer = setTimeout(refuse, this.#stallMs).unref();
        return call();
      };
      this.run(begun).then(
        (result) => {
          clearTimeout(timer);
          if (refused) late(result);
          else resolve(result);
        },
        (error: unknown) => {
          clearTimeout(timer);
          reject(error);
        },
      );
    });
  }

  async #run<T>(call: () => Promise<T>, long: boolean): Promise<T> {
    if (!this.#hasPlace(long)) await this.#turn(long);
    else this.#take(long);
    try {
      return await call();
    } finally {
      this.#inFlight -= 1;
      if (long) this.#longInFlight -= 1;
      this.#lastEnd = performance.now();
      this.#admit();
    }
  }

  #hasPlace(long: boolean): boolean {
    return this.#inFlight < this.#limit && (!long || this.#longInFlight < this.#longLimit);
  }

  #take(long: boolean): void {
    if (this.#inFlight === 0) this.#lastEnd = performance.now();
    this.#inFlight += 1;
    if (long) this.#longInFlight += 1;
  }

  #turn(long: boolean): Promise<void> {
    if (this.#standsStill()) return Promise.reject(new StorageUnavailable({ cause: this.#stalled() }));
    this.#timer ??= setInterval(() => this.#watch(), Math.min(1_000, this.#stallMs / 4)).unref();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ long, admit: resolve, refuse: reject });
    });
  }

  #admit(): void {
    for (let index = 0; index < this.#waiting.length; ) {
      const waiter = this.#waiting[index];
      if (waiter === undefined || this.#inFlight >= this.#limit) break;
      if (this.#hasPlace(waiter.long)) {
        this.#waiting.splice(index, 1);
        this.#take(waiter.long);
        waiter.admit();
      } else {
        index += 1;
      }
    }
    if (this.#waiting.length === 0 && this.#timer !== undefined) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
  }

  #watch(): void {
    if (!this.#standsStill()) return;
    for (const waiter of this.#waiting.splice(0)) {
      waiter.refuse(new StorageUnavailable({ cause: this.#stalled() }));
    }
    this.#admit();
  }

  #standsStill(): boolean {
    return performance.now() - this.#lastEnd > this.#stallMs;
  }

  #stalled(): Error {
    return new Error(`no file system call has ended for ${this.#stallMs} ms, ${this.#inFlight} hang`);
  }
}
