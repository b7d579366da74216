import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { QUEUES } from '#libs/catalog';
import { bringUpToDate, type Database, EmbeddedPostgres, openDatabase } from '#libs/database';
import { createKeyRingFile } from '#libs/signing';
import { NfsServer } from '../../servers/nfs-server.js';
import { MOUNT, Pod } from './pod.js';
import { furnish } from '../../servers/replicas.js';

const run = promisify(execFile);
const UML_MODULES = '/usr/lib/uml/modules';
const DATABASE_PORT = 5_432;
/** Where uploaders keep what they store: below the mount, as a claim's sub-path would be. */
const STORAGE = `${MOUNT}/lectern`;

export interface LabOptions {
  readonly folder: string;
  readonly mount: string;
  readonly exportMiB: number;
}

/**
 * An NFS server, two guests that mount what it exports, and PostgreSQL. To be made in network, mount and process
 * namespaces of its own, which end everything when they end.
 */
export class NfsLab {
  private constructor(
    readonly folder: string,
    /** The exported folder, as the server sees it. */
    readonly exported: string,
    readonly server: NfsServer,
    readonly database: Database,
    readonly keys: { readonly doctor: string; readonly admin: string },
    readonly pods: readonly [Pod, Pod],
    private readonly guests: readonly ChildProcess[],
    private readonly postgres: EmbeddedPostgres,
  ) {}

  static async start({ folder, mount, exportMiB }: LabOptions): Promise<NfsLab> {
    networks();
    const exported = await disk(folder, exportMiB);
    const postgres = await EmbeddedPostgres.start({
      dataFolder: path.join(folder, 'postgres'),
      settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
    });
    const database = openDatabase({ url: postgres.url, maxConnections: 4 });
    await bringUpToDate({ url: postgres.url, ownerUrl: postgres.ownerUrl, queues: QUEUES });
    const keys = await furnish(database);
    const keyRing = path.join(folder, 'keys', 'ring.json');
    await createKeyRingFile(keyRing);
    const server = await NfsServer.start(folder, exported);
    await modules(folder);
    const preloaded = await compile(folder, 'guest-ptrace.c');
    const guests: ChildProcess[] = [];
    const pod = async (name: string, number: number): Promise<Pod> => {
      const [here, there] = [`10.77.${number}.1`, `10.77.${number}.2`];
      await forward(here, postgres.url);
      const guest = boot(folder, number, there, preloaded);
      guests.push(guest);
      const url = new URL(postgres.url);
      url.host = `${here}:${DATABASE_PORT}`;
      const made = new Pod(name, there, here, settingsOf(url.href, keyRing));
      await made.untilBooted(guest).catch(async (cause: unknown) => {
        throw new Error(`${name} did not boot:\n${await end(log(folder, number))}`, { cause });
      });
      await made.mount(MOUNT, mount);
      return made;
    };
    const pods = await Promise.all([pod('A', 1), pod('B', 2)]);
    await mkdir(path.join(exported, 'lectern'));
    return new NfsLab(folder, exported, server, database, keys, pods, guests, postgres);
  }

  other(pod: Pod): Pod {
    return pod === this.pods[0] ? this.pods[1] : this.pods[0];
  }

  /** Every file below the export, as the server sees it. */
  async files(): Promise<string[]> {
    const entries = await readdir(this.exported, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(this.exported, path.join(entry.parentPath, entry.name)))
      .sort();
  }

  /** The last lines that the server and the guests' kernels printed. */
  async printed(): Promise<string> {
    const logs = (await readdir(this.folder)).filter((name) => name.endsWith('.log')).sort();
    const ends = logs.map(async (name) => `--- ${name}\n${await end(path.join(this.folder, name))}`);
    return (await Promise.all(ends)).join('\n');
  }

  async dispose(): Promise<void> {
    for (const guest of this.guests) guest.kill('SIGKILL');
    this.server.resume();
    await this.server.kill();
    await this.database.close();
    await this.postgres.stop();
  }
}

