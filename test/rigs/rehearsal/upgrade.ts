import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';
import { QUEUES } from '#libs/catalog';
import { bringUpToDate, EmbeddedPostgres } from '#libs/database';
import { DebianPostgres, runProgram } from '../../servers/debian-postgres.js';
import { endPostgresAtExit } from '../../servers/postgres-at-exit.js';
import type { Rehearsal } from './rehearsal.js';
import { becomes, type SentFile, Site } from './site.js';

/** PostgreSQL of Debian is left for the embedded one, which is some versions newer, by dump and restore. */
export async function rehearseUpgrade(rehearsal: Rehearsal): Promise<void> {
  const old = await DebianPostgres.start();
  const folder = await mkdtemp('/var/tmp/lectern-upgrade-');
  const site = await Site.make({ databaseUrl: old.url });
  let fresh: EmbeddedPostgres | undefined;
  let ended = (): void => undefined;
  try {
    await site.run({ uploader: 1, delivery: 1, worker: 1 });
    const sent: SentFile[] = [];
    for (let number = 0; number < 5; number += 1) sent.push(await site.send());
    const before = await countsOf(old.url);

    rehearsal.step(`the services are stopped; PostgreSQL ${old.version} is dumped`);
    rehearsal.equal('they stop cleanly', await site.stopAll(), []);
    const dump = path.join(folder, 'lectern.dump');
    await runProgram('pg_dump', ['--format=custom', `--file=${dump}`, old.url]);
    fresh = await EmbeddedPostgres.start({
      dataFolder: path.join(folder, 'new'),
      settings: { fsync: 'off' },
    });
    ended = endPostgresAtExit(path.join(folder, 'new'));
    const version = await versionOf(fresh.ownerUrl);
    rehearsal.hold('the new server is of a newer major version', version > old.version, version);
    rehearsal.step(`restored into PostgreSQL ${version}`);
    await runProgram('pg_restore', ['--no-owner', '--exit-on-error', `--dbname=${fresh.ownerUrl}`, dump]);
    await bringUpToDate({ url: fresh.url, ownerUrl: fresh.ownerUrl, queues: QUEUES });
    const client = new Client({ connectionString: fresh.ownerUrl });
    await client.connect();
    await client.query('analyze');
    await client.end();
    rehearsal.equal('every table has as many rows', await countsOf(fresh.url), before);

    site.databaseUrl = fresh.url;
    await site.run({ uploader: 1, delivery: 1, worker: 1 });
    rehearsal.equal('quota drifts by nothing', await site.drift(), 0);
    let wrong = 0;
    for (const { asset, sha256 } of sent)
      if ((await site.fetch(await site.link(asset))).sha256 !== sha256) wrong += 1;
    rehearsal.equal('every file is served as it was sent', wrong, 0);
    const image = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
      'base64',
    );
    const made = await site.send(0, image);
    const settled = await becomes(async () => ['ready', 'failed'].includes(await site.stateOf(made.asset)));
    rehearsal.hold('a job goes through the queue', settled, await site.stateOf(made.asset));
    rehearsal.equal('the services stop cleanly', await site.stopAll(), []);
    rehearsal.step('the way back, as long as nothing has come in: the old server still has everything');
    rehearsal.equal('the old server is as it was', await countsOf(old.url), before);
  } finally {
    await site.dispose();
    await fresh?.stop();
    ended();
    await old.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function versionOf(url: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ n: number }>(
    "select current_setting('server_version_num')::int / 10000 as n",
  );
  await client.end();
  return rows[0]?.n ?? 0;
}

/** Rows by table, but for those of the queue's own house-keeping. */
async function countsOf(url: string): Promise<Record<string, number>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'public' order by 1",
    );
    const counts: Record<string, number> = {};
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ n: number }>(`select count(*)::int as n from "${name}"`);
      counts[name] = rows[0]?.n ?? -1;
    }
    return counts;
  } finally {
    await client.end();
  }
}
