import { execFile, spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attemptsCommand, examineJail, type JailReport, launchCommand, reportOf } from './index.js';

const run = promisify(execFile);
const path = process.env['PATH'] ?? '';
const limits = { cpuSeconds: 10, memoryBytes: 256 * 2 ** 20, outputBytes: 2 ** 20 };
const isRoot = process.getuid?.() === 0;
const ORDINARY = 12_345;

let folder: string;
/** A key ring, and another's medium: both everybody's to read and to write, as far as modes go. */
let files: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-jail-'));
  await chmod(folder, 0o777);
  files = ['ring.json', 'original'].map((name) => join(folder, name));
  for (const file of files) {
    await writeFile(file, 'kept');
    await chmod(file, 0o666);
  }
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function gapsOf(report: JailReport): string[] {
  return report.attempts.filter(({ outcome }) => outcome === 'done').map(({ attempt }) => attempt);
}

async function expectUntouched(): Promise<void> {
  expect((await readdir(folder)).toSorted()).toEqual(['original', 'ring.json']);
  for (const file of files) expect(await readFile(file, 'utf8')).toBe('kept');
}

/** The attempts as an ordinary user, whose service (a shell) is that user, too. */
function asOrdinaryUser(off: boolean): JailReport {
  const command = launchCommand(attemptsCommand({ path, reads: files, changes: files }), {
    limits,
    reads: ['/dev/null'],
    path,
    parent: 0,
    off,
  });
  const { stdout } = spawnSync('sh', ['-c', '"$@"; exit $?', 'sh', ...command], {
    encoding: 'utf8',
    env: { PATH: path, LC_ALL: 'C', SECRET: 'of the service' },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 60_000,
    ...(isRoot && { uid: ORDINARY, gid: ORDINARY }),
  });
  return reportOf(stdout, []);
}

describe('F62 each forbidden act, tried from inside', () => {
  it('is refused where this process is the service', async () => {
    const report = examineJail({ path, reads: files, changes: files });
    expect(gapsOf(report)).toEqual([]);
    expect(report).toMatchObject({ whole: true, reasons: [] });
    expect(report.attempts.length).toBeGreaterThan(50);
    await expectUntouched();
  });

  it('is refused to an ordinary user, against a service that is the same user', async () => {
    const report = asOrdinaryUser(false);
    expect(gapsOf(report)).toEqual([]);
    expect(report.whole).toBe(true);
    await expectUntouched();
  });

  it('succeeds without a jail, so that a refusal says something', () => {
    const { attempts } = asOrdinaryUser(true);
    const refused = attempts.filter(({ outcome }) => outcome !== 'done').map(({ attempt }) => attempt);
    const expected = [
      'be root',
      'have groups of others',
      'read the environment of process 1',
      'map private memory past the limit',
      // What only root may do, on most machines.
      'mount a file system',
      'open a file by its handle',
      'load a program into the kernel',
      'catch page faults',
      'make namespaces of its own',
      // Containers' own filters refuse these.
      'read the key rings of the kernel',
      'set up calls that no filter sees',
      'trace the service',
      'read the memory of the service by a call',
      'read the memory of the service',
    ];
    expect(refused.filter((attempt) => !expected.includes(attempt))).toEqual([]);
    expect(attempts.length - refused.length).toBeGreaterThan(30);
  });
});

it('F62 a report that was cut off, or is none, is no whole jail', () => {
  expect(reportOf('', []).whole).toBe(false);
  expect(reportOf('files\tread x\tEACCES\nend\n', []).whole).toBe(false);
});

