import { PAGES } from '../../apps/uploader/src/console/serve-console.js';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sectionOf } from '../servers/documented.js';
import { findKubectl, render } from './kubectl.js';
import { type Container, type Manifest, parseManifests, type PodSpec, workloadsOf } from './manifests.js';
import { copyOfManifests, renderAll, type Rendering } from './renderings.js';
import { examine, examineTogether } from './rules.js';
import { refusals } from './starts.js';

/** What may be changed of a manifest to plant a mistake. */
type Changeable<T> = { -readonly [K in keyof T]: Changeable<T[K]> };

let kubectl: string;
let root: string;
let remove: (() => Promise<void>) | undefined;
let renderings: Rendering[];

beforeAll(async () => {
  kubectl = await findKubectl();
  ({ root, remove } = await copyOfManifests());
  renderings = await renderAll(kubectl, root);
});

afterAll(() => remove?.());

function rendered(name: string): Rendering {
  const found = renderings.find((rendering) => rendering.name === name);
  if (found === undefined) throw new Error(`There is no rendering ${name}`);
  return found;
}

async function problemsOf(rendering: Rendering): Promise<string[]> {
  return (await examine(rendering)).flatMap(({ problems }) => problems);
}

/** A copy of a rendering with a mistake in it. */
function withMistake(name: string, plant: (manifests: Changeable<Manifest>[]) => unknown): Rendering {
  const rendering = rendered(name);
  const manifests = structuredClone(rendering.manifests) as Changeable<Manifest>[];
  plant(manifests);
  return { ...rendering, manifests };
}

function the(manifests: Changeable<Manifest>[], kind: string, name: string): Changeable<Manifest> {
  const found = manifests.find((each) => each.kind === kind && each.metadata.name.startsWith(name));
  if (found === undefined) throw new Error(`There is no ${kind} ${name}`);
  return found;
}

/** Changes the text of all alerts, as JSON. */
function changeRules(manifests: Changeable<Manifest>[], from: string, to: string): void {
  const rule = the(manifests, 'PrometheusRule', 'lectern');
  rule.spec = JSON.parse(JSON.stringify(rule.spec).replaceAll(from, to));
}

function podOf(manifests: Changeable<Manifest>[], id: string): Changeable<PodSpec> {
  const found = workloadsOf(manifests as Manifest[]).find((workload) => workload.id === id);
  if (found === undefined) throw new Error(`There is no ${id}`);
  return found.pod as Changeable<PodSpec>;
}

function containerOf(manifests: Changeable<Manifest>[], id: string): Changeable<Container> {
  const [container] = podOf(manifests, id).containers;
  if (container === undefined) throw new Error(`${id} has no container`);
  return container;
}

