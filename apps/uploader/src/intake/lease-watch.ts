import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import {
  UPLOAD_LEASES,
  UPLOAD_YIELDS,
  type UploadLeaseNotice,
  type UploadLeases,
  UploadEndedByAdministrator,
  UploadNotOpen,
  type Uploads,
  type UploadYieldRequest,
} from '#libs/catalog';
import { type Database, isGone, type Subscription } from '#libs/database';
import type { Logger } from '#libs/http';
import { FencedOff } from './intake.errors.js';
import { LEASE_MS, type Tenure, type Tenures } from './tenure.js';

/** So long a newcomer waits for a holder on another replica to stop in good order; then it takes over. */
const YIELD_MS = 1_000;
/**
 * So long a writer that yields takes what its sender had sent by then; one who goes on sending is cut off after it. Most
 * take no time; a storage that is slower than the link does. Nobody but its newcomer waits for a writer of this process.
 */
const LAST_CALL_MS = 2_000;
/** The same where a newcomer elsewhere waits, who takes over while it is not durable yet. */
const LAST_CALL_ELSEWHERE_MS = 300;
const FIRST_LOOK_MS = 10;
const LONGEST_LOOK_MS = 80;

export interface LeaseWatchParts {
  readonly database: Database;
  readonly uploads: Uploads;
  readonly uploadLeases: UploadLeases;
  readonly tenures: Tenures;
  readonly logger: Logger;
}

/** One request of this process that writes to an upload. */
export interface Writer {
  /** Fires when an administrator has ended the upload, with the error that its sender is told. */
  readonly dismissed: AbortSignal;
  /** Fires with FencedOff when somebody else waits for the upload: only what was sent by then is taken still. */
  readonly yields: AbortSignal;
  /** The upload is in its hands. */
  holds(tenure: Tenure): void;
  /** Everything that came is durable and no more is taken: from here on nobody needs to stop it. */
  rests(): void;
  /** The request is over. */
  leave(): void;
}

interface Entry {
  readonly upload: string;
  readonly body: Readable;
  readonly done: Promise<void>;
  readonly isWhole: boolean;
  readonly dismissal: AbortController;
  readonly yielding: AbortController;
  tenure?: Tenure;
  resting: boolean;
  /** A notice came before the upload was in its hands: it may have been about this writer. */
  doubtful: boolean;
}

/**
 * Who writes to which upload in this process, and the talk between replicas about it. A newcomer asks the
 * holder to yield, and waits about a second for the lease; a holder that was overtaken, or is asked, stops
 * at once, and what it received is made durable where its fence still holds (F20).
 */
export class LeaseWatch {
  readonly #writers = new Map<string, Set<Entry>>();
  #subscriptions: Subscription[] = [];
  #timer: NodeJS.Timeout | undefined;
  #stopped = 0;

  constructor(private readonly parts: LeaseWatchParts) {}

