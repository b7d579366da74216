import { setTimeout as delay } from 'node:timers/promises';
import type { PlaybackSessions, RevocationEntries } from '#libs/catalog';
import { advisoryLock, type Database, type Transaction } from '#libs/database';
import type { Logger } from '#libs/http';
import { type Clock, unixSeconds } from '#libs/kernel';
import { revocationDocument, revocationVersion } from '#libs/signing';
import { bytesOf, ofDocument, REVOCATIONS, type Storage } from '#libs/storage';
import { RevocationNotInForce } from './playback.errors.js';

export interface RevocationParts {
  readonly database: Database;
  readonly storage: Storage;
  readonly sessions: PlaybackSessions;
  readonly entries: RevocationEntries;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface RevocationSettings {
  /** No URL lives longer. */
  readonly longestSeconds: number;
  /** How long whoever revoked waits until the list is written; 8,000 unless told. */
  readonly patienceMs?: number;
}

/** How soon another replica writes what one that died has revoked, and a list that could not be written is tried again. */
const EVERY_MS = 3_000;
const READING_MS = 5_000;
/** Longer than its first number can be. */
const BEGINNING_BYTES = 64;
/** Longer than a setting was that has been lowered since. */
const LEAST_SECONDS = 30 * 86_400;

/**
 * Writes `control/revocations.json`, which every serving replica reads, from what the database knows. The database is
 * the truth and is committed first. What it knows and no list has yet is written by whichever replica comes first,
 * all of it at once.
 */
export class Revocations {
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;
  /** Whether a writing of ours failed or broke off: what lies in storage is then anybody's guess. */
  #isUncertain = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly parts: RevocationParts,
    private readonly settings: RevocationSettings,
  ) {}

  /** Goes on in the background with whatever is not published yet. */
  start(): void {
    this.#timer ??= setInterval(() => {
      this.#publishNext().catch((error: unknown) =>
        this.parts.logger.error({ err: error }, 'the revocation list could not be written: tried again soon'),
      );
    }, EVERY_MS).unref();
  }

  /** Lets a list be written to its end. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await (this.#next ?? this.#running).catch(() => undefined);
  }

  /**
   * Part of the transaction that changes who may see these assets, or with `everything` the tree of units: ends what
   * was opened by those who may not any more. To be published afterwards.
   */
  async revokeUnseen(tx: Transaction, assets: readonly string[] | 'everything'): Promise<void> {
    await this.parts.sessions.revokeUnseen(tx, assets, this.parts.clock.now());
  }

  /**
   * Part of the transaction that takes a person or an API key their access: ends what they opened. To be published
   * afterwards.
   *
   * @returns how many sessions and links
   */
  async revokeAllOf(
    tx: Transaction,
    whose: { readonly viewer: string } | { readonly apiKey: string },
  ): Promise<number> {
    return this.parts.sessions.revokeAllOf(tx, whose, this.parts.clock.now());
  }

  /**
   * Brings the document up to date with everything committed so far. When it returns, that is in force everywhere
   * within 10 seconds. All who ask while one list is written get the next one together.
   *
   * @throws RevocationNotInForce when storage does not take the list in time; it is tried again by itself
   */
  async publish(): Promise<void> {
    const patience = new AbortController();
    const late = delay(this.settings.patienceMs ?? 8_000, undefined, { signal: patience.signal, ref: false });
    const tooLate = late.then(() => Promise.reject(new Error('The list is still being written.')));
    await Promise.race([this.#publishNext(), tooLate])
      .catch((cause: unknown) => {
        throw new RevocationNotInForce({ cause });
      })
      .finally(() => patience.abort());
  }

  /**
   * Mends what nobody noticed: a list that was written over by an older one, lost, or never got into storage. Drops
   * what has expired by itself.
   */
  async sweep(): Promise<void> {
    const { database, sessions, entries, clock } = this.parts;
    await database.transaction((tx) => sessions.forget(tx, clock.now()));
    const last = await entries.lastVersion(database.kysely);
    if ((await this.#writtenVersion()) < last) this.#isUncertain = true;
    await this.#publishNext();
  }

  /** Joins the publication that is the next to begin. */
  #publishNext(): Promise<void> {
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        this.#running = this.#publish();
        return this.#running;
      });
    return this.#next;
  }

  async #publish(): Promise<void> {
    const { database, entries } = this.parts;
    if (!this.#isUncertain && !(await entries.isUnpublished(database.kysely))) return;
    // The lock orders the writers of all replicas. One that loses it while storage keeps it waiting finds that out
    // when it commits, and writes again; whoever reads takes no older list meanwhile.
    const write = async (tx: Transaction): Promise<void> => {
      await advisoryLock(tx, 'revocations');
      // Nothing left: another replica has written it while this one waited.
      if (!(await entries.take(tx)) && !this.#isUncertain) return;
      this.#isUncertain = true;
      await this.#write(tx);
    };
    await database.transaction(write, { lostCommit: 'repeat' });
    this.#isUncertain = false;
  }

  async #write(tx: Transaction): Promise<void> {
    const { entries, storage, clock } = this.parts;
    const now = clock.now();
    const longest = Math.max(LEAST_SECONDS, this.settings.longestSeconds);
    const version = await entries.nextVersion(tx, await this.#writtenVersion());
    const members = await entries.members(tx, { now, raisedAfter: new Date(now.getTime() - longest * 1000) });
    const document = revocationDocument({ version, updated: unixSeconds(clock), ...members });
    await storage.replaceControl(REVOCATIONS, document);
  }

  /** The version of the document in storage; 0 where there is none, or nothing that is one. */
  async #writtenVersion(): Promise<number> {
    const signal = AbortSignal.timeout(READING_MS);
    const options = { signal };
    const beginning = await ofDocument(
      this.parts.storage,
      REVOCATIONS,
      (open) => bytesOf(open, 0, Math.min(BEGINNING_BYTES, open.bytes), options),
      options,
    );
    return revocationVersion(beginning?.toString('latin1') ?? '') ?? 0;
  }
}
