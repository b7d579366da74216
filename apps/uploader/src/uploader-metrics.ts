import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { registerDisk, Sampled, sampledGauge } from '#libs/http';
import { FULL_PERCENT, type QuotaFigures } from '#libs/quotas';

/** What is measured elsewhere whenever somebody scrapes. */
export interface UploaderFigures {
  readonly unfinished: () => Promise<number>;
  readonly quota: () => Promise<QuotaFigures>;
  readonly disk: () => Promise<{ readonly bytes: number; readonly freeBytes: number } | undefined>;
  /** From how many percent of the disk on something waits or is refused. */
  readonly marks: { readonly encoding: number; readonly uploads: number };
}

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 24 * HOUR;
const QUOTA_FRESH_MS = 30_000;

/** What becomes of uploads, counted for Prometheus. */
export class UploadMetrics {
  readonly #begun: Counter<'door'>;
  readonly #finished: Counter<'door'>;
  readonly #refused: Counter<'code'>;
  readonly #ended: Counter<'reason'>;
  readonly #bytes: Counter<'door'>;
  readonly #seconds: Histogram<'door'>;
  #receiving = 0;

  constructor(registry: Registry) {
    const of = <L extends string>(name: string, help: string, labelNames: L[]) =>
      new Counter({ name: `lectern_uploads_${name}`, help, labelNames, registers: [registry] });
    this.#begun = of('begun_total', 'Uploads begun, by door; pieces of one are not counted', ['door']);
    this.#finished = of('finished_total', 'Uploads that became assets, by door', ['door']);
    this.#refused = of(
      'refused_total',
      'What uploads of known callers were refused with, by code: as they began, on their way, or at their end',
      ['code'],
    );
    this.#ended = of(
      'ended_total',
      'Uploads that ended without an asset, by reason: the code of a refusal, given up, expired, ended by an administrator',
      ['reason'],
    );
    this.#bytes = of('received_bytes_total', 'Bytes of uploads that were taken and are durable, by door', [
      'door',
    ]);
    this.#seconds = new Histogram({
      name: 'lectern_upload_duration_seconds',
      help: 'From the beginning of an upload to its asset, pauses of its sender included, by door',
      labelNames: ['door'],
      buckets: [1, 5, 15, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, DAY, 7 * DAY],
      registers: [registry],
    });
    const receiving = (): number => this.#receiving;
    registry.registerMetric(
      new Gauge({
        name: 'lectern_uploads_receiving',
        help: 'Uploads and parts that this process is receiving bytes of',
        registers: [],
        collect() {
          this.set(receiving());
        },
      }),
    );
  }

  begun(door: string): void {
    this.#begun.inc({ door });
  }

  finished(door: string, seconds: number): void {
    this.#finished.inc({ door });
    this.#seconds.observe({ door }, seconds);
  }

  refused(code: string): void {
    this.#refused.inc({ code });
  }

  ended(reason: string): void {
    this.#ended.inc({ reason });
  }

  received(door: string, bytes: number): void {
    this.#bytes.inc({ door }, bytes);
  }

  /** Something is being received until the function that this returns is called. */
  receive(): () => void {
    this.#receiving += 1;
    return () => {
      this.#receiving -= 1;
    };
  }
}

/** What the database and the storage hold, for Prometheus: the same from every uploader. */
export function registerFigures(registry: Registry, figures: UploaderFigures): void {
  sampledGauge(registry, new Sampled(figures.unfinished), {
    name: 'lectern_uploads_open',
    help: 'Uploads of everybody that have begun and are not over: the same from every uploader',
    set: (gauge, open) => gauge.set(open),
  });
  registerDisk(registry, 'storage', figures.disk);
  const marks = new Gauge({
    name: 'lectern_storage_mark_ratio',
    help: 'From which part of the storage on encoding waits, and new uploads are refused, as the settings have it',
    labelNames: ['of'],
    registers: [registry],
  });
  for (const [of, percent] of Object.entries(figures.marks)) marks.set({ of }, percent / 100);
  const quota = new Sampled(figures.quota, { freshMs: QUOTA_FRESH_MS });
  for (const [name, help, of] of [
    ['used', 'Bytes of originals that count to quotas', (now) => now.usedBytes],
    ['reserved', 'Bytes that unfinished uploads hold of quotas', (now) => now.reservedBytes],
    [
      'derived',
      'Bytes made from originals: renditions and pictures, bound by no quota',
      (now) => now.derivedBytes,
    ],
    [
      'limit',
      'Sum of the limits of bytes of all regions; none while a region has no limit',
      (now) => now.limitBytes,
    ],
  ] satisfies [string, string, (now: QuotaFigures) => number | undefined][])
    sampledGauge(registry, quota, {
      name: `lectern_quota_${name}_bytes`,
      help: `${help}: the same from every uploader`,
      set: (gauge, now) => {
        const bytes = of(now);
        if (bytes !== undefined) gauge.set(bytes);
      },
    });
  sampledGauge(registry, quota, {
    name: 'lectern_quota_limited_accounts',
    help: 'Units and people that have a limit of bytes of their own',
    labelNames: ['of'],
    set: (gauge, now) => {
      for (const of of ACCOUNTS) gauge.set({ of }, now[of].limited);
    },
  });
  sampledGauge(registry, quota, {
    name: 'lectern_quota_full_accounts',
    help: 'Units and people of which at least so many percent of their own limit of bytes are stored or reserved: 80, 95, 100',
    labelNames: ['of', 'percent'],
    set: (gauge, now) => {
      for (const of of ACCOUNTS)
        for (const percent of FULL_PERCENT)
          gauge.set({ of, percent: String(percent) }, now[of].full[percent]);
    },
  });
  sampledGauge(registry, quota, {
    name: 'lectern_quota_fullest_ratio',
    help: 'How full the fullest unit or person is, as a part of its own limit of bytes; none where nobody has one',
    labelNames: ['of'],
    set: (gauge, now) => {
      for (const of of ACCOUNTS) {
        const { fullest } = now[of];
        if (fullest !== undefined) gauge.set({ of }, fullest);
      }
    },
  });
}

const ACCOUNTS = ['units', 'people'] as const;