describe('the manifests', () => {
  it('render, fit the schemas of Kubernetes, and keep every rule, in each overlay', async () => {
    expect(renderings.length).toBeGreaterThanOrEqual(19);
    for (const rendering of renderings) {
      expect(rendering.manifests.length).toBeGreaterThan(30);
      expect(await problemsOf(rendering), rendering.name).toEqual([]);
    }
    expect(examineTogether(renderings.map(({ manifests }) => manifests)).problems).toEqual([]);
  });

  it('tell nginx as an ingress what the document tells it as a proxy', async () => {
    const { code } = await sectionOf('docs/proxies.md', 'nginx');
    const said = (directive: string) => new RegExp(`^ *${directive} (.*);$`, 'm').exec(code)?.[1] ?? '';
    const seconds = (time: string) => String(Number.parseInt(time, 10) * (time.endsWith('h') ? 3600 : 1));
    const { annotations } = the(
      [...rendered('nfs').manifests] as Changeable<Manifest>[],
      'Ingress',
      'uploader',
    ).metadata;
    const expected = {
      'proxy-request-buffering': said('proxy_request_buffering'),
      'proxy-buffering': said('proxy_buffering'),
      'proxy-body-size': said('client_max_body_size'),
      'proxy-http-version': said('proxy_http_version'),
      'proxy-read-timeout': seconds(said('proxy_read_timeout')),
      'proxy-send-timeout': seconds(said('proxy_send_timeout')),
    };
    for (const [name, value] of Object.entries(expected))
      expect([name, annotations?.[`nginx.ingress.kubernetes.io/${name}`]]).toEqual([name, value]);
  });

  it('let in the pages of the console, and the files that they are made of', () => {
    const ingress = the([...rendered('nfs').manifests] as Changeable<Manifest>[], 'Ingress', 'uploader');
    const { rules } = ingress.spec as { rules: { http: { paths: { path: string }[] } }[] };
    const paths = rules.flatMap(({ http }) => http.paths.map(({ path }) => path));
    const pages = PAGES.map((page) => page.replace(/\/\*$/, ''));
    expect(paths).toEqual(expect.arrayContaining([...pages, '/console', '/icon.svg']));
  });

  it('make nothing that starts before a site has filled in its secrets, and name what is missing', async () => {
    const onClaim = await refusals(rendered('nfs').manifests, { filled: false });
    expect(onClaim.get('uploader')).toContain('DATABASE_URL_FILE: the file is empty');
    expect(onClaim.get('uploader')).toContain('LECTERN_JWT_SECRET_FILE: the file is empty');
    expect(onClaim.get('uploader')).toContain('LECTERN_DELIVERY_URL');
    expect(onClaim.get('worker')).toContain('DATABASE_URL_FILE: the file is empty');
    expect(onClaim.get('delivery')).toContain('key ring');
    const onBucket = await refusals(rendered('s3').manifests, { filled: false });
    for (const app of ['uploader', 'delivery', 'worker'])
      expect(onBucket.get(app)).toContain('LECTERN_S3_SECRET_KEY_FILE: the file is empty');
    expect(await refusals(rendered('example-site').manifests, { filled: false })).toEqual(new Map());
  });
});

