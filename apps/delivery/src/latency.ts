import { Histogram, type Registry } from 'prom-client';

const BUCKETS = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60, 600, 3_600];
const CLASSES = 6;
/** The buckets, one for what took longer, and the sum of seconds. */
const CELLS = BUCKETS.length + 2;
const SUM = CELLS - 1;

/**
 * Times to the end of answers, by class of status. They are counted by hand, in one array: prom-client makes a
 * text of the labels for each observation, which costs more than the rest of a small answer's bookkeeping.
 */
export class Latency {
  readonly #cells = new Float64Array(CLASSES * CELLS);

  /** @param status of the answer, 100 to 599 */
  observe(status: number, seconds: number): void {
    let bucket = 0;
    while (bucket < BUCKETS.length && seconds > (BUCKETS[bucket] ?? 0)) bucket += 1;
    const row = Math.floor(status / 100) * CELLS;
    this.#cells[row + bucket] = (this.#cells[row + bucket] ?? 0) + 1;
    this.#cells[row + SUM] = (this.#cells[row + SUM] ?? 0) + seconds;
  }

  register(registry: Registry, name: string, help: string): void {
    const histogram = new Histogram({
      name,
      help,
      labelNames: ['status'],
      buckets: BUCKETS,
      registers: [],
    });
    // It has the name and the place in the registry; what it tells is counted here.
    const get = async () => ({
      name,
      help,
      type: 'histogram',
      aggregator: 'sum',
      values: this.#values(name),
    });
    registry.registerMetric(Object.assign(histogram, { get, getForPromString: get }));
  }

  #values(name: string) {
    const values = [];
    for (let status = 1; status < CLASSES; status += 1) {
      const row = this.#cells.subarray(status * CELLS, (status + 1) * CELLS);
      const labels = { status: `${status}xx` };
      let count = 0;
      const buckets = [];
      for (const [index, bound] of [...BUCKETS, '+Inf' as const].entries()) {
        count += row[index] ?? 0;
        buckets.push({ metricName: `${name}_bucket`, labels: { ...labels, le: bound }, value: count });
      }
      if (count === 0) continue;
      values.push(...buckets, { metricName: `${name}_sum`, labels, value: row[SUM] ?? 0 });
      values.push({ metricName: `${name}_count`, labels, value: count });
    }
    return values;
  }
}
