import { Counter, Gauge, type Registry } from 'prom-client';

const ENDS = ['left', 'slow', 'expired', 'revoked', 'stopped'] as const;
/** Why a listener's stream came to its end. */
export type EndOfStream = (typeof ENDS)[number];

const REFUSALS = ['too-many-event-streams', 'event-streams-full'] as const;

/** Who listens to events, for Prometheus. */
export class EventMetrics {
  readonly #listeners: Gauge;
  readonly #held: Gauge;
  readonly #ended: Counter<'reason'>;
  readonly #refused: Counter<'code'>;

  constructor(registry: Registry) {
    this.#listeners = new Gauge({
      name: 'lectern_event_listeners',
      help: 'Open streams of events',
      registers: [registry],
    });
    this.#held = new Gauge({
      name: 'lectern_events_held_seconds',
      help: 'For how long events have been held back by a transaction that is older and still runs, in whatever database of the server; 0 where nobody listens',
      registers: [registry],
    });
    this.#ended = new Counter({
      name: 'lectern_event_listeners_ended_total',
      help: 'Streams of events that came to their end, by reason: left, cut since they were not read (slow), token or key over (expired), key revoked, session ended, person disabled or edited (revoked), stopped with the service',
      labelNames: ['reason'],
      registers: [registry],
    });
    this.#refused = new Counter({
      name: 'lectern_event_listeners_refused_total',
      help: 'Streams of events that were refused since there were too many, by code',
      labelNames: ['code'],
      registers: [registry],
    });
    // The first of each must be an increase.
    for (const reason of ENDS) this.#ended.inc({ reason }, 0);
    for (const code of REFUSALS) this.#refused.inc({ code }, 0);
  }

  listening(count: number): void {
    this.#listeners.set(count);
  }

  held(seconds: number): void {
    this.#held.set(seconds);
  }

  ended(reason: EndOfStream): void {
    this.#ended.inc({ reason });
  }

  refused(code: (typeof REFUSALS)[number]): void {
    this.#refused.inc({ code });
  }
}