describe('a program that is launched', () => {
  /** Runs a line of Perl in the jail. */
  async function perl(
    line: string,
    options: { reads?: string[]; parent?: number; addressBytes?: number } = {},
  ) {
    const { reads = [], parent, addressBytes } = options;
    const [program = '', ...args] = launchCommand(['perl', '-e', line], {
      limits: { ...limits, ...(addressBytes !== undefined && { addressBytes }) },
      reads: ['/dev/null', ...reads],
      path,
      ...(parent !== undefined && { parent }),
    });
    return run(program, args, { env: { PATH: path, LC_ALL: 'C' } });
  }

  it('reads what it was given, though only the service may', async () => {
    await writeFile(join(folder, 'secret'), 'a lesson', { mode: 0o600 });
    await chmod(folder, 0o700);
    const secret = join(folder, 'secret');
    const asked = `syscall(${process.arch === 'x64' ? '21, $n' : '48, -100, $n'}, 4)`;
    const { stdout } = await perl(
      `my $n = '${secret}'; print ${asked} == 0 ? 'there: ' : 'not there: '; open my $f, '<', $n or die $!; print <$f>`,
      { reads: [secret] },
    );
    expect(stdout).toBe('there: a lesson');
  });

  it('reads below a folder that it was given, and not beside it', async () => {
    const line = (file: string) => `open my $f, '<', '${file}' or die $!; print <$f>`;
    await expect(perl(line('/etc/hostname'), { reads: [folder] })).rejects.toThrow(/Permission denied/);
    expect((await perl(line(files[0] ?? ''), { reads: [folder] })).stdout).toBe('kept');
  });

  it.runIf(isRoot)('is nobody where the service is root, with a right to read alone', async () => {
    const line = `open my $f, '<', '/proc/self/status' or die $!; print grep { /^(Uid|Gid|Groups|CapEff|CapBnd|NoNewPrivs)/ } <$f>`;
    const { stdout } = await perl(line, { reads: ['/proc'] });
    expect(stdout.replaceAll(/[\t ]+/g, ' ')).toMatch(
      /Uid: 65534 65534 65534 65534\nGid: 65534 65534 65534 65534\nGroups: ?\nCapEff: 000000000000000[24]\nCapBnd: 0000000000000000\nNoNewPrivs: 1/,
    );
  });

  it.runIf(isRoot)(
    'stays root’s, and loses its other rights, where the other user can not read',
    async () => {
      const line = `open my $f, '<', '/proc/self/status' or die $!; print grep { /^(Uid|CapEff|CapBnd)/ } <$f>;
      print open(my $p, '<', '/etc/passwd') ? 'read' : 0 + $!`;
      const launch = { limits, reads: ['/dev/null', '/proc'], path };
      const [program = '', ...args] = launchCommand(['perl', '-e', line], launch);
      const noUser = args.map((word) => (word.startsWith('call=setresuid:') ? 'call=setresuid:9999' : word));
      const { stdout } = await run(program, noUser, { env: { PATH: path, LC_ALL: 'C' } });
      expect(stdout.replaceAll(/[\t ]+/g, ' ')).toMatch(
        /^Uid: 0 0 0 0\nCapEff: 000000000000000[24]\nCapBnd: 0000000000000000\n13$/,
      );
    },
  );

  it('has threads, which are held as it is', async () => {
    const line = `const { Worker } = require('node:worker_threads');
      new Worker("const fs = require('node:fs'); try { fs.readFileSync('/etc/passwd'); console.log('read') } catch (e) { console.log(e.code) }", { eval: true });`;
    const [program = '', ...args] = launchCommand([process.execPath, '-e', line], {
      limits: { ...limits, memoryBytes: 8 * 2 ** 30 },
      reads: [],
      path,
    });
    const { stdout } = await run(program, args, { env: { PATH: path, LC_ALL: 'C' } });
    expect(stdout).toBe('EACCES\n');
  });

  it('keeps the pipes behind its first three descriptors', () => {
    const [program = '', ...args] = launchCommand(
      ['perl', '-e', 'open my $f, ">&=", 5 or die $!; print $f "through"'],
      {
        limits,
        reads: ['/dev/null'],
        path,
      },
    );
    const { output } = spawnSync(program, args, {
      env: { PATH: path },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
    });
    expect(output[5]).toBe('through');
  });

  it('has no more addresses than it was given', async () => {
    const line = `print syscall(${process.arch === 'x64' ? 9 : 222}, 0, 2 ** 32, 0, 0x22, -1, 0), ' ', 0 + $!`;
    expect((await perl(line, { addressBytes: 2 ** 31 })).stdout).toBe('-1 12');
    expect((await perl(line)).stdout).not.toContain('-1');
  });

  it('is not started for a parent that is gone, nor where a measure can not be set', async () => {
    await expect(perl('print 1', { parent: 1_000_000 })).rejects.toMatchObject({ code: 126, stdout: '' });
    await expect(perl('print 1', { reads: [join(folder, 'absent')] })).rejects.toMatchObject({
      code: 126,
      stderr: expect.stringMatching(/^jail: .*absent: No such file or directory\n$/),
    });
  });

  it('is told of in words when there is none', () => {
    expect(() => launchCommand(['no-such-program'], { limits, reads: [], path })).toThrow(
      'no-such-program is not installed',
    );
  });
});
