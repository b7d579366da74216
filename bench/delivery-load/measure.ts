import type { Server } from '../delivery-peers/servers.js';
import { cpuSecondsOfTree, peakOf, resetPeak } from '../measure/process-tree.js';
import type { LoadGenerator, WrittenPlan } from './load.js';

/** A server, what it is asked, and the processor that its client runs on. */
export interface LoadedServer {
  readonly server: Server;
  readonly plan: WrittenPlan;
  readonly clientCore: number;
}

export interface Measured {
  readonly perSecond: number;
  readonly megabytesPerSecond: number;
  /** Microseconds of the servers' CPU for each request, and for each 10^6 bytes. */
  readonly cpuUs: number;
  readonly cpuUsPerMegabyte: number;
  readonly p50Us: number;
  readonly p99Us: number;
  /** The most that was resident at once during the run, of all servers together. */
  readonly peakMiB: number;
  /** The share of its processor that the busiest client used: near 1, the client is what is measured. */
  readonly client: number;
}

/** What the servers did and what it cost them, from the first request on: connections stand before. */
export async function measure(
  generator: LoadGenerator,
  loaded: readonly LoadedServer[],
  seconds: number,
): Promise<Measured> {
  const ready = await Promise.all(
    loaded.map(({ server, plan, clientCore }) =>
      generator.connect(plan, { port: server.port, core: clientCore, seconds }),
    ),
  );
  const pids = loaded.map(({ server }) => server.pid);
  for (const pid of pids) await resetPeak(pid);
  const before = await cpuOf(pids);
  const results = await Promise.all(ready.map((load) => load.run()));
  const cpu = (await cpuOf(pids)) - before;
  let peakMiB = 0;
  for (const pid of pids) peakMiB += await peakOf(pid);
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const requests = sum(results.map((result) => result.requests));
  const bytes = sum(results.map((result) => result.bytes));
  const times = Float64Array.from(results.flatMap((result) => Array.from(result.times))).toSorted();
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0;
  return {
    perSecond: sum(results.map((result) => result.requests / result.seconds)),
    megabytesPerSecond: sum(results.map((result) => result.bytes / result.seconds / 1e6)),
    cpuUs: (cpu / requests) * 1e6,
    cpuUsPerMegabyte: (cpu / bytes) * 1e12,
    p50Us: at(0.5),
    p99Us: at(0.99),
    peakMiB,
    client: Math.max(...results.map((result) => result.cpuSeconds / result.seconds)),
  };
}

async function cpuOf(pids: readonly number[]): Promise<number> {
  let seconds = 0;
  for (const pid of pids) seconds += await cpuSecondsOfTree(pid);
  return seconds;
}
