/** The system calls that storage makes on its folder, by strace's names. */
export const FILE_CALLS = [
  'openat',
  'pwritev',
  'pwrite64',
  'write',
  'fdatasync',
  'fsync',
  'ftruncate',
  'close',
  'link',
  'unlink',
  'rename',
  'mkdir',
  'rmdir',
  'statx',
  'getdents64',
] as const;

/** One system call of a recording. */
export interface RecordedCall {
  readonly name: string;
  /** Which one of this name in its thread, from 1 on: what strace's `when` counts. */
  readonly nth: number;
  readonly line: string;
  /** Whether it was about a file or folder below the root. */
  readonly onRoot: boolean;
  /** What it failed with, such as `EEXIST`. */
  readonly error?: string;
}

/** Reads what `strace -f -y -o` wrote. */
export function parseRecording(text: string, root: string): RecordedCall[] {
  const counts = new Map<string, number>();
  const calls: RecordedCall[] = [];
  for (const line of text.split('\n')) {
    const [, thread, name] = /^([0-9]+) +([a-z0-9_]+)\(/.exec(line) ?? [];
    if (thread === undefined || name === undefined) continue;
    const nth = (counts.get(`${thread} ${name}`) ?? 0) + 1;
    counts.set(`${thread} ${name}`, nth);
    const error = / = -1 (E[A-Z]+)/.exec(line)?.[1];
    calls.push({ name, nth, line, onRoot: line.includes(root), ...(error === undefined ? {} : { error }) });
  }
  return calls;
}
