import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withTestDatabase } from '../../../libs/database/testing/test-database.js';
import { readArguments } from './doctor/doctor-arguments.js';

const PROGRAMS = fileURLToPath(new URL('../../../dist/apps/operator/src/', import.meta.url));

const test = withTestDatabase();
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-doctor-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

/** Runs the doctor; `stopAt` sends it a Ctrl-C when it has printed these words. */
function doctor(
  given: readonly string[],
  options: { stopAt?: string; environment?: Record<string, string>; program?: string } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [join(PROGRAMS, `${options.program ?? 'doctor'}.js`), ...given], {
    env: { PATH: process.env['PATH'] ?? '', ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    if (options.stopAt !== undefined && out.includes(options.stopAt)) child.kill('SIGINT');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, errors })));
}

describe('npm run doctor', () => {
  it('F11 tells an operator about a folder, and leaves nothing there', async () => {
    const { code, out } = await doctor([folder]);
    expect(out).toContain(`Is ${folder} good enough for Lectern?`);
    expect(out).toMatch(/^ok {7}durable/m);
    expect(out).toMatch(/^figure {3}throughput/m);
    // A machine whose temporary files lie in memory is told so.
    expect(code).toBe(/^WRONG +mount /m.test(out) ? 1 : 0);
    expect(await readdir(folder)).toEqual([]);
  });

  it('F11 tells a program, as one JSON document, of the folder that the services would use', async () => {
    const environment = { LECTERN_STORAGE_PATH: folder };
    const { code, out } = await doctor(['--json'], { environment });
    const told = JSON.parse(out) as { storage: string; verdict: string; findings: { check: string }[] };
    expect(told.storage).toBe(folder);
    expect(told.findings.map(({ check }) => check)).toContain('inodes');
    expect(code).toBe(told.verdict === 'wrong' ? 1 : 0);
  });

  it('says whether the role of the services’ database may do more than they need', async () => {
    const examined = async (url: string) => {
      const environment = { LECTERN_STORAGE_PATH: folder, DATABASE_URL: url };
      const { code, out } = await doctor(['--json'], { environment });
      const { findings } = JSON.parse(out) as {
        findings: { check: string; verdict: string; mend?: string }[];
      };
      return { code, role: findings.find(({ check }) => check === 'database-role') };
    };
    expect((await examined(test.url)).role).toMatchObject({ verdict: 'ok' });
    expect(await examined(test.ownerUrl)).toMatchObject({
      code: 1,
      role: { verdict: 'wrong', mend: expect.stringContaining('DATABASE_OWNER_URL') },
    });
    const { out } = await doctor([folder], { environment: { DATABASE_URL: test.ownerUrl } });
    expect(out).not.toContain('database-role');
  });

  it('F62 tells what keeps in the programs that read uploads, and is red without it', async () => {
    const jailed = await doctor([folder]);
    expect(jailed.out.match(/^ok {7}jail-\w+/gm)).toHaveLength(8);
    const free = await doctor([folder], { environment: { LECTERN_JAIL: 'off' } });
    expect(free.code).toBe(1);
    expect(free.out).toMatch(
      /^WRONG +jail-files .*read \/etc\/passwd.*\n +-> LECTERN_JAIL is off: set it to auto/m,
    );
    const wrong = await doctor([folder], { environment: { LECTERN_JAIL: 'perhaps' } });
    expect(wrong.code).toBe(2);
    expect(wrong.errors).toContain('LECTERN_JAIL');
  });

  it('F62 does not keep services from starting: their self-test is of the storage alone', async () => {
    const { out } = await doctor([folder], { program: 'self-test', environment: { LECTERN_JAIL: 'off' } });
    expect(out).toMatch(/^ok {7}durable/m);
    expect(out).not.toContain('jail');
  });

  it('F11 ends with 1 when something is wrong', async () => {
    await writeFile(join(folder, 'file'), '');
    const { code, out } = await doctor([join(folder, 'file')]);
    expect(code).toBe(1);
    expect(out).toContain('Not good enough: 1 thing is wrong');
  });

  it.each(['durable', 'publish '])('leaves nothing there after a Ctrl-C at %s', async (stopAt) => {
    const { code, errors } = await doctor([folder], { stopAt });
    expect(code).toBe(130);
    expect(errors).toContain('stopped');
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    [['--unknown'], 'There is no option --unknown.'],
    [['/a', '/b'], 'One storage is examined at a time.'],
    [['/a', '--also'], '--also wants the path of another mount.'],
    [[], 'No storage was named.'],
    [['s3'], 'LECTERN_S3_BUCKET: is needed with LECTERN_STORAGE=s3'],
  ])('ends with 2 and a hint for %j', async (given, words) => {
    const { code, errors, out } = await doctor(given);
    expect(code).toBe(2);
    expect(errors).toContain(words);
    expect(errors).not.toContain('    at ');
    expect(out).toBe('');
  });

  it('F16 says that a bucket does not answer', async () => {
    const { code, out } = await doctor(['s3'], {
      environment: {
        LECTERN_S3_ENDPOINT: 'http://127.0.0.1:9',
        LECTERN_S3_BUCKET: 'lectern',
        LECTERN_S3_ACCESS_KEY: 'a',
        LECTERN_S3_SECRET_KEY: 'b',
      },
    });
    expect(code).toBe(1);
    expect(out).toMatch(/^WRONG +endpoint/m);
    expect(out).not.toContain('Bearer');
  });
});

describe('arguments', () => {
  it('are a path, another mount and a format, in any order', () => {
    expect(readArguments(['--json', '/srv/a', '--also=/srv/b'])).toEqual({
      target: '/srv/a',
      also: '/srv/b',
      json: true,
    });
    expect(readArguments(['--also', '/srv/b', '/srv/a/'])).toEqual({
      target: '/srv/a',
      also: '/srv/b',
      json: false,
    });
    expect(readArguments(['s3'])).toMatchObject({ target: 's3' });
    expect(readArguments([])).toMatchObject({ target: undefined });
  });
});
