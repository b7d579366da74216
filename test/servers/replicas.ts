import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { QUEUES } from '#libs/catalog';
import { bringUpToDate, type Database, EmbeddedPostgres, openDatabase } from '#libs/database';
import { ApiKeys } from '#libs/identity';
import { Units } from '#libs/quotas';
import { createKeyRingFile } from '#libs/signing';
import { freePort } from './free-port.js';

const START_DEADLINE_MS = 60_000;
/** Bytes pass through as short-lived buffers: a small young generation frees them early (ADR 0027). */
const NODE_OPTIONS = ['--max-semi-space-size=1'];

/** One uploader as a process of its own, as its container runs it. */
export class Replica {
  private child: ChildProcess | undefined;
  private output = '';
  /** How often it was killed: a request that broke while this grew proves nothing. */
  deaths = 0;
  /** Whether it takes requests, as far as the rig knows. */
  alive = false;

  constructor(
    readonly name: string,
    readonly port: number,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Of the process that was started last. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** What it has logged since its last start. */
  get printed(): string {
    return this.output;
  }

  /** Of the process that ended last; null after a kill. */
  get exitCode(): number | null {
    return this.child?.exitCode ?? null;
  }

  /** Whether its process is there: it was started and has neither ended nor been killed. */
  get runs(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  async start(): Promise<void> {
    const program = path.resolve('dist/apps/uploader/src/main.js');
    const child = spawn(process.execPath, [...NODE_OPTIONS, program], {
      env: { ...process.env, ...this.environment, LECTERN_PORT: String(this.port), LECTERN_POD: this.name },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    this.output = '';
    const take = (chunk: Buffer): void => {
      this.output = (this.output + chunk.toString()).slice(-100_000);
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    const deadline = Date.now() + START_DEADLINE_MS;
    while (!(await this.answers())) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`${this.name} ended by itself:\n${this.output}`);
      if (Date.now() > deadline) throw new Error(`${this.name} did not start:\n${this.output}`);
      await delay(50);
    }
    this.alive = true;
  }

  /** kill -9: nothing is told, nothing is flushed. */
  async kill(): Promise<void> {
    this.deaths += 1;
    this.alive = false;
    await this.end('SIGKILL');
  }

  /** As Kubernetes ends a pod. */
  async stop(): Promise<void> {
    this.alive = false;
    await this.end('SIGTERM');
  }

  /** Stands still, with its connections open, until `resume`. */
  pause(): void {
    this.alive = false;
    this.child?.kill('SIGSTOP');
  }

  resume(): void {
    this.child?.kill('SIGCONT');
    this.alive = true;
  }

  private async answers(): Promise<boolean> {
    const answer = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(2000) }).catch(
      () => undefined,
    );
    return answer?.status === 200;
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    if (signal !== 'SIGKILL') child.kill('SIGCONT');
    await ended;
  }
}

export interface ReplicasOptions {
  readonly count?: number;
  /** The storage's folder; one of the rig's own unless told. */
  readonly storage?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether PostgreSQL will be killed too: what it has committed must then outlive its process. */
  readonly killsDatabase?: boolean;
}

/**
 * Several uploaders on one PostgreSQL and one storage path, without anything in front of them. The database
 * is real but does not wait for its disk: what dies here are processes, not the machine.
 */
export class Replicas {
  private constructor(
    readonly folder: string,
    readonly storage: string,
    readonly databaseUrl: string,
    readonly database: Database,
    readonly keys: { readonly doctor: string; readonly admin: string },
    readonly all: readonly Replica[],
    /** What the replicas were started with, but for their ports. */
    readonly environment: Readonly<Record<string, string>>,
    private server: EmbeddedPostgres,
    private readonly startServer: () => Promise<EmbeddedPostgres>,
  ) {}

