import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { EmbeddedPostgres } from '#libs/database';
import { openStorage } from '#libs/storage';
import { atExit } from '../../servers/at-exit.js';
import { type CephRig, cephSettings, startCeph } from '../../servers/ceph.js';
import { freePort } from '../../servers/free-port.js';

const run = promisify(execFile);
/** The user that every image runs as. */
export const IMAGE_USER = 10_001;
const START_MS = 90_000;

export type App = 'uploader' | 'delivery' | 'worker' | 'edge';

/** What an image says of itself, as `podman image inspect` shows it. */
export interface ImageFacts {
  readonly Config: {
    readonly User?: string;
    readonly Entrypoint?: readonly string[];
    readonly Cmd?: readonly string[];
    readonly Env?: readonly string[];
    readonly Labels?: Readonly<Record<string, string>>;
  };
  readonly Healthcheck?: { readonly Test: readonly string[] };
  readonly Size: number;
}

export interface Ended {
  readonly code: number;
  readonly out: string;
}

/** podman without systemd and without a network of its own, as it runs on a machine that is itself a container. */
const PODMAN = ['--cgroup-manager=cgroupfs', '--runtime=runc'];
/** What a cluster that holds to the restricted policy gives a container, and no folder that may be written. */
const HARDENED = [
  '--read-only',
  '--read-only-tmpfs=false',
  '--cap-drop=ALL',
  '--security-opt=no-new-privileges',
  '--network=host',
  '--pull=never',
  // Checks are run by hand: podman's own timers want systemd.
  '--no-healthcheck',
  '--ulimit=nofile=16384:16384',
  '--ulimit=nproc=4096:4096',
];

/** Why this machine can't run images; undefined when it can. */
export function imagesWant(): string | undefined {
  if (process.getuid?.() !== 0) return 'root';
  return ['buildah', 'podman', 'runc', 'debootstrap'].find(
    (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).error !== undefined,
  );
}

function podman(...args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  return run('podman', [...PODMAN, ...args], { maxBuffer: 64 * 1024 * 1024 });
}

/** The images of one tag, as they were built, and containers of them. */
export class Images {
  constructor(private readonly tag: string) {}

  nameOf(app: App): string {
    return `localhost/lectern/${app}:${this.tag}`;
  }

  async facts(app: App): Promise<ImageFacts> {
    const { stdout } = await podman('image', 'inspect', this.nameOf(app));
    const [facts] = JSON.parse(stdout) as ImageFacts[];
    if (facts === undefined) throw new Error(`there is no image ${this.nameOf(app)}`);
    return facts;
  }

  /** Runs a command in a new container until it ends. */
  async once(app: App, options: readonly string[], command: readonly string[]): Promise<Ended> {
    const args = [...PODMAN, 'run', '--rm', ...HARDENED, ...options, this.nameOf(app), ...command];
    return new Promise((resolve) => {
      execFile('podman', args, { maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
        const code = typeof error?.code === 'number' ? error.code : error === null ? 0 : -1;
        resolve({ code, out: `${stdout}${stderr}` });
      });
    });
  }

  async start(app: App, name: string, options: readonly string[]): Promise<void> {
    await podman('run', '--detach', '--name', name, ...HARDENED, ...options, this.nameOf(app));
  }
}

interface Service {
  readonly app: App;
  readonly container: string;
  readonly url: string;
}

export interface ImagesOptions {
  /** A shared folder, or a bucket of a Ceph that is started too. */
  readonly storage: 'nfs' | 's3';
  /** Whether signed URLs are the edge's. */
  readonly withEdge: boolean;
}

/**
 * PostgreSQL as a process, and uploader, delivery and worker as containers on one shared folder, put together as
 * docker/compose.yaml does: the same secrets, order, users and restrictions.
 */
export class LecternImages {
  readonly #services: Service[] = [];
  #untidied: () => void = () => undefined;

  private constructor(
    readonly images: Images,
    readonly folder: string,
    private readonly postgres: EmbeddedPostgres,
    private readonly ceph: CephRig | undefined,
    readonly ports: Readonly<Record<App | 'edgeHealth', number>>,
    private readonly options: ImagesOptions,
  ) {}

