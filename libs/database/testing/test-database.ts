import { spawn } from 'node:child_process';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll } from 'vitest';
import { randomToken } from '#libs/kernel';
import { type Database, openDatabase } from '../database.js';
import { EmbeddedPostgres } from '../embedded-postgres.js';
import { bringUpToDate } from '../ready-database.js';

/** A fresh, migrated database on a real server. */
export interface TestDatabase {
  /** As the services use it: with the rights of their role, and no more. */
  readonly database: Database;
  readonly url: string;
  /** As the owner of the tables (a superuser too), for what no service does. */
  readonly owner: Database;
  readonly ownerUrl: string;
}

interface Urls {
  readonly url: string;
  readonly ownerUrl: string;
}

const TEMPLATE = 'template_lectern';

/**
 * Gives the spec (or describe block) a database of its own, made before its tests and dropped after them. The
 * server is shared by all spec files of a run; it is started by the first that asks (some 4 s) and ends
 * with the run.
 */
export function withTestDatabase(options: { maxConnections?: number } = {}): TestDatabase {
  let made: (TestDatabase & { drop(): Promise<void> }) | undefined;
  beforeAll(async () => {
    made = await createTestDatabase(options);
  });
  afterAll(async () => {
    await made?.drop();
  });
  const present = () => {
    if (made === undefined) throw new Error('The test database exists only while tests run.');
    return made;
  };
  return {
    get database() {
      return present().database;
    },
    get url() {
      return present().url;
    },
    get owner() {
      return present().owner;
    },
    get ownerUrl() {
      return present().ownerUrl;
    },
  };
}

/** As `withTestDatabase`, for whoever makes and drops it himself; `empty` is one that nothing was migrated in. */
export async function createTestDatabase(
  options: { maxConnections?: number; empty?: boolean } = {},
): Promise<TestDatabase & { drop(): Promise<void> }> {
  const { empty = false, ...pool } = options;
  const server = await sharedServer();
  const name = `test_${randomToken(12)}`;
  await onServer(server.ownerUrl, `create database ${name}${empty ? '' : ` template ${TEMPLATE}`}`);
  const [url, ownerUrl] = [urlOf(server.url, name), urlOf(server.ownerUrl, name)];
  const database = openDatabase({ url, ...pool });
  const owner = openDatabase({ url: ownerUrl, maxConnections: 2 });
  return {
    database,
    url,
    owner,
    ownerUrl,
    async drop() {
      await database.close();
      await owner.close();
      await onServer(server.ownerUrl, `drop database ${name} with (force)`);
    },
  };
}

/** The run's server: who makes its folder starts it, the others wait for its URL to appear. */
async function sharedServer(): Promise<Urls> {
  const run = process.ppid;
  const folder = join(tmpdir(), `lectern-test-${process.getuid?.() ?? 0}-${run}`);
  const urlFile = join(folder, 'urls.json');
  try {
    await mkdir(folder);
  } catch {
    return untilWritten(urlFile);
  }
  await chmod(folder, 0o755);
  const server = await EmbeddedPostgres.start({
    dataFolder: join(folder, 'database'),
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' },
    outlives: true,
  });
  endWithRun(run, folder);
  await onServer(server.ownerUrl, `create database ${TEMPLATE}`);
  const template = { url: urlOf(server.url, TEMPLATE), ownerUrl: urlOf(server.ownerUrl, TEMPLATE) };
  await bringUpToDate({ ...template, queues: {} });
  const urls = { url: server.url, ownerUrl: server.ownerUrl };
  await writeFile(`${urlFile}.new`, JSON.stringify(urls), { mode: 0o600 });
  await rename(`${urlFile}.new`, urlFile);
  return urls;
}

async function untilWritten(file: string): Promise<Urls> {
  for (let waited = 0; waited < 90_000; waited += 50) {
    const urls = await readFile(file, 'utf8').catch(() => '');
    if (urls !== '') return JSON.parse(urls) as Urls;
    await delay(50);
  }
  throw new Error('The test database’s server did not start; another spec file shows why.');
}

/** A watcher that outlives this process, and ends server and folder when the run's main process is gone. */
function endWithRun(run: number, folder: string): void {
  const script = `
    const { readFileSync, rmSync } = require('node:fs');
    const alive = (pid) => { try { process.kill(pid, 0); return true; } catch { return false; } };
    const timer = setInterval(() => {
      if (alive(${run})) return;
      clearInterval(timer);
      const folder = process.argv[1];
      let pid = 0;
      try {
        pid = Number(readFileSync(folder + '/database/cluster/postmaster.pid', 'utf8').split('\\n')[0]);
        process.kill(pid, 'SIGQUIT');
      } catch {}
      setTimeout(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }), 1000);
    }, 500);`;
  spawn(process.execPath, ['-e', script, folder], { detached: true, stdio: 'ignore' }).unref();
}

async function onServer(url: string, statement: string): Promise<void> {
  const database = openDatabase({ url, maxConnections: 1 });
  try {
    await sql.raw(statement).execute(database.kysely);
  } finally {
    await database.close();
  }
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
