import {
  containersOf,
  idOf,
  type Items,
  type Labels,
  type Manifest,
  ofKind,
  ownApp,
  type PodSpec,
  type Selector,
  selects,
  type Workload,
  workloadsOf,
} from './manifests.js';
import type { Rule } from './pod-policies.js';

/** Secrets and classes that a cluster or an engineer brings, not a manifest. */
const BROUGHT = { storageClasses: ['microk8s-hostpath'] };
const CLUSTER_WIDE = ['Namespace', 'PersistentVolume', 'PriorityClass', 'StorageClass'];

export const oneNamespace: Rule = (manifests) => {
  const seen = new Set<string>();
  return manifests.flatMap((manifest) => {
    const id = idOf(manifest);
    const twice = seen.has(id);
    seen.add(id);
    const placed = CLUSTER_WIDE.includes(manifest.kind) || manifest.metadata.namespace === 'lectern';
    return [
      ...(twice ? [`${id} is there twice`] : []),
      ...(placed ? [] : [`${id} is not in the namespace lectern`]),
    ];
  });
};

export const selectors: Rule = (manifests) => {
  const workloads = workloadsOf(manifests);
  return [
    ...workloads.flatMap(({ id, manifest, labels }) => {
      if (manifest.kind !== 'Deployment' && manifest.kind !== 'StatefulSet') return [];
      const { selector } = manifest.spec as { selector: Selector };
      return selects(selector, labels) ? [] : [`${id} does not select its own pods`];
    }),
    ...ofKind(manifests, 'Deployment').flatMap((deployment) => {
      const labels = workloads.find((workload) => workload.manifest === deployment)?.labels ?? {};
      const budgets = ofKind(manifests, 'PodDisruptionBudget').filter((budget) =>
        selects((budget.spec as { selector: Selector }).selector, labels),
      );
      return budgets.length === 1
        ? []
        : [`${idOf(deployment)} has ${budgets.length} PodDisruptionBudgets instead of one`];
    }),
    ...ofKind(manifests, 'PodDisruptionBudget')
      .filter((budget) => !selectsAny(budget, workloads))
      .map((budget) => `${idOf(budget)} selects no pod`),
    ...sharedPods(workloads),
  ];
};

function selectsAny(manifest: Manifest, workloads: readonly Workload[]): boolean {
  const { selector } = manifest.spec as { selector: Selector };
  return workloads.some(({ labels }) => selects(selector, labels));
}

/** Two workloads whose pods one selector can't tell apart. */
function sharedPods(workloads: readonly Workload[]): string[] {
  const names = workloads.map(({ labels }) => labels['app.kubernetes.io/name']);
  return workloads
    .filter((_, index) => names.indexOf(names[index]) !== index)
    .map(({ id }) => `${id} has the name label of another`);
}

interface ServiceSpec {
  readonly type?: string;
  readonly clusterIP?: string;
  readonly selector?: Labels;
  readonly ports?: readonly {
    readonly name?: string;
    readonly port: number;
    readonly targetPort?: string | number;
  }[];
}

export const services: Rule = (manifests) => {
  const workloads = workloadsOf(manifests);
  return [
    ...ofKind(manifests, 'Service').flatMap((service) => {
      const { selector = {}, ports = [] } = service.spec as ServiceSpec;
      const behind = workloads.filter(({ labels }) => selects({ matchLabels: selector }, labels));
      if (behind.length === 0) return [`${idOf(service)} selects no pod`];
      return behind.flatMap(({ id, pod }) =>
        ports
          .filter(({ port, targetPort }) => portNumber(pod, targetPort ?? port) === undefined)
          .map(
            ({ port, targetPort }) =>
              `${idOf(service)} leads to the port ${targetPort ?? port}, which ${id} has not`,
          ),
      );
    }),
    ...ofKind(manifests, 'Ingress').flatMap((ingress) => ingressProblems(ingress, manifests)),
    ...ofKind(manifests, 'StatefulSet').flatMap((set) => {
      const { serviceName, replicas } = set.spec as { serviceName: string; replicas?: number };
      const found = ofKind(manifests, 'Service').find((service) => service.metadata.name === serviceName);
      if (found === undefined) return [`${idOf(set)} names the Service ${serviceName}, which is not there`];
      const headless = (found.spec as ServiceSpec).clusterIP === 'None';
      return (replicas ?? 1) > 1 && !headless
        ? [`${idOf(set)} has several pods behind a Service that is not headless`]
        : [];
    }),
  ];
};

/** A port of a pod by its name or number; undefined where no container has it. */
export function portNumber(pod: PodSpec, port: string | number): number | undefined {
  return pod.containers
    .flatMap((container) => container.ports ?? [])
    .find((each) => each.name === port || each.containerPort === port)?.containerPort;
}

