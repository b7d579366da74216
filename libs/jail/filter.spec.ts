import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { systemCallFilter } from './filter.js';
import { ALLOWED, CONDITIONAL, LAUNCHING, numbersOf, TRIED } from './system-calls.js';

/** Of linux-libc-dev: the kernel's own lists. */
const HEADERS = {
  x64: ['/usr/include/x86_64-linux-gnu/asm/unistd_64.h', '/usr/include/asm/unistd_64.h'],
  arm64: ['/usr/include/asm-generic/unistd.h'],
} as const;

function kernelsNumbers(file: string): Map<string, number> {
  // On 64 bits the generic list names some calls by a second name.
  const lines = readFileSync(file, 'utf8').matchAll(/^#define __NR(?:3264)?_(\w+)\s+(\d+)$/gm);
  const numbers = new Map([...lines].map(([, name = '', number]) => [name, Number(number)]));
  const second = numbers.get('fstatat');
  if (second !== undefined) numbers.set('newfstatat', second);
  return numbers;
}

describe.each(['x64', 'arm64'] as const)('the numbers of system calls on %s', (architecture) => {
  const header = HEADERS[architecture].find((file) => existsSync(file));

  it.skipIf(header === undefined)('are the kernel’s', () => {
    const numbers = kernelsNumbers(header ?? '');
    for (const list of [ALLOWED, CONDITIONAL, LAUNCHING, TRIED])
      for (const [name, number] of numbersOf(list as typeof TRIED, architecture))
        expect([name, numbers.get(name)]).toEqual([name, number]);
  });
});

/** Runs a filter as the kernel does, as far as filters of ours go. */
function verdict(filter: Buffer, architecture: number, number: number, given: readonly bigint[]): number {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(number, 0);
  data.writeUInt32LE(architecture, 4);
  for (const [index, value] of given.entries())
    data.writeBigUInt64LE(BigInt.asUintN(64, value), 16 + index * 8);
  let accumulator = 0;
  for (let at = 0; ; at += 8) {
    const code = filter.readUInt16LE(at);
    const value = filter.readUInt32LE(at + 4);
    if (code === 0x20) accumulator = data.readUInt32LE(value);
    else if (code === 0x54) accumulator = (accumulator & value) >>> 0;
    else if (code === 0x15) at += 8 * filter.readUInt8(at + (accumulator === value ? 2 : 3));
    else return value;
  }
}

const ARCHITECTURES = { x64: 0xc000_003e, arm64: 0xc000_00b7 } as const;
const [ALLOW, EPERM, ENOSYS, KILL] = [0x7fff_0000, 0x5_0001, 0x5_0026, 0x8000_0000];

describe.each(['x64', 'arm64'] as const)('F62 the filter for %s', (architecture) => {
  const filter = systemCallFilter(architecture);
  const conditional = numbersOf(CONDITIONAL, architecture);
  const ask = (name: keyof typeof CONDITIONAL, ...given: number[]) =>
    verdict(filter, ARCHITECTURES[architecture], conditional.get(name) ?? -1, given.map(BigInt));

  it('is one that the kernel takes', () => {
    expect(filter.byteLength % 8).toBe(0);
    expect(filter.byteLength / 8).toBeLessThan(4096);
  });

  it('allows what is on the list, and answers all else with "not there"', () => {
    const allowed = new Set(numbersOf(ALLOWED, architecture).values());
    const some = new Set(conditional.values());
    for (let number = 0; number < 600; number += 1) {
      if (some.has(number)) continue;
      const expected = allowed.has(number) ? ALLOW : ENOSYS;
      expect([number, verdict(filter, ARCHITECTURES[architecture], number, [])]).toEqual([number, expected]);
    }
  });

  it('ends who calls as another architecture does', () => {
    expect(verdict(filter, 0x4000_0003, 1, [])).toBe(KILL);
  });

  it.each([
    ['a thread', 'clone', [0x3d0f00], ALLOW],
    ['a process', 'clone', [0x1200011], EPERM],
    ['private memory', 'mmap', [0, 4096, 3, 0x22], ALLOW],
    ['a file to read, shared', 'mmap', [0, 4096, 1, 1], ALLOW],
    ['a file to write, shared', 'mmap', [0, 4096, 3, 1], EPERM],
    ['shared memory', 'mmap', [0, 4096, 3, 0x21], EPERM],
    ['shared memory that is not writable yet', 'mmap', [0, 4096, 0, 0x21], EPERM],
    ['shared memory, validated', 'mmap', [0, 4096, 3, 0x23], EPERM],
    ['memory that grows downwards', 'mmap', [0, 4096, 3, 0x122], EPERM],
    ['a file to read', 'openat', [-100, 0, 0o2000000], ALLOW],
    ['a file to write', 'openat', [-100, 0, 1], EPERM],
    ['a file to write and read', 'openat', [-100, 0, 2], EPERM],
    ['a file to make', 'openat', [-100, 0, 0o100], EPERM],
    ['a file to empty', 'openat', [-100, 0, 0o1000], EPERM],
    ['a file without a name', 'openat', [-100, 0, 0o20200001], EPERM],
    ['a second descriptor', 'fcntl', [1, 1030, 0], ALLOW],
    ['signals to another', 'fcntl', [1, 8, 1], EPERM],
    ['signals to another, with a choice', 'fcntl', [1, 15, 1], EPERM],
    ['a larger pipe', 'fcntl', [1, 1031, 1 << 20], EPERM],
    ['a question of a terminal', 'ioctl', [1, 0x5401, 0], ALLOW],
    ['keys typed into a terminal', 'ioctl', [1, 0x5412, 0], EPERM],
    ['a name', 'prctl', [15, 0], ALLOW],
    ['to outlive its parent', 'prctl', [1, 0], EPERM],
    ['its own limits', 'prlimit64', [0, 2, 0, 1], ALLOW],
    ['other limits', 'prlimit64', [0, 2, 4096, 0], EPERM],
    ['other limits, far up', 'prlimit64', [0, 2, 2 ** 32, 0], EPERM],
    ['the limits of another', 'prlimit64', [1, 2, 0, 1], EPERM],
    ['the execution by the launcher', 'execveat', [256], ALLOW],
    ['another execution', 'execveat', [-100], EPERM],
  ] as const)('%s: %s', (_, name, given, expected) => {
    expect(ask(name, ...given)).toBe(expected);
  });
});
