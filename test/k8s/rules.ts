import { fitsMachine } from './capacity.js';
import { clients } from './client-policies.js';
import { metrics } from './dashboard.js';
import type { Manifest } from './manifests.js';
import { metricsInside, network } from './network-policies.js';
import {
  drains,
  imagesPinned,
  mounts,
  noTokens,
  podsApart,
  probes,
  resources,
  restricted,
  sameFolder,
  scratchBounded,
} from './pod-policies.js';
import { autoscaling, oneNamespace, references, selectors, services, storage } from './reference-policies.js';
import type { Rendering } from './renderings.js';
import { schemaProblems } from './schemas.js';
import { missingSettings, settingsExist, settingsFit } from './settings-policies.js';
import { startProblems } from './starts.js';

const RULES = {
  restricted: restricted,
  'pods apart': podsApart,
  'no tokens': noTokens,
  'pinned images': imagesPinned,
  resources: resources,
  'bounded scratch': scratchBounded,
  probes: probes,
  drain: drains,
  mounts: mounts,
  'one folder': sameFolder,
  'one namespace': oneNamespace,
  selectors: selectors,
  services: services,
  clients: clients,
  autoscaling: autoscaling,
  references: references,
  storage: storage,
  'network policies': network,
  'metrics inside': metricsInside,
  'settings exist': settingsExist,
  'settings fit': settingsFit,
  metrics: metrics,
  capacity: fitsMachine,
} as const;

export interface Outcome {
  readonly what: string;
  readonly problems: readonly string[];
}

/** Every rule on one rendering. */
export async function examine({ name, manifests, isSite }: Rendering): Promise<Outcome[]> {
  const wrongSchemas = (await Promise.all(manifests.map((manifest) => schemaProblems(manifest)))).flat();
  return [
    { what: `${name}: schemas of Kubernetes 1.36`, problems: wrongSchemas },
    // What is no Deployment by its schema can't be asked about its pods.
    ...Object.entries(RULES).map(([rule, check]) => ({
      what: `${name}: ${rule}`,
      problems: wrongSchemas.length > 0 ? [] : check(manifests),
    })),
    {
      what: `${name}: starts`,
      problems: wrongSchemas.length > 0 ? [] : await startProblems(manifests, isSite),
    },
  ];
}

/** What only all renderings together can tell. */
export function examineTogether(all: readonly (readonly Manifest[])[]): Outcome {
  return { what: 'every setting of config.ts is offered', problems: missingSettings(all) };
}
