import type { Audit } from '#libs/audit';
import {
  type Database,
  DatabaseUnavailable,
  EVENTS,
  type Subscription,
  type Transaction,
} from '#libs/database';
import type { Destinations } from '#libs/egress';
import { type Logger, tell } from '#libs/http';
import type { Clock } from '#libs/kernel';
import {
  type Deliveries,
  type Disabled,
  EventIntake,
  logDisabled,
  RETRIES,
  Sender,
  type Settled,
  Turns,
  WEBHOOKS,
} from '#libs/webhooks';
import type { WebhookMetrics } from '../webhook-metrics.js';

export interface WebhookDispatchParts {
  readonly database: Database;
  readonly deliveries: Deliveries;
  readonly audit: Audit;
  readonly destinations: Destinations;
  readonly metrics: WebhookMetrics;
  readonly clock: Clock;
  readonly logger: Logger;
}

const AT_A_TIME = 32;
const PER_ENDPOINT = 4;
const TIMEOUT_MS = 10_000;
const LEASE_MS = 30_000;
/** What is logged and cannot be read yet waits for transactions that last some milliseconds as a rule. */
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5_000;

const OUTCOMES = { delivered: 'delivered', again: 'failed', 'given-up': 'given_up' } as const;

/** Makes deliveries of what is logged and sends them, as every replica does: what one does not, another one will. */
export class WebhookDispatch {
  readonly #intake: EventIntake;
  readonly #sender: Sender;
  readonly #subscriptions: Subscription[] = [];
  #takingIn: Promise<void> | undefined;
  #isWoken = false;
  #isStopped = false;
  #timer: NodeJS.Timeout | undefined;
  #pauseMs = FIRST_PAUSE_MS;

  constructor(private readonly parts: WebhookDispatchParts) {
    const { database, deliveries, clock, destinations } = parts;
    this.#intake = new EventIntake(database, deliveries);
    this.#sender = new Sender(
      {
        turns: new Turns({ database, clock, retries: RETRIES, perEndpoint: PER_ENDPOINT, leaseMs: LEASE_MS }),
        clock,
        destinations,
        onDisabled: (tx, endpoint) => this.#disabled(tx, endpoint),
        onSettled: (settled) => this.#settled(settled),
        onError: (error) => this.#failed(error),
      },
      { atATime: AT_A_TIME, timeoutMs: TIMEOUT_MS },
    );
  }

  /** Begins with what happened while no replica was there. */
  async start(): Promise<void> {
    const { database } = this.parts;
    this.#subscriptions.push(
      await database.listen(EVENTS, () => this.#wake()),
      await database.listen(WEBHOOKS, () => this.#sender.wake()),
    );
    this.#wake();
    this.#sender.wake();
  }

  /** Puts back what is under way. Never fails. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await Promise.allSettled(this.#subscriptions.splice(0).map((subscription) => subscription.close()));
    await this.#takingIn;
    await this.#sender.stop();
  }

  #wake(): void {
    if (this.#isStopped) return;
    this.#isWoken = true;
    this.#takingIn ??= this.#takeIn().finally(() => {
      this.#takingIn = undefined;
      if (this.#isWoken) this.#wake();
    });
  }

  async #takeIn(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      let isMore = true;
      while ((isMore || this.#isWoken) && !this.#isStopped) {
        this.#isWoken = false;
        const { events, backlogFull, missed } = await this.#intake.takeIn();
        if (missed) tell(this.parts.logger, 'webhook events missed', {});
        this.parts.metrics.told('backlog_full', backlogFull);
        if (events > 0) this.#pauseMs = FIRST_PAUSE_MS;
        isMore = events > 0;
      }
      if (await this.#intake.isBehind()) this.#wakeLater();
    } catch (error) {
      this.#failed(error);
      this.#wakeLater();
    }
  }

  #wakeLater(): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => this.#wake(), this.#pauseMs).unref();
    this.#pauseMs = Math.min(LONGEST_PAUSE_MS, this.#pauseMs * 2);
  }

  async #disabled(tx: Transaction, endpoint: Disabled): Promise<void> {
    const { id, unit, failingSince } = endpoint;
    await logDisabled(tx, endpoint);
    await this.parts.audit.append(tx, {
      actor: 'system',
      action: 'webhook.disabled',
      subject: id,
      unit,
      facts: { because: 'failures', failingSince: failingSince.toISOString() },
    });
    tell(this.parts.logger, 'webhook disabled', { webhook: id, unit });
  }

  #settled(settled: Settled): void {
    if (settled !== 'lost') this.parts.metrics.told(OUTCOMES[settled]);
  }

  #failed(error: unknown): void {
    // The database's own absence is told elsewhere.
    if (error instanceof DatabaseUnavailable) return;
    this.parts.logger.error({ err: error }, 'webhooks: tried again soon');
  }
}
