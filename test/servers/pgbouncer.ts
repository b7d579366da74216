import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { atExit } from './at-exit.js';
import { freePort } from './free-port.js';

const START_MS = 30_000;
/** Debian's `nobody`: PgBouncer does not run as root. */
const NOBODY = 65_534;

export function hasPgBouncer(): boolean {
  return spawnSync('pgbouncer', ['--version']).status === 0;
}

/** Debian's PgBouncer before a PostgreSQL, as an engineer would set it up. */
export class PgBouncer {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  /** @param settings beside the usual ones, such as `pool_mode = session` */
  static async start(target: string, settings: readonly string[]): Promise<PgBouncer> {
    const folder = await mkdtemp('/var/tmp/lectern-pgbouncer-');
    await chmod(folder, 0o755);
    const { hostname, port, username, password, pathname } = new URL(target);
    const own = await freePort();
    const users = path.join(folder, 'users.txt');
    await writeFile(users, `"${username}" "${decodeURIComponent(password)}"\n`);
    const file = path.join(folder, 'pgbouncer.ini');
    const lines = [
      '[databases]',
      `* = host=${hostname} port=${port}`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${own}`,
      'unix_socket_dir =',
      'auth_type = scram-sha-256',
      `auth_file = ${users}`,
      ...settings,
    ];
    await writeFile(file, `${lines.join('\n')}\n`);
    const ids = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
    const child = spawn('pgbouncer', ['-q', file], { ...ids, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
    child.once(
      'exit',
      atExit(() => child.kill('SIGKILL')),
    );
    let said = '';
    child.stderr.on('data', (bytes: Buffer) => (said = (said + String(bytes)).slice(-4_000)));
    const url = `postgres://${username}:${password}@127.0.0.1:${own}${pathname}`;
    for (const deadline = Date.now() + START_MS; !(await answers(url)); await sleep(20)) {
      if (child.exitCode === null && Date.now() < deadline) continue;
      child.kill('SIGKILL');
      throw new Error(`PgBouncer did not start: ${said}`);
    }
    return new PgBouncer(url, child, folder);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGKILL');
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function answers(connectionString: string): Promise<boolean> {
  const client = new Client({ connectionString });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
