import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { releaseVersion } from '#libs/kernel';

/** prom-client's gauges with a counter's name, which Prometheus' own check refuses; their parts have series by type. */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

export interface BuildFacts {
  /** The commit that it was built from. */
  readonly commit: string;
}

/** The registry of a process, with what Prometheus wants to know of every one: memory, event loop, and what was built. */
export function serviceRegistry({ commit }: BuildFacts): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
  registerBuild(registry, { commit });
  return registry;
}

/** Which release this is, from which commit, on which Node.js. */
export function registerBuild(registry: Registry, { commit }: BuildFacts): void {
  new Gauge({
    name: 'lectern_build_info',
    help: 'The release that runs, the commit that it was built from, and the Node.js under it; always 1',
    labelNames: ['version', 'commit', 'node'],
    registers: [registry],
  }).set({ version: releaseVersion(), commit, node: process.versions.node }, 1);
}
