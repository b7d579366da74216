import { PROGRAM_DESCRIPTOR, systemCallFilter } from './filter.js';
import { LAUNCHER } from './launcher.js';
import { type Machine, thisMachine } from './machine.js';
import { programFiles } from './programs.js';
import { type Architecture, LAUNCHING, numbersOf } from './system-calls.js';

/** What a program may use up. The kernel holds it to each; none is asked of it. */
export interface ResourceLimits {
  readonly cpuSeconds: number;
  /** Private memory (RLIMIT_DATA). */
  readonly memoryBytes: number;
  /**
   * Addresses (RLIMIT_AS), which bounds also what the limit on private memory does not count, such as page tables. Not
   * for programs that reserve far more than they use, as Node does.
   */
  readonly addressBytes?: number;
  /** Bytes of any one file that it writes. */
  readonly outputBytes: number;
}

export interface LaunchOptions {
  readonly limits: ResourceLimits;
  /** The files that it may read, and folders of such files, besides itself and its libraries. */
  readonly reads: readonly string[];
  /** Where programs are looked for: the PATH that it is to be started with. */
  readonly path: string;
  /** Whether the jail is left out, and only the limits hold. */
  readonly off?: boolean;
  /** Whether somebody waits for it, and it is soon over: then it has the processor as the service has; others come after it. */
  readonly awaited?: boolean | undefined;
  /** The process that it dies with; this one unless told. 0 is any. */
  readonly parent?: number;
}

/** Of what nobody waits for. */
const NICENESS = 10;
const STACK_BYTES = 8 * 2 ** 20;
/** Whom the program runs as where the service is root's: Debian's nobody, and on all systems nobody's files. */
const NOBODY = 65_534;
/** How the launcher ends when it could not set what it was told. */
const NOT_LAUNCHED = 126;

/**
 * The command that takes from itself all rights that this machine can take, and then becomes `command`: it reads what
 * `reads` names, itself and its libraries; it writes to descriptors that it was given; it opens no socket, starts no
 * process and no program, signals and traces nobody, leaves its process group not, passes no limit by memory that is
 * shared or mapped otherwise, gains no rights, and dies with its parent. Of a service that is root's it has another
 * user and no capability but to read what Landlock lets it. All its threads are held alike.
 *
 * A measure that the machine does not offer is left out (see `examineJail`); one that it offers and refuses then is an
 * end with `isNotLaunched`. Where there is no launcher, or the jail is `off`, only the limits hold, it gains no rights, and
 * it dies with its parent.
 *
 * @throws Error when there is no such program
 */
export function launchCommand(command: readonly [string, ...string[]], options: LaunchOptions): string[] {
  const machine = thisMachine(options.path);
  const niceness = options.awaited === true ? 0 : NICENESS;
  if (options.off === true || machine.architecture === undefined)
    return limited(command, options.limits, niceness);
  const [program, ...args] = command;
  const { file, loader, libraries } = programFiles(program, options.path);
  const words = [
    ...[...numbersOf(LAUNCHING, machine.architecture)].map(([name, number]) => `call=${name}:${number}`),
    `nice=${niceness}`,
    `parent=${options.parent ?? process.pid}`,
    `user=${NOBODY}`,
    `descriptor=${PROGRAM_DESCRIPTOR}`,
    ...limitsOf(options.limits).map(([resource, most]) => `limit=${resource}:${most}`),
    ...[file, ...(loader === undefined ? [] : [loader])].map((path) => `run=${path}`),
    ...[...libraries, ...options.reads].map((path) => `read=${path}`),
    ...landlockOf(machine),
    ...(machine.seccomp ? [`filter=${filterOf(machine.architecture)}`] : []),
  ].filter((word) => word !== 'parent=0');
  return ['perl', '-e', LAUNCHER, '--', ...words, '--', file, ...args];
}

/** Whether a program that ended so was never started, and its last words are the launcher's. */
export function isNotLaunched(code: number | null, complaints: string): boolean {
  return code === NOT_LAUNCHED && complaints.startsWith('jail: ');
}

/** Resources by their numbers (getrlimit(2)). That of addresses is the last: the launcher itself lives under it. */
function limitsOf(limits: ResourceLimits): (readonly [resource: number, most: number])[] {
  return [
    [0, Math.ceil(limits.cpuSeconds)],
    [1, limits.outputBytes],
    [2, limits.memoryBytes],
    [3, STACK_BYTES],
    [4, 0],
    [7, PROGRAM_DESCRIPTOR],
    ...(limits.addressBytes === undefined ? [] : [[9, limits.addressBytes] as const]),
  ];
}

/** Rights on files that each version of Landlock's interface knows: all are taken, and few given back. */
const FILE_RIGHTS = [0, 0x1fff, 0x3fff, 0x7fff, 0x7fff, 0xffff];
const NETWORK_RIGHTS = 3;
const SCOPES = 3;

/** Rights to files, to the network (from 4 on), and to signals and sockets of others (from 6 on); the structure's size. */
function landlockOf({ landlock }: Machine): string[] {
  if (landlock === 0) return [];
  const files = FILE_RIGHTS[Math.min(landlock, FILE_RIGHTS.length - 1)];
  const size = landlock >= 6 ? 24 : landlock >= 4 ? 16 : 8;
  return [`landlock=${files}:${NETWORK_RIGHTS}:${SCOPES}:${size}`];
}

const filters = new Map<Architecture, string>();

function filterOf(architecture: Architecture): string {
  const filter = filters.get(architecture) ?? systemCallFilter(architecture).toString('hex');
  filters.set(architecture, filter);
  return filter;
}

/** With the programs of util-linux alone: what holds everywhere. */
function limited(command: readonly string[], limits: ResourceLimits, niceness: number): string[] {
  const options = ['cpu', 'fsize', 'data', 'stack', 'core', 'nofile', 'as'];
  const given = limitsOf(limits).map(([, most], index) => `--${options[index]}=${most}`);
  return [
    'setpriv',
    '--no-new-privs',
    '--pdeathsig',
    'KILL',
    'prlimit',
    ...given,
    '--',
    'nice',
    '-n',
    `${niceness}`,
    ...command,
  ];
}
