import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const OUTPUT_BYTES = 64 * 1024 * 1024;
const PACKAGES = 'http://deb.debian.org/debian';
/** What `slim` leaves out. */
const NOT_SLIM = [
  'usr/share/doc',
  'usr/share/man',
  'usr/share/info',
  'usr/share/locale',
  'var/lib/apt/lists',
  'var/cache/apt/archives',
];

export interface ImageConfig {
  readonly User: string;
  readonly Env: readonly string[];
  readonly Labels: Readonly<Record<string, string>>;
  readonly StopSignal: string;
  readonly Healthcheck?: { readonly Test: readonly string[] };
}

/** Why this machine can't build and run images; undefined where it can. */
export function noImages(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root can build and run images here';
  for (const tool of ['buildah', 'podman', 'runc'])
    try {
      execFileSync('sh', ['-c', `command -v ${tool}`], { stdio: 'ignore' });
    } catch {
      return `${tool} is not installed`;
    }
  return undefined;
}

/** Builds the edge's image from the folder of this process; nothing is pulled. */
export async function buildEdgeImage(base: string, tag: string): Promise<void> {
  await run(
    'buildah',
    [
      'build',
      '--isolation=chroot',
      '--pull-never',
      '--network=host',
      '--format=docker',
      `--build-arg=BASE=${base}`,
      '--build-arg=VERSION=rig',
      '--build-arg=REVISION=rig',
      `--tag=${tag}`,
      '--file=docker/edge/Dockerfile',
      '.',
    ],
    { maxBuffer: OUTPUT_BYTES },
  );
}

export async function hasImage(name: string): Promise<boolean> {
  return run('podman', ['image', 'exists', name]).then(
    () => true,
    () => false,
  );
}

/** A Debian as the registry's slim one is made, for machines that reach packages but no registry. */
export async function makeBase(name: string): Promise<void> {
  const folder = await mkdtemp('/var/tmp/lectern-base-');
  try {
    await run('debootstrap', ['--variant=minbase', 'bookworm', folder, PACKAGES], {
      maxBuffer: OUTPUT_BYTES,
    });
    for (const part of NOT_SLIM)
      for (const entry of await readdir(join(folder, part)))
        await rm(join(folder, part, entry), { recursive: true });
    await run('sh', ['-c', 'tar -C "$0" -c . | podman import --quiet - "$1"', folder, name]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function configOf(image: string): Promise<{ config: ImageConfig; mebibytes: number }> {
  const { stdout } = await run('podman', ['image', 'inspect', image]);
  const [found] = JSON.parse(stdout) as [{ Config: ImageConfig; Size: number; Healthcheck?: unknown }];
  const config = { Healthcheck: found.Healthcheck, ...found.Config } as ImageConfig;
  return { config, mebibytes: Math.round(found.Size / 1024 / 1024) };
}

/** What a command says that is run in a container; never rejects. */
export async function inContainer(
  args: readonly string[],
): Promise<{ code: number; stdout: string; stderr: string }> {
  return run('podman', [...args], { maxBuffer: OUTPUT_BYTES }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout = '', stderr = '' }: { code?: number; stdout?: string; stderr?: string }) => ({
      code: typeof code === 'number' ? code : -1,
      stdout,
      stderr,
    }),
  );
}
