import { setTimeout as delay } from 'node:timers/promises';
import { Random } from '../../model/random.js';
import { Findings } from './findings.js';
import type { NfsLab } from './lab.js';
import { Broken, fileOf, type Kind, Toll, UploadClient } from './upload.js';

/** Clients at the same time. */
const CLIENTS = 6;

const share: readonly Kind[] = ['tus', 'tus', 'tus', 'form', 'parts'];

/**
 * F08: uploads over both pods while the server is killed and started again, spread over the run; each is read
 * back on the other pod. Every upload counts for itself.
 */
export async function uploadsThroughRestarts(
  lab: NfsLab,
  findings: Findings,
  plan: { readonly uploads: number; readonly restarts: number; readonly seed: number },
): Promise<void> {
  const run = new Run(lab, findings, plan);
  const started = performance.now();
  await Promise.all([...Array.from({ length: CLIENTS }, () => run.client()), run.restarts()]);
  run.report((performance.now() - started) / 1000);
}

class Run {
  readonly #random: Random;
  readonly #toll = new Toll();
  readonly #broken = new Map<string, number>();
  readonly #downMs: number[] = [];
  readonly #stallMs: number[] = [];
  #begun = 0;
  #ended = 0;
  #held = 0;

  constructor(
    private readonly lab: NfsLab,
    private readonly findings: Findings,
    private readonly plan: { readonly uploads: number; readonly restarts: number; readonly seed: number },
  ) {
    this.#random = new Random(plan.seed);
  }

  async client(): Promise<void> {
    while (this.#begun < this.plan.uploads) {
      const number = ++this.#begun;
      const random = new Random(this.plan.seed * 100_003 + number);
      const content = fileOf(random);
      const kind = random.pick(share);
      const pod = random.pick(this.lab.pods);
      try {
        await new UploadClient(this.lab, random, this.#toll, pod, content).run(kind);
        this.#held += 1;
        this.findings.passed += 1;
      } catch (error) {
        const fact = error instanceof Broken ? error.fact : 'broken';
        this.#broken.set(fact, (this.#broken.get(fact) ?? 0) + 1);
        this.findings.fail(`F08 upload ${number} (${kind}, ${content.byteLength} bytes): ${fact}`, error);
      }
      this.#ended += 1;
      if (this.#ended % 50 === 0) console.log(`        ${this.#ended} of ${this.plan.uploads} uploads ended`);
    }
  }

  /** Kills the server whenever the next share of the uploads has ended. */
  async restarts(): Promise<void> {
    for (let number = 1; number <= this.plan.restarts; number++) {
      const from = Math.floor((this.plan.uploads * number) / (this.plan.restarts + 1));
      while (this.#ended < from) await delay(20);
      await delay(this.#random.whole(0, 200));
      const [ended, killed] = [this.#ended, performance.now()];
      await this.lab.server.kill();
      await delay(this.#random.whole(0, 1_000));
      await this.lab.server.start();
      this.#downMs.push(performance.now() - killed);
      while (this.#ended === ended && this.#ended < this.plan.uploads) await delay(20);
      this.#stallMs.push(performance.now() - killed);
    }
  }

  report(seconds: number): void {
    const { requests, failed, moved, bytes, slowestMs } = this.#toll;
    const clean = [...failed].map(([what, times]) => `${times} x ${what}`).join(', ') || 'none';
    const fact = (name: string): number => this.#broken.get(name) ?? 0;
    console.log(
      `        ${this.#held} of ${this.plan.uploads} uploads held, ${(bytes / 1024 / 1024).toFixed(0)} MiB, ${seconds.toFixed(0)} s, ${requests} requests, ${moved} times gone on at the other pod`,
    );
    console.log(
      `        failed cleanly and made again: ${clean}; the slowest request took ${(slowestMs / 1000).toFixed(1)} s`,
    );
    console.log(
      `        ${this.#downMs.length} kills: the server was away for ${spread(this.#downMs)}, no upload ended for ${spread(this.#stallMs)}`,
    );
    console.log(
      `        ${fact('false acknowledgement')} false acknowledgements, ${fact('false 404')} false 404s, ${fact('other bytes')} with other bytes`,
    );
  }
}

function spread(milliseconds: readonly number[]): string {
  if (milliseconds.length === 0) return 'no time';
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = (share: number): string =>
    ((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) / 1000).toFixed(1);
  return `${at(0)} to ${at(1)} s (median ${at(0.5)} s)`;
}
