import { StorageUnavailable } from '../storage.errors.js';

interface Waiter {
  readonly long: boolean;
  /** Its call is made sooner or later, whether or not somebody still waits for it. */
  readonly kept: boolean;
  admit(): void;
  refuse(error: Error): void;
}

/** A caller that is let go even while its own call hangs. */
interface Leaver {
  readonly since: number;
  /** When its call began, which waits for a place before; of calls that change nothing. */
  readonly own: { began?: number };
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
  readonly #leavers = new Set<Leaver>();
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
    return this.#run(call, { long: false });
  }

  /**
   * Runs a short call that changes nothing. Its caller is refused too when the call itself hangs for `stallMs`,
   * whatever becomes of others: many may wait for the outcome of one call, and what the client has cached
   * goes on coming back while its server hangs (F06). `late` is handed what comes after that.
   */
  look<T>(call: () => Promise<T>, late?: (result: T) => void): Promise<T> {
    const own: Leaver['own'] = {};
    const running = this.#run(
      () => {
        own.began = performance.now();
        return call();
      },
      { long: false },
    );
    return this.#leaving(running, own, late);
  }

  /** Runs a short call that must be made: it waits for a place even after its caller was refused. */
  eventually(call: () => Promise<void>): Promise<void> {
    const standsStill = !this.#hasPlace(false) && this.#standsStill();
    const running = this.#run(call, { long: false, kept: true });
    if (!standsStill) return this.#leaving(running);
    running.catch(() => undefined);
    return Promise.reject(new StorageUnavailable({ cause: this.#stalled() }));
  }

  /** Runs a call that may take long though nothing is wrong (a sync); one place is kept free of them. */
  runLong<T>(call: () => Promise<T>): Promise<T> {
    return this.#run(call, { long: true });
  }

  async #run<T>(
    call: () => Promise<T>,
    { long, kept = false }: { long: boolean; kept?: boolean },
  ): Promise<T> {
    if (!this.#hasPlace(long)) await this.#turn(long, kept);
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

  /** The outcome of `running`, or a refusal when it does not come. */
  #leaving<T>(running: Promise<T>, own: Leaver['own'] = {}, late?: (result: T) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      let refused = false;
      const leaver: Leaver = {
        since: performance.now(),
        own,
        refuse: (error) => {
          refused = true;
          this.#leavers.delete(leaver);
          reject(error);
        },
      };
      this.#leavers.add(leaver);
      this.#watched();
      running.then(
        (result) => {
          this.#leavers.delete(leaver);
          if (refused) late?.(result);
          else resolve(result);
        },
        (error: unknown) => {
          this.#leavers.delete(leaver);
          reject(error);
        },
      );
    });
  }

  /** Looks after those who wait, for as long as there are any. */
  #watched(): void {
    this.#timer ??= setInterval(() => this.#watch(), Math.min(1_000, this.#stallMs / 4)).unref();
  }

  #turn(long: boolean, kept: boolean): Promise<void> {
    if (!kept && this.#standsStill())
      return Promise.reject(new StorageUnavailable({ cause: this.#stalled() }));
    this.#watched();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ long, kept, admit: resolve, refuse: reject });
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
  }

  #watch(): void {
    if (this.#waiting.length === 0 && this.#leavers.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    const longAgo = performance.now() - this.#stallMs;
    for (const leaver of this.#leavers) {
      if (leaver.own.began === undefined || leaver.own.began > longAgo) continue;
      leaver.refuse(new StorageUnavailable({ cause: new Error(`the call hangs for ${this.#stallMs} ms`) }));
    }
    if (!this.#standsStill()) return;
    const error = new StorageUnavailable({ cause: this.#stalled() });
    for (const waiter of this.#waiting.splice(0)) {
      if (waiter.kept) this.#waiting.push(waiter);
      else waiter.refuse(error);
    }
    for (const leaver of this.#leavers) if (leaver.since <= longAgo) leaver.refuse(error);
    this.#admit();
  }

  #standsStill(): boolean {
    return performance.now() - this.#lastEnd > this.#stallMs;
  }

  #stalled(): Error {
    return new Error(`no file system call has ended for ${this.#stallMs} ms, ${this.#inFlight} hang`);
  }
}
