import { Counter, type Registry } from 'prom-client';

/** What the rules of retention have done, for Prometheus. */
export class RetentionMetrics {
  readonly #assets: Counter<'action'>;
  readonly #bytes: Counter<'action'>;

  constructor(registry: Registry) {
    const labelNames = ['action'] as const;
    this.#assets = new Counter({
      name: 'lectern_retention_assets_total',
      help: 'Assets that rules of retention put into the trash, or took rungs off, by action: trash, drop-rungs',
      labelNames,
      registers: [registry],
    });
    this.#bytes = new Counter({
      name: 'lectern_retention_bytes_total',
      help: 'Their bytes: of what went into the trash, which holds them for a while; of the rungs that were removed',
      labelNames,
      registers: [registry],
    });
  }

  done(action: 'trash' | 'drop-rungs', bytes: number): void {
    this.#assets.inc({ action });
    this.#bytes.inc({ action }, bytes);
  }
}
