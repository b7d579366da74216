import {
  containersOf,
  idOf,
  type Manifest,
  ofKind,
  ownApp,
  type Selector,
  selects,
  type Workload,
  workloadsOf,
} from './manifests.js';
import type { Rule } from './pod-policies.js';
import { portNumber } from './reference-policies.js';

interface PeerRule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly { readonly protocol?: string; readonly port?: string | number }[];
}

interface Peer {
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
}

interface ServiceSpec {
  readonly type?: string;
  readonly selector?: Readonly<Record<string, string>>;
  readonly ports?: readonly { readonly port: number; readonly targetPort?: string | number }[];
}

interface PolicySpec {
  readonly podSelector: Selector;
  readonly policyTypes?: readonly string[];
  readonly ingress?: readonly PeerRule[];
  readonly egress?: readonly PeerRule[];
}

/** Everything is denied, and then each pod's own traffic allowed: no more, no less. */
export const network: Rule = (manifests) => {
  const policies = ofKind(manifests, 'NetworkPolicy');
  const workloads = workloadsOf(manifests);
  return [
    ...(policies.some(deniesAll) ? [] : ['No NetworkPolicy denies what is not allowed']),
    ...workloads
      .filter(
        ({ labels }) =>
          !policies.some((policy) => isOwn(policy) && selects(specOf(policy).podSelector, labels)),
      )
      .map(({ id }) => `${id} has no NetworkPolicy of its own`),
    ...policies
      .filter((policy) => !workloads.some(({ labels }) => selects(specOf(policy).podSelector, labels)))
      .map((policy) => `${idOf(policy)} selects no pod`),
    ...policies.flatMap((policy) => openPeers(policy)),
    ...reachable(manifests, policies, workloads),
    ...workloads.flatMap((workload) => ways(workload, policies, workloads)),
  ];
};

/**
 * What tells metrics is reached by nobody from outside the cluster: through no port of a node, and by no policy that
 * names no peer. A container that has a port `health` tells them there, the others of ours where they serve.
 */
export const metricsInside: Rule = (manifests) =>
  workloadsOf(manifests).flatMap(({ id, labels, pod }) => {
    const told = pod.containers
      .filter(({ image }) => ownApp(image) !== undefined)
      .flatMap(({ ports = [] }) => ports.find(({ name }) => name === 'health') ?? ports.slice(0, 1))
      .map(({ containerPort }) => containerPort);
    const open = ofKind(manifests, 'Service').flatMap((service) => {
      const { type, selector = {}, ports = [] } = service.spec as ServiceSpec;
      if (type !== 'NodePort' && type !== 'LoadBalancer') return [];
      if (!selects({ matchLabels: selector }, labels)) return [];
      return ports
        .filter(({ port, targetPort }) => told.includes(portNumber(pod, targetPort ?? port) ?? 0))
        .map(() => `${idOf(service)} shows the metrics of ${id} outside of the cluster`);
    });
    const unnamed = ofKind(manifests, 'NetworkPolicy').flatMap((policy) => {
      const { podSelector, ingress = [] } = specOf(policy);
      if (!selects(podSelector, labels)) return [];
      return ingress
        .filter(
          ({ from, ports = [] }) =>
            from === undefined && ports.some(({ port }) => told.includes(Number(port))),
        )
        .map(() => `${idOf(policy)} lets anybody reach the metrics of ${id}`);
    });
    return [...open, ...unnamed];
  });

function specOf(policy: Manifest): PolicySpec {
  return policy.spec as PolicySpec;
}

function deniesAll(policy: Manifest): boolean {
  const { podSelector, policyTypes = [], ingress = [], egress = [] } = specOf(policy);
  const both = policyTypes.includes('Ingress') && policyTypes.includes('Egress');
  return Object.keys(podSelector).length === 0 && both && ingress.length === 0 && egress.length === 0;
}

function isOwn(policy: Manifest): boolean {
  return Object.keys(specOf(policy).podSelector).length > 0;
}

/** An empty peer, or a rule without ports, is nearly always a slip. */
function openPeers(policy: Manifest): string[] {
  const { ingress = [], egress = [] } = specOf(policy);
  return [...ingress, ...egress].flatMap((rule) => [
    ...((rule.ports ?? []).length === 0 ? [`${idOf(policy)} allows every port`] : []),
    ...[...(rule.from ?? []), ...(rule.to ?? [])]
      .filter(
        (peer) =>
          Object.keys(peer.podSelector ?? {}).length + Object.keys(peer.namespaceSelector ?? {}).length === 0,
      )
      .map(() => `${idOf(policy)} names a peer that is everybody`),
  ]);
}

/** Whatever a Service leads to may be reached, but for what only metrics are taken from. */
function reachable(
  manifests: readonly Manifest[],
  policies: readonly Manifest[],
  workloads: readonly Workload[],
): string[] {
  return ofKind(manifests, 'Service').flatMap((service) => {
    const { selector = {}, ports = [] } = service.spec as ServiceSpec;
    if (service.metadata.name === 'worker') return [];
    return workloads
      .filter(({ labels }) => selects({ matchLabels: selector }, labels))
      .flatMap(({ id, labels, pod }) =>
        ports
          .map(({ port, targetPort }) => portNumber(pod, targetPort ?? port))
          .filter((port) => port !== undefined && !allows(policies, labels, 'ingress', port, undefined))
          .map((port) => `No NetworkPolicy lets anybody reach port ${port} of ${id}`),
      );
  });
}

/** Pods reach their database and, where it is in the cluster, their bucket: out of one and into the other. */
function ways(workload: Workload, policies: readonly Manifest[], workloads: readonly Workload[]): string[] {
  const names = containersOf(workload.pod).flatMap(({ env = [] }) => env.map(({ name }) => name));
  const problems: string[] = [];
  if (names.includes('DATABASE_URL_FILE')) {
    const server = workloads.find(({ labels }) => labels['app.kubernetes.io/name'] === 'postgres');
    problems.push(...wayProblems(workload, server, 5432, policies));
  }
  if (names.includes('LECTERN_S3_ACCESS_KEY_FILE')) {
    const server = workloads.find(({ labels }) => labels['app.kubernetes.io/name'] === 'minio');
    problems.push(...wayProblems(workload, server, server === undefined ? 443 : 9000, policies));
  }
  return problems;
}

function wayProblems(
  client: Workload,
  server: Workload | undefined,
  port: number,
  policies: readonly Manifest[],
): string[] {
  const out = allows(policies, client.labels, 'egress', port, server?.labels);
  const into = server === undefined || allows(policies, server.labels, 'ingress', port, client.labels);
  return [
    ...(out
      ? []
      : [`No NetworkPolicy lets ${client.id} out to port ${port} of ${server?.id ?? 'the outside'}`]),
    ...(into ? [] : [`No NetworkPolicy lets ${client.id} into port ${port} of ${server?.id ?? ''}`]),
  ];
}

function allows(
  policies: readonly Manifest[],
  pod: Readonly<Record<string, string>>,
  direction: 'ingress' | 'egress',
  port: number,
  peer: Readonly<Record<string, string>> | undefined,
): boolean {
  return policies.some((policy) => {
    const spec = specOf(policy);
    if (!selects(spec.podSelector, pod)) return false;
    return (spec[direction] ?? []).some((rule) => {
      const peers = direction === 'ingress' ? rule.from : rule.to;
      const meant =
        peers === undefined ||
        peer === undefined ||
        peers.some(({ podSelector }) => podSelector !== undefined && selects(podSelector, peer));
      return meant && (rule.ports ?? []).some((each) => each.port === port);
    });
  });
}
