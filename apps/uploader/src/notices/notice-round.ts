import { type Database, DatabaseUnavailable } from '#libs/database';
import { type Logger, tell } from '#libs/http';
import type { Clock } from '#libs/kernel';
import type { Mailer } from '#libs/mail';
import { adminsOf, NoticeIntake, type NoticeOutcome, Notices, type NoticeWish } from '#libs/notices';
import { type FullQuota, noteFullQuotas } from '#libs/quotas';
import type { NoticeMetrics } from '../notice-metrics.js';

export interface NoticeRoundParts {
  readonly database: Database;
  /** None: then nobody is told. */
  readonly mailer: Mailer | undefined;
  /** Where the pages of the console are. */
  readonly console: string;
  readonly metrics: NoticeMetrics;
  readonly clock: Clock;
  readonly logger: Logger;
}

const EVERY_MS = 60_000;

/** Tells people by mail what happened to what is theirs, as every replica does: what one does not send, another one will. */
export class NoticeRound {
  readonly #stopping = new AbortController();
  readonly #notices: Notices | undefined;
  readonly #intake: NoticeIntake | undefined;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(private readonly parts: NoticeRoundParts) {
    const { database, mailer, clock, console } = parts;
    if (mailer === undefined) return;
    const onOutcome = this.#note;
    this.#notices = new Notices({ database, mailer, clock, console: console.replace(/\/+$/, ''), onOutcome });
    this.#intake = new NoticeIntake(database, this.#notices, clock);
  }

  /** Once a minute from now on; at once for what happened while nobody was there. */
  start(): void {
    if (this.#notices === undefined) return;
    this.#running = this.sweep(this.#stopping.signal)
      .catch((error: unknown) => this.#failed(error))
      .finally(() => {
        if (!this.#stopping.signal.aborted) this.#timer = setTimeout(() => this.start(), EVERY_MS).unref();
      });
  }

  /** A mail that is under way is broken off, and sent again by whoever comes next. Never fails. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** Takes in what has happened, looks at the quotas, and sends what is due. */
  async sweep(signal: AbortSignal): Promise<void> {
    const [notices, intake] = [this.#notices, this.#intake];
    if (notices === undefined || intake === undefined) return;
    for (let isMore = true; isMore && !signal.aborted; ) {
      const { events, put } = await intake.takeIn();
      this.#kept(put);
      isMore = events > 0;
    }
    this.#kept(await this.#lookAtQuotas(notices));
    await notices.sendDue(signal);
  }

  async #lookAtQuotas(notices: Notices) {
    return this.parts.database.transaction(
      async (tx) => {
        const wishes: NoticeWish[] = [];
        for (const quota of await noteFullQuotas(tx, this.parts.clock.now())) {
          const people = quota.person === undefined ? await adminsOf(tx, quota.units) : [quota.person];
          wishes.push(...people.map((person) => wishOf(person, quota)));
        }
        return notices.put(tx, wishes);
      },
      { lostCommit: 'repeat' },
    );
  }

  #kept({ noAddress, dropped }: { noAddress: number; dropped: number }): void {
    if (noAddress > 0) this.#note('no_address', noAddress);
    if (dropped > 0) this.#note('dropped', dropped);
  }

  readonly #note = (outcome: NoticeOutcome, count: number, error?: unknown): void => {
    const { metrics, logger } = this.parts;
    metrics.told(outcome, count);
    if (outcome === 'failed' || outcome === 'rejected')
      tell(logger, 'notice not sent', { reason: outcome, err: error });
  };

  #failed(error: unknown): void {
    // The database's own absence is told elsewhere.
    if (error instanceof DatabaseUnavailable) return;
    this.parts.logger.error({ err: error }, 'notices: tried again soon');
  }
}

function wishOf(person: string, { name, percent, isOver, ...quota }: FullQuota): NoticeWish {
  const unit = quota.person === undefined ? name : undefined;
  return { person, kind: 'quotaNearlyFull', facts: { unit, percent, isOver } };
}
