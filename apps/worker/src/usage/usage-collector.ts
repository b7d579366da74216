import type { Database } from '#libs/database';
import { DatabaseUnavailable } from '#libs/database';
import type { Logger } from '#libs/http';
import {
  bytesOf,
  ObjectExists,
  openIfThere,
  type Storage,
  type StorageKey,
  TAKEN_USAGE,
  takenUsageSegment,
  USAGE,
  type UsageSegment,
  usageSegmentOf,
} from '#libs/storage';
import type { Segment, UsageCounts } from '#libs/usage';
import type { UsageMetrics } from './usage-metrics.js';

export interface UsageCollectorParts {
  readonly database: Database;
  readonly storage: Storage;
  readonly counts: UsageCounts;
  readonly logger: Logger;
  readonly metrics: UsageMetrics;
}

export interface UsageCollectorSettings {
  /** How long segments are kept that were counted: as old may a backup of the database be that is put back. */
  readonly holdDays: number;
  /** How often it looks; 10 s unless told. */
  readonly everyMs?: number;
}

const DAY_MS = 24 * 3600 * 1000;
const EVERY_MS = 10_000;
/** Of a segment that is written each second: so long without a change, and its writer is dead. */
const ABANDONED_MS = 5 * 60_000;
/** How often what was counted is looked through: for what a restored database does not know of, and for what is over. */
const REVIEW_MS = 3600_000;
/** How many segments, and bytes of them, are counted in one transaction. */
const BATCH = { segments: 64, bytes: 16 * 1024 ** 2 };
/** A segment that comes later than the hold and this is not counted: nobody knows any more whether it was. */
const LATE_DAYS = 90;

interface Found extends UsageSegment {
  readonly key: StorageKey;
  readonly bytes: number;
  readonly modifiedAt: Date;
}

/**
 * Takes in what delivery has written of usage: each segment is counted in one transaction, moved to where counted ones lie,
 * and removed after the hold. Any of it may end in the middle, be done by several workers at once, and be done again.
 */
export class UsageCollector {
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #reviewed: number | undefined;
  #failing = false;

  constructor(
    private readonly parts: UsageCollectorParts,
    private readonly settings: UsageCollectorSettings,
  ) {}

