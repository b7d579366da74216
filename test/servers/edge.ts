import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { chmod, chown, cp, mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.js';

const START_MS = 20_000;
const STOP_MS = 30_000;

/** Takes the clock's place in the edge: the second that a request names, so that each has its own moment. */
const RIG_CLOCK = `return {
  now = function() return tonumber(ngx.var.http_x_rig_now) or ngx.time() end,
  follow_seconds = 1,
}
`;

interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** A container as Kubernetes' `restricted` profile has it, on the network of this machine. */
export const CONTAINER = [
  'run',
  '--rm',
  '--runtime=runc',
  '--cgroup-manager=cgroupfs',
  '--network=host',
  '--no-healthcheck',
  '--read-only',
  '--cap-drop=ALL',
  '--security-opt=no-new-privileges',
  // No more than a test machine may give.
  '--ulimit=nofile=20000:20000',
  '--ulimit=nproc=4096:4096',
];

export interface EdgeOptions {
  /** The media tree, as `NfsStorage` writes it. */
  readonly root: string;
  /** The text of the key ring. */
  readonly keyRing: string;
  /** Where `…/composed.mp4` is made. */
  readonly deliveryPort?: number;
  /** Further settings of the edge. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Runs this image, as Kubernetes would, in place of the machine's nginx; LECTERN_TEST_EDGE_IMAGE unless given. */
  readonly image?: string | undefined;
}

/** Whether this machine has what the edge needs (Debian: nginx-light, libnginx-mod-http-lua). */
export function hasEdge(): boolean {
  try {
    const modules = '/usr/lib/nginx/modules';
    execFileSync('sh', ['-c', `command -v nginx && ls ${modules}/ngx_http_lua_module.so`], {
      env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` },
    });
    return true;
  } catch {
    return false;
  }
}

/** Whose the processes of the image are. */
export const IMAGE_USER = 10_001;
const IMAGE_HOME = '/opt/lectern-edge';

/** Debian's nginx with the configuration of docker/edge, or its image, on a free port of the loopback. */
export class Edge {
  #process: ChildProcess | undefined;
  readonly image: string | undefined;

  private constructor(
    readonly port: number,
    /** Where probes and Prometheus ask. */
    readonly healthPort: number,
    readonly folder: string,
    private readonly options: EdgeOptions,
  ) {
    this.image = options.image ?? process.env['LECTERN_TEST_EDGE_IMAGE'];
  }

  static async start(options: EdgeOptions): Promise<Edge> {
    const folder = await mkdtemp(join(tmpdir(), 'lectern-edge-'));
    const edge = new Edge(await freePort(), await freePort(), folder, options);
    try {
      await mkdir(join(folder, 'keys'));
      await edge.replaceKeyRing(options.keyRing);
      await (edge.image === undefined ? edge.#prepare() : edge.#prepareImage());
      await edge.#run(edge.image === undefined ? edge.#command() : edge.#imageCommand(edge.image));
      return edge;
    } catch (error) {
      const said = await edge.errors();
      await edge.stop();
      throw new Error(`The edge did not start.\n${said.slice(-2_000)}`, { cause: error });
    }
  }

  /** The container's name, where it is one. */
  get container(): string {
    return basename(this.folder);
  }

  get keyRingFile(): string {
    return join(this.folder, 'keys/ring.json');
  }

  /** Whatever the text is: the edge is to judge it. */
  async replaceKeyRing(text: string): Promise<void> {
    await writeFile(this.keyRingFile, text, { mode: 0o600 });
    if (this.image !== undefined) await chown(this.keyRingFile, IMAGE_USER, IMAGE_USER);
  }

  /** Whether nginx has ended though nobody told it to. */
  get hasEnded(): boolean {
    return (
      this.#process !== undefined && (this.#process.exitCode !== null || this.#process.signalCode !== null)
    );
  }

  /** At once, for a process that ends: nginx's master stops its workers. */
  kill(): void {
    this.#process?.kill('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The access log. */
  log(): Promise<string> {
    return readFile(join(this.folder, 'access.log'), 'utf8').catch(() => '');
  }

  /** The error log, as an operator sees it. */
  errors(): Promise<string> {
    return readFile(join(this.folder, 'errors.log'), 'utf8').catch(() => '');
  }

  /** Asks it to stop and waits until it has; idempotent. Returns its exit code. */
  async stop(options: { keepFolder?: boolean } = {}): Promise<number | null> {
    const running = this.#process;
    let code: number | null = null;
    if (running !== undefined) {
      this.#process = undefined;
      const ended = new Promise<number | null>((resolve) => running.once('exit', resolve));
      if (running.exitCode === null && running.kill('SIGTERM')) {
        const last = setTimeout(() => running.kill('SIGKILL'), STOP_MS);
        code = await ended;
        clearTimeout(last);
      } else code = running.exitCode;
      if (this.image !== undefined) spawnSync('podman', ['rm', '--force', '--ignore', this.container]);
    }
    if (options.keepFolder !== true) await rm(this.folder, { recursive: true, force: true });
    return code;
  }

  async #prepare(): Promise<void> {
    await cp(join(process.cwd(), 'docker/edge'), join(this.folder, 'home'), { recursive: true });
    await writeFile(join(this.folder, 'home/lua/lectern/clock.lua'), RIG_CLOCK);
    await mkdir(join(this.folder, 'run'));
  }

  /** The image's user must be able to reach what root made here. */
  async #prepareImage(): Promise<void> {
    await writeFile(join(this.folder, 'clock.lua'), RIG_CLOCK, { mode: 0o644 });
    await chmod(this.options.root, 0o755);
  }

  #command(): Command {
    return {
      file: join(this.folder, 'home/entrypoint.sh'),
      args: [],
      environment: {
        ...this.#settings(),
        LECTERN_EDGE_USER: userInfo().username,
        LECTERN_EDGE_RUN: join(this.folder, 'run'),
        LECTERN_EDGE_ACCESS_LOG: join(this.folder, 'access.log'),
        LECTERN_STORAGE_PATH: this.options.root,
        LECTERN_KEY_RING: this.keyRingFile,
        ...this.options.settings,
      },
    };
  }

  /** Nothing of it can be written but what it has in memory; its clock alone is the rig's. */
  #imageCommand(image: string): Command {
    const mounts = {
      '/data': this.options.root,
      '/etc/lectern/keys': join(this.folder, 'keys'),
      [`${IMAGE_HOME}/lua/lectern/clock.lua`]: join(this.folder, 'clock.lua'),
    };
    const settings = {
      ...this.#settings(),
      LECTERN_KEY_RING: '/etc/lectern/keys/ring.json',
      ...this.options.settings,
    };
    const args = [
      ...Object.entries(mounts).map(([inside, outside]) => `--volume=${outside}:${inside}:ro`),
      ...Object.entries(settings).map(([name, value]) => `--env=${name}=${value}`),
      `--name=${this.container}`,
      image,
    ];
    return { file: 'podman', args: [...CONTAINER, ...args], environment: {} };
  }

  #settings(): Record<string, string> {
    return {
      LECTERN_EDGE_LISTEN: `127.0.0.1:${this.port}`,
      LECTERN_EDGE_HEALTH_LISTEN: `127.0.0.1:${this.healthPort}`,
      LECTERN_EDGE_DELIVERY: `127.0.0.1:${this.options.deliveryPort ?? 9}`,
      LECTERN_EDGE_WORKERS: '2',
      LECTERN_TRUSTED_PROXIES: '127.0.0.1',
    };
  }

  async #run({ file, args, environment }: Command): Promise<void> {
    const [output, errors] = await Promise.all(
      ['access.log', 'errors.log'].map((name) => open(join(this.folder, name), 'a')),
    );
    this.#process = spawn(file, args, {
      stdio: ['ignore', this.image === undefined ? errors?.fd : output?.fd, errors?.fd],
      // Out of reach of a Ctrl-C in the rig's terminal: the rig stops it.
      detached: true,
      env: { PATH: `${process.env['PATH']}:/usr/sbin`, ...environment },
    });
    await Promise.all([output?.close(), errors?.close()]);
    await this.#answering();
  }

  async #answering(): Promise<void> {
    const deadline = Date.now() + START_MS;
    for (;;) {
      if (this.#process?.exitCode !== null) throw new Error('It ended at once.');
      const answer = await fetch(`http://127.0.0.1:${this.healthPort}/livez`).catch(() => undefined);
      if (answer?.status === 200) return;
      if (Date.now() > deadline) throw new Error('It does not answer.');
      await sleep(50);
    }
  }
}
