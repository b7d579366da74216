import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedPostgresFailed } from './database.errors.js';
import { commandOf, reasonIn, type RunAs, serverEnvironment, usersOfFolder } from './server-process.js';

export interface NewCluster {
  /** Where it is to stand. */
  readonly cluster: string;
  /** The program of PostgreSQL. */
  readonly initdb: string;
  readonly superuser: string;
  /** The file that holds the superuser's password. */
  readonly passwordFile: string;
  readonly runAs: RunAs;
  readonly signal?: AbortSignal | undefined;
}

const ENDING_MS = 10_000;

/**
 * Makes a cluster where there is none. It is made beside its place, in a folder of each attempt's own, and moved there
 * whole: an attempt that was cut off leaves nothing that the next one would trip over, be it still under way.
 *
 * @throws EmbeddedPostgresFailed, or the signal's reason: nothing of it runs then, and nothing is left
 */
export async function makeCluster(wanted: NewCluster): Promise<void> {
  const { cluster, runAs, signal } = wanted;
  if (await exists(cluster)) return;
  for (const name of await readdir(dirname(cluster)))
    if (name.startsWith(`${basename(cluster)}.new`)) await removeAttempt(join(dirname(cluster), name));
  signal?.throwIfAborted();
  const fresh = `${cluster}.new-${randomBytes(4).toString('hex')}`;
  await mkdir(fresh, { mode: 0o700 });
  try {
    if (runAs.owner !== undefined) await chown(fresh, runAs.owner.uid, runAs.owner.gid);
    await initialise(wanted, fresh);
    await rename(fresh, cluster);
  } catch (error) {
    await removeAttempt(fresh);
    throw error;
  }
}

async function initialise(wanted: NewCluster, fresh: string): Promise<void> {
  const { runAs, signal } = wanted;
  const [program, ...before] = commandOf(runAs, wanted.initdb);
  const child = spawn(
    program,
    [
      ...before,
      `--pgdata=${fresh}`,
      `--username=${wanted.superuser}`,
      `--pwfile=${wanted.passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // Order by code point and Unicode case mapping, the same on every machine; no system locale is needed.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ],
    {
      ...runAs.owner,
      // By this, what is left of an attempt is known to belong to it.
      cwd: fresh,
      env: serverEnvironment(),
      // A session of its own, which is ended as a whole, and which no terminal sends a Ctrl-C.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const end = (): void => {
    try {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  };
  signal?.addEventListener('abort', end, { once: true });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((done, failed) => {
    child.once('error', failed);
    child.once('close', done);
  })
    .catch((cause: unknown) => {
      throw new EmbeddedPostgresFailed('The database’s program initdb can’t be run.', { cause });
    })
    .finally(() => signal?.removeEventListener('abort', end));
  signal?.throwIfAborted();
  if (code !== 0) {
    throw new EmbeddedPostgresFailed('The database could not be initialised.', { cause: reasonIn(said) });
  }
}

/** Ends what still works on an attempt, and removes it: whoever started that is gone. */
async function removeAttempt(folder: string): Promise<void> {
  for (const deadline = Date.now() + ENDING_MS; Date.now() < deadline; await delay(20)) {
    const left = (await usersOfFolder(folder)) ?? [];
    if (left.length === 0) break;
    for (const pid of left) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
  }
  await rm(folder, { recursive: true, force: true });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