const MISTAKES: readonly [string, string, (manifests: Changeable<Manifest>[]) => unknown, string][] = [
  [
    'clients of a headless Service',
    'example-site',
    (all) =>
      Object.assign(the(all, 'Secret', 'database').data ?? {}, {
        url: Buffer.from('postgres://lectern_app:x@postgres.lectern.svc.cluster.local/lectern').toString(
          'base64',
        ),
      }),
    'url sends clients to postgres.lectern.svc.cluster.local, a headless Service: they keep the old address when its pod is replaced',
  ],
  [
    'a field that does not exist',
    'nfs',
    (all) => Object.assign(containerOf(all, 'Deployment/delivery').livenessProbe ?? {}, { timeoutSecond: 5 }),
    'Deployment/delivery: Kubernetes knows no field /spec/template/spec/containers/0/livenessProbe/timeoutSecond',
  ],
  [
    'a field of the wrong type',
    'nfs',
    (all) => Object.assign(the(all, 'Deployment', 'uploader').spec as object, { replicas: 'two' }),
    'Deployment/uploader: /spec/replicas type {"type":"integer"}',
  ],
  [
    'a kind of another time',
    'nfs',
    (all) => Object.assign(the(all, 'PodDisruptionBudget', 'worker'), { apiVersion: 'policy/v1beta1' }),
    'PodDisruptionBudget/worker: policy/v1beta1 is no stable API',
  ],
  [
    'a container that may write to its root',
    'nfs',
    (all) =>
      Object.assign(containerOf(all, 'Deployment/worker').securityContext ?? {}, {
        readOnlyRootFilesystem: false,
      }),
    'Deployment/worker container worker can write to its root file system',
  ],
  [
    'a container that runs as root',
    'minio',
    (all) => Object.assign(containerOf(all, 'StatefulSet/minio').securityContext ?? {}, { runAsUser: 0 }),
    'StatefulSet/minio container minio names no user of its own',
  ],
  [
    'a token of the service account',
    'nfs',
    (all) => delete podOf(all, 'Deployment/uploader').automountServiceAccountToken,
    'Deployment/uploader gets a token of its service account',
  ],
  [
    'an image that changes under it',
    'nfs',
    (all) => Object.assign(containerOf(all, 'Deployment/delivery'), { image: 'lectern/delivery:latest' }),
    'Deployment/delivery container delivery has an image that changes under it (latest)',
  ],
  [
    'no memory limit',
    'nfs',
    (all) => Object.assign(containerOf(all, 'Deployment/worker').resources ?? {}, { limits: { cpu: '2' } }),
    'Deployment/worker container worker has no memory limit',
  ],
  [
    'scratch space without an end',
    'nfs',
    (all) => {
      const scratch = podOf(all, 'Deployment/worker').volumes?.find(({ name }) => name === 'scratch');
      delete scratch?.emptyDir?.sizeLimit;
    },
    'Deployment/worker has the emptyDir scratch without a sizeLimit',
  ],
  [
    'liveness that asks storage',
    'nfs',
    (all) =>
      Object.assign(containerOf(all, 'Deployment/delivery').livenessProbe?.httpGet ?? {}, {
        path: '/readyz',
      }),
    'Deployment/delivery container delivery has a liveness probe that may touch storage',
  ],
  [
    'an edge whose liveness reads through a mount that may hang',
    'edge',
    (all) =>
      Object.assign(containerOf(all, 'Deployment/edge'), {
        livenessProbe: { httpGet: { path: '/livez', port: 'http' } },
      }),
    'Deployment/edge container edge has a liveness probe that may touch storage',
  ],
  [
    'no start-up probe',
    'nfs',
    (all) => delete containerOf(all, 'Deployment/uploader').startupProbe,
    'Deployment/uploader container uploader has no start-up probe',
  ],
  [
    'a grace that is shorter than the stop',
    'nfs',
    (all) => Object.assign(podOf(all, 'Deployment/uploader'), { terminationGracePeriodSeconds: 30 }),
    'Deployment/uploader is killed after 30 s, before it has ended by itself',
  ],
  [
    'replicas that go before new ones are there',
    'nfs',
    (all) =>
      Object.assign(the(all, 'Deployment', 'delivery').spec as object, {
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
      }),
    'Deployment/delivery takes replicas away before new ones are there',
  ],
  [
    'a delivery that may write',
    'nfs-csi',
    (all) =>
      Object.assign(
        containerOf(all, 'Deployment/delivery').volumeMounts?.find(({ name }) => name === 'media') ?? {},
        { readOnly: false },
      ),
    'Deployment/delivery container delivery mounts media writable, though it only reads',
  ],
  [
    'a delivery that may write more than usage',
    'nfs',
    (all) =>
      Object.assign(
        containerOf(all, 'Deployment/delivery').volumeMounts?.find(
          ({ mountPath }) => mountPath === '/usage',
        ) ?? {},
        { subPath: 'media' },
      ),
    'Deployment/delivery container delivery mounts media as another folder than that of usage',
  ],
  [
    'a worker that sees another folder than the uploader',
    'nfs',
    (all) =>
      Object.assign(
        containerOf(all, 'Deployment/worker').volumeMounts?.find(({ name }) => name === 'media') ?? {},
        { subPath: 'medias' },
      ),
    "Deployment/worker worker see the folder 'medias' of the claim, others another",
  ],
  [
    'no budget for disruptions',
    'nfs',
    (all) => all.splice(all.indexOf(the(all, 'PodDisruptionBudget', 'delivery')), 1),
    'Deployment/delivery has 0 PodDisruptionBudgets instead of one',
  ],
  [
    'a Service whose pods are others',
    'nfs',
    (all) =>
      Object.assign(the(all, 'Service', 'delivery').spec as object, {
        selector: { 'app.kubernetes.io/name': 'deliveries' },
      }),
    'Service/delivery selects no pod',
  ],
  [
    'a Service to a port that is not there',
    'nfs',
    (all) =>
      Object.assign(the(all, 'Service', 'uploader').spec as object, {
        ports: [{ name: 'http', port: 8080, targetPort: 'https' }],
      }),
    'Service/uploader leads to the port https, which Deployment/uploader has not',
  ],
  [
    'metrics on the internet',
    'nfs',
    (all) => {
      const spec = the(all, 'Ingress', 'uploader').spec as {
        rules: { http: { paths: { path: string }[] } }[];
      };
      Object.assign(spec.rules[0]?.http.paths[0] ?? {}, { path: '/' });
    },
    'Ingress/uploader shows /metrics to the internet',
  ],
  [
    'metrics on a port of every node',
    'edge',
    (all) =>
      Object.assign(the(all, 'Service', 'edge').spec as object, {
        ports: [{ name: 'http', port: 8080, targetPort: 'health', nodePort: 30080 }],
      }),
    'Service/edge shows the metrics of Deployment/edge outside of the cluster',
  ],
  [
    'a delivery on a port of every node, metrics and all',
    'nfs',
    (all) => Object.assign(the(all, 'Service', 'delivery').spec as object, { type: 'NodePort' }),
    'Service/delivery shows the metrics of Deployment/delivery outside of the cluster',
  ],
  [
    'metrics that anybody in the cluster may ask for',
    'edge',
    (all) => {
      const spec = the(all, 'NetworkPolicy', 'edge').spec as { ingress: { ports: { port: number }[] }[] };
      spec.ingress[0]?.ports.push({ port: 8084 });
    },
    'NetworkPolicy/edge lets anybody reach the metrics of Deployment/edge',
  ],
  [
    'a proxy that keeps uploads back',
    'microk8s',
    (all) =>
      delete the(all, 'Ingress', 'uploader').metadata.annotations?.[
        'nginx.ingress.kubernetes.io/proxy-request-buffering'
      ],
    'Ingress/uploader lets the proxy keep uploads back until they are whole',
  ],
  [
    'a Secret by a wrong name',
    's3',
    (all) => {
      const volume = podOf(all, 'Deployment/delivery').volumes?.find(({ name }) => name === 'bucket');
      Object.assign(volume?.secret ?? {}, { secretName: 'buckets' });
    },
    'Deployment/delivery names the Secret buckets, which is not there',
  ],
  [
    'a key that a Secret has not',
    'nfs',
    (all) => {
      const secret = the(all, 'Secret', 'database');
      secret.data = { url: '' };
    },
    'StatefulSet/postgres wants superuser-password of the Secret',
  ],
  [
    'a claim that only one node may mount',
    'nfs-csi',
    (all) =>
      Object.assign(the(all, 'PersistentVolumeClaim', 'media').spec as object, {
        accessModes: ['ReadWriteOnce'],
      }),
    'PersistentVolumeClaim/media is shared, but not ReadWriteMany',
  ],
  [
    'a soft mount',
    'nas',
    (all) =>
      Object.assign(the(all, 'PersistentVolume', 'lectern-media').spec as object, {
        mountOptions: ['nfsvers=4.0', 'soft', 'noatime', 'lookupcache=positive'],
      }),
    'PersistentVolume/lectern-media is not mounted hard',
  ],
  [
    'pods without a network policy',
    'nfs',
    (all) => all.splice(all.indexOf(the(all, 'NetworkPolicy', 'worker')), 1),
    'Deployment/worker has no NetworkPolicy of its own',
  ],
  [
    'a database that lets nobody in',
    'nfs',
    (all) => {
      const spec = the(all, 'NetworkPolicy', 'postgres').spec as {
        ingress: { from: { podSelector: { matchExpressions: { values: string[] }[] } }[] }[];
      };
      const [expression] = spec.ingress[0]?.from[0]?.podSelector.matchExpressions ?? [];
      expression?.values.splice(0, 1, 'uploaders');
    },
    'No NetworkPolicy lets Deployment/uploader into port 5432 of StatefulSet/postgres',
  ],
  [
    'a bucket that nobody reaches',
    's3',
    (all) => all.splice(all.indexOf(the(all, 'NetworkPolicy', 'bucket')), 1),
    'No NetworkPolicy lets Deployment/delivery out to port 443 of the outside',
  ],
  [
    'a setting that no app knows',
    'nfs',
    (all) => Object.assign(the(all, 'ConfigMap', 'delivery').data ?? {}, { LECTERN_DELIVERY_HOT_MB: '256' }),
    'Deployment/delivery container delivery: delivery knows no setting LECTERN_DELIVERY_HOT_MB',
  ],
  [
    'a setting of another app',
    'nfs',
    (all) => Object.assign(the(all, 'ConfigMap', 'worker').data ?? {}, { LECTERN_TRASH_SECONDS: '1' }),
    'Deployment/worker container worker: worker knows no setting LECTERN_TRASH_SECONDS',
  ],
  [
    'a value that the app refuses',
    'nfs',
    (all) => Object.assign(the(all, 'ConfigMap', 'uploader').data ?? {}, { LECTERN_ORPHAN_SECONDS: '60' }),
    'uploader refuses to start though all is filled in',
  ],
  [
    'a secret in the repository',
    'nfs',
    (all) =>
      Object.assign(the(all, 'Secret', 'database').data ?? {}, {
        url: Buffer.from('postgres://lectern:lectern@postgres/lectern').toString('base64'),
      }),
    'worker would start with the placeholders',
  ],
  [
    'a default password of MinIO',
    'minio',
    (all) =>
      Object.assign(the(all, 'Secret', 'minio').data ?? {}, {
        'root-password': Buffer.from('minioadmin').toString('base64'),
      }),
    'MinIO would start with the placeholder',
  ],
  [
    'more memory for blocks than the pod has',
    'nfs',
    (all) =>
      Object.assign(the(all, 'ConfigMap', 'delivery').data ?? {}, { LECTERN_DELIVERY_HOT_MIB: '2048' }),
    'Deployment/delivery container delivery may take 2298 MiB, more than its limit',
  ],
  [
    'answers that may go on for longer than the pod',
    'nfs',
    (all) => Object.assign(the(all, 'ConfigMap', 'delivery').data ?? {}, { LECTERN_SHUTDOWN_SECONDS: '40' }),
    'Deployment/delivery container delivery is killed while answers still go on',
  ],
  [
    'a cache that fills its disk',
    's3',
    (all) =>
      Object.assign(the(all, 'ConfigMap', 'delivery').data ?? {}, {
        LECTERN_DELIVERY_DISK_CACHE_MIB: '12288',
      }),
    'Deployment/delivery container delivery has a disk cache that fills its emptyDir',
  ],
  [
    'replicas beside an autoscaler',
    'nfs',
    (all) => Object.assign(the(all, 'Deployment', 'delivery').spec as object, { replicas: 2 }),
    'Deployment/delivery sets replicas, which HorizontalPodAutoscaler/delivery sets as well',
  ],
  [
    'requests that do not fit the machine',
    '4 processors, with an edge and all options',
    (all) => Object.assign(containerOf(all, 'Deployment/worker').resources?.requests ?? {}, { cpu: '1' }),
    'processors are requested at the worst, and 3.5 are there',
  ],
  [
    'an autoscaler that outgrows the machine',
    '2 processors, with an edge beside delivery',
    (all) =>
      Object.assign(the(all, 'HorizontalPodAutoscaler', 'delivery').spec as object, { maxReplicas: 6 }),
    'processors are requested at the worst, and 1.5 are there',
  ],
  [
    'a metric that nobody has',
    'microk8s with all options',
    (all) => {
      const dashboard = the(all, 'ConfigMap', 'lectern-dashboard');
      const text = dashboard.data?.['lectern.json'] ?? '';
      dashboard.data = {
        'lectern.json': text.replace('lectern_delivery_cut_total', 'lectern_delivery_cuts_total'),
      };
    },
    'The panel "Cut answers" asks for lectern_delivery_cuts_total, which no service has',
  ],
  [
    'a label in a panel that its metric does not have',
    'microk8s with all options',
    (all) => {
      const dashboard = the(all, 'ConfigMap', 'lectern-dashboard');
      const text = dashboard.data?.['lectern.json'] ?? '';
      dashboard.data = { 'lectern.json': text.replaceAll('sum by (code)', 'sum by (reason)') };
    },
    'The panel "Refused URLs" asks for the label reason, which not all of its metrics have',
  ],
  [
    'an alert on a metric that nobody has',
    'microk8s with all options',
    (all) => changeRules(all, 'lectern_ready{', 'lectern_readiness{'),
    'LecternStorageUnavailable asks for lectern_readiness, which no service has',
  ],
  [
    'an alert on a label that its metric does not have',
    'microk8s with all options',
    (all) => changeRules(all, 'status=\\"5xx\\"', 'code=\\"5xx\\"'),
    'LecternDeliveryUnavailable asks for the label code, which lectern_delivery_requests_total does not have',
  ],
  [
    'an alert that names a label in its summary which nothing has that comes of it',
    'microk8s with all options',
    (all) => changeRules(all, '{{ $labels.queue }}', '{{ $labels.name }}'),
    'LecternPackagingBehind asks for the label name, which nothing has that comes of it',
  ],
  [
    'an alert that looks at other namespaces',
    'microk8s with all options',
    (all) => changeRules(all, 'process_max_fds{namespace=\\"lectern\\"}', 'process_max_fds'),
    'LecternDescriptors asks for process_max_fds of every namespace',
  ],
  [
    'an alert that names no section of the operations page',
    'microk8s with all options',
    (all) => changeRules(all, 'docs/operations.md, \\"Quotas\\"', 'ask somebody'),
    'PrometheusRule/lectern: ',
  ],
];