interface IngressSpec {
  readonly rules: readonly {
    readonly http: {
      readonly paths: readonly {
        readonly path: string;
        readonly pathType: 'Exact' | 'Prefix';
        readonly backend: {
          readonly service: {
            readonly name: string;
            readonly port: { readonly name?: string; readonly number?: number };
          };
        };
      }[];
    };
  }[];
}

const INSIDE = ['/livez', '/readyz', '/metrics'];

function ingressProblems(ingress: Manifest, manifests: readonly Manifest[]): string[] {
  const paths = (ingress.spec as IngressSpec).rules.flatMap((rule) => rule.http.paths);
  const annotations = ingress.metadata.annotations ?? {};
  const nginx = (name: string) => annotations[`nginx.ingress.kubernetes.io/${name}`];
  const uploads = paths.some(({ backend }) => backend.service.name === 'uploader');
  return [
    ...paths.flatMap(({ path, pathType, backend: { service } }) => {
      const found = ofKind(manifests, 'Service').find(({ metadata }) => metadata.name === service.name);
      const ports = (found?.spec as ServiceSpec | undefined)?.ports ?? [];
      const known = ports.some(
        ({ name, port }) => name === service.port.name || port === service.port.number,
      );
      return [
        ...(known
          ? []
          : [`${idOf(ingress)} leads ${path} to a port that the Service ${service.name} has not`]),
        ...INSIDE.filter(
          (inner) =>
            inner === path || (pathType !== 'Exact' && inner.startsWith(`${path.replace(/\/$/, '')}/`)),
        ).map((inner) => `${idOf(ingress)} shows ${inner} to the internet`),
      ];
    }),
    ...(uploads && nginx('proxy-request-buffering') !== 'off'
      ? [`${idOf(ingress)} lets the proxy keep uploads back until they are whole`]
      : []),
    ...(uploads && nginx('proxy-body-size') !== '0' ? [`${idOf(ingress)} limits the size of uploads`] : []),
    ...(uploads && Number(nginx('proxy-read-timeout') ?? 60) < 600
      ? [`${idOf(ingress)} cuts slow uploads`]
      : []),
  ];
}

export const autoscaling: Rule = (manifests) =>
  [...ofKind(manifests, 'HorizontalPodAutoscaler'), ...ofKind(manifests, 'ScaledObject')].flatMap(
    (scaler) => {
      const { scaleTargetRef } = scaler.spec as { scaleTargetRef: { name: string } };
      const target = ofKind(manifests, 'Deployment').find(
        ({ metadata }) => metadata.name === scaleTargetRef.name,
      );
      if (target === undefined) return [`${idOf(scaler)} scales ${scaleTargetRef.name}, which is not there`];
      const fixed = (target.spec as { replicas?: number }).replicas !== undefined;
      return fixed ? [`${idOf(target)} sets replicas, which ${idOf(scaler)} sets as well`] : [];
    },
  );

/** Everything that is named is there, with the keys that are asked for; and what is there is used. */
export const references: Rule = (manifests) => {
  const used = new Set<string>();
  const problems: string[] = [];
  const want = (who: string, kind: string, name: string, keys: readonly string[]) => {
    used.add(`${kind}/${name}`);
    const found = ofKind(manifests, kind).find(({ metadata }) => metadata.name === name);
    if (found === undefined) problems.push(`${who} names the ${kind} ${name}, which is not there`);
    const missing = found?.data === undefined ? [] : keys.filter((key) => found.data?.[key] === undefined);
    for (const key of missing) problems.push(`${who} wants ${key} of the ${kind} ${name}, which has it not`);
  };
  for (const workload of workloadsOf(manifests)) podReferences(workload, want);
  for (const authentication of ofKind(manifests, 'TriggerAuthentication')) {
    const { secretTargetRef } = authentication.spec as { secretTargetRef: { name: string; key: string }[] };
    for (const { name, key } of secretTargetRef) want(idOf(authentication), 'Secret', name, [key]);
  }
  const unused = [...ofKind(manifests, 'ConfigMap'), ...ofKind(manifests, 'Secret')].filter(
    (manifest) => !used.has(idOf(manifest)) && manifest.metadata.labels?.['grafana_dashboard'] === undefined,
  );
  return [...new Set(problems), ...unused.map((manifest) => `${idOf(manifest)} is used by nobody`)];
};

