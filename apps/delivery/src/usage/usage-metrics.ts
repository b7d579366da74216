import { Counter, Gauge, type Registry } from 'prom-client';

/** How a journal of usage fares, as it says when it is asked. */
export interface JournalFigures {
  readonly isFailing: () => boolean;
  /** Since it was asked last. */
  readonly lostBytes: () => number;
  readonly segments: () => number;
}

/** Tells Prometheus of a journal of usage; the edge tells the same of its own. */
export function registerUsage(registry: Registry, { isFailing, lostBytes, segments }: JournalFigures): void {
  registry.registerMetric(
    new Gauge({
      name: 'lectern_delivery_usage_failing',
      help: 'Whether usage can not be written, and waits in memory: 1 or 0',
      registers: [],
      collect() {
        this.set(isFailing() ? 1 : 0);
      },
    }),
  );
  counter(registry, 'lost_bytes_total', 'Bytes that were sent and will be counted for nobody', lostBytes);
  counter(registry, 'segments_total', 'Segments of usage that were written whole', segments);
}

function counter(registry: Registry, name: string, help: string, take: () => number): void {
  registry.registerMetric(
    new Counter({
      name: `lectern_delivery_usage_${name}`,
      help,
      registers: [],
      collect() {
        this.inc(take());
      },
    }),
  );
}