  static async create(images: Images, options: ImagesOptions): Promise<LecternImages> {
    // PostgreSQL refuses root, so the folder must be one that others may enter.
    const folder = await mkdtemp('/var/tmp/lectern-images-');
    const secrets = join(folder, 'secrets');
    await run(resolve('docker/make-secrets.sh'), [secrets]);
    await run('chmod', ['0711', folder]);
    for (const name of ['data', 'scratch']) {
      await mkdir(join(folder, name), { mode: 0o750 });
      await chown(join(folder, name), IMAGE_USER, IMAGE_USER);
    }
    const postgres = await EmbeddedPostgres.start({ dataFolder: join(folder, 'postgres') });
    const ceph = options.storage === 's3' ? await startCeph() : undefined;
    if (ceph !== undefined) await makeBucket(ceph);
    const known = {
      'database-url': postgres.url,
      'database-owner-url': postgres.ownerUrl,
      ...(ceph && { 's3-access-key': ceph.accessKeyId, 's3-secret-key': ceph.secretAccessKey }),
    };
    for (const [name, secret] of Object.entries(known)) {
      await rm(join(secrets, name));
      await writeFile(join(secrets, name), secret, { mode: 0o444 });
    }
    const ports = {
      uploader: await freePort(),
      delivery: await freePort(),
      worker: await freePort(),
      edge: await freePort(),
      edgeHealth: await freePort(),
    };
    const lectern = new LecternImages(images, folder, postgres, ceph, ports, options);
    lectern.#untidied = atExit(() => lectern.#remove());
    return lectern;
  }

  urlOf(app: App | 'edgeHealth'): string {
    return `http://127.0.0.1:${this.ports[app]}`;
  }

  /** The token of an admin, signed with the secret that the uploader was given. */
  async adminToken(): Promise<string> {
    const secret = await readFile(join(this.folder, 'secrets/jwt-secret'), 'utf8');
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const expires = Math.floor(Date.now() / 1000) + 3600;
    const body = `${part({ alg: 'HS256' })}.${part({ sub: 'rig', name: 'Rig', role: 'admin', exp: expires })}`;
    return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
  }

