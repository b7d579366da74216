import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type Database, DatabaseUnavailable, type EventLog, type EventSort, isBefore } from '#libs/database';
import { type Caller, InvalidToken, type Logger } from '#libs/http';
import type { ApiKeys, People, SignInSessions } from '#libs/identity';
import type { Clock } from '#libs/kernel';
import type { EndOfStream, EventMetrics } from '../event-metrics.js';
import { EventFeed } from './event-feed.js';
import { EventStreamsFull, TooManyEventStreams } from './events.errors.js';
import { Listener, type ResetReason } from './listener.js';
import { recentOf } from './recent-events.js';
import { placeOf, SORTS, type StreamPlace } from './stream-place.js';

export interface EventStreamsParts {
  readonly database: Database;
  readonly log: EventLog;
  readonly people: People;
  readonly apiKeys: ApiKeys;
  readonly sessions: SignInSessions;
  readonly metrics: EventMetrics;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface EventStreamsLimits {
  readonly listeners: number;
  readonly perPerson: number;
}

const HEARTBEAT_MS = 15_000;
const LOOK_MS = 1_000;
/** How soon it is seen that somebody may not call any more. */
const ADMISSION_MS = 2_000;
/** A connection that takes nothing for so long is cut. */
const STALL_MS = 30_000;
/** Who comes back after more events than these does better to load anew what it shows. */
const MOST_REPLAYED = 10_000;
const PAGE = 200;
/** So many read older events at a time. */
const CATCHING_UP = 4;

/**
 * Everybody who listens to events on this replica. They share one reading of the log (EventFeed) and its memory: a
 * listener is a connection and two numbers. Whoever takes events slowly goes on where they are as long as these are in
 * memory, and is cut then.
 */
export class EventStreams {
  readonly #listeners = new Set<Listener>();
  /** Those who are about to listen, too. */
  readonly #ofPerson = new Map<string, number>();
  #entered = 0;
  #feed: Promise<EventFeed> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looks = 0;
  #catchingUp = 0;
  readonly #waiting: (() => void)[] = [];
  #closed = false;

  constructor(
    private readonly parts: EventStreamsParts,
    private readonly limits: EventStreamsLimits,
  ) {}

