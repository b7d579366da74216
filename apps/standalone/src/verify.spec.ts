import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bringUpToDate, EmbeddedPostgres } from '#libs/database';
import { requireSettings } from './config.js';

const PROGRAM = fileURLToPath(new URL('../../../dist/apps/standalone/src/verify.js', import.meta.url));

const run = promisify(execFile);
const TRAIL = 'audit trail: 0 entries, 0 anchors, all anchored: as it was written\n';

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

function verify(environment: Record<string, string>, ...given: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [PROGRAM, ...given], {
      env: { PATH: process.env['PATH'] ?? '', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, errors] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.on('close', (code) => resolve({ code, out, errors }));
  });
}

describe('npm run verify', () => {
  let data = '';
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'lectern-verify-'));
    await chmod(data, 0o711);
    await mkdir(join(data, 'media'));
    const server = await EmbeddedPostgres.start({ dataFolder: join(data, 'postgres') });
    await bringUpToDate({ url: server.url, ownerUrl: server.ownerUrl, queues: {} });
    await server.stop();
  });
  afterAll(() => rm(data, { recursive: true, force: true }));

  const bundled = async () => {
    const operator = join(PROGRAM, '../operator.js');
    const env = { PATH: process.env['PATH'] ?? '', LECTERN_DATA: data };
    const given = [operator, 'bundle', '--no-checks', '--to', data];
    return (await run(process.execPath, given, { env })).stdout;
  };

  const serverRuns = async () => {
    const lock = await readFile(join(data, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').catch(() => '');
    return lock !== '';
  };

  it('looks at what npm start made, without being told a database, and leaves none running', async () => {
    const ended = await verify({ LECTERN_DATA: data });
    expect(ended).toEqual({ code: 0, out: `${TRAIL}0 assets, 0 bytes: 0 missing or altered\n`, errors: '' });
    expect(await serverRuns()).toBe(false);
  });

  it('is like npm run operator -- bundle, which finds the log and every secret of npm start, too', async () => {
    const password = (await readFile(join(data, 'postgres', 'password'), 'utf8')).trim();
    await writeFile(join(data, 'lectern.log'), `kept line\nthe password is ${password} there\n`);
    const said = await bundled();
    expect(said).toContain('ok      database.json');
    expect(await serverRuns()).toBe(false);
    const [name = ''] = (await readdir(data)).filter((file) => file.endsWith('.tar.gz'));
    const { stdout } = await run('tar', ['-xzOf', join(data, name), '--wildcards', '*/logs/1-lectern.log']);
    expect(stdout).toBe('kept line\nthe password is [cut] there\n');
  });

  it('uses the database of an npm start that runs, and leaves it running', async () => {
    const hold = fileURLToPath(new URL('../../../dist/apps/standalone/src/sole-start.js', import.meta.url));
    const text = `const { holdFolder } = await import(${JSON.stringify(hold)}); await holdFolder(process.argv[1]);
      console.log('held'); setInterval(() => {}, 1000)`;
    const holder = spawn(process.execPath, ['--input-type=module', '-e', text, data]);
    await new Promise((held) => holder.stdout.once('data', held));
    const server = await EmbeddedPostgres.start({ dataFolder: join(data, 'postgres') });
    try {
      expect(await verify({ LECTERN_DATA: data })).toMatchObject({ code: 0, errors: '' });
      expect(await bundled()).toContain('ok      database.json');
      expect(await serverRuns()).toBe(true);
    } finally {
      await server.stop();
      holder.kill();
    }
  });

  it.each([
    ['there is nothing', { LECTERN_DATA: '/nowhere' }, /there is no database of npm start in \/nowhere/],
    [
      'the database is away',
      { DATABASE_URL: 'postgres://a:b@127.0.0.1:1/x', LECTERN_STORAGE_PATH: tmpdir() },
      /^lectern verify: The database is not available at the moment\. \(connect ECONNREFUSED 127\.0\.0\.1:1\)\n$/,
    ],
    [
      'the address is none',
      { DATABASE_URL: 'db.example.org/lectern', LECTERN_STORAGE_PATH: '/' },
      /DATABASE_URL: must be postgres:/,
    ],
  ])('ends with 2 and one sentence where %s', async (_what, environment, sentence) => {
    const ended = await verify(environment);
    expect(ended).toMatchObject({ code: 2, out: '' });
    expect(ended.errors).toMatch(sentence);
    expect(ended.errors).not.toContain('    at ');
  });

  it('does not call everything missing where the folder itself is', async () => {
    const ended = await verify({ LECTERN_DATA: data, LECTERN_STORAGE_PATH: join(data, 'not-mounted') });
    expect(ended).toMatchObject({ code: 2, out: '' });
    expect(ended.errors).toContain('The storage is not available at the moment.');
  });

  it('names an option that it does not know, and says how it is run', async () => {
    const ended = await verify({}, '--fast');
    expect(ended.code).toBe(2);
    expect(ended.errors).toMatch(/--fast.*\n {2}hint: npm run verify/);
  });
});

