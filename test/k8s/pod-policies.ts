import {
  bytesOf,
  type Container,
  containersOf,
  type Manifest,
  ofKind,
  ownApp,
  type Volume,
  type Workload,
  workloadsOf,
} from './manifests.js';

/** What is wrong with the manifests, a sentence for each; none where a rule is kept. */
export type Rule = (manifests: readonly Manifest[]) => string[];

/** The user of our images, who owns the storage. */
const LECTERN_USER = 10001;
/** After so long a service that is told to stop ends itself (libs/http/run-service.ts). */
const STOP_SECONDS = 45;

/** The Pod Security Standard `restricted`, and what we ask besides: a read-only root, and our own user. */
export const restricted: Rule = overContainers((container, workload) => {
  const { securityContext: own = {} } = container;
  const pod = workload.pod.securityContext ?? {};
  const user = own.runAsUser ?? pod.runAsUser;
  return [
    ...unless(own.allowPrivilegeEscalation === false, 'may gain privileges'),
    ...unless(own.privileged !== true, 'is privileged'),
    ...unless(own.readOnlyRootFilesystem === true, 'can write to its root file system'),
    ...unless(
      own.capabilities?.drop?.join(',') === 'ALL' && (own.capabilities.add ?? []).length === 0,
      'keeps capabilities',
    ),
    ...unless((own.runAsNonRoot ?? pod.runAsNonRoot) === true, 'may run as root'),
    ...unless(user !== undefined && user > 0, 'names no user of its own'),
    ...unless(
      ownApp(container.image) === undefined || user === LECTERN_USER,
      `does not run as ${LECTERN_USER}`,
    ),
    ...unless(
      (own.seccompProfile ?? pod.seccompProfile)?.type === 'RuntimeDefault',
      'has no seccomp profile',
    ),
    ...unless(
      (container.ports ?? []).every((port) => port.hostPort === undefined),
      'takes a port of the node',
    ),
  ];
});

export const podsApart: Rule = overWorkloads(({ pod }) => [
  ...unless(!(pod.hostNetwork ?? pod.hostPID ?? pod.hostIPC ?? false), 'shares a namespace of the node'),
  ...(pod.volumes ?? [])
    .filter((volume) => !isAllowedVolume(volume))
    .map((volume) => `has the volume ${volume.name} of a kind that restricted pods may not have`),
]);

function isAllowedVolume(volume: Volume): boolean {
  const kinds = [
    'emptyDir',
    'persistentVolumeClaim',
    'secret',
    'configMap',
    'projected',
    'downwardAPI',
    'csi',
  ];
  return Object.keys(volume).every((key) => key === 'name' || kinds.includes(key));
}

export const noTokens: Rule = (manifests) => [
  ...overWorkloads(({ pod }) => [
    ...unless(pod.automountServiceAccountToken === false, 'gets a token of its service account'),
    ...unless((pod.serviceAccountName ?? 'default') !== 'default', 'uses the default service account'),
    ...unless(
      !(pod.volumes ?? []).some((volume) =>
        volume.projected?.sources.some((source) => source.serviceAccountToken !== undefined),
      ),
      'mounts a token',
    ),
  ])(manifests),
  ...ofKind(manifests, 'ServiceAccount')
    .filter(
      (account) =>
        (account as { automountServiceAccountToken?: boolean }).automountServiceAccountToken !== false,
    )
    .map((account) => `ServiceAccount/${account.metadata.name} hands out tokens`),
];

export const imagesPinned: Rule = overContainers(({ image }) => {
  const tag = /:([\w][\w.-]*)$/.exec(image)?.[1];
  return [
    ...unless(tag !== undefined || image.includes('@sha256:'), `has an image without a version (${image})`),
    ...unless(tag !== 'latest', 'has an image that changes under it (latest)'),
  ];
});

export const resources: Rule = overContainers(({ resources }) => {
  const { requests = {}, limits = {} } = resources ?? {};
  return [
    ...unless(requests['cpu'] !== undefined, 'requests no CPU'),
    ...unless(bytesOf(requests['memory']) > 0, 'requests no memory'),
    ...unless(bytesOf(limits['memory']) > 0, 'has no memory limit'),
    ...unless(
      !(bytesOf(requests['memory']) > bytesOf(limits['memory'])),
      'requests more memory than its limit',
    ),
  ];
});

/** Scratch space ends somewhere, and what lies in memory fits into the pod's. */
export const scratchBounded: Rule = overWorkloads(({ pod }) => {
  const scratch = (pod.volumes ?? []).filter((volume) => volume.emptyDir !== undefined);
  const inMemory = scratch.filter((volume) => volume.emptyDir?.medium === 'Memory');
  const limit = sum(pod.containers.map((container) => bytesOf(container.resources?.limits?.['memory'])));
  return [
    ...scratch
      .filter((volume) => !(bytesOf(volume.emptyDir?.sizeLimit) > 0))
      .map((volume) => `has the emptyDir ${volume.name} without a sizeLimit`),
    ...unless(
      !(sum(inMemory.map((volume) => bytesOf(volume.emptyDir?.sizeLimit))) >= limit),
      'has more scratch space in memory than memory',
    ),
  ];
});

/** Start-up, readiness and liveness where something runs for good; liveness never asks what touches storage. */
export const probes: Rule = overWorkloads(({ manifest, pod }) => {
  if (manifest.kind !== 'Deployment' && manifest.kind !== 'StatefulSet') return [];
  return pod.containers.flatMap((container) =>
    probeProblems(container).map((problem) => `container ${container.name} ${problem}`),
  );
});

