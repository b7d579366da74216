import type { LoadGenerator } from '../delivery-load/load.js';
import type { MediaTree } from '../delivery-load/media-tree.js';
import type { Peer } from '../delivery-load/peers.js';
import type { Servers } from '../delivery-peers/servers.js';
import { coldSweep } from './cold.js';
import { GrowthFigures } from './growth-figures.js';
import { connectionSweep, logSweep, objectSweep, processSweep } from './sweeps.js';

export interface GrowthRun {
  readonly generator: LoadGenerator;
  readonly tree: MediaTree;
  readonly servers: Servers;
  readonly peers: readonly Peer[];
  readonly sweeps: readonly string[];
  readonly rounds: number;
  /** Of load for each figure of a round. */
  readonly seconds: number;
}

/** How serving grows with processes, connections and objects, and what cold caches and the log cost. */
export async function runGrowth(run: GrowthRun): Promise<GrowthFigures> {
  const figures = new GrowthFigures(run.peers.map(({ name }) => name));
  const sweeps = {
    processes: processSweep,
    connections: connectionSweep,
    objects: objectSweep,
    cold: coldSweep,
    log: logSweep,
  };
  for (const [name, sweep] of Object.entries(sweeps)) {
    if (!run.sweeps.includes(name)) continue;
    const started = Date.now();
    await sweep(run, figures);
    console.log(`${name} done in ${Math.round((Date.now() - started) / 1000)} s`);
  }
  return figures;
}
