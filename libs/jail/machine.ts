import { spawnSync } from 'node:child_process';
import { type Architecture, LAUNCHING, numbersOf } from './system-calls.js';

/** What a machine has to hold a program with. */
export interface Machine {
  /** Undefined where no launcher can run: no Perl, or a processor whose system calls are not known here. */
  readonly architecture: Architecture | undefined;
  /** The version of Landlock's interface; 0 without Landlock. */
  readonly landlock: number;
  readonly seccomp: boolean;
}

const NOTHING: Machine = { architecture: undefined, landlock: 0, seccomp: false };

const QUESTIONS = String.raw`
my ($landlock, $seccomp) = map { 0 + $_ } @ARGV;
my $errno = pack 'L', 0x00050000;
my $version = syscall($landlock, 0, 0, 1);
print $version > 0 ? $version : 0, ' ', syscall($seccomp, 2, 0, $errno) == 0 ? 1 : 0;
`;

let found: Machine | undefined;

/** Asked once in a process; that waits some 10 ms. */
export function thisMachine(path: string): Machine {
  found ??= examine(path);
  return found;
}

function examine(path: string): Machine {
  const { arch, platform } = process;
  if (platform !== 'linux' || (arch !== 'x64' && arch !== 'arm64')) return NOTHING;
  const numbers = numbersOf(LAUNCHING, arch);
  const asked = [numbers.get('landlock_create_ruleset'), numbers.get('seccomp')].map(String);
  const { stdout } = spawnSync('perl', ['-e', QUESTIONS, ...asked], {
    encoding: 'utf8',
    env: { PATH: path, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const answer = /^(\d+) ([01])$/.exec(stdout ?? '');
  if (answer === null) return NOTHING;
  return { architecture: arch, landlock: Number(answer[1]), seccomp: answer[2] === '1' };
}
