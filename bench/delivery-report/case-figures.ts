import type { Measured } from '../delivery-load/measure.js';
import { OURS, type Peer } from '../delivery-load/peers.js';
import { median } from '../measure/median.js';

/** Ours to a peer's. */
export interface Ratio {
  readonly throughput: number;
  /** CPU for each request. */
  readonly cpu: number;
}

const BUSY_CLIENT = 0.9;

/** All that was measured, by case and peer, and its medians. */
export class CaseFigures {
  readonly #measured = new Map<string, Measured[]>();

  constructor(
    readonly cases: readonly string[],
    private readonly peers: readonly Peer[],
    readonly options: { readonly rounds: number },
  ) {}

  get peerNames(): string[] {
    return this.peers.map(({ name }) => name);
  }

  add(name: string, peer: string, measured: Measured): void {
    const key = `${name} ${peer}`;
    this.#measured.set(key, [...(this.#measured.get(key) ?? []), measured]);
  }

  medians(name: string, peer: string): Measured {
    return mediansOf(this.#measured.get(`${name} ${peer}`) ?? []);
  }

  table(): string {
    const lines: string[] = [];
    for (const name of this.cases) {
      lines.push(
        '',
        `${name.padEnd(18)}     req/s    MB/s  CPU us/req  us/MB  p50 us  p99 us  peak MiB  client   ours/peer: req/s   CPU`,
      );
      for (const peer of this.peerNames) {
        const of = this.medians(name, peer);
        const ratio = this.ratio(name, peer);
        const cells = [
          Math.round(of.perSecond).toString().padStart(8),
          Math.round(of.megabytesPerSecond).toString().padStart(7),
          of.cpuUs.toFixed(1).padStart(11),
          of.cpuUsPerMegabyte.toFixed(0).padStart(6),
          Math.round(of.p50Us).toString().padStart(7),
          Math.round(of.p99Us).toString().padStart(7),
          Math.round(of.peakMiB).toString().padStart(9),
          `${Math.round(of.client * 100)}%`.padStart(6) + (of.client > BUSY_CLIENT ? '*' : ' '),
          peer === OURS ? '' : ratio.throughput.toFixed(2).padStart(18) + ratio.cpu.toFixed(2).padStart(6),
        ];
        lines.push(`  ${peer.padEnd(18)} ${cells.join(' ')}`);
      }
    }
    lines.push('', 'client: the share of its processor that the client used; * it may be what limits');
    return lines.join('\n');
  }

  ratio(name: string, peer: string): Ratio {
    return ratioOf(this.medians(name, OURS), this.medians(name, peer));
  }

  ratios(): Record<string, Record<string, Ratio>> {
    const others = this.peerNames.filter((peer) => peer !== OURS);
    return Object.fromEntries(
      this.cases.map((name) => [
        name,
        Object.fromEntries(others.map((peer) => [peer, this.ratio(name, peer)])),
      ]),
    );
  }
}

export function ratioOf(ours: Measured, theirs: Measured): Ratio {
  const round = (value: number) => Number(value.toFixed(2));
  return {
    throughput: round(ours.perSecond / theirs.perSecond),
    cpu: round(ours.cpuUs / theirs.cpuUs),
  };
}

export function mediansOf(measured: readonly Measured[]): Measured {
  const of = (figure: (one: Measured) => number) => median(measured.map(figure));
  return {
    perSecond: of((one) => one.perSecond),
    megabytesPerSecond: of((one) => one.megabytesPerSecond),
    cpuUs: of((one) => one.cpuUs),
    cpuUsPerMegabyte: of((one) => one.cpuUsPerMegabyte),
    p50Us: of((one) => one.p50Us),
    p99Us: of((one) => one.p99Us),
    peakMiB: of((one) => one.peakMiB),
    client: of((one) => one.client),
  };
}
