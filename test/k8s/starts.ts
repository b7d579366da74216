import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { KeyRing } from '#libs/signing';
import { readDeliverySettings } from '../../apps/delivery/src/config.js';
import { readUploaderSettings } from '../../apps/uploader/src/config.js';
import { readWorkerSettings } from '../../apps/worker/src/config.js';
import { type Container, type Manifest, ofKind, ownApp, type PodSpec, workloadsOf } from './manifests.js';
import { environmentOf } from './settings-policies.js';

const READERS: Readonly<Record<string, (environment: Record<string, string>) => object>> = {
  uploader: readUploaderSettings,
  delivery: readDeliverySettings,
  worker: readWorkerSettings,
};

/** What a site fills in, for a start with everything in its place. */
const FILLED: Readonly<Record<string, string>> = {
  'database/url': 'postgres://lectern_app:aaaaaaaaaaaa@postgres.lectern.svc.cluster.local:5432/lectern',
  'database/owner-url': 'postgres://lectern:aaaaaaaaaaaa@postgres.lectern.svc.cluster.local:5432/lectern',
  'database/superuser-password': 'aaaaaaaaaaaa',
  'identity/jwt-secret': 'a'.repeat(64),
  'key-ring/ring.json': JSON.stringify({
    keys: [{ kid: 'a1', secret: Buffer.alloc(32, 7).toString('base64url'), state: 'signing' }],
  }),
  'bucket/access-key': 'AKAAAAAAAAAAAAAAAAAA',
  'bucket/secret-key': 'a'.repeat(40),
  LECTERN_DELIVERY_URL: 'https://learn.example.org',
  LECTERN_S3_BUCKET: 'lectern',
};

/**
 * Why our services would not start with what is rendered: their own readers of settings and key ring, given each
 * container's variables and its mounted Secrets as files. One entry for each app that would not start.
 */
export async function refusals(
  manifests: readonly Manifest[],
  options: { filled: boolean },
): Promise<Map<string, string>> {
  const refused = new Map<string, string>();
  const folder = await mkdtemp(path.join(tmpdir(), 'lectern-k8s-'));
  try {
    for (const { pod, id } of workloadsOf(manifests)) {
      for (const container of pod.containers) {
        const app = ownApp(container.image) ?? '';
        const read = READERS[app];
        if (read === undefined) continue;
        const root = path.join(folder, id, container.name);
        await mountSecrets(container, pod, manifests, { root, filled: options.filled });
        const problem = await problemOf(() => start(read, container, manifests, root, options.filled));
        if (problem !== undefined) refused.set(app, problem);
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return refused;
}

async function problemOf(start: () => Promise<void>): Promise<string | undefined> {
  try {
    await start();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

async function start(
  read: (environment: Record<string, string>) => object,
  container: Container,
  manifests: readonly Manifest[],
  root: string,
  filled: boolean,
): Promise<void> {
  const environment: Record<string, string> = {};
  for (const [name, { value }] of environmentOf(container, manifests)) {
    if (value === undefined) continue;
    const given = filled ? (FILLED[name] ?? value) : value;
    const isFile = (name.endsWith('_FILE') || name === 'LECTERN_KEY_RING') && given.startsWith('/');
    environment[name] = isFile ? path.join(root, given) : given;
  }
  read(environment);
  const ring = environment['LECTERN_KEY_RING'];
  if (ring !== undefined) KeyRing.parse(await readFile(ring, 'utf8'));
}

async function mountSecrets(
  container: Container,
  pod: PodSpec,
  manifests: readonly Manifest[],
  { root, filled }: { root: string; filled: boolean },
): Promise<void> {
  for (const mount of container.volumeMounts ?? []) {
    const volume = pod.volumes?.find(({ name }) => name === mount.name);
    const single = volume?.secret;
    const sources = [
      ...(single === undefined ? [] : [{ name: single.secretName, items: single.items }]),
      ...(volume?.projected?.sources ?? []).flatMap(({ secret }) => (secret === undefined ? [] : [secret])),
    ];
    for (const { name, items } of sources) {
      const secret = ofKind(manifests, 'Secret').find(({ metadata }) => metadata.name === name);
      const data = Object.entries(secret?.data ?? {});
      for (const [key, encoded] of data) {
        const target = items === undefined ? key : items.find((item) => item.key === key)?.path;
        if (target === undefined) continue;
        const file = path.join(root, mount.mountPath, target);
        await mkdir(path.dirname(file), { recursive: true });
        const plain = Buffer.from(encoded, 'base64').toString();
        const base = name.replace(/-[a-z0-9]{10}$/, '');
        await writeFile(file, filled ? (FILLED[`${base}/${key}`] ?? plain) : plain);
      }
    }
  }
}

/** Every app refuses what is not filled in, and nothing else keeps one from starting. */
export async function startProblems(manifests: readonly Manifest[], isSite: boolean): Promise<string[]> {
  const refused = await refusals(manifests, { filled: false });
  const apps = new Set(
    workloadsOf(manifests)
      .flatMap(({ pod }) => pod.containers.map(({ image }) => ownApp(image) ?? ''))
      .filter((app) => READERS[app] !== undefined),
  );
  const unfilled = isSite
    ? [...refused].map(([app, problem]) => `${app} refuses to start: ${problem}`)
    : [...apps].filter((app) => !refused.has(app)).map((app) => `${app} would start with the placeholders`);
  const stillRefused = await refusals(manifests, { filled: true });
  return [
    ...unfilled,
    ...[...stillRefused].map(
      ([app, problem]) => `${app} refuses to start though all is filled in: ${problem}`,
    ),
    ...weakPasswords(manifests, isSite),
  ];
}

/** What others than our services have to refuse: PostgreSQL an empty password, MinIO one below 8 characters. */
function weakPasswords(manifests: readonly Manifest[], isSite: boolean): string[] {
  const secrets = ofKind(manifests, 'Secret');
  const secret = (name: string, key: string): string | undefined => {
    const found = secrets.find(({ metadata }) => metadata.name.replace(/-[a-z0-9]{10}$/, '') === name);
    const value = found?.data?.[key];
    return value === undefined ? undefined : Buffer.from(value, 'base64').toString();
  };
  const refusedBy = (name: string, value: string | undefined, least: number): string[] => {
    if (value === undefined || value.length >= least === isSite) return [];
    return [isSite ? `${name} refuses its password` : `${name} would start with the placeholder`];
  };
  return [
    ...refusedBy('PostgreSQL', secret('database', 'superuser-password'), 1),
    ...refusedBy('MinIO', secret('minio', 'root-password'), 8),
  ];
}
