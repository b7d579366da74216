import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir, readFile, readlink, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EmbeddedPostgresFailed } from './database.errors.js';

/** An account of this machine that is not root. */
export interface OrdinaryUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** For `spawn`. */
  readonly ids: { readonly uid: number; readonly gid: number };
}

/** How a program is started so that it does not see itself as root. */
export interface RunAs {
  /** What stands before the program on its command line. */
  readonly prefix: readonly string[];
  /** The other user, where there is one; also the owner of the files that are made for the program. */
  readonly owner?: { readonly uid: number; readonly gid: number };
}

export const asThisUser: RunAs = { prefix: [] };

const NOBODY = 65534;

/** Root's files stay root's, in whatever closed folder they lie, and look like nobody's own to the program. */
export const asRootElsewhere: RunAs = {
  prefix: ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--'],
};

export function asUser({ ids }: OrdinaryUser): RunAs {
  return { prefix: [], owner: ids };
}

/**
 * The same, and the kernel sends the program SIGINT when this process ends, however it ends: prctl(2), PR_SET_PDEATHSIG.
 * A server of PostgreSQL then stops in good order. As before where util-linux has no such option, or there is none.
 */
export async function endingWithThis(runAs: RunAs): Promise<RunAs> {
  const bound = {
    ...runAs,
    prefix: [...runAs.prefix, 'setpriv', '--pdeathsig', 'INT', '--', ...unlessOrphan()],
  };
  return (await works(bound.prefix, 'true')) ? bound : runAs;
}

/** The kernel tells nobody of a parent that had died before it was asked to. */
function unlessOrphan(): string[] {
  return ['sh', '-c', '[ "$PPID" = "$0" ] && exec "$@"', String(process.pid)];
}

/** Whether this machine lets root start programs in a user namespace (some containers don't). */
export function namespacesWork(): Promise<boolean> {
  return works(asRootElsewhere.prefix, 'id', '-un');
}

async function works(prefix: readonly string[], ...command: readonly string[]): Promise<boolean> {
  const [program = '', ...more] = [...prefix, ...command];
  const child = spawn(program, more, { stdio: 'ignore' });
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}

/** Who a server that is started by root shall run as: the folder's owner, else `postgres`, else `nobody`. */
export async function ordinaryUser(folder: string): Promise<OrdinaryUser> {
  const owner = (await stat(folder)).uid;
  const users = await usersOfMachine();
  const wanted: readonly ((fields: readonly string[]) => boolean)[] = [
    (fields) => owner !== 0 && Number(fields[2]) === owner,
    (fields) => fields[0] === 'postgres',
    (fields) => fields[0] === 'nobody',
  ];
  for (const isWanted of wanted) {
    const found = users.find(isWanted);
    if (found === undefined) continue;
    const ids = { uid: Number(found[2]), gid: Number(found[3]) };
    return { name: found[0] ?? '', ...ids, ids };
  }
  throw new EmbeddedPostgresFailed(
    'PostgreSQL refuses to run as root, and this machine has no user "postgres" or "nobody": start as an ordinary user.',
  );
}

/**
 * PostgreSQL runs for nobody but the owner of its files. What is not there yet is nobody's.
 *
 * @param uid whom the server would run as
 * @throws EmbeddedPostgresFailed when a folder of the server belongs to another user
 */
export async function requireOwner(folder: string, uid: number): Promise<void> {
  const owner = await stat(folder).then(
    (found) => found.uid,
    () => uid,
  );
  if (owner === uid) return;
  const [its, own] = [await userOf(owner), await userOf(uid)];
  throw new EmbeddedPostgresFailed(
    `The folder of the database, ${folder}, belongs to ${its}, and PostgreSQL would run as ${own}: start as the user that started it before, or give the folder to that one (chown -R ${uid}).`,
  );
}

async function userOf(uid: number): Promise<string> {
  const found = (await usersOfMachine()).find((fields) => Number(fields[2]) === uid);
  return found === undefined ? `the user ${uid}` : `the user "${found[0]}"`;
}

async function usersOfMachine(): Promise<string[][]> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n');
  return lines.map((line) => line.split(':')).filter((fields) => fields.length > 3);
}

/** The first folder above `path` that is closed to `user`. */
async function closedFolder(path: string, user: OrdinaryUser): Promise<string | undefined> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode, uid, gid } = await stat(folder);
    // The server's own folder is made over to the user before it is entered.
    const isOwn = folder === dirname(path) && uid === 0 && path.endsWith('/cluster');
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if (!isOwn && (mode & bit) === 0) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/** Whether every folder above `path` is open to `user`. */
export async function isReachable(path: string, user: OrdinaryUser): Promise<boolean> {
  return (await closedFolder(path, user)) === undefined;
}

/** @throws EmbeddedPostgresFailed when a folder above `path` is closed to `user` */
export async function requireReachable(path: string, user: OrdinaryUser): Promise<void> {
  const folder = await closedFolder(path, user);
  if (folder === undefined) return;
  throw new EmbeddedPostgresFailed(
    `PostgreSQL runs as the user "${user.name}", who can’t enter ${folder}: open it (chmod a+x), choose another data folder, or start as an ordinary user.`,
  );
}

/** The processes that work in `folder` (a PostgreSQL server and its children do); undefined where it can't be known. */
export async function usersOfFolder(folder: string): Promise<number[] | undefined> {
  if (process.platform !== 'linux') return undefined;
  const real = await realpath(folder);
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const workingFolder = await readlink(`/proc/${name}/cwd`).catch(() => undefined);
    if (workingFolder === real) found.push(Number(name));
  }
  return found;
}

/** Whether a process of this number runs; one that has ended and that nobody has waited for does not count. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
  try {
    // proc(5): the state follows the name, which stands in parentheses and may hold any character.
    return !/^.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return process.platform !== 'linux';
  }
}

/** Its command line. */
export function commandOf(runAs: RunAs, program: string): [string, ...string[]] {
  const [first, ...more] = runAs.prefix;
  return first === undefined ? [program] : [first, ...more, program];
}

export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C', LC_ALL: 'C', TZ: 'UTC' };
}

/** What a program of PostgreSQL said when it gave up, its last complaint first. */
export function reasonIn(log: string, cause?: unknown): Error {
  const complaint = log.split('\n').findLast((line) => /\b(FATAL|PANIC|error):/.test(line));
  const short = complaint?.replace(/^.*?\b(FATAL|PANIC|error): +/, '');
  return new Error(short === undefined ? log.slice(-4000) : `${short}\n${log.slice(-4000)}`, { cause });
}
