import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startFault } from '#libs/kernel';
import { bringUpToDate, EmbeddedPostgres, EmbeddedPostgresFailed, openDatabase, reachOf } from './index.js';
import { isAlive, namespacesWork, ordinaryUser, usersOfFolder } from './server-process.js';

const HOST = fileURLToPath(new URL('testing/embedded-postgres-host.ts', import.meta.url));

/** Lets Node itself run the sources: their imports name the `.js` files that the compiler will make. */
const HOOKS = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({
    resolve(name, context, next) {
      if (!/^[.].*[.]js$/.test(name) || context.parentURL.includes('/node_modules/')) return next(name, context);
      return next(name.replace(/js$/, 'ts'), context);
    },
  });`)}`;

describe('EmbeddedPostgres', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lectern embedded '));
    await chmod(folder, 0o755);
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const data = () => join(folder, 'data base');
  const start = (dataFolder = data()) => EmbeddedPostgres.start({ dataFolder });
  const serverPid = async () =>
    Number((await readFile(join(data(), 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0]);

  async function query<T>(server: EmbeddedPostgres, text: string): Promise<T[]> {
    const database = openDatabase({ url: server.ownerUrl, maxConnections: 1 });
    try {
      return (await sql.raw<T>(text).execute(database.kysely)).rows;
    } finally {
      await database.close();
    }
  }

  /** Runs the host in a process of its own until its row is committed, then kills it. @returns the server's process */
  async function killedHost({ withServer = false } = {}): Promise<number> {
    const options = [
      '--conditions=source',
      '--experimental-transform-types',
      '--no-warnings',
      '--import',
      HOOKS,
    ];
    const host = spawn(process.execPath, [...options, HOST, data()], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(host, 'exit').then(() => 'ended');
    expect(await Promise.race([once(host.stdout, 'data').then(String), ended])).toBe('committed\n');
    const pid = await serverPid();
    if (withServer) process.kill(pid, 'SIGKILL');
    host.kill('SIGKILL');
    await ended;
    return pid;
  }

  it('starts on a path with spaces, is UTF-8 and reachable only with its password, and starts again', async () => {
    const server = await start();
    const rows = await query(
      server,
      `select 'ÄÉ心' = lower('ÄÉ心') as same, lower('ÄÉ心') as lower,
      current_setting('server_encoding') as encoding, current_setting('listen_addresses') as addresses`,
    );
    expect(rows).toEqual([{ same: false, lower: 'äé心', encoding: 'UTF8', addresses: '127.0.0.1' }]);
    expect((await stat(join(data(), 'password'))).mode & 0o777).toBe(0o600);
    const wrong = openDatabase({ url: server.url.replace(/:[^:@/]+@/, ':wrong@') });
    await expect(wrong.ping()).rejects.toMatchObject({ code: '28P01' });
    await wrong.close();
    await query(server, 'create table stopped as select 7 as n');
    await server.stop();
    await server.stop();
    const again = await start(relative(process.cwd(), data()));
    expect(await query(again, 'select n from stopped')).toEqual([{ n: 7 }]);
    await again.stop();
  });

  it('gives the services a role of its own, also on a cluster of a release that had none', async () => {
    const first = await start();
    await bringUpToDate({ url: first.ownerUrl, queues: {} });
    const [role = ''] = new URL(first.url).username.split(':');
    await query(first, `drop owned by ${role}; drop role ${role}`);
    await first.stop();
    await rm(join(data(), 'application-password'));
    const server = await start();
    await bringUpToDate({ url: server.url, ownerUrl: server.ownerUrl, queues: {} });
    expect((await stat(join(data(), 'application-password'))).mode & 0o777).toBe(0o600);
    const database = openDatabase({ url: server.url, maxConnections: 1 });
    try {
      expect(await reachOf(database)).toMatchObject({ role, excess: [] });
      await sql`select from assets`.execute(database.kysely);
    } finally {
      await database.close();
    }
    await query(server, 'drop schema pgboss cascade');
    await server.stop();
  });

  it('F07 ends in good order after a kill -9 of its process; the next start has every committed row', async () => {
    const pid = await killedHost();
    await expect.poll(() => isAlive(pid), { timeout: 30_000 }).toBe(false);
    expect(await readFile(join(data(), 'server.log'), 'utf8')).toMatch(/database system is shut down\n$/);
    const next = await start();
    expect(await query(next, 'select n from kept')).toEqual([{ n: 1 }]);
    await next.stop();
  });

  it('is adopted where another process runs it', async () => {
    const server = await start();
    const pid = await serverPid();
    const adopted = await start();
    expect([server.isAdopted, adopted.isAdopted]).toEqual([false, true]);
    expect(await serverPid()).toBe(pid);
    expect(await query(adopted, 'select n from kept')).toEqual([{ n: 1 }]);
    await server.stop();
    expect(isAlive(pid)).toBe(false);
  });

  it('F07 recovers every committed row after a kill -9 of everything', async () => {
    await killedHost({ withServer: true });
    const recovered = await start();
    expect(await query(recovered, 'select count(*)::integer as n from kept')).toEqual([{ n: 2 }]);
    await recovered.stop();
  });

  it('starts although the process number of its dead predecessor belongs to another program', async () => {
    const other = spawn('sleep', ['60']);
    const left = [
      other.pid,
      join(data(), 'cluster'),
      1_700_000_000,
      54_321,
      '',
      '127.0.0.1',
      '',
      'ready   ',
      '',
    ];
    await writeFile(join(data(), 'cluster', 'postmaster.pid'), left.join('\n'));
    const server = await start();
    expect(await query(server, 'select count(*)::integer as n from kept')).toEqual([{ n: 2 }]);
    await server.stop();
    other.kill();
  });

  it.skipIf(process.getuid?.() !== 0)('names both users where its files are somebody else’s', async () => {
    const foreign = join(folder, 'foreign');
    await mkdir(join(foreign, 'cluster'), { recursive: true });
    for (const each of [foreign, join(foreign, 'cluster')]) await chown(each, 12_345, 12_345);
    const words =
      /^The folder of the database, .*, belongs to the user 12345, and PostgreSQL would run as the user .*chown -R/;
    await expect(start(foreign)).rejects.toThrow(words);
    const asAnother = vi.spyOn(process, 'getuid').mockReturnValue(4_242);
    await expect(start(foreign)).rejects.toThrow(words);
    asAnother.mockRestore();
    expect((await stat(foreign)).uid).toBe(12_345);
  });

  it('says why PostgreSQL gave up, and not only where that is written', async () => {
    const broken = join(folder, 'broken');
    await mkdir(join(broken, 'cluster'), { recursive: true });
    await writeFile(join(broken, 'cluster', 'PG_VERSION'), '9\n');
    if (process.getuid?.() === 0) {
      const { uid, gid } = await ordinaryUser(broken);
      for (const each of ['cluster', 'cluster/PG_VERSION']) await chown(join(broken, each), uid, gid);
    }
    const failure = await start(broken).catch((error: unknown) => error as EmbeddedPostgresFailed);
    expect(startFault(failure)).toMatch(/^The database did not start: .*server\.log says why\. \(\S.*\)$/m);
    expect(startFault(failure)).not.toMatch(/\n.*\n/);
  });

  it('gives up the first start at once when it is told to, whichever of its programs runs, and leaves nothing', async () => {
    const stopped = join(folder, 'stopped');
    const works = async () =>
      (await readdir(stopped).catch(() => [])).find((name) => name.startsWith('cluster.new-'));
    const stopping = new AbortController();
    const given = EmbeddedPostgres.start({ dataFolder: stopped, signal: stopping.signal });
    given.catch(() => undefined);
    const attempt = join(stopped, await vi.waitUntil(works, 60_000));
    await expect.poll(async () => (await usersOfFolder(attempt))?.length, { interval: 5 }).toBeGreaterThan(0);
    stopping.abort(new Error('told to stop'));
    await expect(given).rejects.toThrow('told to stop');
    expect((await readdir(stopped)).filter((name) => name.startsWith('cluster'))).toEqual([]);
  });

  it('makes the cluster anew where a first start died in the middle, and ends what still works on that', async () => {
    const half = join(folder, 'half');
    const attempt = join(half, 'cluster.new-1');
    await mkdir(attempt, { recursive: true });
    // As an earlier release called it.
    await mkdir(join(half, 'cluster.new'));
    await writeFile(join(half, 'cluster.new', 'PG_VERSION'), '18\n');
    const program = spawn('sleep', ['600'], { cwd: attempt, stdio: 'ignore' });
    const ended = once(program, 'exit');
    await once(program, 'spawn');
    const server = await start(half);
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect(await query(server, 'select 1 as n')).toEqual([{ n: 1 }]);
    expect((await readdir(half)).filter((name) => name.startsWith('cluster'))).toEqual(['cluster']);
    await server.stop();
  });

  it.runIf(process.getuid?.() === 0)(
    'runs for root in a closed folder where it can, and else says how to mend it',
    async () => {
      const closed = join(folder, 'closed');
      await mkdir(closed, { mode: 0o700 });
      if (await namespacesWork()) {
        const server = await start(join(closed, 'own'));
        expect(await query(server, 'select 1 as n')).toEqual([{ n: 1 }]);
        await server.stop();
      }
      const foreign = join(closed, 'foreign');
      await mkdir(foreign);
      await chown(foreign, 65_534, 65_534);
      const failed = await start(foreign).catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(EmbeddedPostgresFailed);
      expect((failed as Error).message).toContain(`can’t enter ${closed}`);
    },
  );

  it.runIf(process.getuid?.() === 0)('runs as the user to whom the folder belongs', async () => {
    const owned = join(folder, 'owned');
    await mkdir(owned);
    await chown(owned, 65_534, 65_534);
    const server = await start(owned);
    const pid = (await readFile(join(owned, 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0];
    expect((await stat(`/proc/${pid}`)).uid).toBe(65_534);
    await server.stop();
  });
});
