import { type Clock, systemClock } from '#libs/kernel';
import { RevocationList } from './revocation-list.js';
import { RevocationListUnreadable } from './signing.errors.js';

/** Opens the document anew; undefined when none has been written yet. What it gives is never written into again. */
export type RevocationReader = (signal: AbortSignal) => Promise<Buffer | undefined>;

export interface RevocationWatchOptions {
  /** Told of each failure, in a row too: the last known list stays in force meanwhile. */
  readonly onError: (error: Error) => void;
  readonly clock?: Clock | undefined;
  /** From the start of one reading to the start of the next; 4,000 unless told. */
  readonly everyMs?: number | undefined;
  /** When a reading counts as failed and is aborted; 3,000 unless told. */
  readonly deadlineMs?: number | undefined;
}

/**
 * The revocation list, read anew every 4 seconds. A list that can't be read or parsed changes nothing. A
 * document that was there and is gone counts as unreadable, since nobody removes it; so does one that is older
 * than the list in force, which a writer that was held up has put over a newer one.
 */
export class RevocationWatch {
  #current: RevocationList | undefined;
  /** What the list was read from; undefined while none has been written. */
  #document: Buffer | undefined;
  #readAt = 0;
  #attempt: Promise<void> | undefined;
  #hanging = false;
  #timer: NodeJS.Timeout | undefined;
  readonly #startedAt: number;
  readonly #clock: Clock;
  readonly #closing = new AbortController();

  constructor(
    private readonly read: RevocationReader,
    private readonly options: RevocationWatchOptions,
  ) {
    this.#clock = options.clock ?? systemClock;
    this.#startedAt = this.#clock.now().getTime();
  }

  /** The list in force, the same one until it changes; undefined until it could be read once: then nothing may be served. */
  get current(): RevocationList | undefined {
    return this.#current;
  }

  /** Seconds since the list was last read; since the watch was made, when it never was. */
  get ageSeconds(): number {
    return Math.max(0, (this.#clock.now().getTime() - (this.#readAt || this.#startedAt)) / 1000);
  }

  /** Reads the list once (a failure goes to `onError`) and then goes on in the background. */
  async start(): Promise<void> {
    this.#timer ??= setInterval(() => void this.refresh(), this.options.everyMs ?? 4_000).unref();
    await this.refresh();
  }

  /** Reads the list now, or joins the attempt that runs. Ends within the deadline and never fails. */
  refresh(): Promise<void> {
    this.#attempt ??= this.#refresh().finally(() => {
      this.#attempt = undefined;
    });
    return this.#attempt;
  }

  /** Stops reading; the list stays as it is. */
  close(): void {
    clearInterval(this.#timer);
    this.#closing.abort();
  }

  async #refresh(): Promise<void> {
    try {
      await this.#take(await this.#readInTime());
    } catch (cause) {
      if (this.#closing.signal.aborted) return;
      this.options.onError(
        cause instanceof RevocationListUnreadable
          ? cause
          : new RevocationListUnreadable('reading it failed', { cause }),
      );
    }
  }

  async #readInTime(): Promise<Buffer | undefined> {
    // A reading that hangs holds a thread of the pool; a second one would hold another.
    if (this.#hanging) throw new RevocationListUnreadable('storage has not answered the last reading yet');
    const late = AbortSignal.timeout(this.options.deadlineMs ?? 3_000);
    const reading = this.read(AbortSignal.any([late, this.#closing.signal]));
    this.#hanging = true;
    const ended = () => {
      this.#hanging = false;
    };
    reading.then(ended, ended);
    const { promise: tooLate, reject } = Promise.withResolvers<never>();
    late.addEventListener('abort', () =>
      reject(new RevocationListUnreadable('storage did not answer in time')),
    );
    return Promise.race([reading, tooLate]);
  }

  async #take(document: Buffer | undefined): Promise<void> {
    if (document === undefined && this.#document !== undefined)
      throw new RevocationListUnreadable('it is gone');
    // A large list takes its time to read, and whoever remembers verdicts goes by its identity.
    if (this.#current === undefined || !isSame(document, this.#document)) {
      const list = document === undefined ? RevocationList.empty : await RevocationList.read(document);
      if (list.version < (this.#current?.version ?? 0))
        throw new RevocationListUnreadable('it is older than the one in force');
      this.#current = list;
      this.#document = document;
    }
    this.#readAt = this.#clock.now().getTime();
  }
}

function isSame(one: Buffer | undefined, other: Buffer | undefined): boolean {
  return one === other || (one !== undefined && other !== undefined && one.equals(other));
}
