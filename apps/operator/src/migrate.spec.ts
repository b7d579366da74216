import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '#libs/database';
import { DatabaseLink } from '../../../libs/database/testing/database-link.js';
import { withTestDatabase } from '../../../libs/database/testing/test-database.js';

const PROGRAMS = fileURLToPath(new URL('../../../dist/apps/operator/src/', import.meta.url));
const server = withTestDatabase();
const NAME = `fresh_${process.pid}`;
let url: string;
let ownerUrl: string;

function run(name: string, environment: Record<string, string>): Promise<{ code: number; said: string }> {
  const env = { PATH: process.env['PATH'] ?? '', ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, [join(PROGRAMS, name)], { env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), said: `${stdout}${stderr}` }),
    );
  });
}

beforeAll(async () => {
  await sql`create database ${sql.id(NAME)}`.execute(server.owner.kysely);
  [url, ownerUrl] = [server.url, server.ownerUrl].map((each) => each.replace(/\/[^/]+$/, `/${NAME}`)) as [
    string,
    string,
  ];
});
afterAll(async () => {
  await sql`drop database if exists ${sql.id(NAME)} with (force)`.execute(server.owner.kysely);
});

describe('the program that migrates', () => {
  it('makes tables and queues, several at once too, and finds nothing left to do afterwards', async () => {
    const ended = await Promise.all(
      [1, 2, 3].map(() => run('migrate.js', { DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl })),
    );
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(ended.filter(({ said }) => said.includes('migrated: 0001-initial'))).toHaveLength(1);
    const database = openDatabase({ url });
    try {
      const { rows } = await sql<{ name: string }>`select name from pgboss.queue order by name`.execute(
        database.kysely,
      );
      expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['encode-asset', 'package-asset']));
    } finally {
      await database.close();
    }
    expect(await run('migrate.js', { DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl })).toEqual({
      code: 0,
      said: 'The database is up to date.\n',
    });
  });

  it('ends with 1 and a sentence when it is told of no database, or of one that does not answer', async () => {
    const none = await run('migrate.js', {});
    expect([none.code, none.said]).toEqual([1, expect.stringContaining('DATABASE_URL')]);
    const away = await run('migrate.js', { DATABASE_URL: 'postgres://lectern:hidden@127.0.0.1:9/lectern' });
    expect(away.code).toBe(1);
    expect(away.said).not.toMatch(/hidden|\n {4}at /);
  });
});

describe('the program that tests the storage', () => {
  it('F11 tells of the storage that the settings name, and ends with 1 when it is not good enough', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lectern-self-test-'));
    try {
      const good = await run('self-test.js', { LECTERN_STORAGE_PATH: folder });
      expect(good.said).toMatch(/^ok {7}durable/m);
      // A machine whose temporary files lie in memory is told so.
      expect(good.code).toBe(/^WRONG +mount /m.test(good.said) ? 1 : 0);
      const missing = await run('self-test.js', { LECTERN_STORAGE_PATH: join(folder, 'missing') });
      expect([missing.code, missing.said]).toEqual([1, expect.stringContaining('Not good enough')]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('a container before a service', () => {
  it('waits for a database that does not answer, and says what for', async () => {
    const link = await DatabaseLink.start(url);
    const over = (whose: string) => whose.replace(/:\d+\//, `:${new URL(link.url).port}/`);
    try {
      await link.down();
      const waits = ['await-database.js', 'migrate.js --wait'].map((command) =>
        begin(command, link.url, over(ownerUrl)),
      );
      for (const { said } of waits)
        await expect.poll(said).toMatch(/: waiting. The database is not available/);
      await link.up();
      for (const { ended } of waits) expect(await ended).toBe(0);
      for (const { said } of waits) expect(said()).toMatch(/\nThe database is up to date.\n$/);
    } finally {
      await link.down();
    }
  });

  it('waits for whoever migrates, where its own role may not', async () => {
    const fresh = `${NAME}_later`;
    await sql`create database ${sql.id(fresh)}`.execute(server.owner.kysely);
    const at = (whose: string) => whose.replace(/\/[^/]+$/, `/${fresh}`);
    try {
      const { said, ended } = begin('await-database.js', at(url));
      await expect.poll(said).toMatch(/: waiting. The database has not been brought to this release/);
      const environment = { DATABASE_URL: at(url), DATABASE_OWNER_URL: at(ownerUrl) };
      expect((await run('migrate.js', environment)).code).toBe(0);
      expect(await ended).toBe(0);
    } finally {
      await sql`drop database if exists ${sql.id(fresh)} with (force)`.execute(server.owner.kysely);
    }
  });
});

function begin(
  command: string,
  databaseUrl: string,
  owner?: string,
): { said: () => string; ended: Promise<number | null> } {
  const [name = '', ...given] = command.split(' ');
  const env = {
    PATH: process.env['PATH'] ?? '',
    DATABASE_URL: databaseUrl,
    ...(command.startsWith('migrate') && { DATABASE_OWNER_URL: owner }),
  };
  const child = spawn(process.execPath, [join(PROGRAMS, name), ...given], { env });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => {
      said += bytes.toString();
    });
  return { said: () => said, ended: new Promise((resolve) => child.once('exit', resolve)) };
}
