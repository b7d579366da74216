import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomToken } from '#libs/kernel';
import {
  ApplicationRoleMissing,
  bringUpToDate,
  type Database,
  DatabaseNotMigrated,
  JobQueue,
  openDatabase,
  openReadyDatabase,
  reachOf,
} from './index.js';
import { createTestDatabase, withTestDatabase } from './testing/test-database.js';

const QUEUES = { work: {} };

/** PostgreSQL's insufficient_privilege. */
const REFUSED = '42501';

const loginAt = (url: string, role: string, password = 'a word of its own'): string => {
  const changed = new URL(url);
  changed.username = role;
  changed.password = encodeURIComponent(password);
  return changed.href;
};

describe('the role of the services', () => {
  const test = withTestDatabase();
  beforeAll(async () => {
    await bringUpToDate({ url: test.url, ownerUrl: test.ownerUrl, queues: QUEUES });
    await sql`insert into accounts (id, kind, name, path) values ('r', 'region', 'R', '{r}')`.execute(
      test.owner.kysely,
    );
  });

  it.each([
    'create table mine (n integer)',
    'create temporary table mine (n integer)',
    'create schema mine',
    'create function mine() returns integer language sql as $$ select 1 $$',
    'create table pgboss.mine (n integer)',
    'drop table assets',
    'drop table pgboss.queue',
    'alter table assets add column mine integer',
    'alter table ledger disable trigger all',
    'truncate assets cascade',
    'create index on assets (title)',
    'create trigger mine before insert on assets for each row execute function refuse_change()',
    'select rolpassword from pg_authid',
    `copy assets to program 'cat'`,
    `copy assets to '/tmp/assets'`,
    `copy assets from '/etc/passwd'`,
    `select pg_read_file('postgresql.conf')`,
    `select pg_ls_dir('.')`,
    `select lo_import('/etc/passwd')`,
    'update audit_trail set actor = actor',
    'delete from audit_trail',
    'update ledger set used_bytes = 0',
    'delete from ledger',
    'update schema_migrations set number = 0',
    `insert into schema_migrations (number, name) values (999, 'x')`,
    'set role lectern',
    'set session authorization lectern',
    'set session_replication_role = replica',
    'create role mine',
    'alter role current_user superuser',
    'create database mine',
    'create extension dblink',
    'reindex table assets',
    `alter system set log_statement = 'none'`,
    'select pg_reload_conf()',
    `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'lectern' and pid <> pg_backend_pid()`,
  ])('may not: %s', async (statement) => {
    await expect(sql.raw(statement).execute(test.database.kysely)).rejects.toMatchObject({ code: REFUSED });
  });

  it('may read and write what the services do, wait for its jobs, and take locks', async () => {
    const { database } = test;
    await database.transaction(async (tx) => {
      await sql`select * from accounts for no key update`.execute(tx);
      await sql`insert into ledger (kind, account, accounts) values ('reserve', 'r', '{r}')`.execute(tx);
      await sql`select nextval('revocation_versions')`.execute(tx);
      await sql`select pg_advisory_xact_lock(1)`.execute(tx);
      await sql`select pg_notify('x', 'y')`.execute(tx);
      await sql`delete from daily_usage`.execute(tx);
    });
    const errors: unknown[] = [];
    const onError = (error: unknown) => errors.push(error);
    const queue = new JobQueue(database, { queues: QUEUES, maintenanceSeconds: 1, onError });
    await queue.start();
    const done = new Promise<void>((resolve) => {
      void queue.consume('work', { concurrency: 1 }, async () => resolve());
    });
    await database.transaction((tx) => queue.send(tx, 'work', {}));
    await done;
    const maintained = sql`select from pgboss.queue where name = 'work' and maintain_on is not null and monitor_on is not null`;
    await expect
      .poll(async () => (await maintained.execute(database.kysely)).rows.length, { timeout: 20_000 })
      .toBe(1);
    await queue.stop();
    expect(errors).toEqual([]);
  });

  it('reaches no further than it needs, and the owner does', async () => {
    expect(await reachOf(test.database)).toMatchObject({ isSuperuser: false, excess: [] });
    expect(await reachOf(test.owner)).toMatchObject({
      isSuperuser: true,
      excess: ['everything: it is a superuser'],
    });
  });

  it('is given its rights again, also to what an administrator made too wide', async () => {
    await sql`grant all on audit_trail to lectern_app`.execute(test.owner.kysely);
    await sql`revoke select on assets from lectern_app`.execute(test.owner.kysely);
    await bringUpToDate({ url: test.url, ownerUrl: test.ownerUrl, queues: QUEUES });
    await expect(sql`delete from audit_trail`.execute(test.database.kysely)).rejects.toMatchObject({
      code: REFUSED,
    });
    await sql`select from assets`.execute(test.database.kysely);
  });
});