function settingsOf(databaseUrl: string, keyRing: string): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    LECTERN_HOST: '0.0.0.0',
    LECTERN_STORAGE: 'nfs',
    LECTERN_STORAGE_PATH: STORAGE,
    LECTERN_DELIVERY_URL: 'http://delivery',
    LECTERN_KEY_RING: keyRing,
    // The full disk itself is to be met, not the mark before it.
    LECTERN_DISK_UPLOAD_PERCENT: '100',
    LECTERN_LOG_LEVEL: 'warn',
  };
}

function networks(): void {
  const ip = (line: string): unknown => execFileSync('ip', line.split(' '));
  ip('link set lo up');
  for (const number of [1, 2]) {
    ip(`tuntap add tap${number} mode tap`);
    ip(`addr add 10.77.${number}.1/24 dev tap${number}`);
    ip(`link set tap${number} up`);
  }
}

/** A disk of its own, so that it can be filled without filling the machine's. */
async function disk(folder: string, mebibytes: number): Promise<string> {
  const [image, exported] = [path.join(folder, 'disk.img'), path.join(folder, 'export')];
  await mkdir(exported);
  execFileSync('truncate', ['-s', `${mebibytes}M`, image]);
  execFileSync('mkfs.ext4', ['-q', '-F', '-m', '0', '-N', '16384', image]);
  execFileSync('mount', ['-o', 'loop', image, exported]);
  return exported;
}

/** The guest kernel's modules where its modprobe looks for them. */
async function modules(folder: string): Promise<void> {
  const below = path.join(folder, 'guest', 'lib', 'modules');
  await mkdir(below, { recursive: true });
  for (const version of await readdir(UML_MODULES))
    await symlink(path.join(UML_MODULES, version), path.join(below, version));
}

/** @returns a library made of one of the rig's C sources */
async function compile(folder: string, source: string): Promise<string> {
  const library = path.join(folder, source.replace(/c$/, 'so'));
  await run('gcc', ['-O1', '-shared', '-fPIC', '-o', library, path.resolve('test/rigs/nfs', source)]);
  return library;
}

/** Where a guest's kernel prints. */
function log(folder: string, number: number): string {
  return path.join(folder, `guest-${number}.log`);
}

async function end(file: string): Promise<string> {
  return (await readFile(file, 'utf8')).slice(-2_000);
}

function boot(folder: string, number: number, address: string, preloaded: string): ChildProcess {
  const printed = openSync(log(folder, number), 'w');
  const words = [
    'mem=1024M',
    'root=/dev/root',
    'rootfstype=hostfs',
    'rootflags=/',
    'rw',
    `init=${path.resolve('test/rigs/nfs/guest-init.sh')}`,
    // Without gro NFS stalls.
    `vec0:transport=tap,ifname=tap${number},depth=64,gro=1`,
    'con=null',
    'con0=null,fd:2',
    'quiet',
    `umid=${path.basename(folder)}-${number}`,
    `RIG_MODULES=${path.join(folder, 'guest')}`,
    `RIG_ADDRESS=${address}`,
    `RIG_PROJECT=${process.cwd()}`,
    `RIG_NODE=${process.execPath}`,
    'RIG_PROGRAM=dist/test/rigs/nfs/guest.js',
  ];
  const env = { ...process.env, LD_PRELOAD: preloaded };
  return spawn('linux.uml', words, { stdio: ['ignore', printed, printed], env });
}

/** The database listens on the loopback only; a guest reaches it through this. */
async function forward(address: string, databaseUrl: string): Promise<void> {
  const port = Number(new URL(databaseUrl).port);
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    near.pipe(far).pipe(near);
    near.on('error', () => far.destroy()).on('close', () => far.destroy());
    far.on('error', () => near.destroy()).on('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(DATABASE_PORT, address, resolve));
}
