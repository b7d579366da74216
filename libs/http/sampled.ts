import { setTimeout as delay } from 'node:timers/promises';
import { Gauge, type GaugeConfiguration, type Registry } from 'prom-client';

const FRESH_MS = 10_000;
const PATIENCE_MS = 1_000;

/**
 * Figures that take a query or a system call, for whoever scrapes. However often they are asked for, they are read at
 * most every ten seconds and once at a time, and nobody waits for them longer than a second, unless told: what is not
 * known by then is left out rather than told from memory.
 */
export class Sampled<T> {
  #reading: Promise<void> | undefined;
  #known: { readonly value: T; readonly at: number } | undefined;
  readonly #freshMs: number;
  readonly #patienceMs: number;

  constructor(
    private readonly read: () => Promise<T>,
    options: { readonly freshMs?: number; readonly patienceMs?: number } = {},
  ) {
    this.#freshMs = options.freshMs ?? FRESH_MS;
    this.#patienceMs = options.patienceMs ?? PATIENCE_MS;
  }

  /** undefined where they can't be read at the moment. Never rejects. */
  async value(): Promise<T | undefined> {
    if (this.#fresh === undefined) {
      this.#reading ??= this.#renew();
      await Promise.race([this.#reading, delay(this.#patienceMs, undefined, { ref: false })]);
    }
    return this.#fresh?.value;
  }

  get #fresh() {
    const known = this.#known;
    return known !== undefined && performance.now() - known.at < this.#freshMs ? known : undefined;
  }

  async #renew(): Promise<void> {
    try {
      this.#known = { value: await this.read(), at: performance.now() };
    } catch {
      this.#known = undefined;
    } finally {
      this.#reading = undefined;
    }
  }
}

/** A gauge of what was sampled: without any series while that is not known. */
export function sampledGauge<T, L extends string = never>(
  registry: Registry,
  sampled: Sampled<T>,
  {
    set,
    ...gauge
  }: Pick<GaugeConfiguration<L>, 'name' | 'help' | 'labelNames'> & {
    readonly set: (gauge: Gauge<L>, value: T) => void;
  },
): void {
  registry.registerMetric(
    new Gauge<L>({
      ...gauge,
      registers: [],
      async collect() {
        const value = await sampled.value();
        this.reset();
        // One without labels begins anew with a 0.
        this.remove({});
        if (value !== undefined) set(this, value);
      },
    }),
  );
}