  static async start(options: ReplicasOptions = {}): Promise<Replicas> {
    const folder = await mkdtemp('/var/tmp/lectern-replicas-');
    const storage = options.storage ?? path.join(folder, 'media');
    await mkdir(storage, { recursive: true });
    const keyRing = path.join(folder, 'keys', 'ring.json');
    await createKeyRingFile(keyRing);
    const databasePort = await freePort();
    const startServer = () =>
      EmbeddedPostgres.start({
        dataFolder: path.join(folder, 'postgres'),
        port: databasePort,
        settings: {
          fsync: 'off',
          synchronous_commit: options.killsDatabase === true ? 'on' : 'off',
          full_page_writes: 'off',
          max_connections: '200',
        },
      });
    const server = await startServer();
    const database = openDatabase({ url: server.url, maxConnections: 4 });
    await bringUpToDate({ url: server.url, ownerUrl: server.ownerUrl, queues: QUEUES });
    const keys = await furnish(database);
    const environment = {
      DATABASE_URL: server.url,
      LECTERN_HOST: '127.0.0.1',
      LECTERN_STORAGE: 'nfs',
      LECTERN_STORAGE_PATH: storage,
      LECTERN_DELIVERY_URL: 'http://127.0.0.1:1',
      LECTERN_KEY_RING: keyRing,
      LECTERN_LOG_LEVEL: 'warn',
      ...options.environment,
    };
    const all: Replica[] = [];
    for (let number = 1; number <= (options.count ?? 3); number++)
      all.push(new Replica(`uploader-${number}`, await freePort(), environment));
    const replicas = new Replicas(
      folder,
      storage,
      server.url,
      database,
      keys,
      all,
      environment,
      server,
      startServer,
    );
    try {
      for (const replica of all) await replica.start();
      return replicas;
    } catch (error) {
      await replicas.dispose();
      throw error;
    }
  }

  /** For programs: nothing is left running when the program is told to stop. */
  disposeOnSignal(): void {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => void this.dispose().finally(() => process.exit(130)));
  }

  /** kill -9 of PostgreSQL, and a new start as soon as its orphans let it. */
  async killDatabase(): Promise<void> {
    const file = path.join(this.folder, 'postgres', 'cluster', 'postmaster.pid');
    const pid = Number((await readFile(file, 'utf8')).split('\n')[0]);
    process.kill(pid, 'SIGKILL');
    const deadline = Date.now() + START_DEADLINE_MS;
    for (;;) {
      try {
        this.server = await this.startServer();
        return;
      } catch (error) {
        // Backends that have not yet noticed hold the shared memory for a moment.
        if (Date.now() > deadline) throw error;
        await delay(100);
      }
    }
  }

  /** kill -9 of the process that serves one connection of an uploader: PostgreSQL then recovers by itself. */
  async killBackend(pick: (count: number) => number): Promise<void> {
    const { rows } = await sql<{ pid: number }>`
      select pid from pg_stat_activity where application_name = 'lectern-uploader' order by pid
    `.execute(this.database.kysely);
    const pid = rows[pick(rows.length)]?.pid;
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  }

  async dispose(): Promise<void> {
    await Promise.all(this.all.map((replica) => replica.stop()));
    await this.database.close();
    await this.server.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** One unit, one doctor in it, one admin. */
export async function furnish(database: Database): Promise<{ doctor: string; admin: string }> {
  const [units, apiKeys] = [new Units(), new ApiKeys()];
  return database.transaction(async (tx) => {
    await units.create(tx, { id: 'region', kind: 'region', name: 'Region' });
    await units.create(tx, { id: 'county', kind: 'county', name: 'County', parentId: 'region' });
    await units.create(tx, { id: 'hospital', kind: 'hospital', name: 'Hospital', parentId: 'county' });
    const label = 'rig';
    const doctor = await apiKeys.create(tx, {
      subject: 'doctor',
      name: 'Doctor',
      role: 'doctor',
      unit: 'hospital',
      label,
    });
    const admin = await apiKeys.create(tx, {
      subject: 'admin',
      name: 'Admin',
      role: 'admin',
      unit: null,
      label,
    });
    return { doctor: doctor.secret, admin: admin.secret };
  });
}