  /**
   * Tells a caller of events until the connection ends, from `lastEventId` on, or from now on.
   *
   * @param open sends the head of the answer: whatever is refused is refused before
   * @throws TooManyEventStreams, EventStreamsFull, InvalidToken, DatabaseUnavailable
   */
  async listen(caller: Caller, lastEventId: string | undefined, open: () => ServerResponse): Promise<void> {
    // The token of somebody whose clock goes wrong may still be let in for a while.
    if (caller.expiresAt !== undefined && caller.expiresAt <= this.parts.clock.now())
      throw new InvalidToken('The access token has expired: get a new one.');
    const leave = this.#enter(caller.subject);
    try {
      const feed = await this.#feedOf();
      const { place, reset } = await this.#placeIn(feed, lastEventId);
      const response = open();
      const listener: Listener = new Listener(caller, response, place, () => this.#pump(feed, listener));
      response.once('close', () => {
        leave();
        this.#remove(listener, 'left');
      });
      this.#add(listener);
      if (response.destroyed || this.#closed) {
        leave();
        return this.#remove(listener, this.#closed ? 'stopped' : 'left');
      }
      listener.greet(reset);
      void this.#join(feed, listener);
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** Ends all streams, and takes no other. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const listener of this.#listeners) this.#remove(listener, 'stopped');
    await this.#rest();
  }

  /** @returns what gives the place back, once */
  #enter(subject: string): () => void {
    const { listeners, perPerson } = this.limits;
    const own = this.#ofPerson.get(subject) ?? 0;
    const refusal =
      this.#closed || this.#entered >= listeners
        ? new EventStreamsFull(listeners)
        : own >= perPerson
          ? new TooManyEventStreams(perPerson)
          : undefined;
    if (refusal !== undefined) {
      this.parts.metrics.refused(refusal.code);
      throw refusal;
    }
    this.#ofPerson.set(subject, own + 1);
    this.#entered += 1;
    let isIn = true;
    return () => {
      if (!isIn) return;
      isIn = false;
      this.#entered -= 1;
      const left = (this.#ofPerson.get(subject) ?? 1) - 1;
      if (left === 0) this.#ofPerson.delete(subject);
      else this.#ofPerson.set(subject, left);
      if (this.#entered === 0) void this.#rest();
    };
  }

  #add(listener: Listener): void {
    this.#listeners.add(listener);
    this.parts.metrics.listening(this.#listeners.size);
    this.#timer ??= setInterval(() => this.#look(), LOOK_MS).unref();
  }

  #remove(listener: Listener, reason: EndOfStream): void {
    if (!this.#listeners.delete(listener)) return;
    this.parts.metrics.listening(this.#listeners.size);
    this.parts.metrics.ended(reason);
    if (reason === 'slow') listener.cut();
    else listener.end();
  }

  /** One for all, while there is anybody. */
  #feedOf(): Promise<EventFeed> {
    const { database, log, logger, metrics } = this.parts;
    const onHeld = (seconds: number): void => metrics.held(seconds);
    const onNews = (): void => void this.#feed?.then((feed) => this.#pumpAll(feed)).catch(() => undefined);
    const feed = (this.#feed ??= EventFeed.start({ database, log, logger, onNews, onHeld }));
    feed.catch(() => {
      if (this.#feed === feed) this.#feed = undefined;
    });
    return feed;
  }

  /** Nobody listens: nothing is read. */
  async #rest(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    const feed = this.#feed;
    this.#feed = undefined;
    await feed?.then((running) => running.stop()).catch(() => undefined);
  }

  async #placeIn(
    feed: EventFeed,
    lastEventId: string | undefined,
  ): Promise<{ place: StreamPlace; reset?: ResetReason }> {
    const now = { log: feed.logId, happened: feed.of('happened').end, latest: feed.of('latest').end };
    if (lastEventId === undefined) return { place: now };
    const place = placeOf(lastEventId);
    if (place === undefined || place.log !== feed.logId) return { place: now, reset: 'unknown' };
    const isKnown = SORTS.every((sort) => feed.of(sort).after(place[sort]) !== undefined);
    const isAhead = SORTS.some((sort) => isBefore(now[sort], place[sort]));
    if (isKnown && !isAhead) return { place };
    const { database, log } = this.parts;
    const { end, trimmed } = await log.state(database.kysely);
    // Another replica may have read on further than this one, but not beyond the log.
    if (SORTS.some((sort) => isBefore(end, place[sort]))) return { place: now, reset: 'unknown' };
    if (isBefore(place.happened, trimmed)) return { place: now, reset: 'expired' };
    return { place };
  }

  /** Tells it what is not in memory any more, and from then on what is. */
  async #join(feed: EventFeed, listener: Listener): Promise<void> {
    listener.isCatchingUp = true;
    try {
      for (const sort of SORTS) await this.#catchUp(feed, listener, sort);
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable))
        this.parts.logger.error({ err: error }, 'older events could not be read');
      // It comes back, and goes on from where it has come to.
      return this.#remove(listener, 'stopped');
    }
    listener.isCatchingUp = false;
    this.#pump(feed, listener);
  }

  async #catchUp(feed: EventFeed, listener: Listener, sort: EventSort): Promise<void> {
    const recent = feed.of(sort);
    for (let replayed = 0; this.#listeners.has(listener); ) {
      const next = recent.after(listener.place[sort]);
      if (next !== undefined) {
        listener.next[sort] = next;
        return;
      }
      if (replayed >= MOST_REPLAYED) {
        listener.moveTo(sort, recent.end);
        listener.greet('expired');
        continue;
      }
      const { start } = recent;
      const events = await this.#inTurn(() => this.#older(listener, sort));
      for (const event of events) listener.pass(sort, recentOf(event));
      replayed += events.length;
      if (events.length < PAGE && isBefore(listener.place[sort], start)) listener.moveTo(sort, start);
      listener.flush();
      while (!listener.takesMore && this.#listeners.has(listener)) await delay(50);
    }
  }

