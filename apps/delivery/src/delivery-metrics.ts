import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What the signed lane tells Prometheus. */
export class DeliveryMetrics {
  readonly requests: Counter<'method' | 'status'>;
  readonly verdicts: Counter<'code'>;
  readonly bytes: Counter;
  readonly cut: Counter;
  readonly seconds: Histogram;

  constructor(
    registry: Registry,
    gauges: { openObjects: () => number; revocationsAge: () => number; revocationEntries: () => number },
  ) {
    const registers = [registry];
    this.requests = new Counter({
      name: 'lectern_delivery_requests_total',
      help: 'Requests for signed URLs by method and class of status',
      labelNames: ['method', 'status'],
      registers,
    });
    this.verdicts = new Counter({
      name: 'lectern_delivery_verdicts_total',
      help: 'Verdicts on signed URLs: ok, or the code of the check that failed',
      labelNames: ['code'],
      registers,
    });
    this.bytes = new Counter({
      name: 'lectern_delivery_sent_bytes_total',
      help: 'Bytes of bodies sent',
      registers,
    });
    this.cut = new Counter({
      name: 'lectern_delivery_cut_total',
      help: 'Answers that did not reach their end: the viewer left, or storage failed',
      registers,
    });
    this.seconds = new Histogram({
      name: 'lectern_delivery_request_seconds',
      help: 'Time from a request to the end of its answer',
      buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60, 600],
      registers,
    });
    gauge(registry, 'lectern_delivery_open_objects', 'Objects held open or in memory', gauges.openObjects);
    gauge(
      registry,
      'lectern_delivery_revocations_age_seconds',
      'Seconds since the revocation list was read',
      gauges.revocationsAge,
    );
    gauge(
      registry,
      'lectern_delivery_revocation_entries',
      'Entries of the revocation list in force',
      gauges.revocationEntries,
    );
  }
}

function gauge(registry: Registry, name: string, help: string, value: () => number): void {
  registry.registerMetric(
    new Gauge({
      name,
      help,
      registers: [],
      collect() {
        this.set(value());
      },
    }),
  );
}
