import { Counter, Gauge, type Registry } from 'prom-client';
import { type AlertName, ALERTS, type ChannelName, type Outcome } from '#libs/alerts';
import { keysOf } from '#libs/kernel';

/** What administrators are told of by mail and webhook, for Prometheus. */
export class AlertMetrics {
  readonly #alerts: Gauge<'alert' | 'severity'>;
  readonly #notices: Counter<'channel' | 'outcome'>;

  constructor(registry: Registry) {
    this.#alerts = new Gauge({
      name: 'lectern_alerts',
      help: 'Whether an alert has begun that goes out by mail or webhook, and is not over: 1 or 0; none where neither is set up',
      labelNames: ['alert', 'severity'],
      registers: [registry],
    });
    this.#notices = new Counter({
      name: 'lectern_alert_notices_total',
      help: 'Attempts to send the beginning or end of an alert, by outcome: sent, failed (it is tried again), dropped after a day',
      labelNames: ['channel', 'outcome'],
      registers: [registry],
    });
  }

  /** Of all alerts that the replicas share. */
  begun(begun: ReadonlySet<AlertName>): void {
    for (const alert of keysOf(ALERTS))
      if (alert !== 'database-unavailable') this.standing(alert, begun.has(alert));
  }

  standing(alert: AlertName, isBegun: boolean): void {
    this.#alerts.set({ alert, severity: ALERTS[alert].severity }, isBegun ? 1 : 0);
  }

  told(channel: ChannelName, outcome: Outcome): void {
    this.#notices.inc({ channel, outcome });
  }
}
