import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const OUTPUT_BYTES = 64 * 1024 * 1024;

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

/** Builds the edge's image of this folder, and the base below it where there is none; nothing is pulled. */
export async function buildEdgeImage(tag: string): Promise<string> {
  await run('bash', ['test/rigs/images/build.sh', '--tag', tag, 'edge'], { maxBuffer: OUTPUT_BYTES });
  return `localhost/lectern/edge:${tag}`;
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