  start(): void {
    const look = async () => {
      await this.#tried();
      if (!this.#stopping.signal.aborted)
        this.#timer = setTimeout(begin, this.settings.everyMs ?? EVERY_MS).unref();
    };
    const begin = () => void (this.#running = look());
    begin();
  }

  /** Lets the transaction that is under way end. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** Counts what is there now, and now and then looks through what was counted before. */
  async pass(): Promise<void> {
    const waiting = await this.#waiting();
    this.parts.metrics.behind(waiting.filter(isDone).map(({ openedAt }) => openedAt));
    for (const batch of batchesOf(waiting)) {
      if (this.#stopping.signal.aborted) return;
      await this.#count(batch);
      for (const segment of batch.filter(isDone)) await this.#moveAway(segment);
    }
    this.parts.metrics.behind([]);
    const now = performance.now();
    if (this.#reviewed !== undefined && now - this.#reviewed < REVIEW_MS) return;
    await this.#review();
    this.#reviewed = now;
  }

  async #tried(): Promise<void> {
    const { logger } = this.parts;
    try {
      await this.pass();
      if (this.#failing) logger.info('usage is counted again');
      this.#failing = false;
    } catch (err) {
      // Of a database that is away the database itself tells.
      const isTold = this.#failing || this.#stopping.signal.aborted || err instanceof DatabaseUnavailable;
      if (!isTold) logger.error({ err }, 'usage can not be counted; its segments wait');
      this.#failing = true;
    }
  }

  /** All segments, those that are still written too: how far each was counted stands with it. Oldest first. */
  async #waiting(): Promise<Found[]> {
    const found: Found[] = [];
    for await (const object of this.#list(USAGE)) {
      if (this.#isLate(object)) await this.#removeLate(object);
      else found.push(object);
    }
    return found.toSorted((a, b) => a.openedAt.getTime() - b.openedAt.getTime());
  }

  async #count(found: readonly Found[], isWhole: (segment: Found) => boolean = ({ isOpen }) => !isOpen) {
    const { database, counts, metrics } = this.parts;
    const segments: Segment[] = [];
    for (const each of found) {
      const content = await this.#contentOf(each);
      if (content !== undefined) segments.push({ name: each.name, content, isWhole: isWhole(each) });
    }
    const taken = await database.transaction((tx) => counts.take(tx, segments, new Date()), {
      // Whoever takes them once more finds them taken.
      lostCommit: 'repeat',
    });
    metrics.taken(taken);
  }

  async #moveAway(segment: Found): Promise<void> {
    const { storage } = this.parts;
    const to = takenUsageSegment(segment);
    try {
      if (storage.clone === undefined) throw new TypeError('The storage can not clone.');
      await storage.clone(segment.key, to);
    } catch (error) {
      if (!(error instanceof ObjectExists)) {
        // It can't be had under two names here: then as another object, unless another worker was first.
        const content = await this.#contentOf(segment);
        if (content === undefined) return;
        await storage.put(to, once(content)).catch(ignoreExisting);
      }
    }
    await storage.remove(segment.key);
  }

  /**
   * Of what was counted: removes what the hold is over for, and counts what the database does not know of, because a
   * backup was put back or a writer that seemed dead went on.
   */
  async #review(): Promise<void> {
    const { database, storage, counts } = this.parts;
    const over = new Date(Date.now() - this.settings.holdDays * DAY_MS);
    let page: Found[] = [];
    const turn = async () => {
      const names = page.map(({ name }) => name);
      const known = await counts.taken(database.kysely, names);
      const unknown = page.filter(({ name, bytes }) => (known.get(name)?.bytes ?? 0) < bytes);
      // What is known may be written on: its last line is left until it is whole.
      for (const batch of batchesOf(unknown)) await this.#count(batch, ({ name }) => !known.has(name));
      for (const { name, key } of page) {
        const takenAt = known.get(name)?.takenAt;
        if (takenAt !== undefined && takenAt < over) await storage.remove(key);
      }
      page = [];
    };
    for await (const segment of this.#list(TAKEN_USAGE)) {
      this.#stopping.signal.throwIfAborted();
      if (this.#isLate(segment)) await storage.remove(segment.key);
      else if (page.push(segment) >= 500) await turn();
    }
    await turn();
    const before = new Date(Date.now() - 2 * this.settings.holdDays * DAY_MS);
    const segmentsBefore = new Date(Date.now() - (this.settings.holdDays + LATE_DAYS + 1) * DAY_MS);
    await database.transaction((tx) => counts.forget(tx, { before, segmentsBefore }), {
      lostCommit: 'repeat',
    });
  }

  async *#list(prefix: StorageKey): AsyncGenerator<Found> {
    for await (const object of this.parts.storage.list(prefix, { signal: this.#stopping.signal })) {
      const segment = usageSegmentOf(object.key);
      if (segment !== undefined) yield { ...object, ...segment };
    }
  }

  async #contentOf({ key }: Found): Promise<Buffer | undefined> {
    const object = await openIfThere(this.parts.storage, key);
    // Another worker has moved it.
    if (object === undefined) return undefined;
    try {
      return await bytesOf(object, 0, object.bytes);
    } finally {
      await object.close();
    }
  }

  #isLate({ openedAt }: UsageSegment): boolean {
    return openedAt.getTime() < Date.now() - (this.settings.holdDays + LATE_DAYS) * DAY_MS;
  }

  async #removeLate({ name, key }: Found): Promise<void> {
    const { logger, metrics, storage } = this.parts;
    logger.warn({ segment: name }, 'a segment of usage came too late to be counted');
    metrics.late();
    await storage.remove(key);
  }
}

/** Whether nobody writes it any more. */
function isDone({ isOpen, modifiedAt }: Found): boolean {
  return !isOpen || modifiedAt.getTime() < Date.now() - ABANDONED_MS;
}

function* batchesOf(segments: readonly Found[]): Generator<Found[]> {
  let [batch, bytes]: [Found[], number] = [[], 0];
  for (const segment of segments) {
    if (batch.length === BATCH.segments || (batch.length > 0 && bytes + segment.bytes > BATCH.bytes)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(segment);
    bytes += segment.bytes;
  }
  if (batch.length > 0) yield batch;
}

async function* once(content: Buffer): AsyncGenerator<Uint8Array, void> {
  yield content;
}

function ignoreExisting(error: unknown): void {
  if (!(error instanceof ObjectExists)) throw error;
}
