import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { QUEUES } from '#libs/catalog';
import { bringUpToDate, EmbeddedPostgres, openDatabase } from '#libs/database';
import { createKeyRingFile } from '#libs/signing';
import { atExit } from '../../servers/at-exit.js';
import { fileBytes } from '../clients/file.js';
import { endPostgresAtExit } from '../../servers/postgres-at-exit.js';
import type { Rehearsal } from './rehearsal.js';
import { furnish } from '../../servers/replicas.js';
import { type App, ServiceProcess } from '../../servers/service-process.js';

const PATIENCE_MS = 60_000;

export interface SiteOptions {
  /** PostgreSQL; one of the site's own, embedded, unless told. */
  readonly databaseUrl?: string;
  /** The same as the owner of the tables, where that is another role. */
  readonly ownerUrl?: string;
  /** The folder of the objects; one of the site's own unless told. */
  readonly storage?: string;
  readonly settings?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** A file that was sent, and what became of it. */
export interface SentFile {
  readonly asset: string;
  readonly sha256: string;
}

/** The services of one place on one database and one storage path, as they are operated. */
export class Site {
  readonly services: ServiceProcess[] = [];
  keys = { doctor: '', admin: '' };
  #files = 0;

  private constructor(
    readonly folder: string,
    readonly storage: string,
    public databaseUrl: string,
    /** As the owner of the tables. */
    readonly ownerUrl: string,
    private readonly settings: Readonly<Record<string, string>>,
    private readonly end: () => Promise<void>,
  ) {}

  /** A furnished database and a key ring; no service yet. */
  static async make(options: SiteOptions = {}): Promise<Site> {
    const folder = await mkdtemp('/var/tmp/lectern-rehearsal-');
    const server =
      options.databaseUrl === undefined
        ? await EmbeddedPostgres.start({
            dataFolder: path.join(folder, 'postgres'),
            settings: { fsync: 'off' },
          })
        : undefined;
    const ended = endPostgresAtExit(path.join(folder, 'postgres'));
    const removed = atExit(() => rmSync(folder, { recursive: true, force: true }));
    const databaseUrl = options.databaseUrl ?? server?.url ?? '';
    const storage = options.storage ?? path.join(folder, 'media');
    await mkdir(storage, { recursive: true });
    const ownerUrl = options.ownerUrl ?? server?.ownerUrl ?? databaseUrl;
    const site = new Site(folder, storage, databaseUrl, ownerUrl, options.settings ?? {}, async () => {
      await server?.stop();
      ended();
      await rm(folder, { recursive: true, force: true });
      removed();
    });
    await createKeyRingFile(site.keyRingFile);
    await bringUpToDate({ url: databaseUrl, ownerUrl, queues: QUEUES });
    const database = openDatabase({ url: databaseUrl, maxConnections: 2 });
    site.keys = await furnish(database);
    await database.close();
    return site;
  }

  get keyRingFile(): string {
    return path.join(this.folder, 'keys', 'ring.json');
  }

  get environment(): Readonly<Record<string, string>> {
    return {
      DATABASE_URL: this.databaseUrl,
      LECTERN_STORAGE: 'nfs',
      LECTERN_STORAGE_PATH: this.storage,
      LECTERN_DELIVERY_URL: 'http://127.0.0.1:1',
      LECTERN_KEY_RING: this.keyRingFile,
      LECTERN_ENCODE_THREADS: '2',
      ...this.settings,
    };
  }

  /** Of the services' processes as they are now. */
  get pids(): number[] {
    return this.services.map(({ pid }) => pid);
  }

  /** Starts so many of each, and waits until they are ready. */
  async run(apps: Readonly<Partial<Record<App, number>>>): Promise<void> {
    for (const app of ['uploader', 'delivery', 'worker'] as const)
      for (let number = 1; number <= (apps[app] ?? 0); number += 1) await this.add(app);
  }

  /** How many of each are ready. */
  async ready(): Promise<Record<App, number>> {
    const ready = { uploader: 0, delivery: 0, worker: 0 };
    for (const service of this.services) if ((await service.readiness()) === 200) ready[service.app] += 1;
    return ready;
  }

  async add(app: App): Promise<ServiceProcess> {
    const name = `${app}-${this.of(app).length + 1}`;
    const scratch = path.join(this.folder, `scratch-${name}`);
    const service = await ServiceProcess.start(app, name, { ...this.environment, LECTERN_SCRATCH: scratch });
    this.services.push(service);
    return service;
  }

  of(app: App): ServiceProcess[] {
    return this.services.filter((service) => service.app === app);
  }

