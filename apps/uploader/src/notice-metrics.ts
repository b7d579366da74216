import { Counter, type Registry } from 'prom-client';
import type { NoticeOutcome } from '#libs/notices';

/** What people are told by mail of what is theirs, for Prometheus. */
export class NoticeMetrics {
  readonly #notices: Counter<'outcome'>;

  constructor(registry: Registry) {
    this.#notices = new Counter({
      name: 'lectern_notice_mails_total',
      help: 'Mails to people about what is theirs, by outcome: sent, failed (it is tried again), rejected by the mail server for good; and notices that were dropped (after three days, or too many of one person), or whose person has no_address',
      labelNames: ['outcome'],
      registers: [registry],
    });
  }

  told(outcome: NoticeOutcome, count: number): void {
    this.#notices.inc({ outcome }, count);
  }
}