describe('a start with wrong settings', () => {
  const problemsOf = (environment: Record<string, string>) => {
    try {
      requireSettings(environment);
      return [];
    } catch (error) {
      return (error as { problems: string[] }).problems;
    }
  };

  it('names those of all services at once, each once', () => {
    expect(problemsOf({})).toEqual([]);
    expect(
      problemsOf({
        LECTERN_PORT: '80a',
        LECTERN_LOG_LEVEL: 'loud',
        LECTERN_DELIVERY_CACHE_MIB: 'x',
        LECTERN_ENCODE_JOBS: '0',
        LECTERN_STORAGE_PATH: 'media',
        DATABASE_URL: 'db.example.org',
      }),
    ).toEqual([
      'LECTERN_STORAGE_PATH: must be an absolute path',
      'LECTERN_PORT: must be a number',
      expect.stringMatching(/^DATABASE_URL: must be postgres:/),
      expect.stringMatching(/^LECTERN_LOG_LEVEL: must be one of trace,/),
      'LECTERN_DELIVERY_CACHE_MIB: must be a number',
      expect.stringMatching(/^LECTERN_ENCODE_JOBS: must be /),
    ]);
  });
});

describe('npm start', () => {
  const prepare = fileURLToPath(new URL('../prepare.mjs', import.meta.url));
  const started = (given: string[], environment: NodeJS.ProcessEnv): Promise<Ended> =>
    new Promise((resolve) => {
      const env = { PATH: process.env['PATH'], ...environment };
      execFile(process.execPath, [...given, prepare, 'start'], { env }, (error, out, errors) =>
        resolve({ code: error === null ? 0 : Number(error.code), out, errors }),
      );
    });

  it('says of an old Node.js that it is one', async () => {
    const old = "Object.defineProperty(process.versions, 'node', { value: '18.20.4' })";
    const ended = await started(['--import', `data:text/javascript,${encodeURIComponent(old)}`], {});
    expect(ended).toMatchObject({ code: 1, out: '' });
    expect(ended.errors).toMatch(/^lectern: this is Node\.js 18\.20\.4, .*\n {2}hint: .*\n$/);
  });

  // With other packages than those of the lock file it would install them first, below the other tests.
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules/.lectern-lock');
  const isInstalled = existsSync(stamp) && readFileSync(stamp, 'utf8') === lock;

  it.skipIf(!isInstalled)('says what is wrong with its settings before it builds anything', async () => {
    const ended = await started([], { LECTERN_PROT: '9000', LECTERN_ENCODE_JOBS: 'many' });
    expect(ended).toEqual({
      code: 1,
      out: '',
      errors: `lectern standalone: These settings need mending:
  - LECTERN_PROT: there is no such setting; did you mean LECTERN_PORT?
  - LECTERN_ENCODE_JOBS: must be a number
`,
    });
  });
});
