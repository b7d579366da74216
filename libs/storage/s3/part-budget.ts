import { StorageUnavailable } from '../storage.errors.js';

interface Waiter {
  admit(): void;
}

/**
 * The parts that may be in memory at once, over all uploads of the process. Who waits too long for one is
 * refused: the memory is held by senders that are slower than they need to be.
 */
export class PartBudget {
  readonly #waitMs: number;
  readonly #waiting: Waiter[] = [];
  #free: number;

  constructor(parts: number, waitMs: number) {
    this.#free = parts;
    this.#waitMs = waitMs;
  }

  /** A place for one part; what it gives back is called once, when the part is gone. */
  async take(): Promise<() => void> {
    if (this.#free > 0) this.#free -= 1;
    else await this.#turn();
    let given = false;
    return () => {
      if (given) return;
      given = true;
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next.admit();
    };
  }

  #turn(): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { admit: resolve };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(new StorageUnavailable({ cause: new Error('all part buffers are taken') }));
      }, this.#waitMs);
      waiter.admit = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#waiting.push(waiter);
    });
  }
}
