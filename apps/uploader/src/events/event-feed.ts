import { setTimeout as delay } from 'node:timers/promises';
import {
  type Database,
  DatabaseUnavailable,
  type EventLog,
  type EventPlace,
  type EventSort,
  EVENTS,
  type EventType,
  type LoggedEvent,
  type Subscription,
} from '#libs/database';
import type { Logger } from '#libs/http';
import { RecentEvents, type RecentEvent, recentOf } from './recent-events.js';

/** So many of each sort are kept for whoever comes back, or takes them slowly. */
const MOST_RECENT = 5_000;
const PAGE = 500;
/** How something stands is told so often at the most; and so soon is seen what nobody was woken for. */
const EVERY_MS = 1_000;
/** What happens together is read together. */
const TOGETHER_MS = 20;
/** What a running transaction holds back is looked for again. */
const HELD_MS = 50;

/** What no progress comes after. */
const ENDS: ReadonlySet<string> = new Set<EventType>([
  'upload.completed',
  'upload.ended',
  'asset.ready',
  'asset.failed',
  'asset.trashed',
  'asset.removed',
]);

export interface EventFeedParts {
  readonly database: Database;
  readonly log: EventLog;
  readonly logger: Logger;
  /** Called whenever events were added. */
  readonly onNews: () => void;
  /** Told for how long events have been held back by a transaction that runs. */
  readonly onHeld: (seconds: number) => void;
}

/**
 * The end of the log in memory, read once for all who listen. A NOTIFY wakes it, and a look each second finds whatever
 * came without one: while the connection that listens is away, nothing is lost, and comes a second later.
 */
export class EventFeed {
  readonly #stopping = new AbortController();
  /** The latest event of each kind, by its subject. */
  readonly #standing = new Map<string, Map<string, RecentEvent>>();
  #subscription: Subscription | undefined;
  #woken = Promise.withResolvers<void>();
  #running: Promise<void> = Promise.resolve();

  private constructor(
    private readonly parts: EventFeedParts,
    /** Which log it is. */
    readonly logId: string,
    private readonly recent: Readonly<Record<EventSort, RecentEvents>>,
  ) {}

  /** @throws DatabaseUnavailable */
  static async start(parts: EventFeedParts): Promise<EventFeed> {
    const { database, log } = parts;
    await database.transaction((tx) => log.renumber(tx), { lostCommit: 'repeat' });
    const { id, end, trimmed } = await log.state(database.kysely);
    const happened = await log.last(database.kysely, 'happened', MOST_RECENT);
    const latest = await log.last(database.kysely, 'latest', MOST_RECENT);
    const startOf = (events: readonly LoggedEvent<string>[], whole: EventPlace): EventPlace =>
      events.length < MOST_RECENT ? whole : (events[0] ?? end);
    const feed = new EventFeed(parts, id, {
      happened: new RecentEvents(startOf(happened, trimmed), MOST_RECENT),
      latest: new RecentEvents(startOf(latest, { xact: 0, seq: 0 }), MOST_RECENT),
    });
    feed.#add('happened', happened);
    feed.#add('latest', latest);
    feed.#subscription = await database.listen(EVENTS, () => feed.#woken.resolve());
    feed.#running = feed.#run();
    return feed;
  }

  of(sort: EventSort): RecentEvents {
    return this.recent[sort];
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#subscription?.close();
    await this.#running;
    this.parts.onHeld(0);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    const { database, log, logger, onHeld } = this.parts;
    let lookedAt = 0;
    let heldSince: number | undefined;
    while (!signal.aborted) {
      this.#woken = Promise.withResolvers();
      let wait = EVERY_MS;
      try {
        await this.#read('happened');
        if (performance.now() - lookedAt >= EVERY_MS) {
          lookedAt = performance.now();
          await this.#read('latest');
        }
        const isHeld = await log.holdsBack(database.kysely);
        heldSince = isHeld ? (heldSince ?? performance.now()) : undefined;
        onHeld(heldSince === undefined ? 0 : (performance.now() - heldSince) / 1000);
        if (isHeld) wait = HELD_MS;
      } catch (error) {
        if (!signal.aborted && !(error instanceof DatabaseUnavailable))
          logger.error({ err: error }, 'events could not be read: tried again soon');
      }
      await this.#sleep(wait);
    }
  }

  async #sleep(ms: number): Promise<void> {
    const { signal } = this.#stopping;
    const over = new AbortController();
    const late = delay(ms, undefined, { signal: AbortSignal.any([signal, over.signal]) }).catch(
      () => undefined,
    );
    await Promise.race([late, this.#woken.promise.then(() => delay(TOGETHER_MS))]);
    over.abort();
  }

  /** What has come since: told page by page, since no more than the last thousands are kept. */
  async #read(sort: EventSort): Promise<void> {
    const { database, log, onNews } = this.parts;
    for (;;) {
      const events = await log.after(database.kysely, sort, this.recent[sort].end, { limit: PAGE });
      this.#add(sort, events);
      if (events.length > 0) onNews();
      if (events.length < PAGE) return;
    }
  }

  #add(sort: EventSort, events: readonly LoggedEvent<string>[]): void {
    for (const event of events) {
      const recent = recentOf(event);
      if (sort === 'latest') this.#supersede(event, recent);
      else if (ENDS.has(event.type)) this.#end(event.subject);
      this.recent[sort].add(recent);
    }
  }

  #supersede({ type, subject, data }: LoggedEvent<string>, recent: RecentEvent): void {
    const kinds = this.#standing.get(subject) ?? new Map<string, RecentEvent>();
    const kind = [type, data['rung'] ?? data['of']].join(' ');
    const before = kinds.get(kind);
    if (before !== undefined) before.isOutdated = true;
    this.#standing.set(subject, kinds.set(kind, recent));
  }

  #end(subject: string): void {
    for (const recent of this.#standing.get(subject)?.values() ?? []) recent.isOutdated = true;
    this.#standing.delete(subject);
  }
}
