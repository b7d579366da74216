import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import * as tus from 'tus-js-client';
import { fileBytes } from '../clients/file.js';
import { DebianPostgres, postgresUser, runProgram } from '../../servers/debian-postgres.js';
import type { Rehearsal } from './rehearsal.js';
import { becomes, type SentFile, Site } from './site.js';

const run = promisify(execFile);
const MIB = 1024 * 1024;
const FIVE_DAYS_AGO = '5 days ago';

/** A backup is made under the running services; then everything is lost, and restored in three ways. */
export async function rehearseBackup(rehearsal: Rehearsal): Promise<void> {
  const server = await DebianPostgres.start();
  const backup = await mkdtemp('/var/tmp/lectern-backup-');
  const site = await Site.make({ databaseUrl: server.url });
  try {
    await site.run({ uploader: 2, delivery: 1 });
    await new BackupRehearsal(rehearsal, site, server, backup).run();
  } finally {
    await site.dispose();
    await server.stop();
    await rm(backup, { recursive: true, force: true });
  }
}

class BackupRehearsal {
  private readonly dump: string;
  private readonly media: string;

  constructor(
    private readonly rehearsal: Rehearsal,
    private readonly site: Site,
    private readonly server: DebianPostgres,
    private readonly backup: string,
  ) {
    this.dump = path.join(backup, 'lectern.dump');
    this.media = path.join(backup, 'media');
  }

  async run(): Promise<void> {
    const { rehearsal, site } = this;
    const before = await this.send(6);
    const half = await this.halfAnUpload();
    rehearsal.step('database first, then storage, then the key ring, while files come in');
    await this.makeDump();
    const between = await this.send(2);
    await this.copyStorage(site.storage, this.media);
    const physical = path.join(this.backup, 'physical');
    await this.physicalCopy(physical);
    await cp(site.keyRingFile, path.join(this.backup, 'ring.json'));
    const after = await this.send(3);
    const link = await site.link(before[0]?.asset ?? '');
    const late = await this.verify();
    rehearsal.hold('before the loss nothing is missing', late.startsWith('0 '), late);

    await this.restore(before, between, after, half, link);
    await this.databaseOlder();
    await this.filesOlder(before);
    await this.physicalRestore(physical, before);
  }

  /** Everything is lost, and everything is restored from one backup. */
  private async restore(
    before: readonly SentFile[],
    between: readonly SentFile[],
    after: readonly SentFile[],
    half: { finish: () => Promise<number> },
    link: string,
  ): Promise<void> {
    const { rehearsal, site } = this;
    const replicas = await site.ready();
    rehearsal.step('everything is lost; storage is restored, then the database, then the key ring');
    rehearsal.equal('the services stop cleanly', await site.stopAll(), []);
    await rm(site.storage, { recursive: true, force: true });
    await this.copyStorage(this.media, site.storage);
    await this.restoreDump();
    await cp(path.join(this.backup, 'ring.json'), site.keyRingFile);
    await site.run(replicas);
    rehearsal.equal('as many of each service are ready as before', await site.ready(), replicas);
    const found = await this.verify();
    rehearsal.hold('every asset of the dump has its bytes, by SHA-256', found.startsWith('0 '), found);
    await this.served('what was there before the dump', before);
    rehearsal.equal('a URL from before the loss opens', (await site.fetch(link)).status, 200);
    for (const { asset } of [...between, ...after])
      rehearsal.equal('what came after the dump is lost', await site.stateOf(asset), '404');
    rehearsal.equal('quota drifts by nothing', await site.drift(), 0);
    const offset = await half.finish();
    rehearsal.hold('an upload that was half done goes on from what was backed up', offset > 0, offset);
    // They may be younger than the window; time is what the files say.
    await this.age();
    const orphans = await this.orphans();
    const known = between.filter(({ asset }) => orphans.includes(asset));
    rehearsal.equal('bytes without a row are on the list of orphans', known.length, between.length);
  }