describe('a planted mistake is found', () => {
  it.each(MISTAKES)('%s (%s)', async (_, name, plant, message) => {
    const problems = await problemsOf(withMistake(name, plant));
    expect(problems.filter((problem) => problem.includes(message))).not.toEqual([]);
  });

  it('in a file of the base, after it was rendered', async () => {
    const file = path.join(root, 'base/delivery.yaml');
    const text = await readFile(file, 'utf8');
    await writeFile(
      file,
      text.replace('path: /livez', 'path: /readyz').replace('drop: [ALL]', 'drop: [NET_RAW]'),
    );
    try {
      const manifests = parseManifests(await render(kubectl, path.join(root, 'overlays/nfs')));
      expect(await problemsOf({ name: 'nfs', manifests, isSite: false })).toEqual([
        'Deployment/delivery container delivery keeps capabilities',
      ]);
    } finally {
      await writeFile(file, text);
    }
  });

  it('when a setting is offered nowhere', () => {
    const without = renderings.map(({ manifests }) => {
      const copy = structuredClone(manifests) as Changeable<Manifest>[];
      delete the(copy, 'ConfigMap', 'worker').data?.['LECTERN_RECORDING_SECONDS'];
      return copy;
    });
    expect(examineTogether(without).problems).toEqual([
      "No manifest offers worker's setting LECTERN_RECORDING_SECONDS, and nothing says why",
    ]);
  });
});

