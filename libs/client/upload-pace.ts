const KIB = 1024;
/** A request is to take about so long, so that a link which stalls costs little, and one that is slow gets on. */
const REQUEST_SECONDS = 15;
const FIRST_BYTES = 256 * KIB;
const LEAST_BYTES = 16 * KIB;
const MOST_BYTES = 32 * KIB * KIB;
/** So many times as much as before at most: one lucky request says little of a link. */
const GROWTH = 4;
/** Under a limit of speed a request is of so many seconds of it, since a request itself goes as fast as the link. */
const CAPPED_SECONDS = 2;
const REMEMBERED = 9;
/** Nothing moved for so long at least, and for so many times as long as was expected, before a request is given up. */
const STALL_MS = 60_000;
const STALL_TIMES = 3;

/** When bytes were under way, in milliseconds. */
export interface Stretch {
  readonly begun: number;
  readonly ended: number;
}

/** How fast bytes went, and what follows for the ones to come. */
export interface Estimate {
  /** The median of what was measured; null before anything was. */
  readonly bytesPerSecond: number | null;
  readonly finishAtEarliest: Date | null;
  readonly finishAtLatest: Date | null;
}

/** How much is sent in one request, and when, by what requests before it took. */
export class Pace {
  #speeds: number[] = [];
  /** Where a stretch of sending ended, for the speed with the waits between. */
  #marks: { readonly at: number; readonly bytes: number }[] = [];
  #wished = FIRST_BYTES;
  #most = MOST_BYTES;
  #free = 0;

  constructor(private readonly now: () => number) {}

  /** Of the next request, with at most `cap` bytes in a second. */
  requestBytes(cap: number | undefined): number {
    const most = cap === undefined ? this.#most : Math.min(this.#most, cap * CAPPED_SECONDS);
    return Math.max(LEAST_BYTES, Math.floor(Math.min(this.#wished, most)));
  }

  /** How long the next request has to wait for the limit's sake. */
  holdMs(): number {
    return Math.max(0, this.#free - this.now());
  }

  /** So many bytes arrived meanwhile. */
  took(bytes: number, { begun, ended }: Stretch, cap: number | undefined): void {
    const seconds = Math.max(0.001, (ended - begun) / 1000);
    if (cap !== undefined) this.#free = Math.max(this.#free, begun) + (bytes / cap) * 1000;
    if (bytes <= 0) return;
    this.#speeds = [...this.#speeds, bytes / seconds].slice(-REMEMBERED);
    this.#marks = [...this.#marks, { at: begun, bytes }].slice(-REMEMBERED);
    const wished = (quantile(this.#speeds, 0.5) ?? 0) * REQUEST_SECONDS;
    this.#wished = Math.min(Math.max(wished, LEAST_BYTES), this.#wished * GROWTH, MOST_BYTES);
  }

  /** A request stalled: the next one is shorter. */
  stalled(): void {
    this.#wished = Math.max(LEAST_BYTES, this.#wished / 2);
  }

  /** Something in between takes no longer bodies than this one was. False where it takes none. */
  refused(bytes: number): boolean {
    this.#most = Math.max(LEAST_BYTES, Math.min(bytes, this.#most) / 2);
    return bytes > LEAST_BYTES;
  }

  /** For how long nothing may move in a request of so many bytes. */
  stallMs(bytes: number): number {
    const speed = quantile(this.#speeds, 0.5);
    return speed === undefined ? STALL_MS : Math.max(STALL_MS, (bytes / speed) * 1000 * STALL_TIMES);
  }

  /** When `left` bytes will have come: as fast as the better requests, or as slow as the worse ones with their waits. */
  estimate(left: number, cap: number | undefined): Estimate {
    const [median, best, worst] = [0.5, 0.75, 0.25].map((share) => quantile(this.#speeds, share));
    const first = this.#marks[0];
    if (median === undefined || best === undefined || worst === undefined || first === undefined)
      return { bytesPerSecond: null, finishAtEarliest: null, finishAtLatest: null };
    const now = this.now();
    const bytes = this.#marks.reduce((sum, mark) => sum + mark.bytes, 0);
    const overall = bytes / Math.max(0.001, (now - first.at) / 1000);
    const at = (speed: number) => new Date(now + (left / Math.min(speed, cap ?? speed)) * 1000);
    return {
      bytesPerSecond: Math.round(median),
      finishAtEarliest: at(best),
      finishAtLatest: at(Math.min(worst, overall)),
    };
  }
}

function quantile(values: readonly number[], share: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)];
}