function probeProblems(container: Container): string[] {
  const { startupProbe, readinessProbe, livenessProbe, image } = container;
  const app = ownApp(image);
  const live = livenessProbe?.httpGet?.path;
  return [
    ...unless(startupProbe !== undefined, 'has no start-up probe'),
    ...unless(readinessProbe !== undefined, 'has no readiness probe'),
    ...unless(livenessProbe !== undefined, 'has no liveness probe'),
    ...unless(
      JSON.stringify(livenessProbe?.httpGet ?? livenessProbe?.exec ?? 'liveness') !==
        JSON.stringify(readinessProbe?.httpGet ?? readinessProbe?.exec ?? 'readiness'),
      'asks the same for liveness as for readiness',
    ),
    ...(app === undefined
      ? []
      : [
          ...unless(
            readinessProbe?.httpGet?.path === '/readyz',
            'is not asked for /readyz by its readiness probe',
          ),
          ...unless(
            // The edge reads files in its event loop, so only its socket can say that it lives.
            app === 'edge' ? livenessProbe?.tcpSocket !== undefined : live === '/livez',
            'has a liveness probe that may touch storage',
          ),
        ]),
  ];
}

/** Traffic has gone elsewhere before a service is told to stop, and it has the time that it takes to stop. */
export const drains: Rule = overWorkloads(({ manifest, pod }) => {
  const served = pod.containers.filter((container) => isServed(container));
  if (manifest.kind !== 'Deployment') return [];
  const grace = pod.terminationGracePeriodSeconds ?? 30;
  const pause = Math.max(0, ...served.map((container) => container.lifecycle?.preStop?.sleep?.seconds ?? 0));
  const strategy = (manifest.spec as { strategy?: { rollingUpdate?: { maxUnavailable?: unknown } } })
    .strategy;
  return [
    ...served
      .filter((container) => (container.lifecycle?.preStop?.sleep?.seconds ?? 0) < 3)
      .map((container) => `container ${container.name} stops before the proxies know`),
    ...unless(grace > pause + STOP_SECONDS, `is killed after ${grace} s, before it has ended by itself`),
    ...unless(
      served.length === 0 || strategy?.rollingUpdate?.maxUnavailable === 0,
      'takes replicas away before new ones are there',
    ),
  ];
});

function isServed({ image }: Container): boolean {
  return ['uploader', 'delivery', 'edge'].includes(ownApp(image) ?? '');
}

/** Who only reads mounts read-only, who writes does not, and settings and secrets are never written. */
export const mounts: Rule = overWorkloads(({ pod, ownClaims }) => {
  const volumes = new Map((pod.volumes ?? []).map((volume) => [volume.name, volume]));
  return containersOf(pod).flatMap((container) => {
    const app = ownApp(container.image);
    const paths = (container.volumeMounts ?? []).map((mount) => mount.mountPath);
    return (container.volumeMounts ?? []).flatMap((mount) => {
      const volume = volumes.get(mount.name);
      if (volume === undefined)
        return unless(
          ownClaims.includes(mount.name),
          `container ${container.name} mounts ${mount.name}, which is no volume`,
        );
      const problem = mountProblem(app, volume, mount);
      const doubled = paths.filter((each) => each === mount.mountPath).length > 1;
      return [
        ...(problem === undefined ? [] : [`container ${container.name} mounts ${mount.name} ${problem}`]),
        ...unless(!doubled, `container ${container.name} mounts two volumes at ${mount.mountPath}`),
      ];
    });
  });
});

function mountProblem(
  app: string | undefined,
  volume: Volume,
  { readOnly = false, mountPath, subPath }: NonNullable<Container['volumeMounts']>[number],
): string | undefined {
  const claim = volume.persistentVolumeClaim;
  const serves = app === 'delivery' || app === 'edge';
  // What they write of usage lies in a folder of its own.
  if (claim !== undefined && serves && mountPath === '/usage')
    return !readOnly && /(^|\/)usage$/.test(subPath ?? '')
      ? undefined
      : 'as another folder than that of usage';
  if (claim !== undefined && serves) return readOnly ? undefined : 'writable, though it only reads';
  if (claim !== undefined)
    return readOnly || claim.readOnly === true ? 'read-only, though it writes' : undefined;
  if (volume.emptyDir === undefined && !readOnly) return 'writable';
  return undefined;
}

/** All who share the claim of the media see the same folder of it. */
export const sameFolder: Rule = (manifests) => {
  const folders = new Map<string, string[]>();
  for (const { id, pod } of workloadsOf(manifests)) {
    for (const container of containersOf(pod)) {
      const mount = container.volumeMounts?.find(
        (each) => each.mountPath === '/data' && each.name === 'media',
      );
      if (mount === undefined) continue;
      const folder = mount.subPath ?? '';
      folders.set(folder, [...(folders.get(folder) ?? []), `${id} ${container.name}`]);
    }
  }
  if (folders.size < 2) return [];
  return [...folders].map(
    ([folder, who]) => `${who.join(', ')} see the folder '${folder}' of the claim, others another`,
  );
};

function unless(kept: boolean, problem: string): string[] {
  return kept ? [] : [problem];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function overWorkloads(problemsOf: (workload: Workload) => string[]): Rule {
  return (manifests) =>
    workloadsOf(manifests).flatMap((workload) =>
      problemsOf(workload).map((problem) => `${workload.id} ${problem}`),
    );
}

function overContainers(problemsOf: (container: Container, workload: Workload) => string[]): Rule {
  return overWorkloads((workload) =>
    containersOf(workload.pod).flatMap((container) =>
      problemsOf(container, workload).map((problem) => `container ${container.name} ${problem}`),
    ),
  );
}