/** What a section's commands leave of each Deployment, after those who wrote it down: `scale` and `apply`. */
function replicasAfter(commands: string, manifests: readonly Manifest[]): Map<string, number> {
  const left = new Map<string, number>();
  for (const [command, scaled, count] of commands.matchAll(
    /\bscale ((?:deployment\/\w+ )+)--replicas=(\d+)|apply -k/g,
  )) {
    if (scaled !== undefined)
      for (const name of scaled.trim().split(' ')) left.set(name.replace('deployment/', ''), Number(count));
    // Where the manifest leaves the number to an autoscaler, `apply` changes nothing, and at 0 the autoscaler is off.
    else if (command === 'apply -k')
      for (const { kind, metadata, spec } of manifests) {
        const { replicas } = (spec ?? {}) as { replicas?: number };
        if (kind === 'Deployment' && left.has(metadata.name) && replicas !== undefined)
          left.set(metadata.name, replicas);
      }
  }
  return left;
}

describe('the steps of docs/install.md', () => {
  it('dump the database before they delete it', async () => {
    const { text } = await sectionOf('docs/install.md', 'Remove');
    const steps = [
      'create job --from=cronjob/database-backup',
      'wait --for=condition=complete',
      'cp -a',
      'delete -k',
    ];
    const places = steps.map((step) => text.indexOf(step));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
  });
});

describe('the steps of docs/day-two.md', () => {
  it('bring back as many replicas as they took away', async () => {
    const { manifests } = rendered('microk8s');
    const meant = (name: string): number => {
      const { replicas } = the(manifests as Changeable<Manifest>[], 'Deployment', name).spec as {
        replicas?: number;
      };
      if (replicas !== undefined) return replicas;
      const { minReplicas } = the(manifests as Changeable<Manifest>[], 'HorizontalPodAutoscaler', name)
        .spec as {
        minReplicas: number;
      };
      return minReplicas;
    };
    const blocks = (await readFile('docs/day-two.md', 'utf8'))
      .split(/^(?! {4}|$)/m)
      .filter((block) => /deployment\/.*--replicas=0/.test(block));
    expect(blocks.length).toBeGreaterThanOrEqual(2);
    for (const block of blocks)
      for (const [name, count] of replicasAfter(block, manifests))
        expect([block, name, count]).toEqual([block, name, meant(name)]);
  });
});