describe('roles of a server of one’s own', () => {
  const owner = `owner_${randomToken(8)}`;
  const service = `service_${randomToken(8)}`;
  let test: Awaited<ReturnType<typeof createTestDatabase>>;
  let ownerUrl: string;
  let url: string;
  const opened: Database[] = [];
  beforeAll(async () => {
    test = await createTestDatabase({ empty: true });
    await sql.raw(`create role ${owner} login password 'a word of its own'`).execute(test.owner.kysely);
    const { pathname } = new URL(test.url);
    await sql.raw(`alter database ${pathname.slice(1)} owner to ${owner}`).execute(test.owner.kysely);
    ownerUrl = loginAt(test.url, owner);
    url = loginAt(test.url, service, 'a / # @ word');
  });
  afterAll(async () => {
    for (const database of opened) await database.close();
    await sql.raw(`drop owned by ${service}; drop role ${service}`).execute(test.owner.kysely);
    await sql.raw(`drop owned by ${owner} cascade`).execute(test.owner.kysely);
    await test.drop();
  });
  const open = async (urls: { url: string; ownerUrl?: string }, waitMs = 90_000) => {
    const warnings: string[] = [];
    const database = await openReadyDatabase({
      ...urls,
      queues: QUEUES,
      applicationName: 'roles',
      onWarning: (sentence) => warnings.push(sentence),
      waitMs,
    });
    opened.push(database);
    return { database, warnings };
  };

  it('one role for everything goes on working, and a start says what would be better', async () => {
    const { database, warnings } = await open({ url: ownerUrl });
    await database.ping();
    expect(warnings).toEqual([
      `The database role "${owner}" may do more than a service needs: change and drop the tables, which are its own. Give DATABASE_URL a role of its own, and the owner's to DATABASE_OWNER_URL.`,
    ]);
  });

  it('an owner who may make no role says which one is missing; one that is made has all it needs', async () => {
    await expect(open({ url, ownerUrl })).rejects.toThrow(ApplicationRoleMissing);
    await bringUpToDate({ url, ownerUrl: test.ownerUrl, queues: QUEUES });
    const { database, warnings } = await open({ url, ownerUrl });
    expect(warnings).toEqual([]);
    await sql`select from assets`.execute(database.kysely);
    await expect(sql`create table mine ()`.execute(database.kysely)).rejects.toMatchObject({ code: REFUSED });
    await expect(sql.raw(`set role ${owner}`).execute(database.kysely)).rejects.toMatchObject({
      code: REFUSED,
    });
  });

  it('a service that may not migrate waits for whoever does, and says so when nobody comes', async () => {
    const tables = openDatabase({ url: ownerUrl, maxConnections: 1 });
    await sql`delete from schema_migrations where number = (select max(number) from schema_migrations)`.execute(
      tables.kysely,
    );
    await expect(open({ url }, 0)).rejects.toThrow(DatabaseNotMigrated);
    const waiting = open({ url });
    await sql`update schema_migrations set name = name`.execute(tables.kysely);
    await sql`insert into schema_migrations (number, name) select max(number) + 1, 'again' from schema_migrations`.execute(
      tables.kysely,
    );
    await tables.close();
    const { database } = await waiting;
    await sql`select from assets`.execute(database.kysely);
  });
});
