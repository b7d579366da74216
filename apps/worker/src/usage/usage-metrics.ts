import { Counter, Gauge, type Registry } from 'prom-client';
import type { TakenIn } from '#libs/usage';

/** What this worker takes in of usage, for Prometheus. */
export class UsageMetrics {
  readonly #segments: Counter<'outcome'>;
  readonly #lines: Counter<'outcome'>;
  #oldest: number | undefined;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#segments = new Counter({
      name: 'lectern_usage_segments_total',
      help: 'Segments of usage by outcome: counted, or late (nobody knows any more whether they were counted)',
      labelNames: ['outcome'],
      registers,
    });
    this.#lines = new Counter({
      name: 'lectern_usage_lines_total',
      help: 'Lines of usage by outcome: counted, or broken (such as one that a killed writer has torn)',
      labelNames: ['outcome'],
      registers,
    });
    const behind = () => (this.#oldest === undefined ? 0 : Math.max(0, Date.now() - this.#oldest) / 1000);
    registry.registerMetric(
      new Gauge({
        name: 'lectern_usage_behind_seconds',
        help: 'Since the oldest segment of usage was begun that waits to be counted; 0 where none waits',
        registers: [],
        collect() {
          this.set(behind());
        },
      }),
    );
    for (const outcome of ['counted', 'late']) this.#segments.inc({ outcome }, 0);
    for (const outcome of ['counted', 'broken']) this.#lines.inc({ outcome }, 0);
  }

  taken({ segments, lines, broken }: TakenIn): void {
    this.#segments.inc({ outcome: 'counted' }, segments);
    this.#lines.inc({ outcome: 'counted' }, lines);
    this.#lines.inc({ outcome: 'broken' }, broken);
  }

  late(): void {
    this.#segments.inc({ outcome: 'late' });
  }

  /** When each segment was begun that waits. */
  behind(begun: readonly Date[]): void {
    this.#oldest = begun.length === 0 ? undefined : Math.min(...begun.map((date) => date.getTime()));
  }
}
