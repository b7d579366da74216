import type { ServerResponse } from 'node:http';
import type { EventPlace, EventReach, EventSort, LoggedEvent } from '#libs/database';
import type { Caller } from '#libs/http';
import type { RecentEvent } from './recent-events.js';
import { idOf, type StreamPlace } from './stream-place.js';

/** Why a client has to load anew what it shows: its place is one that nobody knows, or of events that are gone. */
export type ResetReason = 'unknown' | 'expired';

/** What is asked of a connection before more is written to it than it has taken. */
const CHUNK = 16 * 1024;

/** One open stream: who listens, how far they have been told, and whether they take it. */
export class Listener {
  readonly #place: { readonly log: string; happened: EventPlace; latest: EventPlace };
  /** Since when its connection has not taken what was written; undefined while it takes more. */
  #stalledSince: number | undefined;
  #text = '';
  /** Of each sort the number, among the recent ones, of the next event to look at. */
  readonly next: Record<EventSort, number> = { happened: 0, latest: 0 };
  /** Whether events are on their way to it that are not among the recent ones. */
  isCatchingUp = false;

  constructor(
    readonly caller: Caller,
    private readonly response: ServerResponse,
    place: StreamPlace,
    private readonly onDrain: () => void,
  ) {
    this.#place = { ...place };
    response.on('drain', () => {
      this.#stalledSince = undefined;
      this.onDrain();
    });
  }

  get place(): StreamPlace {
    return this.#place;
  }

  get takesMore(): boolean {
    return this.#stalledSince === undefined;
  }

  /** For how many ms the connection has taken nothing of what waits for it. */
  stalledMs(now: number): number {
    return this.#stalledSince === undefined ? 0 : now - this.#stalledSince;
  }

  /** Whose events it is told; undefined: everybody's. */
  get reach(): EventReach | undefined {
    const { role, subject, unit } = this.caller;
    if (role === 'admin' || role === 'auditor') return undefined;
    return { owner: subject, ...(role === 'unit-admin' && unit !== null && { unit }) };
  }

  reaches({ owner, units }: Pick<LoggedEvent, 'owner' | 'units'>): boolean {
    const { reach } = this;
    if (reach === undefined || reach.owner === owner) return true;
    return reach.unit !== undefined && units.includes(reach.unit);
  }

  /** Goes on to an event, and adds it to what is said next if it is for this listener. @returns whether there is room for more */
  pass(sort: EventSort, event: RecentEvent): boolean {
    this.moveTo(sort, event);
    if (!event.isOutdated && this.reaches(event)) this.#text += `id: ${idOf(this.#place)}\n${event.text}`;
    return this.#text.length < CHUNK;
  }

  moveTo(sort: EventSort, { xact, seq }: EventPlace): void {
    this.#place[sort] = { xact, seq };
  }

  /** The first words: what comes after is told from this place on. */
  greet(reset: ResetReason | undefined): void {
    const lines =
      reset === undefined ? '' : `event: reset\ndata: ${JSON.stringify({ type: 'reset', reason: reset })}\n`;
    // Reconnecting clients come back spread over time by themselves: each waits from the moment at which it was cut off.
    this.#text += `retry: 3000\nid: ${idOf(this.#place)}\n${lines}\n`;
    this.flush();
  }

  /** Keeps proxies from ending the connection, and moves the client's place on. */
  beat(): void {
    if (!this.takesMore || this.isCatchingUp) return;
    this.#text += `: heartbeat\nid: ${idOf(this.#place)}\n\n`;
    this.flush();
  }

  /** Sends what was added. */
  flush(): void {
    if (this.#text === '') return;
    const text = this.#text;
    this.#text = '';
    if (!this.response.write(text)) this.#stalledSince ??= performance.now();
  }

  /** Ends it in good order where the client takes what was sent: it comes back by itself. */
  end(): void {
    if (this.takesMore) this.response.end();
    else this.cut();
  }

  /** Ends it at once, whatever it has not taken yet. */
  cut(): void {
    this.response.destroy();
  }
}
