import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { examineFolder, type Finding } from './index.js';
import { examineTree } from './nfs-examination.js';

const required = process.env['LECTERN_TEST_RIGS'] === 'required';
const isRoot = process.getuid?.() === 0;

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lectern-doctor-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function examined(folder: string, also?: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  await examineTree({ root: folder, ...(also === undefined ? {} : { also }) }, (finding) =>
    findings.push(finding),
  );
  return findings;
}

function of(findings: readonly Finding[], check: string): Finding {
  const found = findings.find((finding) => finding.check === check);
  if (found === undefined) throw new Error(`no ${check} in ${JSON.stringify(findings)}`);
  return found;
}

const wrongIn = (findings: readonly Finding[]) =>
  findings.filter(({ verdict }) => verdict === 'wrong').map(({ check }) => check);

describe('the examination of a folder', () => {
  it('F11 finds nothing wrong with a good one, and leaves nothing there', async () => {
    const findings = await examined(root);
    expect(wrongIn(findings).filter((check) => check !== 'mount')).toEqual([]);
    expect(findings.map(({ check }) => check)).toEqual(
      expect.arrayContaining([
        'writable',
        'taken-names',
        'torn-reads',
        'missing-names',
        'clock',
        'throughput',
      ]),
    );
    expect(of(findings, 'publish').facts).toEqual({ published: 10, late: 0 });
    expect(of(findings, 'torn-reads').facts).toMatchObject({ seen: 10 });
    expect(await readdir(root)).toEqual([]);
  });

  it('F11 looks through another path where one is given', async () => {
    const findings = await examined(root, `${root}/.`);
    expect(of(findings, 'second-view').meaning).toContain(`${root}/.`);
    expect(wrongIn(findings).filter((check) => check !== 'mount')).toEqual([]);
  });

  it('F11 sees that another path is not the same storage', async () => {
    const other = await mkdtemp(join(tmpdir(), 'lectern-doctor-'));
    const findings = await examined(root, other);
    expect(of(findings, 'second-view')).toMatchObject({
      verdict: 'wrong',
      mend: expect.stringContaining('same export'),
    });
    expect(await readdir(root)).toEqual([]);
    expect(await readdir(other)).toEqual([]);
    await rm(other, { recursive: true });
  });

  it.each([
    ['missing', 'There is no'],
    ['file', 'is no folder'],
  ])('F11 says what is wrong with a path that is a %s', async (name, words) => {
    await writeFile(join(root, 'file'), '');
    const findings = await examined(join(root, name));
    expect(of(findings, 'folder')).toMatchObject({
      verdict: 'wrong',
      meaning: expect.stringContaining(words),
    });
    expect(await readdir(root)).toEqual(['file']);
  });

  it('F11 stops when it is told to, and leaves nothing there', async () => {
    const stopping = new AbortController();
    const take = ({ check }: Finding) => check === 'publish' && stopping.abort();
    await expect(examineTree({ root, signal: stopping.signal }, take)).rejects.toThrow('abort');
    expect(await readdir(root)).toEqual([]);
  });

  it.skipIf(!isRoot)('F11 names the user who may not write (needs root, to be another user)', async () => {
    await chmod(root, 0o755);
    process.setegid?.(65_534);
    process.seteuid?.(65_534);
    try {
      const findings = await examined(root);
      expect(of(findings, 'writable')).toMatchObject({
        verdict: 'wrong',
        meaning: expect.stringContaining('user 65534'),
        mend: expect.stringContaining('root_squash'),
      });
      expect(of(findings, 'everything-else').verdict).toBe('skipped');
    } finally {
      process.seteuid?.(0);
      process.setegid?.(0);
    }
  });
});

