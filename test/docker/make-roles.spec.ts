import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bringUpToDate, openReadyDatabase } from '#libs/database';
import { DebianPostgres } from '../servers/debian-postgres.js';

const HOME = '/usr/lib/postgresql';
const isHere = existsSync(HOME) && process.getuid?.() === 0;

/** On a server of PostgreSQL's own, whose superuser the script meets as PostgreSQL's image lets it. */
describe.skipIf(!isHere)('k8s/base/postgres/make-roles.sh', () => {
  let server: DebianPostgres;
  let folder: string;
  let bin: string;
  beforeAll(async () => {
    server = await DebianPostgres.start();
    folder = await mkdtemp(path.join(tmpdir(), 'lectern-roles-'));
    const version = (await readdir(HOME)).map(Number).toSorted((a, b) => b - a)[0];
    bin = path.join(HOME, String(version), 'bin');
  });
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** A database, the two URLs as files, and the script. */
  async function makeRoles(
    database: string,
    logins: { owner: [string, string]; services: [string, string] },
  ) {
    const client = new Client({ connectionString: server.url });
    await client.connect();
    await client.query(`create database ${database}`);
    await client.end();
    const { hostname, port, password } = new URL(server.url);
    const urlOf = ([role, secret]: [string, string]) =>
      `postgres://${role}:${encodeURIComponent(secret)}@${hostname}:${port}/${database}`;
    const [ownerUrl, url] = [urlOf(logins.owner), urlOf(logins.services)];
    await writeFile(path.join(folder, 'owner-url'), ownerUrl);
    await writeFile(path.join(folder, 'url'), url);
    await promisify(execFile)('k8s/base/postgres/make-roles.sh', {
      env: {
        PATH: `${bin}:${process.env['PATH'] ?? ''}`,
        PGHOST: hostname,
        PGPORT: port,
        PGPASSWORD: password,
        POSTGRES_USER: 'lectern',
        POSTGRES_DB: database,
        OWNER_URL_FILE: path.join(folder, 'owner-url'),
        SERVICES_URL_FILE: path.join(folder, 'url'),
      },
    });
    return { url, ownerUrl };
  }

  it('makes an owner who is no superuser, can migrate, and finds the role of the services there', async () => {
    const urls = await makeRoles('two', {
      owner: ['keeper', `a'b"c/d\\e%f$g`],
      services: ['visitor', 'plain'],
    });
    await bringUpToDate({ ...urls, queues: { work: {} } });
    const warnings: string[] = [];
    const database = await openReadyDatabase({
      url: urls.url,
      queues: { work: {} },
      applicationName: 'make-roles',
      onWarning: (sentence) => warnings.push(sentence),
    });
    try {
      const { rows } = await database.executeSql(
        `select rolname, rolsuper or rolcreaterole or rolcreatedb as is_mighty from pg_roles
          where rolname in ('keeper', 'visitor') order by 1`,
      );
      expect(rows).toEqual([
        { rolname: 'keeper', is_mighty: false },
        { rolname: 'visitor', is_mighty: false },
      ]);
      expect(warnings).toEqual([]);
    } finally {
      await database.close();
    }
  });

  it('makes one where both URLs name the same', async () => {
    const { url } = await makeRoles('one', { owner: ['only', 'plain'], services: ['only', 'plain'] });
    expect(await bringUpToDate({ url, queues: {} })).toContain('0001-initial');
  });
});
