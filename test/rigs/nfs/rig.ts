import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { contract } from './contract.js';
import { Findings } from './findings.js';
import { fullExport } from './full-export.js';
import { hang } from './hang.js';
import { NfsLab } from './lab.js';
import { uploadsThroughRestarts } from './restarts.js';
import { twoClients } from './two-clients.js';

/**
 * npm run rig -- nfs: Lectern on a real NFSv4.2 mount. nfs-ganesha exports a disk; two guests under user-mode Linux,
 * each with a client kernel of its own, mount it and run an uploader and a delivery.
 *
 * Wants root, and Debian's user-mode-linux, nfs-ganesha-vfs, nfs-common, kmod, e2fsprogs and iproute2.
 */
const values = readOptions('nfs', RIGS.nfs);
const FOLDER = 'LECTERN_TEST_NFS_FOLDER';
const COUNTS = 'counts.json';
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
let stopped = false;
/** The part of the contract suite that `--core` runs. */
const CORE = 'control documents|list and remove|itself|publishes|F01|F20';

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** Runs one cycle in namespaces of its own: whatever happens, nothing that it started outlives it. */
async function cycleInNamespaces(number: number): Promise<Counts> {
  const folder = await mkdtemp('/var/tmp/lectern-nfs-');
  const seed = String(values.seed + number - 1);
  console.log(`cycle ${number}, seed ${seed}`);
  const own = ['--net', '--mount', '--pid', '--fork', '--kill-child=SIGKILL', '--mount-proc'];
  const self = [process.execPath, ...process.argv.slice(1), '--seed', seed];
  const child = spawn('unshare', [...own, ...self], {
    stdio: 'inherit',
    env: { ...process.env, [FOLDER]: folder },
  });
  const end = (): void => {
    stopped = true;
    child.kill('SIGKILL');
  };
  for (const signal of SIGNALS) process.on(signal, end);
  try {
    const how = await new Promise<string>((resolve) =>
      child.once('exit', (code, signal) => resolve(String(signal ?? code))),
    );
    const counts = await readFile(path.join(folder, COUNTS), 'utf8').catch(() => undefined);
    if (counts === undefined) console.error(`FAILED the cycle ended with ${how} before its verdict`);
    return counts === undefined ? { passed: 0, failed: 1 } : (JSON.parse(counts) as Counts);
  } finally {
    for (const signal of SIGNALS) process.off(signal, end);
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }
}

async function cycles(): Promise<void> {
  let [passed, failed] = [0, 0];
  for (let number = 1; number <= values.cycles && !stopped; number++) {
    const counts = await cycleInNamespaces(number);
    passed += counts.passed;
    failed += counts.failed;
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

/** One cycle, inside the namespaces. */
async function cycle(folder: string): Promise<void> {
  const findings = new Findings();
  const lab = await NfsLab.start({ folder, mount: values.mount, exportMiB: 2048 });
  try {
    console.log(`        two guests have mounted the export with ${values.mount}`);
    await everything(lab, findings);
  } catch (error) {
    findings.fail('the rig', error);
    console.log(await lab.printed());
  } finally {
    const { passed, failed } = findings;
    await writeFile(path.join(folder, COUNTS), JSON.stringify({ passed, failed } satisfies Counts));
    await lab.dispose();
  }
}

async function everything(lab: NfsLab, findings: Findings): Promise<void> {
  const { core, mount } = values;
  await contract(lab, findings, core ? CORE : undefined);
  await twoClients(lab, findings, { mount, core });
  for (const service of ['uploader', 'delivery'] as const)
    await Promise.all(lab.pods.map((pod) => pod.start(service)));
  const { uploads, restarts, seed } = values;
  const plan = { uploads, restarts, seed };
  if (plan.uploads > 0) await uploadsThroughRestarts(lab, findings, plan);
  await fullExport(lab, findings, { seed, pods: core ? lab.pods.slice(0, 1) : lab.pods });
  if (values.hang > 0) await hang(lab, findings, values.hang, seed);
}

/** What is missing on this machine for the rig to run. */
function missing(): string[] {
  const tools = ['linux.uml', 'gcc', 'ganesha.nfsd', 'mount.nfs4', 'mkfs.ext4', 'modprobe', 'ip', 'unshare'];
  const absent = tools.filter((tool) => spawnSync('which', [tool], { stdio: 'ignore' }).status !== 0);
  return process.getuid?.() === 0 ? absent : [...absent, 'root'];
}

const absent = missing();
const folder = process.env[FOLDER];
if (absent.length > 0) {
  console.error(`This machine lacks ${absent.join(', ')} for the NFS rig.`);
  process.exit(2);
}
if (values.able) process.exit(0);
if (folder === undefined) {
  await cycles();
} else {
  await cycle(folder);
  process.exit();
}