  /** Shows that the holder is there, listens for what other replicas say, and keeps the leases of slow writers alive. */
  async start(): Promise<void> {
    const { database, tenures } = this.parts;
    this.#subscriptions = [
      await database.appear(tenures.holder),
      await database.listen(UPLOAD_LEASES, (payload) => this.#overtaken(payload)),
      await database.listen(UPLOAD_YIELDS, (payload) => this.#asked(payload)),
    ];
    this.#timer = setInterval(() => this.#verifyAll(), LEASE_MS / 3);
    this.#timer.unref();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#subscriptions.splice(0).map((subscription) => subscription.close()));
  }

  /**
   * Registers a request that is about to write; `body` is destroyed with FencedOff when it must stop, and a moment
   * after it was asked to yield.
   *
   * @param isWhole all of the body counts or nothing, so that a sender who is stopped sends it again
   */
  enter(upload: string, body: Readable, isWhole = false): Writer {
    let resolve = () => {};
    const done = new Promise<void>((end) => {
      resolve = end;
    });
    // It may be stopped before anybody reads from it.
    body.on('error', () => undefined);
    const dismissal = new AbortController();
    const yielding = new AbortController();
    const entry: Entry = {
      upload,
      body,
      done,
      isWhole,
      dismissal,
      yielding,
      resting: false,
      doubtful: false,
    };
    const writers = this.#writers.get(upload) ?? new Set();
    this.#writers.set(upload, writers.add(entry));
    return {
      dismissed: dismissal.signal,
      yields: yielding.signal,
      holds: (tenure) => {
        entry.tenure = tenure;
        if (entry.doubtful) this.#verify(entry);
      },
      rests: () => {
        entry.resting = true;
      },
      leave: () => {
        writers.delete(entry);
        if (writers.size === 0 && this.#writers.get(upload) === writers) this.#writers.delete(upload);
        resolve();
      },
    };
  }

  /** Has the writers of an upload in this process yield, and waits until what they received is durable. */
  async yieldHere(upload: string): Promise<void> {
    const writers = [...(this.#writers.get(upload) ?? [])];
    for (const writer of writers) yieldSoon(writer, LAST_CALL_MS);
    await Promise.all(writers.map((writer) => writer.done));
  }

  /** How many requests `stopAll` and `stopResumable` broke off. */
  get stopped(): number {
    return this.#stopped;
  }

  /**
   * Stops every writer of this process and waits until what they received is durable; for a graceful stop. What they
   * have sent and was not received is not waited for.
   */
  stopAll(): Promise<void> {
    return this.#stop(() => true);
  }

  /** As `stopAll`, but for those of whom nothing would be kept. */
  stopResumable(): Promise<void> {
    return this.#stop((writer) => !writer.isWhole);
  }

  async #stop(which: (writer: Entry) => boolean): Promise<void> {
    const stopped = [...this.#writers.values()].flatMap((each) => [...each]).filter(which);
    this.#stopped += stopped.filter((writer) => !writer.resting).length;
    for (const writer of stopped) stop(writer);
    await Promise.all(stopped.map((writer) => writer.done));
  }

  /**
   * Gets the writers of an upload out of the way, here and on other replicas: each is asked to stop and make
   * durable what it has. True when the lease is free then; false when its holder is gone, or gave no answer within a
   * second (it hangs), so that only taking over helps.
   *
   * @throws UploadNotFound
   */
  async clear(upload: string): Promise<boolean> {
    const { database, uploads, uploadLeases } = this.parts;
    await this.yieldHere(upload);
    const deadline = Date.now() + YIELD_MS;
    let asked: string | undefined;
    for (let wait = FIRST_LOOK_MS; ; wait = Math.min(2 * wait, LONGEST_LOOK_MS)) {
      const { lease, state, fence } = await uploads.get(database.kysely, upload);
      if (lease === null || state !== 'open') return true;
      if (Date.now() >= deadline || lease.until.getTime() < Date.now()) return false;
      if (asked !== fence) {
        asked = fence;
        const { holder } = lease;
        if (await isGone(database.kysely, holder)) return false;
        await database.transaction((tx) => uploadLeases.askToYield(tx, { upload, holder, fence }), {
          lostCommit: 'repeat',
        });
      }
      await delay(wait);
    }
  }

  /**
   * As `clear`, and where the holder gives no answer its fence is replaced: what it still writes counts for
   * nothing, so that the offset stays what it is now.
   *
   * @throws UploadNotFound, UploadExpired
   */
  async seize(upload: string): Promise<void> {
    if (await this.clear(upload)) return;
    const { database, tenures } = this.parts;
    try {
      await database.transaction(
        async (tx) => {
          const tenure = await tenures.acquire(tx, upload, { force: true });
          await tenure.release(tx);
        },
        { lostCommit: 'repeat' },
      );
    } catch (error) {
      // The holder came to its end after all: nobody writes any more.
      if (!(error instanceof UploadNotOpen)) throw error;
    }
  }

  #overtaken(payload: string | undefined): void {
    if (payload === undefined) {
      this.#verifyAll();
      return;
    }
    const notice = JSON.parse(payload) as UploadLeaseNotice;
    for (const writer of this.#writers.get(notice.upload) ?? []) {
      if (writer.tenure === undefined) writer.doubtful = true;
      // Not stopped unseen: the notice may be older than the writer.
      else if (writer.tenure.fence !== notice.fence) this.#verify(writer);
    }
  }

  #asked(payload: string | undefined): void {
    if (payload === undefined) return;
    const request = JSON.parse(payload) as UploadYieldRequest;
    if (request.holder !== this.parts.tenures.holder) return;
    for (const writer of this.#writers.get(request.upload) ?? []) {
      if (writer.tenure !== undefined && writer.tenure.fence !== request.fence) continue;
      // Not cut off, so that it can be answered why.
      if (request.ended === true) writer.dismissal.abort(new UploadEndedByAdministrator());
      else yieldSoon(writer, LAST_CALL_ELSEWHERE_MS);
    }
  }

  #verifyAll(): void {
    for (const writers of this.#writers.values()) for (const writer of writers) this.#verify(writer);
  }

  /** Prolongs a writer's lease; one that is not its own any more stops it. */
  #verify(writer: Entry): void {
    const { database, logger } = this.parts;
    const { upload, tenure } = writer;
    if (tenure === undefined || writer.resting) return;
    database
      .transaction((tx) => tenure.renew(tx), { lostCommit: 'repeat' })
      .then(
        (ours) => ours || stop(writer),
        // The fence holds at the write whatever happens here.
        (err: unknown) =>
          logger.warn({ err, upload, asset: tenure.upload.assetId }, 'a lease could not be renewed'),
      );
  }
}

function stop(writer: Entry): void {
  if (!writer.resting) writer.body.destroy(new FencedOff());
}

/** Most often its link broke, and what is on its way here still is all that it will ever send. */
function yieldSoon(writer: Entry, lastCallMs: number): void {
  writer.yielding.abort(new FencedOff());
  const cutOff = setTimeout(() => stop(writer), lastCallMs);
  void writer.done.then(() => clearTimeout(cutOff));
}
