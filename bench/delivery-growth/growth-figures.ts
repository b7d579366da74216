import type { Measured } from '../delivery-load/measure.js';
import { OURS } from '../delivery-load/peers.js';
import type { Kind } from '../delivery-load/requests.js';
import { mediansOf, type Ratio, ratioOf } from '../delivery-report/case-figures.js';

/** What is changed while all else stays. */
export type Sweep = 'processes' | 'connections' | 'objects' | 'cold' | 'log';

interface Point {
  readonly sweep: Sweep;
  readonly kind: Kind;
  /** How many, or in which state. */
  readonly at: string;
  readonly peer: string;
}

/** All that was measured of how delivery grows, in the order of the first round. */
export class GrowthFigures {
  readonly #measured = new Map<string, { readonly point: Point; readonly all: Measured[] }>();
  readonly #notes = new Map<Sweep, string>();

  constructor(readonly peerNames: readonly string[]) {}

  add(point: Point, measured: Measured): void {
    const key = keyOf(point);
    const known = this.#measured.get(key) ?? { point, all: [] };
    known.all.push(measured);
    this.#measured.set(key, known);
  }

  /** What a reader has to know of a sweep, such as how its processors were shared. */
  note(sweep: Sweep, text: string): void {
    this.#notes.set(sweep, text);
  }

  noteOf(sweep: Sweep): string {
    return this.#notes.get(sweep) ?? '';
  }

  get sweeps(): Sweep[] {
    return [...new Set(this.#points().map(({ sweep }) => sweep))];
  }

  kinds(sweep: Sweep): Kind[] {
    const points = this.#points().filter((point) => point.sweep === sweep);
    return [...new Set(points.map(({ kind }) => kind))];
  }

  steps(sweep: Sweep, kind: Kind): string[] {
    const points = this.#points().filter((point) => point.sweep === sweep && point.kind === kind);
    return [...new Set(points.map(({ at }) => at))];
  }

  /** undefined where it was not measured. */
  medians(point: Point): Measured | undefined {
    const known = this.#measured.get(keyOf(point));
    return known === undefined ? undefined : mediansOf(known.all);
  }

  table(): string {
    const lines: string[] = [];
    for (const sweep of this.sweeps) {
      lines.push('', `${sweep}: ${this.noteOf(sweep)}`);
      for (const kind of this.kinds(sweep)) {
        lines.push(
          `  ${kind.padEnd(10)} ${''.padEnd(12)}    req/s    MB/s  CPU us/req  p50 us   p99 us  peak MiB  client   ours/peer: req/s   CPU`,
        );
        for (const at of this.steps(sweep, kind)) {
          for (const peer of this.peerNames) lines.push(...this.#row({ sweep, kind, at, peer }));
        }
      }
    }
    return lines.join('\n');
  }

  /** By sweep, kind and step: ours to each peer's. */
  ratios(): Record<string, Record<string, Record<string, Record<string, Ratio>>>> {
    const result: Record<string, Record<string, Record<string, Record<string, Ratio>>>> = {};
    for (const point of this.#points()) {
      if (point.peer === OURS) continue;
      const ratio = this.#ratio(point);
      if (ratio === undefined) continue;
      const ofSweep = (result[point.sweep] ??= {});
      const ofKind = (ofSweep[point.kind] ??= {});
      const ofStep = (ofKind[point.at] ??= {});
      ofStep[point.peer] = ratio;
    }
    return result;
  }

  #points(): Point[] {
    return [...this.#measured.values()].map(({ point }) => point);
  }

  #ratio(point: Point): Ratio | undefined {
    const [ours, theirs] = [this.medians({ ...point, peer: OURS }), this.medians(point)];
    return ours === undefined || theirs === undefined ? undefined : ratioOf(ours, theirs);
  }

  #row(point: Point): string[] {
    const of = this.medians(point);
    if (of === undefined) return [];
    const ratio = point.peer === OURS ? undefined : this.#ratio(point);
    const cells = [
      Math.round(of.perSecond).toString().padStart(8),
      Math.round(of.megabytesPerSecond).toString().padStart(7),
      of.cpuUs.toFixed(1).padStart(11),
      Math.round(of.p50Us).toString().padStart(7),
      Math.round(of.p99Us).toString().padStart(8),
      Math.round(of.peakMiB).toString().padStart(9),
      `${Math.round(of.client * 100)}%`.padStart(7),
      ratio === undefined ? '' : ratio.throughput.toFixed(2).padStart(18) + ratio.cpu.toFixed(2).padStart(6),
    ];
    return [`  ${point.at.padStart(10)} ${point.peer.padEnd(12)} ${cells.join(' ')}`];
  }
}

function keyOf({ sweep, kind, at, peer }: Point): string {
  return [sweep, kind, at, peer].join(' ');
}