  one(app: App, number = 1): ServiceProcess {
    const service = this.of(app)[number - 1];
    if (service === undefined) throw new Error(`There is no ${app} ${number}.`);
    return service;
  }

  /** Stops all, and forgets them. @returns those that did not end with 0 */
  async stopAll(): Promise<string[]> {
    const ends = await Promise.all(
      this.services.splice(0).map(async (service) => ((await service.stop()) === 0 ? [] : [service.name])),
    );
    return ends.flat();
  }

  async dispose(): Promise<void> {
    await Promise.all(this.services.splice(0).map((service) => service.stop('SIGKILL')));
    await this.end();
  }

  /** The ring's new content is put in place with one rename. */
  async replaceKeyRing(text: string): Promise<void> {
    await writeFile(`${this.keyRingFile}.new`, text, { mode: 0o600 });
    await rename(`${this.keyRingFile}.new`, this.keyRingFile);
  }

  keyRing(): Promise<string> {
    return readFile(this.keyRingFile, 'utf8');
  }

  /** Asks an uploader, as the doctor unless another key is given. */
  async ask(
    method: string,
    route: string,
    options: {
      key?: string;
      body?: BodyInit;
      headers?: Record<string, string>;
      service?: ServiceProcess;
    } = {},
  ): Promise<Answer & { headers: Headers }> {
    const { key = this.keys.doctor, body, headers, service = this.one('uploader') } = options;
    const answer = await fetch(`${service.url}${route}`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...headers },
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  }

  /** Sends a file by a form; an attachment unless a recording is given. @throws Error where it is refused */
  async send(bytes = 200_000, recording?: Buffer, service = this.one('uploader')): Promise<SentFile> {
    const { status, text, sha256 } = await this.trySending(bytes, recording, service);
    if (status !== 202) throw new Error(`A form was answered ${status} ${text}`);
    return { asset: (JSON.parse(text) as { id: string }).id, sha256 };
  }

  async trySending(
    bytes: number,
    recording?: Buffer,
    service = this.one('uploader'),
  ): Promise<Answer & { sha256: string }> {
    this.#files += 1;
    const content = recording ?? Buffer.from(fileBytes(this.#files, bytes));
    const form = new FormData();
    const name = recording === undefined ? `paper-${this.#files}.pdf` : `lesson-${this.#files}.mp4`;
    form.append('file', new Blob([new Uint8Array(content)]), name);
    const { status, text } = await this.ask('POST', '/v1/assets', { body: form, service });
    return { status, text, sha256: createHash('sha256').update(content).digest('hex') };
  }

  /** The path and query of a link that saves the original. */
  async link(asset: string): Promise<string> {
    const { text } = await this.ask('POST', `/v1/assets/${asset}/download-links`);
    const { url } = JSON.parse(text) as { url: string };
    const { pathname, search } = new URL(url);
    return `${pathname}${search}`;
  }

  /** @returns the status, and the SHA-256 of what came */
  async fetch(target: string, port = this.one('delivery').port): Promise<{ status: number; sha256: string }> {
    const answer = await fetch(`http://127.0.0.1:${port}${target}`, {
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const body = Buffer.from(await answer.arrayBuffer());
    return { status: answer.status, sha256: createHash('sha256').update(body).digest('hex') };
  }

  /** The sum of the differences between counters and ledger; NaN where there is no answer. */
  async drift(): Promise<number> {
    const { text } = await this.ask('POST', '/v1/admin/quotas/region/recompute', { key: this.keys.admin });
    return (JSON.parse(text) as { drift?: number }).drift ?? Number.NaN;
  }

  /** Holds at the end of what services are to live through: they are those of `pids`, and the quota is right. */
  async hasGoneOn(rehearsal: Rehearsal, pids: readonly number[]): Promise<void> {
    rehearsal.equal('no service was started anew', this.pids, pids);
    rehearsal.equal('quota drifts by nothing', await this.drift(), 0);
  }

  async stateOf(asset: string, service = this.one('uploader')): Promise<string> {
    const { status, text } = await this.ask('GET', `/v1/assets/${asset}`, { service });
    return status === 200 ? (JSON.parse(text) as { state: string }).state : String(status);
  }
}

/** Waits until it is so; false when it has not become so in time. */
export async function becomes(
  isSo: () => Promise<boolean> | boolean,
  withinMs = PATIENCE_MS,
): Promise<boolean> {
  for (const deadline = Date.now() + withinMs; ; await sleep(100)) {
    if (await isSo()) return true;
    if (Date.now() > deadline) return false;
  }
}
