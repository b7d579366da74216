import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SignJWT } from 'jose';
import { Client } from 'pg';
import { DebianPostgres, runProgram } from '../servers/debian-postgres.js';
import { ServiceProcess } from '../servers/service-process.js';
import { Api } from './api.js';
import type { Person } from './kept-release.js';

/** Where signed URLs of a kept release seem to lead: their origin is not kept. */
const DELIVERY = 'http://delivery.invalid';

type Settings = Readonly<Record<string, string>>;

/** The Lectern of this checkout, as real processes on a PostgreSQL that can be dumped. */
export class House {
  readonly keys: Record<Person, { secret: string; subject: string }> = {};
  readonly founder: Api;
  uploader!: ServiceProcess;
  delivery!: ServiceProcess;
  worker: ServiceProcess | undefined;

  private constructor(
    private readonly folder: string,
    private readonly server: DebianPostgres,
    readonly database: Client,
    private readonly settings: Settings,
    founderToken: string,
  ) {
    this.founder = new Api(() => this.uploader.url, founderToken);
  }

  static async open(): Promise<House> {
    const folder = await mkdtemp('/var/tmp/lectern-keep-');
    await mkdir(path.join(folder, 'media'));
    const server = await DebianPostgres.start();
    const database = new Client({ connectionString: server.url });
    await database.connect();
    const secret = randomBytes(32).toString('hex');
    const token = await new SignJWT({ name: 'Founder', role: 'admin' })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('founder')
      .setExpirationTime('1h')
      .sign(new TextEncoder().encode(secret));
    const settings = {
      DATABASE_URL: server.url,
      LECTERN_STORAGE: 'nfs',
      LECTERN_STORAGE_PATH: path.join(folder, 'media'),
      LECTERN_SCRATCH: path.join(folder, 'scratch'),
      LECTERN_KEY_RING: path.join(folder, 'ring.json'),
      LECTERN_DELIVERY_URL: DELIVERY,
      LECTERN_JWT_SECRET: secret,
      LECTERN_LOG_LEVEL: 'warn',
    };
    return new House(folder, server, database, settings, token);
  }

  get media(): string {
    return this.settings['LECTERN_STORAGE_PATH'] ?? '';
  }

  get keyRing(): string {
    return this.settings['LECTERN_KEY_RING'] ?? '';
  }

  /** A service with a name that tells of no machine. */
  start(app: 'uploader' | 'delivery' | 'worker', settings: Settings = {}): Promise<ServiceProcess> {
    return ServiceProcess.start(app, `kept-${app}`, { ...this.settings, ...settings });
  }

  as(person: Person): Api {
    return new Api(() => this.uploader.url, this.keys[person]?.secret ?? '');
  }

  /** The address at which a signed URL is served here. */
  here(url: string): string {
    return url.replace(DELIVERY, this.delivery.url);
  }

  async replaceKeyRing(text: string): Promise<void> {
    await writeFile(`${this.keyRing}.new`, text, { mode: 0o600 });
    await rename(`${this.keyRing}.new`, this.keyRing);
  }

  /**
   * Does something while nothing can be counted on an account: what counts there waits. For moments that last no
   * longer than a transaction else.
   */
  async whileHeld(account: string, act: () => Promise<void>): Promise<void> {
    const holder = new Client({ connectionString: this.server.url });
    await holder.connect();
    try {
      await holder.query('begin');
      await holder.query("select 1 from accounts where id in ($1, '@' || $1) for update", [account]);
      await act();
    } finally {
      await holder.end();
    }
  }

  /** Waits until the statement gives a row. @throws Error when it gives none in two minutes */
  async until(what: string, statement: string, values: readonly unknown[], everyMs = 100): Promise<void> {
    for (const deadline = Date.now() + 120_000; ; await sleep(everyMs)) {
      if (((await this.database.query(statement, [...values])).rowCount ?? 0) > 0) return;
      if (Date.now() > deadline) throw new Error(`It did not become so: ${what}`);
    }
  }

  /** Waits until an asset is in the state. */
  async untilState(asset: string, state: string): Promise<void> {
    await this.until(`${asset} is ${state}`, 'select 1 from assets where id = $1 and state = $2', [
      asset,
      state,
    ]);
  }

  /** The database as statements that a plain client can run in one go. */
  async dump(): Promise<string> {
    const options = ['--inserts', '--no-owner', '--no-privileges', '--no-comments', '--encoding=UTF8'];
    const text = await runProgram('pg_dump', [...options, this.server.url]);
    // Of comments some tell of the programs' versions, and commands with a backslash are psql's alone.
    return text
      .split('\n')
      .filter((line) => !/^(--|\\)/.test(line))
      .join('\n')
      .replaceAll(/\n{3,}/g, '\n\n');
  }

  async close(): Promise<void> {
    for (const service of [this.worker, this.uploader, this.delivery]) await service?.stop();
    await this.database.end();
    await this.server.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
