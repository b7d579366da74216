import { loadAll } from 'js-yaml';

/** An object as `kubectl apply` would send it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Labels;
    readonly annotations?: Labels;
  };
  readonly spec?: unknown;
  readonly data?: Readonly<Record<string, string>>;
}

export type Labels = Readonly<Record<string, string>>;

export interface Selector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly { key: string; operator: string; values?: readonly string[] }[];
}

interface Probe {
  readonly httpGet?: { readonly path?: string; readonly port: string | number };
  readonly tcpSocket?: { readonly port: string | number };
  readonly exec?: { readonly command: readonly string[] };
}

interface KeyReference {
  readonly name: string;
  readonly key: string;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly env?: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: {
      readonly secretKeyRef?: KeyReference;
      readonly configMapKeyRef?: KeyReference;
      readonly fieldRef?: { readonly fieldPath: string };
      readonly resourceFieldRef?: { readonly resource: string };
    };
  }[];
  readonly envFrom?: readonly {
    readonly configMapRef?: { readonly name: string };
    readonly secretRef?: { readonly name: string };
  }[];
  readonly ports?: readonly {
    readonly name?: string;
    readonly containerPort: number;
    readonly hostPort?: number;
  }[];
  readonly resources?: { readonly requests?: Labels; readonly limits?: Labels };
  readonly securityContext?: {
    readonly allowPrivilegeEscalation?: boolean;
    readonly privileged?: boolean;
    readonly readOnlyRootFilesystem?: boolean;
    readonly runAsUser?: number;
    readonly runAsNonRoot?: boolean;
    readonly seccompProfile?: { readonly type: string };
    readonly capabilities?: { readonly drop?: readonly string[]; readonly add?: readonly string[] };
  };
  readonly startupProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly lifecycle?: { readonly preStop?: { readonly sleep?: { readonly seconds: number } } };
  readonly volumeMounts?: readonly {
    readonly name: string;
    readonly mountPath: string;
    readonly readOnly?: boolean;
    readonly subPath?: string;
  }[];
}

export interface Items {
  readonly items?: readonly { readonly key: string; readonly path: string }[];
}

export interface Volume {
  readonly name: string;
  readonly emptyDir?: { readonly medium?: string; readonly sizeLimit?: string };
  readonly persistentVolumeClaim?: { readonly claimName: string; readonly readOnly?: boolean };
  readonly secret?: { readonly secretName: string } & Items;
  readonly configMap?: { readonly name: string } & Items;
  readonly projected?: {
    readonly sources: readonly {
      readonly secret?: { readonly name: string } & Items;
      readonly configMap?: { readonly name: string } & Items;
      readonly serviceAccountToken?: unknown;
    }[];
  };
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly Volume[];
  readonly serviceAccountName?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly terminationGracePeriodSeconds?: number;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly securityContext?: {
    readonly runAsNonRoot?: boolean;
    readonly runAsUser?: number;
    readonly seccompProfile?: { readonly type: string };
  };
}

/** Whatever makes pods, with the pods that it makes. */
export interface Workload {
  readonly manifest: Manifest;
  /** `Deployment/uploader` */
  readonly id: string;
  readonly labels: Labels;
  readonly pod: PodSpec;
  /** The claims that a StatefulSet makes for each of its pods. */
  readonly ownClaims: readonly string[];
}

export function parseManifests(yaml: string): Manifest[] {
  return loadAll(yaml).filter((each) => each !== null && each !== undefined) as Manifest[];
}

export function idOf(manifest: Manifest): string {
  return `${manifest.kind}/${manifest.metadata.name}`;
}

export function ofKind(manifests: readonly Manifest[], kind: string): Manifest[] {
  return manifests.filter((manifest) => manifest.kind === kind);
}

interface Template {
  readonly metadata?: { readonly labels?: Labels };
  readonly spec: PodSpec;
}

export function workloadsOf(manifests: readonly Manifest[]): Workload[] {
  return manifests.flatMap((manifest) => {
    const template = templateOf(manifest);
    if (template === undefined) return [];
    const claims = (manifest.spec as { volumeClaimTemplates?: { metadata: { name: string } }[] })
      .volumeClaimTemplates;
    return [
      {
        manifest,
        id: idOf(manifest),
        labels: template.metadata?.labels ?? {},
        pod: template.spec,
        ownClaims: (claims ?? []).map((claim) => claim.metadata.name),
      },
    ];
  });
}

function templateOf(manifest: Manifest): Template | undefined {
  switch (manifest.kind) {
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'Job':
      return (manifest.spec as { template: Template }).template;
    case 'CronJob':
      return (manifest.spec as { jobTemplate: { spec: { template: Template } } }).jobTemplate.spec.template;
    default:
      return undefined;
  }
}

/** Init containers first, as they run. */
export function containersOf(pod: PodSpec): Container[] {
  return [...(pod.initContainers ?? []), ...pod.containers];
}

/** An empty selector selects everything, as in Kubernetes. */
export function selects(selector: Selector, labels: Labels): boolean {
  const byLabels = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  return (
    byLabels &&
    (selector.matchExpressions ?? []).every(({ key, operator, values }) => {
      const value = labels[key];
      if (operator === 'In') return value !== undefined && (values ?? []).includes(value);
      if (operator === 'NotIn') return value === undefined || !(values ?? []).includes(value);
      return operator === 'Exists' ? value !== undefined : value === undefined;
    })
  );
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
};

/** Bytes of a quantity such as `512Mi`; NaN where it is none. */
export function bytesOf(quantity: string | undefined): number {
  const match = /^(\d+(?:\.\d+)?)([kMGT]|[KMGT]i)?$/.exec(quantity ?? '');
  return match === null ? Number.NaN : Number(match[1]) * (UNITS[match[2] ?? ''] ?? Number.NaN);
}

/** `lectern/uploader` of `localhost:32000/lectern/uploader:0.1.0`; undefined where the image is not ours. */
export function ownApp(image: string): string | undefined {
  return /(?:^|\/)lectern\/([a-z]+)(?::|@|$)/.exec(image)?.[1];
}
