import { StorageUnavailable } from '../storage.errors.js';

interface Waiter {
  readonly cost: number;
  admit(): void;
}

/**
 * The parts that may be in memory at once, over all uploads of the process. A part that is larger than
 * `unitBytes` takes as many places as it is large, a quarter of all at most, so that no sender alone keeps
 * all others waiting. Who waits too long is refused: the memory is held by senders that are slower than they
 * need to be.
 */
export class PartBudget {
  readonly #waitMs: number;
  readonly #unitBytes: number;
  readonly #most: number;
  readonly #waiting: Waiter[] = [];
  #free: number;

  constructor(places: number, waitMs: number, unitBytes: number) {
    this.#free = places;
    this.#most = Math.max(1, Math.floor(places / 4));
    this.#waitMs = waitMs;
    this.#unitBytes = unitBytes;
  }

  /** Room for one part; what it gives back is called once, when the part is gone. */
  async take(bytes: number = this.#unitBytes): Promise<() => void> {
    const cost = Math.min(this.#most, Math.max(1, Math.ceil(bytes / this.#unitBytes)));
    if (this.#waiting.length === 0 && this.#free >= cost) this.#free -= cost;
    else await this.#turn(cost);
    let given = false;
    return () => {
      if (given) return;
      given = true;
      this.#free += cost;
      this.#admit();
    };
  }

  #admit(): void {
    for (
      let next = this.#waiting[0];
      next !== undefined && next.cost <= this.#free;
      next = this.#waiting[0]
    ) {
      this.#waiting.shift();
      this.#free -= next.cost;
      next.admit();
    }
  }

  #turn(cost: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(new StorageUnavailable({ cause: new Error('all part buffers are taken') }));
        this.#admit();
      }, this.#waitMs);
      const waiter: Waiter = {
        cost,
        admit: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      this.#waiting.push(waiter);
    });
  }
}
