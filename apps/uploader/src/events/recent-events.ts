import { type EventPlace, isBefore, type LoggedEvent } from '#libs/database';

/** One event as all its listeners are sent it, but for the id. */
export interface RecentEvent extends EventPlace {
  readonly owner: string | null;
  readonly units: readonly string[];
  /** Its lines in the stream. */
  readonly text: string;
  /** Something newer says what it said. */
  isOutdated: boolean;
}

/**
 * The last events of one sort, in their order: all that came after `start`. They are numbered as they are added, so that
 * a listener who has come to one finds the next without a search.
 */
export class RecentEvents {
  #events: RecentEvent[] = [];
  #dropped = 0;
  #start: EventPlace;

  /** @param start where whatever is missing ends: all after it is added */
  constructor(
    start: EventPlace,
    private readonly most: number,
  ) {
    this.#start = start;
  }

  get start(): EventPlace {
    return this.#start;
  }

  /** The place of the last one. */
  get end(): EventPlace {
    return this.#events.at(-1) ?? this.#start;
  }

  /** The number of the next that will be added. */
  get next(): number {
    return this.#dropped + this.#events.length;
  }

  add(event: RecentEvent): void {
    this.#events.push(event);
    // Not one at a time: each drop moves all that stay.
    if (this.#events.length < this.most * 1.25) return;
    const dropped = this.#events.splice(0, this.#events.length - this.most);
    this.#dropped += dropped.length;
    this.#start = dropped.at(-1) ?? this.#start;
  }

  /** undefined of one that was dropped, or is yet to come. */
  at(number: number): RecentEvent | undefined {
    return this.#events[number - this.#dropped];
  }

  /** The number of the first event after a place; undefined where some after it may have been dropped. */
  after(place: EventPlace): number | undefined {
    if (isBefore(place, this.#start)) return undefined;
    let [low, high] = [0, this.#events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const event = this.#events[middle];
      if (event !== undefined && !isBefore(place, event)) low = middle + 1;
      else high = middle;
    }
    return this.#dropped + low;
  }
}

export function recentOf(event: LoggedEvent<string>): RecentEvent {
  const { xact, seq, owner, units } = event;
  return { xact, seq, owner, units, text: textOf(event), isOutdated: false };
}

/** As the HTML standard has server-sent events. */
function textOf({ type, subject, owner, unit, at, data }: LoggedEvent<string>): string {
  // JSON has no line ends of its own.
  return `event: ${type}\ndata: ${JSON.stringify({ type, subject, owner, unit, at, data })}\n\n`;
}