function podReferences(
  { id, pod }: Workload,
  want: (who: string, kind: string, name: string, keys: readonly string[]) => void,
): void {
  const keysOf = ({ items }: Items) => (items ?? []).map((item) => item.key);
  want(id, 'ServiceAccount', pod.serviceAccountName ?? 'default', []);
  for (const volume of pod.volumes ?? []) {
    const { secret, configMap, projected, persistentVolumeClaim: claim } = volume;
    if (secret !== undefined) want(id, 'Secret', secret.secretName, keysOf(secret));
    if (configMap !== undefined) want(id, 'ConfigMap', configMap.name, keysOf(configMap));
    if (claim !== undefined) want(id, 'PersistentVolumeClaim', claim.claimName, []);
    for (const source of projected?.sources ?? []) {
      if (source.secret !== undefined) want(id, 'Secret', source.secret.name, keysOf(source.secret));
      if (source.configMap !== undefined)
        want(id, 'ConfigMap', source.configMap.name, keysOf(source.configMap));
    }
  }
  for (const { env = [], envFrom = [] } of containersOf(pod)) {
    for (const { configMapRef, secretRef } of envFrom) {
      if (configMapRef !== undefined) want(id, 'ConfigMap', configMapRef.name, []);
      if (secretRef !== undefined) want(id, 'Secret', secretRef.name, []);
    }
    for (const { valueFrom } of env) {
      const { secretKeyRef, configMapKeyRef } = valueFrom ?? {};
      if (secretKeyRef !== undefined) want(id, 'Secret', secretKeyRef.name, [secretKeyRef.key]);
      if (configMapKeyRef !== undefined) want(id, 'ConfigMap', configMapKeyRef.name, [configMapKeyRef.key]);
    }
  }
}

interface ClaimSpec {
  readonly accessModes?: readonly string[];
  readonly storageClassName?: string;
  readonly volumeName?: string;
}

interface VolumeSpec {
  readonly accessModes?: readonly string[];
  readonly storageClassName?: string;
  readonly mountOptions?: readonly string[];
  readonly nfs?: unknown;
  readonly claimRef?: { readonly name: string; readonly namespace: string };
}

/** Claims find their volumes and classes; what several pods share may be shared; NFS is mounted as it must be. */
export const storage: Rule = (manifests) => [
  ...ofKind(manifests, 'PersistentVolumeClaim').flatMap((claim) => claimProblems(claim, manifests)),
  ...ofKind(manifests, 'PersistentVolume').flatMap((volume) => {
    const { nfs, mountOptions } = volume.spec as VolumeSpec;
    return nfs === undefined ? [] : nfsProblems(idOf(volume), mountOptions ?? []);
  }),
  ...ofKind(manifests, 'StorageClass').flatMap((found) => {
    const { provisioner, mountOptions } = found as Manifest & {
      provisioner: string;
      mountOptions?: string[];
    };
    return provisioner === 'nfs.csi.k8s.io' ? nfsProblems(idOf(found), mountOptions ?? []) : [];
  }),
];

function claimProblems(claim: Manifest, manifests: readonly Manifest[]): string[] {
  const { accessModes = [], storageClassName, volumeName } = claim.spec as ClaimSpec;
  const id = idOf(claim);
  const volume = ofKind(manifests, 'PersistentVolume').find(({ metadata }) => metadata.name === volumeName);
  const classes = [
    ...ofKind(manifests, 'StorageClass').map(({ metadata }) => metadata.name),
    ...BROUGHT.storageClasses,
  ];
  const users = workloadsOf(manifests).filter(
    ({ pod }) =>
      containersOf(pod).some(({ image }) => ownApp(image) !== undefined) &&
      pod.volumes?.some((each) => each.persistentVolumeClaim?.claimName === claim.metadata.name),
  );
  const bound = volume?.spec as VolumeSpec | undefined;
  return [
    ...(users.length > 1 && !accessModes.includes('ReadWriteMany')
      ? [`${id} is shared, but not ReadWriteMany`]
      : []),
    ...(volumeName !== undefined && volume === undefined
      ? [`${id} names the volume ${volumeName}, which is not there`]
      : []),
    ...(bound !== undefined &&
    (bound.claimRef?.name !== claim.metadata.name || bound.storageClassName !== storageClassName)
      ? [`${id} and its volume do not name each other`]
      : []),
    ...(storageClassName !== undefined && storageClassName !== '' && !classes.includes(storageClassName)
      ? [`${id} wants the class ${storageClassName}, which is not there`]
      : []),
  ];
}

function nfsProblems(id: string, options: readonly string[]): string[] {
  const version = options.find((option) => option.startsWith('nfsvers='));
  return [
    ...(options.includes('soft') || !options.includes('hard') ? [`${id} is not mounted hard`] : []),
    ...(options.includes('lookupcache=positive') ? [] : [`${id} is mounted without lookupcache=positive`]),
    ...(options.includes('noatime') ? [] : [`${id} is mounted without noatime`]),
    ...(version?.startsWith('nfsvers=4') === true ? [] : [`${id} is not mounted as NFS 4`]),
  ];
}
