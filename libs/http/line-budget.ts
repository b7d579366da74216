import type { Logger } from './logger.js';
import { tell } from './log-lines.js';

const MOST = 100;
const WINDOW_MS = 60_000;

/**
 * What strangers may write into the log: a crowd without a key would else fill the disk with its refusals. Of each
 * minute 100 lines are logged, and of the others how many there were of each status.
 */
export class LineBudget {
  #left = MOST;
  #isOpen = false;
  readonly #withheld = new Map<number | string, number>();

  constructor(
    private readonly logger: Logger,
    private readonly windowMs = WINDOW_MS,
  ) {}

  /** Whether one more line may be logged; `of` is what it is counted under where it may not. */
  takes(of: number | string): boolean {
    if (!this.#isOpen) setTimeout(() => this.#close(), this.windowMs).unref();
    this.#isOpen = true;
    if (this.#left > 0) {
      this.#left -= 1;
      return true;
    }
    this.#withheld.set(of, (this.#withheld.get(of) ?? 0) + 1);
    return false;
  }

  #close(): void {
    this.#isOpen = false;
    this.#left = MOST;
    if (this.#withheld.size === 0) return;
    tell(this.logger, 'lines of strangers were left out', { withheld: Object.fromEntries(this.#withheld) });
    this.#withheld.clear();
  }
}
