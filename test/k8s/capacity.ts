import { type Container, type Manifest, ofKind, type PodSpec, workloadsOf } from './manifests.js';
import type { Rule } from './pod-policies.js';

/**
 * Of a microk8s node's processors: calico-node requests 0.25, coredns and metrics-server 0.1 each, by their own
 * manifests; the ingress controller, the provisioner and the registry request nothing, or hardly anything.
 */
const MICROK8S_PROCESSORS = 0.5;

/**
 * What a size says of a machine is enough for what is requested there at the worst: every scaler at its most, every
 * Deployment in the middle of its rollout, the dump and all Jobs at work.
 */
export const fitsMachine: Rule = (manifests) => {
  const processors = Number(
    ofKind(manifests, 'Namespace')[0]?.metadata.annotations?.['lectern/processors'] ?? Number.NaN,
  );
  if (Number.isNaN(processors)) return [];
  const requested = workloadsOf(manifests).reduce(
    (sum, { manifest, pod }) => sum + podsOf(manifest, manifests) * processorsOf(pod),
    0,
  );
  const free = processors - MICROK8S_PROCESSORS;
  return requested <= free
    ? []
    : [`${requested.toFixed(2)} processors are requested at the worst, and ${free} are there`];
};

/** How many pods of a workload there may be at a time. */
function podsOf({ kind, metadata, spec }: Manifest, manifests: readonly Manifest[]): number {
  const { replicas = 1, strategy } = spec as {
    replicas?: number;
    strategy?: { rollingUpdate?: { maxSurge?: number } };
  };
  const most = [...ofKind(manifests, 'HorizontalPodAutoscaler'), ...ofKind(manifests, 'ScaledObject')]
    .filter(
      (scaler) => (scaler.spec as { scaleTargetRef: { name: string } }).scaleTargetRef.name === metadata.name,
    )
    .map((scaler) => scaler.spec as { maxReplicas?: number; maxReplicaCount?: number })
    .map(({ maxReplicas, maxReplicaCount }) => maxReplicas ?? maxReplicaCount ?? 1);
  return kind === 'Deployment'
    ? Math.max(replicas, ...most) + (strategy?.rollingUpdate?.maxSurge ?? 1)
    : replicas;
}

/** As the scheduler counts a pod: its containers together, or one of those before them where that wants more. */
function processorsOf({ containers, initContainers = [] }: PodSpec): number {
  const together = containers.reduce((sum, container) => sum + requestOf(container), 0);
  return Math.max(together, ...initContainers.map(requestOf));
}

function requestOf({ resources }: Container): number {
  const [, count = '0', unit] = /^(\d+(?:\.\d+)?)(m?)$/.exec(resources?.requests?.['cpu'] ?? '') ?? [];
  return unit === 'm' ? Number(count) / 1000 : Number(count);
}