  async #older(listener: Listener, sort: EventSort) {
    const { database, log } = this.parts;
    const { reach, place } = listener;
    return log.after(database.kysely, sort, place[sort], { limit: PAGE, reach });
  }

  /** A crowd that comes back must not take every connection to the database. */
  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#catchingUp >= CATCHING_UP) await new Promise<void>((turn) => this.#waiting.push(turn));
    else this.#catchingUp += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#catchingUp -= 1;
      else next();
    }
  }

  #pumpAll(feed: EventFeed): void {
    for (const listener of this.#listeners) this.#pump(feed, listener);
  }

  /** Tells a listener what is in memory and new to it, as long as it takes more. */
  #pump(feed: EventFeed, listener: Listener): void {
    if (listener.isCatchingUp || !this.#listeners.has(listener)) return;
    for (const sort of SORTS) {
      const recent = feed.of(sort);
      while (listener.next[sort] < recent.next) {
        const event = recent.at(listener.next[sort]);
        if (event === undefined) return this.#remove(listener, 'slow');
        if (!listener.takesMore) break;
        listener.next[sort] += 1;
        // What was read from the database may have been further on than what was in memory.
        if (!isBefore(listener.place[sort], event)) continue;
        if (!listener.pass(sort, event)) listener.flush();
      }
    }
    listener.flush();
  }

  #look(): void {
    this.#looks += 1;
    const isBeat = this.#looks % (HEARTBEAT_MS / LOOK_MS) === 0;
    const [now, at] = [performance.now(), this.parts.clock.now()];
    for (const listener of this.#listeners) {
      const { expiresAt } = listener.caller;
      if (listener.stalledMs(now) > STALL_MS) this.#remove(listener, 'slow');
      else if (expiresAt !== undefined && expiresAt <= at) this.#remove(listener, 'expired');
      else if (isBeat) listener.beat();
    }
    if (this.#looks % (ADMISSION_MS / LOOK_MS) === 0)
      this.#dismiss().catch((error: unknown) => {
        if (!(error instanceof DatabaseUnavailable))
          this.parts.logger.error({ err: error }, 'it could not be seen who may still listen');
      });
  }

  /** Ends the streams of those who would not be let in any more: one question of each sort, for all of them. */
  async #dismiss(): Promise<void> {
    const { people, apiKeys, sessions } = this.parts;
    const { kysely } = this.parts.database;
    const listeners = [...this.#listeners];
    const subjects = [...this.#ofPerson.keys()];
    const disabled = await people.disabledAmong(kysely, subjects);
    const versions = await people.versionsAmong(kysely, subjects);
    const keys = new Set(listeners.flatMap(({ caller }) => caller.apiKey ?? []));
    const valid = await apiKeys.validAmong(kysely, [...keys]);
    const signIns = new Set(listeners.flatMap(({ caller }) => caller.signIn ?? []));
    const live = await sessions.liveAmong(kysely, [...signIns]);
    for (const listener of listeners) {
      const { subject, role, apiKey, signIn, personVersion } = listener.caller;
      const disabling = disabled.get(subject);
      const isOut =
        (disabling !== undefined && (disabling.byAdministrator || role !== 'admin')) ||
        (apiKey !== undefined && !valid.has(apiKey)) ||
        (signIn !== undefined && !live.has(signIn));
      // Whoever is something else now comes back, and is told what they may know then.
      const isAnother = personVersion !== undefined && versions.get(subject) !== personVersion;
      if (isOut || isAnother) this.#remove(listener, 'revoked');
    }
  }
}
