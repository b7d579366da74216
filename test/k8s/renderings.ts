import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { render } from './kubectl.js';
import { type Manifest, parseManifests } from './manifests.js';

const run = promisify(execFile);

/** What becomes of an overlay. A site has everything filled in; all else must refuse to start as it is. */
export interface Rendering {
  readonly name: string;
  readonly manifests: readonly Manifest[];
  readonly isSite: boolean;
}

/** Overlays and components as sites put them together, beside those that are overlays already. */
const COMPOSITIONS: Readonly<Record<string, { resources: string[]; components: string[] }>> = {
  'hostpath on microk8s': { resources: ['overlays/hostpath'], components: ['microk8s'] },
  'hostpath with an edge on microk8s': {
    resources: ['overlays/hostpath'],
    components: ['edge', 'edge-on-claim', 'edge-subpath', 'microk8s', 'size-4'],
  },
  'minio on microk8s': { resources: ['overlays/minio'], components: ['microk8s'] },
  'minio-distributed on microk8s': { resources: ['overlays/minio-distributed'], components: ['microk8s'] },
  'edge on microk8s': { resources: ['overlays/edge'], components: ['microk8s', 'monitoring'] },
  'microk8s with all options': {
    resources: ['overlays/microk8s'],
    components: ['monitoring', 'worker-scaling', 'scratch-memory', 'identity-provider'],
  },
  ...Object.fromEntries(
    [2, 4, 8].flatMap((processors) => [
      [
        `${processors} processors, with an edge and all options`,
        {
          resources: ['overlays/edge'],
          components: ['microk8s', 'monitoring', 'worker-scaling', `size-${processors}`],
        },
      ],
      [
        `${processors} processors, with an edge beside delivery`,
        { resources: ['overlays/edge-sidecar'], components: ['microk8s', `size-${processors}`] },
      ],
    ]),
  ),
  's3 with a database elsewhere': { resources: ['overlays/s3'], components: ['external-database'] },
};

interface Site {
  readonly overlay: string;
  readonly components: readonly string[];
  /** What the site sets, by ConfigMap. */
  readonly settings: Readonly<Record<string, readonly string[]>>;
  readonly secrets: readonly ('identity' | 'bucket' | 'minio' | 'sign-in' | 'alert-mail' | 'alert-webhook')[];
}

const ADDRESS = 'LECTERN_DELIVERY_URL=https://learn.example.org';

/** Sites as docs/install.md describes them, with the secrets of the example site: everything starts. */
const SITES: Readonly<Record<string, Site>> = {
  'site on a bucket': {
    overlay: 's3',
    components: ['microk8s'],
    settings: {
      uploader: [ADDRESS],
      storage: ['LECTERN_S3_BUCKET=lectern', 'LECTERN_S3_ENDPOINT=https://s3.example.org'],
    },
    secrets: ['identity', 'bucket'],
  },
  'site on MinIO': {
    overlay: 'minio-distributed',
    components: ['microk8s'],
    settings: { uploader: [ADDRESS] },
    secrets: ['identity', 'bucket', 'minio'],
  },
  'site with an edge, its own identities and monitoring': {
    overlay: 'edge',
    components: [
      'microk8s',
      'monitoring',
      'worker-scaling',
      'identity-provider',
      'sign-in',
      'alerts-by-mail',
      'alerts-by-webhook',
      'webhooks',
    ],
    settings: {
      uploader: [
        ADDRESS,
        'LECTERN_JWT_JWKS_URL=https://id.example.org/keys',
        'LECTERN_OIDC_ISSUER=https://id.example.org',
        'LECTERN_OIDC_CLIENT_ID=lectern',
        'LECTERN_ALERT_MAIL_TO=it@example.org',
        'LECTERN_ALERT_MAIL_FROM=lectern@example.org',
      ],
      edge: ['LECTERN_TRUSTED_PROXIES=10.1.0.0/16'],
    },
    secrets: ['identity', 'sign-in', 'alert-mail', 'alert-webhook'],
  },
};

