import { spawnSync } from 'node:child_process';
import { ATTEMPTS } from './attempts.js';
import { launchCommand, type LaunchOptions } from './launch.js';
import { type Machine, thisMachine } from './machine.js';
import { numbersOf, TRIED } from './system-calls.js';

/** What the jail keeps a program from, by name, in the order of a report. */
export const MEASURES = {
  files: 'reads its input, itself and its libraries, and no other file',
  writing: 'writes to the pipes that it was given, and nowhere else',
  network: 'opens no socket',
  processes: 'starts no process and no program, and ends with the service',
  signals: 'signals and traces nobody',
  memory: 'gets no memory past its limit',
  kernel: 'uses few calls of the kernel',
  user: 'is an ordinary user without rights',
} as const;

type Measure = keyof typeof MEASURES;

/** One forbidden act, tried from inside. `outcome` is `done`, or the error of the refusal. */
interface Attempt {
  readonly measure: Measure;
  readonly attempt: string;
  readonly outcome: string;
}

interface MeasureFound {
  readonly measure: Measure;
  /** Whether every attempt against it was refused. */
  readonly holds: boolean;
  /** The attempts that succeeded. */
  readonly gaps: readonly string[];
}

export interface JailReport {
  readonly measures: readonly MeasureFound[];
  readonly attempts: readonly Attempt[];
  /** Whether all measures hold. */
  readonly whole: boolean;
  /** Why some measures can't hold here, and what an operator does about it. */
  readonly reasons: readonly string[];
}

interface AttemptsOptions {
  readonly path: string;
  /** Further files that must not be read. */
  readonly reads?: readonly string[];
  /** Files that must not be changed; those that are not kept are lost. */
  readonly changes?: readonly string[];
}

/** For a machine that is very busy. */
const PATIENCE_MS = 30_000;
const MEMORY = 256 * 2 ** 20;
const LIMITS = { cpuSeconds: 10, memoryBytes: MEMORY, outputBytes: 2 ** 20 };
/** Where perl takes what is no script of its own from. */
const READ_BY_PERL = '/dev/null';
/** Readable for everybody on every Linux. */
const READ_BY_ALL = '/etc/passwd';

/**
 * Tries from inside the jail what it forbids, on this machine and as this user: a report of what is in force is one of
 * what was refused. Waits some 20 ms, and leaves nothing behind where the jail holds.
 */
export function examineJail(options: AttemptsOptions & { off?: boolean }): JailReport {
  const { path, off = false } = options;
  const machine = thisMachine(path);
  const launch: LaunchOptions = { limits: LIMITS, reads: [READ_BY_PERL], path, off };
  const [program = '', ...args] = launchCommand(attemptsCommand(options), launch);
  const { stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { PATH: path, LC_ALL: 'C' },
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: PATIENCE_MS,
  });
  return reportOf(stdout ?? '', [...reasonsOf(machine, off), ...lastWords(stderr ?? '')]);
}

/** The program that tries it all, before it is put into a jail. */
export function attemptsCommand({ path, reads = [], changes = [] }: AttemptsOptions): [string, ...string[]] {
  const { architecture = process.arch === 'arm64' ? 'arm64' : 'x64' } = thisMachine(path);
  return [
    'perl',
    '-e',
    ATTEMPTS,
    '--',
    ...[...numbersOf(TRIED, architecture)].map(([name, number]) => `call=${name}:${number}`),
    ...[READ_BY_ALL, ...reads].map((file) => `read=${file}`),
    ...changes.map((file) => `change=${file}`),
    `memory=${MEMORY}`,
  ];
}

/** @param printed what the attempts printed; what they did not come to counts as not refused */
export function reportOf(printed: string, reasons: readonly string[]): JailReport {
  const lines = printed.split('\n');
  const attempts = lines.flatMap((line): Attempt[] => {
    const [measure, attempt, outcome] = line.split('\t');
    return isMeasure(measure) && attempt !== undefined && outcome !== undefined
      ? [{ measure, attempt, outcome }]
      : [];
  });
  const finished = lines.includes('end');
  const measures = (Object.keys(MEASURES) as Measure[]).map((measure): MeasureFound => {
    const own = attempts.filter((attempt) => attempt.measure === measure);
    const gaps = own.filter(({ outcome }) => outcome === 'done').map(({ attempt }) => attempt);
    // The last attempt is of that measure: without it the list may be cut off, or another program have run.
    if (!finished && measure === 'processes') gaps.push('become another program');
    return { measure, holds: own.length > 0 && gaps.length === 0, gaps };
  });
  return { measures, attempts, whole: measures.every(({ holds }) => holds), reasons };
}

function isMeasure(text: string | undefined): text is Measure {
  return text !== undefined && Object.hasOwn(MEASURES, text);
}

function reasonsOf({ architecture, landlock, seccomp }: Machine, off: boolean): string[] {
  if (off) return ['LECTERN_JAIL is off: set it to auto'];
  if (architecture === undefined)
    return ['The jail wants Linux on x64 or arm64, and perl: install perl-base'];
  return [
    ...(landlock > 0
      ? []
      : [
          'This kernel or container runtime has no Landlock: it wants Linux 5.13 with landlock among the security modules (lsm=), and Docker 23, containerd 1.6 or newer',
        ]),
    ...(seccomp
      ? []
      : ['This kernel or container runtime lets nobody set a filter of system calls (seccomp)']),
  ];
}

function lastWords(complaints: string): string[] {
  const words = /^jail: .*/m.exec(complaints)?.[0];
  return words === undefined ? [] : [words];
}
