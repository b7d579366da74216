import { constants } from 'node:os';
import { ALLOWED, type Architecture, CONDITIONAL, numbersOf } from './system-calls.js';

/**
 * The descriptor by which the launcher executes the program. It lies behind the last one that the program may have,
 * so that nothing can be executed by it again: this is how a filter that is set before the execution forbids all others.
 */
export const PROGRAM_DESCRIPTOR = 256;

/** That the low word of an argument, under a mask, is a value. */
interface Test {
  readonly argument: number;
  readonly mask: number;
  readonly is: number;
  /** The high word instead; for pointers. */
  readonly high?: true;
}

const WORD = 0xffff_ffff;

function oneOf(argument: number, values: readonly number[]): readonly (readonly Test[])[] {
  return values.map((is) => [{ argument, mask: WORD, is }]);
}

const { O_ACCMODE, O_CREAT, O_TRUNC } = { O_ACCMODE: 0o3, O_CREAT: 0o100, O_TRUNC: 0o1000 };
const CHANGES_FILES = O_ACCMODE | O_CREAT | O_TRUNC;
const CLONE_THREAD = 0x10000;
const PROT_WRITE = 2;
/** Both kinds of shared maps have this bit, and private ones have not. */
const MAP_SHARED = 1;
const MAP_ANONYMOUS = 0x20;
const MAP_GROWSDOWN = 0x100;
const DESCRIPTOR_FLAGS = { DUPFD: 0, GETFD: 1, SETFD: 2, GETFL: 3, SETFL: 4, DUPFD_CLOEXEC: 1030 };
const REQUESTS = { TCGETS: 0x5401, FIONREAD: 0x541b, FIONBIO: 0x5421, FIONCLEX: 0x5450, FIOCLEX: 0x5451 };
const PROCESS_NAMES = { PR_SET_NAME: 15, PR_GET_NAME: 16, PR_SET_VMA: 0x5356_4d41 };

/** Of each call the alternatives, in one of which every test has to hold. */
const CONDITIONS: Readonly<Record<keyof typeof CONDITIONAL, readonly (readonly Test[])[]>> = {
  clone: [[{ argument: 0, mask: CLONE_THREAD, is: CLONE_THREAD }]],
  execveat: oneOf(0, [PROGRAM_DESCRIPTOR]),
  // Not F_SETOWN: it has the kernel send signals to others.
  fcntl: oneOf(1, Object.values(DESCRIPTOR_FLAGS)),
  ioctl: oneOf(1, Object.values(REQUESTS)),
  // A limit on private memory counts neither shared maps nor those that grow downwards as a stack does.
  mmap: [
    [{ argument: 3, mask: MAP_SHARED | MAP_GROWSDOWN, is: 0 }],
    [
      { argument: 3, mask: MAP_SHARED | MAP_GROWSDOWN | MAP_ANONYMOUS, is: MAP_SHARED },
      { argument: 2, mask: PROT_WRITE, is: 0 },
    ],
  ],
  open: [[{ argument: 1, mask: CHANGES_FILES, is: 0 }]],
  openat: [[{ argument: 2, mask: CHANGES_FILES, is: 0 }]],
  prctl: oneOf(0, Object.values(PROCESS_NAMES)),
  // To read limits of its own, not to set any.
  prlimit64: [
    [
      { argument: 0, mask: WORD, is: 0 },
      { argument: 2, mask: WORD, is: 0 },
      { argument: 2, mask: WORD, is: 0, high: true },
    ],
  ],
};

const LOAD = 0x20;
const AND = 0x54;
const JUMP_IF_EQUAL = 0x15;
const RETURN = 0x06;
const ALLOW = 0x7fff_0000;
const KILL = 0x8000_0000;
const ERRNO = 0x0005_0000;
const NUMBER_OFFSET = 0;
const ARCHITECTURE_OFFSET = 4;
const ARGUMENTS_OFFSET = 16;
/** AUDIT_ARCH_X86_64 and AUDIT_ARCH_AARCH64. */
const AUDIT_ARCHITECTURES: Readonly<Record<Architecture, number>> = { x64: 0xc000_003e, arm64: 0xc000_00b7 };

type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, value: number];

/**
 * The filter of system calls for seccomp(2), as the kernel takes it: what is in neither list answers "not there"
 * (ENOSYS), which the C library knows from older kernels and gets along with; what is allowed with other arguments only
 * answers "not permitted" (EPERM). A call of another architecture ends the process.
 */
export function systemCallFilter(architecture: Architecture): Buffer {
  const program: Instruction[] = [
    [LOAD, 0, 0, ARCHITECTURE_OFFSET],
    [JUMP_IF_EQUAL, 1, 0, AUDIT_ARCHITECTURES[architecture]],
    [RETURN, 0, 0, KILL],
    [LOAD, 0, 0, NUMBER_OFFSET],
  ];
  for (const number of numbersOf(ALLOWED, architecture).values())
    program.push([JUMP_IF_EQUAL, 0, 1, number], [RETURN, 0, 0, ALLOW]);
  for (const [name, number] of numbersOf(CONDITIONAL, architecture)) {
    const body = [...CONDITIONS[name].flatMap(alternative), refusal(constants.errno.EPERM)];
    program.push([JUMP_IF_EQUAL, 0, body.length, number], ...body);
  }
  program.push(refusal(constants.errno.ENOSYS));
  return assembled(program);
}

/** Allows when all tests hold, and goes on behind itself when one does not. */
function alternative(tests: readonly Test[]): Instruction[] {
  const size = tests.length * 3 + 1;
  const checks = tests.flatMap(({ argument, mask, is, high }, index): Instruction[] => [
    [LOAD, 0, 0, ARGUMENTS_OFFSET + argument * 8 + (high === true ? 4 : 0)],
    [AND, 0, 0, mask],
    [JUMP_IF_EQUAL, 0, size - (index * 3 + 3), is],
  ]);
  return [...checks, [RETURN, 0, 0, ALLOW]];
}

function refusal(errno: number): Instruction {
  return [RETURN, 0, 0, ERRNO | errno];
}

/** As `struct sock_filter` on a little-endian machine. */
function assembled(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8);
  for (const [index, [code, ifTrue, ifFalse, value]] of program.entries()) {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(ifTrue, index * 8 + 2);
    bytes.writeUInt8(ifFalse, index * 8 + 3);
    bytes.writeUInt32LE(value >>> 0, index * 8 + 4);
  }
  return bytes;
}
