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
  'minio on microk8s': { resources: ['overlays/minio'], components: ['microk8s'] },
  'minio-distributed on microk8s': { resources: ['overlays/minio-distributed'], components: ['microk8s'] },
  'edge on microk8s': { resources: ['overlays/edge'], components: ['microk8s', 'monitoring'] },
  'microk8s with all options': {
    resources: ['overlays/microk8s'],
    components: ['monitoring', 'worker-scaling', 'scratch-memory', 'identity-provider'],
  },
  's3 with a database elsewhere': { resources: ['overlays/s3'], components: ['external-database'] },
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
  const folders = [
    ...overlays.map((name) => ({ name, folder: `overlays/${name}` })),
    ...Object.keys(COMPOSITIONS).map((name) => ({ name, folder: `compositions/${name}` })),
    { name: 'example-site', folder: 'example-site' },
  ];
  return Promise.all(
    folders.map(async ({ name, folder }) => ({
      name,
      manifests: parseManifests(await render(kubectl, path.join(root, folder))),
      isSite: name === 'example-site',
    })),
  );
}

async function writeComposition(
  root: string,
  name: string,
  { resources, components }: { resources: string[]; components: string[] },
): Promise<void> {
  const folder = path.join(root, 'compositions', name);
  await mkdir(folder, { recursive: true });
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    namespace: 'lectern',
    resources: resources.map((resource) => `../../${resource}`),
    components: components.map((component) => `../../components/${component}`),
  };
  // JSON is YAML.
  await writeFile(path.join(folder, 'kustomization.yaml'), JSON.stringify(kustomization));
}
