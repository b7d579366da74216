import { Counter, Gauge, type Registry } from 'prom-client';
import type { CacheFigures } from '#libs/storage';
import { Latency } from './latency.js';

export interface DeliveryGauges {
  readonly openObjects: () => number;
  readonly revocationsAge: () => number;
  readonly revocationEntries: () => number;
  readonly connections: () => number;
  readonly hotBlocks: () => number;
  /** Undefined where there is no disk cache. */
  readonly cache?: (() => CacheFigures) | undefined;
  /** Since the start: how often an object was held when it was asked for, and how often not. */
  readonly objectLookUps: () => { readonly hits: number; readonly misses: number };
  /** Since the start. */
  readonly blockFetches: () => number;
}

/**
 * What the delivery of signed URLs tells Prometheus. Counts are kept as plain numbers and handed over when
 * they are asked for: a counter with labels costs more than the answer to a small request.
 */
export class DeliveryMetrics {
  /** By method; for each class of status (1xx to 5xx) a count. */
  readonly #requests = new Map<string, number[]>();
  readonly #verdicts = new Map<string, number>();
  #bytes = 0;
  #cut = 0;
  readonly #lane = { answered: 0, handedOver: 0, refused: 0 };
  readonly #latency = new Latency();

  constructor(registry: Registry, gauges: DeliveryGauges) {
    const counter = <L extends string>(
      name: string,
      help: string,
      labelNames: L[],
      take: (c: Counter<L>) => void,
    ) =>
      registry.registerMetric(
        new Counter<L>({
          name: `lectern_delivery_${name}`,
          help,
          labelNames,
          registers: [],
          collect() {
            take(this);
          },
        }),
      );
    counter(
      'requests_total',
      'Requests for signed URLs by method and class of status',
      ['method', 'status'],
      (to) => {
        // The first failure must be an increase.
        to.inc({ method: 'GET', status: '5xx' }, 0);
        drain(this.#requests, (method, counts) => {
          counts.forEach((count, of) => count > 0 && to.inc({ method, status: `${of}xx` }, count));
        });
      },
    );
    counter(
      'verdicts_total',
      'Verdicts on signed URLs: ok, or the code of the check that failed',
      ['code'],
      (to) => drain(this.#verdicts, (code, count) => to.inc({ code }, count)),
    );
    counter('sent_bytes_total', 'Bytes of bodies sent', [], (to) => {
      to.inc(this.#bytes);
      this.#bytes = 0;
    });
    counter(
      'cut_total',
      'Answers that did not reach their end: the viewer left, or storage failed',
      [],
      (to) => {
        to.inc(this.#cut);
        this.#cut = 0;
      },
    );
    counter(
      'lane_total',
      'What the fast lane did: requests answered, connections handed over, connections refused',
      ['outcome'],
      (to) => {
        const { answered, handedOver, refused } = this.#lane;
        to.inc({ outcome: 'answered' }, answered);
        to.inc({ outcome: 'handed-over' }, handedOver);
        to.inc({ outcome: 'refused' }, refused);
        Object.assign(this.#lane, { answered: 0, handedOver: 0, refused: 0 });
      },
    );
    counter(
      'object_lookups_total',
      'Objects asked for: a hit was held open or in memory, a miss had to be opened',
      ['outcome'],
      (to) => {
        const { hits, misses } = gauges.objectLookUps();
        to.reset();
        to.inc({ outcome: 'hit' }, hits);
        to.inc({ outcome: 'miss' }, misses);
      },
    );
    counter('block_fetches_total', 'Blocks of 1 MiB read from storage into memory', [], (to) => {
      to.reset();
      to.inc(gauges.blockFetches());
    });
    this.#latency.register(
      registry,
      'lectern_delivery_request_seconds',
      'Time from a request to the end of its answer, by class of status',
    );
    gauge(registry, 'lectern_delivery_open_objects', 'Objects held open or in memory', gauges.openObjects);
    gauge(registry, 'lectern_delivery_connections', 'Connections that are open', gauges.connections);
    gauge(registry, 'lectern_delivery_hot_blocks', 'Blocks of 1 MiB held in memory', gauges.hotBlocks);
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
    if (gauges.cache !== undefined) tellOfCache(registry, gauges.cache);
  }

  answered(method: string, status: number, seconds: number, whole: boolean): void {
    let counts = this.#requests.get(method);
    if (counts === undefined) {
      counts = [0, 0, 0, 0, 0, 0];
      this.#requests.set(method, counts);
    }
    const of = Math.floor(status / 100);
    counts[of] = (counts[of] ?? 0) + 1;
    if (!whole) this.#cut += 1;
    this.#latency.observe(status, seconds);
  }

  verdict(code: string): void {
    add(this.#verdicts, code);
  }

  sent(bytes: number): void {
    this.#bytes += bytes;
  }

  lane(outcome: 'answered' | 'handedOver' | 'refused'): void {
    this.#lane[outcome] += 1;
  }
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function drain<T>(counts: Map<string, T>, take: (key: string, count: T) => void): void {
  for (const [key, count] of counts) take(key, count);
  counts.clear();
}

function tellOfCache(registry: Registry, figures: () => CacheFigures): void {
  const total = <L extends string>(
    name: string,
    help: string,
    labelNames: L[],
    take: (counter: Counter<L>, now: CacheFigures) => void,
  ) =>
    registry.registerMetric(
      new Counter<L>({
        name: `lectern_delivery_disk_cache_${name}`,
        help,
        labelNames,
        registers: [],
        collect() {
          // The cache counts; this only repeats it.
          this.reset();
          take(this, figures());
        },
      }),
    );
  total('reads_total', 'Reads of a block of the disk cache by outcome', ['outcome'], (to, { reads }) => {
    for (const [outcome, count] of Object.entries(reads)) to.inc({ outcome }, count);
  });
  total('fetched_bytes_total', 'Bytes that the disk cache fetched from storage', [], (to, { fetchedBytes }) =>
    to.inc(fetchedBytes),
  );
  total('removed_total', 'Blocks removed from the disk cache by reason', ['reason'], (to, { removed }) => {
    for (const [reason, count] of Object.entries(removed)) to.inc({ reason }, count);
  });
  gauge(
    registry,
    'lectern_delivery_disk_cache_bytes',
    'Bytes that the disk cache holds',
    () => figures().bytes,
  );
  gauge(
    registry,
    'lectern_delivery_disk_cache_blocks',
    'Blocks held by the disk cache',
    () => figures().blocks,
  );
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