  /** The storage survived, and the database comes from before. */
  private async databaseOlder(): Promise<void> {
    const { rehearsal, site } = this;
    rehearsal.step('the database alone is lost: it is older than the files');
    const newer = await this.send(2);
    rehearsal.equal('the services stop cleanly', await site.stopAll(), []);
    await this.restoreDump();
    await this.age();
    await site.run({ uploader: 2, delivery: 1 });
    const found = await this.verify();
    rehearsal.hold('nothing that the database names is missing', found.startsWith('0 '), found);
    const orphans = await this.orphans();
    const missed = newer.filter(({ asset }) => !orphans.includes(asset));
    rehearsal.equal('all files without a row are on the list of orphans', missed, []);
    rehearsal.equal('quota drifts by nothing', await site.drift(), 0);
    const removed = await site.ask('POST', '/v1/admin/orphans/remove', {
      key: site.keys.admin,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ folders: newer.map(({ asset }) => `assets/${asset}`) }),
    });
    rehearsal.equal('an admin removes them', removed.status, 200);
    const left = await this.orphans();
    rehearsal.equal(
      'they are gone',
      newer.filter(({ asset }) => left.includes(asset)),
      [],
    );
  }

  /** The database survived, and the files come from before. */
  private async filesOlder(before: readonly SentFile[]): Promise<void> {
    const { rehearsal, site } = this;
    rehearsal.step('the storage alone is lost: the files are older than the database');
    const newer = await this.send(3);
    rehearsal.equal('the services stop cleanly', await site.stopAll(), []);
    await rm(site.storage, { recursive: true, force: true });
    await mkdir(site.storage);
    await this.copyStorage(this.media, site.storage);
    await site.run({ uploader: 2, delivery: 1 });
    const found = await this.verify();
    rehearsal.hold(
      'each asset without its bytes is named',
      newer.every(({ asset }) => found.includes(asset)),
      found,
    );
    rehearsal.hold(
      'and no other',
      before.every(({ asset }) => !found.includes(asset)),
      found,
    );
    await this.served('what the backup holds', before);
    const gone = await site.fetch(await site.link(newer[0]?.asset ?? ''));
    rehearsal.equal('what is missing is a 404 to viewers', gone.status, 404);
    for (const { asset } of newer)
      rehearsal.equal(
        'its row is deleted by the API',
        (await site.ask('DELETE', `/v1/assets/${asset}`)).status,
        202,
      );
  }

  /** A copy of the whole server, as pg_basebackup makes it, starts and holds the same. */
  private async physicalRestore(copy: string, before: readonly SentFile[]): Promise<void> {
    const { rehearsal } = this;
    rehearsal.step('a server is started on the copy that pg_basebackup made');
    const server = await DebianPostgres.start(copy);
    try {
      const client = new Client({ connectionString: server.url });
      await client.connect();
      const { rows } = await client.query<{ n: number }>(
        'select count(*)::int as n from assets where id = any($1)',
        [before.map(({ asset }) => asset)],
      );
      await client.end();
      rehearsal.equal('it knows the assets', rows[0]?.n, before.length);
    } finally {
      await server.stop();
    }
  }

  private async send(count: number): Promise<SentFile[]> {
    const sent: SentFile[] = [];
    for (let number = 0; number < count; number += 1) sent.push(await this.site.send(150_000 + number));
    return sent;
  }

  private async served(what: string, files: readonly SentFile[]): Promise<void> {
    let wrong = 0;
    for (const { asset, sha256 } of files)
      if ((await this.site.fetch(await this.site.link(asset))).sha256 !== sha256) wrong += 1;
    this.rehearsal.equal(`${what} is served as it was sent`, wrong, 0);
  }

  /** Sends 3 of 8 MiB by tus, to be finished after the restore. */
  private async halfAnUpload(): Promise<{ finish: () => Promise<number> }> {
    const file = Buffer.from(fileBytes(815, 8 * MIB));
    let [url, offset]: [string | null, number] = [null, 0];
    const go = (stopAt: number): Promise<void> => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const endpoint = this.site.one('uploader').url;
      const upload = new tus.Upload(file, {
        endpoint: `${endpoint}/v1/uploads`,
        headers: { authorization: `Bearer ${this.site.keys.doctor}` },
        chunkSize: MIB,
        metadata: { filename: 'half.pdf' },
        ...(url === null ? {} : { uploadUrl: `${endpoint}${new URL(url).pathname}` }),
        onError: reject,
        onSuccess: () => resolve(),
        onChunkComplete: (_, accepted) => {
          if (accepted >= stopAt) void upload.abort().then(resolve);
        },
        onAfterResponse: (request, answer) => {
          if (request.getMethod() === 'HEAD') offset = Number(answer.getHeader('Upload-Offset'));
        },
      });
      upload.start();
      return promise.finally(() => (url ??= upload.url));
    };
    await go(3 * MIB);
    return {
      finish: async () => {
        await go(Number.POSITIVE_INFINITY);
        return offset;
      },
    };
  }

  /** As `rsync -aH --exclude /.tmp/` does: hard links and times are kept. */
  private async copyStorage(from: string, to: string): Promise<void> {
    await mkdir(to, { recursive: true });
    await run('sh', ['-c', 'cd "$1" && tar --exclude=./.tmp -cf - . | tar -xpf - -C "$2"', 'copy', from, to]);
  }

  private async physicalCopy(to: string): Promise<void> {
    const ids = await postgresUser();
    await run('install', ['-d', '-o', String(ids.uid), '-g', String(ids.gid), '-m', '0700', to]);
    await run('chmod', ['0755', this.backup]);
    const url = this.server.url;
    await runProgram(
      'pg_basebackup',
      [`--dbname=${url}`, `--pgdata=${to}`, '--checkpoint=fast', '--no-sync'],
      ids,
    );
  }

  /** As the CronJob of the manifests makes them: with a certificate, and without one. */
  private async makeDump(): Promise<void> {
    const { rehearsal, backup } = this;
    const [folder, key, certificate, url] = [
      'dumps',
      'dump-key.pem',
      'dump-certificate.pem',
      'owner-url',
    ].map((name) => path.join(backup, name)) as [string, string, string, string];
    await mkdir(folder);
    await writeFile(url, this.site.databaseUrl);
    const made = async (): Promise<string> => {
      const env = {
        ...process.env,
        BACKUP_FOLDER: folder,
        OWNER_URL_FILE: url,
        CERTIFICATE_FILE: certificate,
      };
      const before = new Set(await readdir(folder));
      await run('k8s/base/postgres/dump.sh', [], { env });
      const fresh = (await readdir(folder)).filter((name) => !before.has(name));
      rehearsal.equal('one dump more', fresh.length, 1);
      const file = path.join(folder, fresh[0] ?? '');
      rehearsal.equal('nobody else may read it', (await stat(file)).mode & 0o777, 0o600);
      return file;
    };
    const plain = await made();
    const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=dump', '-days', '2'];
    await run('openssl', [...request, '-keyout', key, '-out', certificate]);
    const closed = await made();
    const { stdout: tables } = await run('pg_restore', ['--list', plain]);
    rehearsal.hold('the plain one names the tables', /TABLE DATA public assets/.test(tables));
    const bytes = await readFile(closed);
    rehearsal.hold('the encrypted one shows nothing', !bytes.includes('PGDMP') && !bytes.includes('assets'));
    await run('openssl', [
      'cms',
      '-decrypt',
      '-binary',
      '-inform',
      'DER',
      '-in',
      closed,
      '-inkey',
      key,
      '-out',
      this.dump,
    ]);
  }

  /** Into an empty database: `--clean` fails on the partitions of the queue's tables. */
  private async restoreDump(): Promise<void> {
    const admin = new Client({ connectionString: this.server.url.replace(/\/lectern$/, '/postgres') });
    await admin.connect();
    await admin.query('drop database lectern with (force)');
    await admin.query("create database lectern encoding 'UTF8' template template0");
    await admin.end();
    const { databaseUrl } = this.site;
    await runProgram('pg_restore', ['--exit-on-error', `--dbname=${databaseUrl}`, this.dump]);
  }

  /** `npm run verify -- --deep`. @returns how many are missing, and which */
  private async verify(): Promise<string> {
    const { stdout } = await run(process.execPath, ['dist/apps/operator/src/verify.js', '--deep'], {
      env: { ...process.env, ...this.site.environment },
    }).catch((error: unknown) => error as { stdout: string });
    const lines = stdout.trim().split('\n');
    // Beside what is missing it says how the audit trail is, and what it has seen in all.
    const missing = lines.filter((line) => line.startsWith('{'));
    return `${missing.length} missing: ${lines.join(' | ')}`;
  }

  /** Makes all files as old as the window wants. */
  private async age(): Promise<void> {
    await run('find', [this.site.storage, '-type', 'f', '-exec', 'touch', '-d', FIVE_DAYS_AGO, '{}', '+']);
  }

  /** The admin's list, as text. */
  private async orphans(): Promise<string> {
    let text = '';
    await becomes(async () => {
      const answer = await this.site.ask('GET', '/v1/admin/orphans', { key: this.site.keys.admin });
      text = answer.text;
      return answer.status === 200;
    });
    return text;
  }
}
