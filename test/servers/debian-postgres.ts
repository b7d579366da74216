import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { chown, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { atExit } from './at-exit.js';
import { freePort } from './free-port.js';
import { NotHere } from './not-here.js';

const run = promisify(execFile);
const HOME = '/usr/lib/postgresql';
const PASSWORD = 'rehearsal';
const START_MS = 60_000;

/** PostgreSQL of Debian's package, with the programs that the embedded one lacks. */
export class DebianPostgres {
  private constructor(
    readonly version: number,
    readonly url: string,
    readonly cluster: string,
    private readonly end: () => Promise<void>,
  ) {}

  /**
   * A server of its own, on a new cluster unless one is given.
   *
   * @throws NotHere
   */
  static async start(given?: string): Promise<DebianPostgres> {
    const version = newest();
    const ids = await postgresUser();
    const base = await mkdtemp('/var/tmp/lectern-postgres-');
    await chown(base, ids.uid, ids.gid);
    const cluster = given ?? path.join(base, 'cluster');
    if (given === undefined) {
      const password = path.join(base, 'password');
      await writeFile(password, PASSWORD);
      await chown(password, ids.uid, ids.gid);
      const facts = ['--username=lectern', '--auth=scram-sha-256', `--pwfile=${password}`, '--encoding=UTF8'];
      await run(program('initdb'), ['--pgdata', cluster, '--locale=C.UTF-8', '--no-sync', ...facts], {
        ...ids,
        cwd: base,
      });
    } else await run('chown', ['-R', `${ids.uid}:${ids.gid}`, cluster]);
    const port = await freePort();
    const log = await open(path.join(base, 'log'), 'a');
    const settings = {
      listen_addresses: '127.0.0.1',
      port: String(port),
      unix_socket_directories: '',
      fsync: 'off',
    };
    const child = spawn(
      program('postgres'),
      ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      { ...ids, cwd: base, detached: true, stdio: ['ignore', log.fd, log.fd] },
    );
    await log.close();
    const gone = atExit(() => {
      child.kill('SIGQUIT');
      rmSync(base, { recursive: true, force: true });
    });
    const server = new DebianPostgres(version, urlOf(port, 'lectern'), cluster, async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.kill('SIGINT');
        await ended;
      }
      await rm(base, { recursive: true, force: true });
      gone();
    });
    const client = await connected(
      urlOf(port, 'postgres'),
      () => child.exitCode === null,
      path.join(base, 'log'),
    );
    const { rowCount } = await client.query("select 1 from pg_database where datname = 'lectern'");
    if (rowCount === 0) await client.query('create database lectern');
    await client.end();
    return server;
  }

  stop(): Promise<void> {
    return this.end();
  }
}

/** A program of the newest version of Debian's package. @throws NotHere */
function program(name: string): string {
  const file = `${HOME}/${newest()}/bin/${name}`;
  if (!existsSync(file)) throw new NotHere(`${name} is missing (postgresql-${newest()})`);
  return file;
}

/** Runs `pg_dump`, `pg_restore` or the like. @returns what it printed */
export async function runProgram(name: string, args: readonly string[], ids = {}): Promise<string> {
  const { stdout } = await run(program(name), args, { maxBuffer: 64 * 1024 * 1024, cwd: '/', ...ids });
  return stdout;
}

export async function postgresUser(): Promise<{ uid: number; gid: number }> {
  const line = (await readFile('/etc/passwd', 'utf8'))
    .split('\n')
    .find((each) => each.startsWith('postgres:'));
  if (line === undefined || process.getuid?.() !== 0) throw new NotHere('it takes root, and a user postgres');
  const fields = line.split(':');
  return { uid: Number(fields[2]), gid: Number(fields[3]) };
}

function newest(): number {
  const versions = existsSync(HOME)
    ? readdirSync(HOME)
        .map(Number)
        .filter((number) => number > 0)
    : [];
  const found = versions.toSorted((a, b) => b - a)[0];
  if (found === undefined) throw new NotHere('PostgreSQL of Debian is not installed (postgresql)');
  return found;
}

function urlOf(port: number, database: string): string {
  return `postgres://lectern:${PASSWORD}@127.0.0.1:${port}/${database}`;
}

async function connected(url: string, runs: () => boolean, log: string): Promise<Client> {
  for (const deadline = Date.now() + START_MS; ; await sleep(50)) {
    const client = new Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (cause) {
      await client.end().catch(() => undefined);
      if (runs() && Date.now() < deadline) continue;
      throw new Error(`PostgreSQL did not start: ${(await readFile(log, 'utf8')).slice(-2_000)}`, { cause });
    }
  }
}
