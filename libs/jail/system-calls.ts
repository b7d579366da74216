/** A processor whose system calls are known here, as `process.arch` names it. */
export type Architecture = 'x64' | 'arm64';

/** Numbers of calls on x64 and on arm64, which lacks the older ones. */
type Numbers = Readonly<Record<string, readonly [x64: number, arm64: number | undefined]>>;

/**
 * What a media program may ask of the kernel, whatever it passes: to read and write what is open, to wait, to know the
 * time and itself. Linux, arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
 */
export const ALLOWED = {
  access: [21, undefined],
  arch_prctl: [158, undefined],
  brk: [12, 214],
  clock_getres: [229, 114],
  clock_gettime: [228, 113],
  clock_nanosleep: [230, 115],
  close: [3, 57],
  close_range: [436, 436],
  dup: [32, 23],
  dup2: [33, undefined],
  dup3: [292, 24],
  epoll_create1: [291, 20],
  epoll_ctl: [233, 21],
  epoll_pwait: [281, 22],
  epoll_wait: [232, undefined],
  eventfd2: [290, 19],
  exit: [60, 93],
  exit_group: [231, 94],
  faccessat: [269, 48],
  faccessat2: [439, 439],
  fadvise64: [221, 223],
  fstat: [5, 80],
  futex: [202, 98],
  getcpu: [309, 168],
  getcwd: [79, 17],
  getegid: [108, 177],
  geteuid: [107, 175],
  getgid: [104, 176],
  getpid: [39, 172],
  getppid: [110, 173],
  getrandom: [318, 278],
  getrlimit: [97, 163],
  getrusage: [98, 165],
  getsockname: [51, 204],
  getsockopt: [55, 209],
  gettid: [186, 178],
  gettimeofday: [96, 169],
  getuid: [102, 174],
  lseek: [8, 62],
  lstat: [6, undefined],
  madvise: [28, 233],
  membarrier: [324, 283],
  mlock: [149, 228],
  mprotect: [10, 226],
  mremap: [25, 216],
  munlock: [150, 229],
  munmap: [11, 215],
  nanosleep: [35, 101],
  newfstatat: [262, 79],
  pipe: [22, undefined],
  pipe2: [293, 59],
  poll: [7, undefined],
  ppoll: [271, 73],
  pread64: [17, 67],
  preadv: [295, 69],
  pselect6: [270, 72],
  pwrite64: [18, 68],
  pwritev: [296, 70],
  read: [0, 63],
  readlink: [89, undefined],
  readlinkat: [267, 78],
  readv: [19, 65],
  restart_syscall: [219, 128],
  rseq: [334, 293],
  rt_sigaction: [13, 134],
  rt_sigprocmask: [14, 135],
  rt_sigreturn: [15, 139],
  sched_getaffinity: [204, 123],
  sched_yield: [24, 124],
  select: [23, undefined],
  set_robust_list: [273, 99],
  set_tid_address: [218, 96],
  shutdown: [48, 210],
  sigaltstack: [131, 132],
  stat: [4, undefined],
  statx: [332, 291],
  sysinfo: [99, 179],
  time: [201, undefined],
  times: [100, 153],
  uname: [63, 160],
  write: [1, 64],
  writev: [20, 66],
} as const satisfies Numbers;

/** Allowed with some values of their arguments only: filter.ts says which. */
export const CONDITIONAL = {
  clone: [56, 220],
  execveat: [322, 281],
  fcntl: [72, 25],
  ioctl: [16, 29],
  mmap: [9, 222],
  open: [2, undefined],
  openat: [257, 56],
  prctl: [157, 167],
  prlimit64: [302, 261],
} as const satisfies Numbers;

/** What the launcher calls before it becomes the program. */
export const LAUNCHING = {
  capget: [125, 90],
  capset: [126, 91],
  execveat: CONDITIONAL.execveat,
  landlock_add_rule: [445, 445],
  landlock_create_ruleset: [444, 444],
  landlock_restrict_self: [446, 446],
  prctl: CONDITIONAL.prctl,
  prlimit64: CONDITIONAL.prlimit64,
  seccomp: [317, 277],
  setgroups: [116, 159],
  setresgid: [119, 149],
  setresuid: [117, 147],
} as const satisfies Numbers;

/** What a hostile program might like to call, and what attempts.ts tries; in no other list. */
export const TRIED = {
  bpf: [321, 280],
  clone3: [435, 435],
  execve: [59, 221],
  fcntl: CONDITIONAL.fcntl,
  io_uring_setup: [425, 425],
  keyctl: [250, 219],
  kill: [62, 129],
  memfd_create: [319, 279],
  mmap: CONDITIONAL.mmap,
  mount: [165, 40],
  open_by_handle_at: [304, 265],
  pidfd_open: [434, 434],
  prctl: CONDITIONAL.prctl,
  process_vm_readv: [310, 270],
  ptrace: [101, 117],
  setpgid: [109, 154],
  setsid: [112, 157],
  shmget: [29, 194],
  tgkill: [234, 131],
  unshare: [272, 97],
  userfaultfd: [323, 282],
} as const satisfies Numbers;

/** The numbers of the calls that this architecture has. */
export function numbersOf<Name extends string>(
  calls: Readonly<Record<Name, readonly [number, number | undefined]>>,
  architecture: Architecture,
): ReadonlyMap<Name, number> {
  const column = architecture === 'x64' ? 0 : 1;
  const numbers = new Map<Name, number>();
  for (const name of Object.keys(calls) as Name[]) {
    const number = calls[name][column];
    if (number !== undefined) numbers.set(name, number);
  }
  return numbers;
}