/** Whether a small file system of our own can be mounted on `folder`. */
function mounted(folder: string, options: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const mayMount = isRoot && (await mayMountAtAll());

async function mayMountAtAll(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-doctor-'));
  const may = mounted(folder, 'size=1m');
  if (may) execFileSync('umount', [folder]);
  await rm(folder, { recursive: true });
  return may;
}

describe.skipIf(!mayMount && !required)(
  'the examination of a small file system (needs root, to mount it)',
  () => {
    afterEach(() => void execFileSync('umount', [root]));

    it.each([
      [
        'size=64k',
        'durable',
        'full',
        (folder: string) => writeFile(join(folder, 'fill'), Buffer.alloc(64 * 1024)).catch(() => undefined),
      ],
      [
        'size=1m,nr_inodes=2',
        'writable',
        'no room for another file',
        (folder: string) => writeFile(join(folder, 'fill'), ''),
      ],
      [
        'size=1m',
        'writable',
        'read-only',
        async (folder: string) => void execFileSync('mount', ['-o', 'remount,ro', folder]),
      ],
    ])('F11 on tmpfs %s: %s says %s', async (options, check, words, spoil) => {
      expect(mounted(root, options)).toBe(true);
      await spoil(root);
      const before = await readdir(root);
      const findings = await examined(root);
      const found = of(findings, check);
      expect(found).toMatchObject({ verdict: 'wrong', meaning: expect.stringContaining(words) });
      expect(found.mend).toBeTruthy();
      expect(of(findings, 'mount').meaning).toContain('memory');
      expect(await readdir(root)).toEqual(before);
    });
  },
);

/** A mount whose calls fail or hang as its control file says. */
class FaultMount {
  readonly point: string;
  readonly back: string;
  readonly #control: string;
  #child: ChildProcess | undefined;

  constructor(
    readonly folder: string,
    readonly program: string,
  ) {
    [this.point, this.back, this.#control] = [
      join(folder, 'mount'),
      join(folder, 'back'),
      join(folder, 'control'),
    ];
  }

  async start(): Promise<void> {
    await mkdir(this.point);
    await mkdir(this.back);
    await this.fault('');
    this.#child = spawn(this.program, ['-f', '-o', 'allow_other,default_permissions', this.point], {
      env: { BACK: this.back, CTL: this.#control },
      stdio: 'ignore',
    });
    await writeFile(join(this.back, 'up'), '');
    for (let tries = 0; tries < 200 && !existsSync(join(this.point, 'up')); tries += 1) await delay(25);
    await rm(join(this.back, 'up'));
  }

  async fault(line: string): Promise<void> {
    await writeFile(this.#control, `${line}\n`);
  }

  async stop(): Promise<void> {
    await this.fault('');
    const gone = new Promise((resolve) => this.#child?.once('exit', resolve));
    execFileSync('umount', ['-l', this.point]);
    this.#child?.kill('SIGTERM');
    await gone;
  }
}

async function buildFaultFs(): Promise<{ folder: string; program: string } | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-faultfs-'));
  const program = join(folder, 'faultfs');
  const source = fileURLToPath(new URL('../../../test/servers/faultfs.c', import.meta.url));
  try {
    if (!existsSync('/dev/fuse')) throw new Error('no /dev/fuse');
    const command = 'gcc -O1 -w "$0" -o "$1" $(pkg-config --cflags --libs fuse3)';
    execFileSync('sh', ['-c', command, source, program], { stdio: 'ignore' });
    return { folder, program };
  } catch {
    await rm(folder, { recursive: true });
    return undefined;
  }
}

const faultFs = isRoot ? await buildFaultFs() : undefined;
afterAll(async () => {
  if (faultFs !== undefined) await rm(faultFs.folder, { recursive: true, force: true });
});

describe.skipIf(faultFs === undefined && !required)(
  'the examination of a mount with faults (needs root, gcc, fuse3)',
  () => {
    let mount: FaultMount;
    beforeEach(async () => {
      expect(faultFs).toBeDefined();
      mount = new FaultMount(root, faultFs?.program ?? '');
      await mount.start();
    });
    afterEach(() => mount.stop());

    it.each([
      ['fsync ENOSPC 100', 'durable', 'full'],
      ['fsync EDQUOT 100', 'durable', 'full'],
      ['flush EIO 100', 'writable', 'not available'],
      ['write EIO 100', 'durable', 'not available'],
      ['link EACCES 100', 'hard-links', 'hard links'],
      ['rename EIO 100', 'rename', 'not available'],
      ['unlink EACCES 100 removed', 'remove', "can't be written"],
      ['mkdir EACCES 100', 'writable', "can't be written"],
    ])('F11 with %s: %s is wrong (%s)', async (line, check, words) => {
      await mount.fault(line);
      const findings = await examined(mount.point);
      expect(of(findings, check)).toMatchObject({
        verdict: 'wrong',
        meaning: expect.stringContaining(words),
      });
      await mount.fault('');
      await rm(mount.back, { recursive: true, force: true });
    });

    it('F06 F11 comes to an end on a mount that hangs, and names what it could not remove', async () => {
      const findings: Finding[] = [];
      let hung: Promise<void> | undefined;
      await examineFolder({ root: mount.point, hungMs: 3_000 }, (finding) => {
        findings.push(finding);
        if (finding.check === 'writable') hung = mount.fault('* hang 100');
      });
      await hung;
      expect(findings.at(-2)).toMatchObject({ verdict: 'wrong', meaning: expect.stringContaining('hangs') });
      expect(findings.at(-1)).toMatchObject({ check: 'tidy', verdict: 'wrong' });
      await mount.fault('');
      const [left = ''] = await readdir(mount.back);
      expect(findings.at(-1)?.meaning).toContain(left);
    });

    it('F06 F11 says so when nothing answers at all', async () => {
      await mount.fault('* hang 100');
      const findings: Finding[] = [];
      await examineFolder({ root: mount.point, hungMs: 3_000 }, (finding) => findings.push(finding));
      expect(of(findings, 'folder')).toMatchObject({
        verdict: 'wrong',
        meaning: expect.stringContaining('hangs'),
      });
      await mount.fault('');
      expect(await readdir(mount.back)).toEqual([]);
    });
  },
);
