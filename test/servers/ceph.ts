import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { StorageSettings } from '#libs/storage';
import { freePort, freePortPair } from './free-port.js';

const run = promisify(execFile);
/** Scripts are not built: rigs run from the project's folder. */
const script = (name: string) => resolve('test/servers', name);
const START_MS = 60_000;

/** A real S3 server that runs for one test file. */
export interface CephRig {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  stop(): Promise<void>;
}

/** Whether this machine has what the rig needs (Debian: `apt-get install ceph-mon ceph-osd radosgw`). */
export function hasCeph(): boolean {
  try {
    execFileSync('sh', ['-c', 'command -v radosgw && command -v ceph-mon && command -v ceph-osd']);
    return true;
  } catch {
    return false;
  }
}

/** Starts a Ceph object gateway on free ports of the loopback, keeping everything in memory. */
export async function startCeph(): Promise<CephRig> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-ceph-'));
  // The monitor speaks its two protocols on two ports that follow each other.
  const [port, monitor] = [await freePort(), await freePortPair()];
  const rig: CephRig = {
    endpoint: `http://127.0.0.1:${port}`,
    accessKeyId: 'rigaccess',
    secretAccessKey: 'rigsecretrigsecret',
    stop: async () => {
      await run(script('ceph-down.sh'), [folder]);
      await rm(folder, { recursive: true, force: true });
    },
  };
  const { accessKeyId, secretAccessKey } = rig;
  try {
    await upAndLog(folder, [String(port), String(monitor), accessKeyId, secretAccessKey]);
    await answering(rig.endpoint);
    return rig;
  } catch (error) {
    const log = await readFile(join(folder, 'log/client.rgw.log'), 'utf8').catch(() => '');
    await rig.stop();
    throw new Error(`Ceph did not start\n${log.slice(-2_000)}`, { cause: error });
  }
}

/** The settings by which Lectern finds a bucket there. */
export function cephSettings(
  { endpoint, accessKeyId, secretAccessKey }: Pick<CephRig, 'endpoint' | 'accessKeyId' | 'secretAccessKey'>,
  bucket = 'lectern',
): StorageSettings {
  return {
    LECTERN_STORAGE: 's3',
    LECTERN_STORAGE_PATH: undefined,
    LECTERN_S3_ENDPOINT: endpoint,
    LECTERN_S3_REGION: 'us-east-1',
    LECTERN_S3_BUCKET: bucket,
    LECTERN_S3_ACCESS_KEY: accessKeyId,
    LECTERN_S3_SECRET_KEY: secretAccessKey,
    LECTERN_S3_PATH_STYLE: undefined,
    LECTERN_S3_TIMEOUT_SECONDS: 60,
  };
}

/** The daemons would hold a pipe open for ever, so the output goes to a file beside them. */
async function upAndLog(folder: string, rest: readonly string[]): Promise<void> {
  const log = `${folder}.log`;
  try {
    await run('bash', ['-c', '"$0" "$@" >"$LOG" 2>&1', script('ceph-up.sh'), folder, ...rest], {
      env: { ...process.env, LOG: log },
      timeout: START_MS,
    });
  } catch (error) {
    throw new Error(await readFile(log, 'utf8').catch(() => 'no output'), { cause: error });
  } finally {
    await rm(log, { force: true });
  }
}

async function answering(endpoint: string): Promise<void> {
  const deadline = Date.now() + START_MS;
  for (;;) {
    try {
      const response = await fetch(endpoint, { signal: AbortSignal.timeout(2_000) });
      await response.arrayBuffer();
      if (response.ok) return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