/** A copy of `k8s/` to render from: compositions need a folder beside the overlays, and mistakes can be planted. */
export async function copyOfManifests(): Promise<{ root: string; remove: () => Promise<void> }> {
  const root = await mkdtemp(path.join(tmpdir(), 'lectern-k8s-'));
  await cp('k8s', root, { recursive: true, filter: (source) => path.basename(source) !== 'secrets' });
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}

/** Renders every overlay, the compositions, and the example site with secrets made by its own script. */
export async function renderAll(kubectl: string, root: string): Promise<Rendering[]> {
  const overlays = (await readdir(path.join(root, 'overlays'))).toSorted();
  for (const [name, composition] of Object.entries(COMPOSITIONS))
    await writeComposition(root, name, composition);
  await run(path.join(root, 'example-site/make-secrets.sh'), ['--minio']);
  for (const [name, site] of Object.entries(SITES)) await writeSite(root, name, site);
  const folders = [
    ...overlays.map((name) => ({ name, folder: `overlays/${name}` })),
    ...Object.keys(COMPOSITIONS).map((name) => ({ name, folder: `compositions/${name}` })),
    { name: 'example-site', folder: 'example-site' },
    ...Object.keys(SITES).map((name) => ({ name, folder: `sites/${name}` })),
  ];
  return Promise.all(
    folders.map(async ({ name, folder }) => ({
      name,
      manifests: parseManifests(await render(kubectl, path.join(root, folder))),
      isSite: folder.includes('site'),
    })),
  );
}

async function writeComposition(
  root: string,
  name: string,
  { resources, components }: { resources: string[]; components: string[] },
): Promise<void> {
  await writeKustomization(path.join(root, 'compositions', name), {
    resources: resources.map((resource) => `../../${resource}`),
    components: components.map((component) => `../../components/${component}`),
  });
}

const SECRETS = {
  identity: { files: ['jwt-secret=secrets/jwt-secret'] },
  bucket: { files: ['access-key=secrets/bucket-access-key', 'secret-key=secrets/bucket-secret-key'] },
  'sign-in': { literals: ['client-secret=aaaaaaaaaaaaaaaa'] },
  'alert-mail': { literals: ['smtp-url=smtp://lectern:a@mail.example.org'] },
  'alert-webhook': { literals: ['url=https://chat.example.org/hook', 'secret=aaaaaaaaaaaaaaaa'] },
  minio: { files: ['root-password=secrets/minio-root-password'], literals: ['root-user=root'] },
} as const;

async function writeSite(root: string, name: string, site: Site): Promise<void> {
  const folder = path.join(root, 'sites', name);
  await cp(path.join(root, 'example-site/secrets'), path.join(folder, 'secrets'), { recursive: true });
  const replaced = { behavior: 'replace' } as const;
  await writeKustomization(folder, {
    resources: [`../../overlays/${site.overlay}`],
    components: site.components.map((component) => `../../components/${component}`),
    configMapGenerator: Object.entries(site.settings).map(([of, literals]) => ({
      name: of,
      behavior: 'merge',
      literals,
    })),
    secretGenerator: [
      {
        name: 'database',
        ...replaced,
        files: [
          'superuser-password=secrets/database-superuser-password',
          'owner-url=secrets/database-owner-url',
          'url=secrets/database-url',
        ],
      },
      {
        name: 'key-ring',
        ...replaced,
        files: ['ring.json=secrets/ring.json'],
        options: { disableNameSuffixHash: true },
      },
      // Those of alerts and of the sign-in are made by the site, for no overlay has them.
      ...site.secrets.map((of) => ({
        name: of,
        ...(of.startsWith('alert-') || of === 'sign-in' ? {} : replaced),
        ...SECRETS[of],
      })),
    ],
  });
}

async function writeKustomization(folder: string, content: object): Promise<void> {
  await mkdir(folder, { recursive: true });
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    namespace: 'lectern',
    ...content,
  };
  // JSON is YAML.
  await writeFile(path.join(folder, 'kustomization.yaml'), JSON.stringify(kustomization));
}