  /** The program that brings the database up to date. */
  migrate(): Promise<Ended> {
    const owner = [
      ...this.#secret('database-owner-url'),
      '--env=DATABASE_OWNER_URL_FILE=/run/secrets/database-owner-url',
    ];
    const options = [...this.#database(), ...owner];
    return this.images.once('uploader', options, ['node', 'dist/apps/operator/src/migrate.js']);
  }

  /** The program that says whether the storage is good enough; another folder's than that of the services. */
  selfTest(folder = join(this.folder, 'data')): Promise<Ended> {
    const options = [...this.#storage(), `--volume=${folder}:/data`];
    return this.images.once('uploader', options, ['node', 'dist/apps/operator/src/self-test.js']);
  }

  /** Starts the three services and waits until each one's own health check holds and it is ready. */
  async start(): Promise<void> {
    const data = `--volume=${join(this.folder, 'data')}:/data`;
    const keys = [
      `--volume=${join(this.folder, 'secrets/keys')}:/etc/lectern/keys:ro`,
      '--env=LECTERN_KEY_RING=/etc/lectern/keys/ring.json',
    ];
    const { uploader, delivery, worker, edge, edgeHealth } = this.ports;
    await this.#start('uploader', [
      ...this.#storage(),
      data,
      ...keys,
      ...this.#database(),
      ...this.#secret('jwt-secret'),
      `--env=LECTERN_PORT=${uploader}`,
      '--env=LECTERN_JWT_SECRET_FILE=/run/secrets/jwt-secret',
      `--env=LECTERN_DELIVERY_URL=${this.urlOf(this.options.withEdge ? 'edge' : 'delivery')}`,
      '--env=LECTERN_CORS_ORIGINS=*',
    ]);
    await this.#start('delivery', [
      ...this.#storage(),
      `${data}:ro`,
      ...keys,
      `--env=LECTERN_DELIVERY_PORT=${delivery}`,
      ...(this.options.withEdge ? ['--env=LECTERN_TRUSTED_PROXIES=127.0.0.1'] : []),
    ]);
    await this.#start('worker', [
      ...this.#storage(),
      data,
      ...this.#database(),
      `--volume=${join(this.folder, 'scratch')}:/scratch`,
      `--env=LECTERN_WORKER_PORT=${worker}`,
    ]);
    if (this.options.withEdge) {
      await this.#start('edge', [
        ...this.#storage(),
        `${data}:ro`,
        ...keys,
        '--tmpfs=/run/lectern-edge:U',
        '--tmpfs=/tmp',
        `--env=LECTERN_EDGE_LISTEN=127.0.0.1:${edge}`,
        `--env=LECTERN_EDGE_HEALTH_LISTEN=127.0.0.1:${edgeHealth}`,
        `--env=LECTERN_EDGE_DELIVERY=127.0.0.1:${delivery}`,
      ]);
    }
    for (const service of this.#services) await this.#untilReady(service);
  }

  /** Runs a command beside a service, in its container. */
  async beside(app: App, ...command: readonly string[]): Promise<string> {
    return (await podman('exec', this.#nameOf(app), ...command)).stdout;
  }

  /** What a service has printed. */
  async printed(app: App): Promise<string> {
    const { stdout, stderr } = await podman('logs', this.#nameOf(app));
    return `${stdout}${stderr}`;
  }

  /** Stops the services as `docker stop` does. @returns the exit code of each */
  async stop(): Promise<ReadonlyMap<App, number>> {
    const codes = new Map<App, number>();
    for (const { app, container } of this.#services.splice(0)) {
      await podman('stop', '--time=60', container);
      const { stdout } = await podman('inspect', '--format={{.State.ExitCode}}', container);
      codes.set(app, Number(stdout));
      await podman('rm', container);
    }
    return codes;
  }

  async dispose(): Promise<void> {
    this.#remove();
    await this.postgres.stop();
    await this.ceph?.stop();
    await rm(this.folder, { recursive: true, force: true });
    this.#untidied();
  }

  #remove(): void {
    const containers = this.#services.splice(0).map(({ container }) => container);
    if (containers.length === 0) return;
    execFileSync('podman', [...PODMAN, 'rm', '--force', '--time=5', ...containers], { stdio: 'ignore' });
  }

  async #start(app: App, options: readonly string[]): Promise<void> {
    const container = this.#nameOf(app);
    this.#services.push({ app, container, url: this.urlOf(app === 'edge' ? 'edgeHealth' : app) });
    await this.images.start(app, container, [...options, `--env=LECTERN_POD=${container}`]);
  }

  async #untilReady({ app, container, url }: Service): Promise<void> {
    const deadline = Date.now() + START_MS;
    for (;;) {
      const ready = await fetch(`${url}/readyz`).catch(() => undefined);
      if (ready?.status === 200) return;
      const { stdout } = await podman('inspect', '--format={{.State.Running}}', container);
      if (stdout.trim() !== 'true' || Date.now() > deadline)
        throw new Error(
          `The ${app} did not start: ${(await ready?.text()) ?? 'no answer'}\n${(await this.printed(app)).slice(-4_000)}`,
        );
      await sleep(200);
    }
  }

  #nameOf(app: App): string {
    return `${this.folder.split('/').at(-1)}-${app}`;
  }

  #storage(): string[] {
    const level = '--env=LECTERN_LOG_LEVEL=warn';
    if (this.ceph === undefined) return [level, '--env=LECTERN_STORAGE_PATH=/data'];
    return [
      level,
      '--env=LECTERN_STORAGE=s3',
      `--env=LECTERN_S3_ENDPOINT=${this.ceph.endpoint}`,
      `--env=LECTERN_S3_BUCKET=${BUCKET}`,
      '--env=LECTERN_S3_ACCESS_KEY_FILE=/run/secrets/s3-access-key',
      '--env=LECTERN_S3_SECRET_KEY_FILE=/run/secrets/s3-secret-key',
      ...this.#secret('s3-access-key'),
      ...this.#secret('s3-secret-key'),
    ];
  }

  #database(): string[] {
    return [...this.#secret('database-url'), '--env=DATABASE_URL_FILE=/run/secrets/database-url'];
  }

  #secret(name: string): string[] {
    return [`--volume=${join(this.folder, 'secrets', name)}:/run/secrets/${name}:ro`];
  }
}

const BUCKET = 'lectern';

/** As whoever runs the S3 server makes it: the services do not. */
async function makeBucket(ceph: CephRig): Promise<void> {
  const storage = await openStorage(cephSettings(ceph, BUCKET), { createBucket: true });
  await storage.close();
}
