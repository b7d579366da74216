import { Counter, type Registry } from 'prom-client';
import { Sampled, sampledGauge } from '#libs/http';
import type { WebhookFigures } from '#libs/webhooks';

const OUTCOMES = ['delivered', 'failed', 'given_up', 'backlog_full'] as const;
type Outcome = (typeof OUTCOMES)[number];

/** What receivers of webhooks take, for Prometheus. */
export class WebhookMetrics {
  readonly #deliveries: Counter<'outcome'>;

  constructor(registry: Registry, figures: () => Promise<WebhookFigures>) {
    this.#deliveries = new Counter({
      name: 'lectern_webhook_deliveries_total',
      help: 'Attempts to deliver an event to a webhook, by outcome: delivered, failed (it is tried again), given_up; and backlog_full, where nothing was tried',
      labelNames: ['outcome'],
      registers: [registry],
    });
    for (const outcome of OUTCOMES) this.#deliveries.inc({ outcome }, 0);
    const sampled = new Sampled(figures);
    sampledGauge(registry, sampled, {
      name: 'lectern_webhook_deliveries_waiting',
      help: 'Deliveries that wait for their first or next attempt, of webhooks that are enabled: the same from every uploader',
      set: (gauge, { waiting }) => gauge.set(waiting),
    });
    sampledGauge(registry, sampled, {
      name: 'lectern_webhook_oldest_waiting_seconds',
      help: 'Since when the oldest of them waits; 0 where none does: the same from every uploader',
      set: (gauge, { oldestSeconds }) => gauge.set(oldestSeconds),
    });
    sampledGauge(registry, sampled, {
      name: 'lectern_webhooks_disabled',
      help: 'Webhooks that were disabled since their receivers took nothing for three days: the same from every uploader',
      set: (gauge, { disabled }) => gauge.set(disabled),
    });
  }

  told(outcome: Outcome, count = 1): void {
    this.#deliveries.inc({ outcome }, count);
  }
}
