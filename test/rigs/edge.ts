import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { cp, mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
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

export interface EdgeOptions {
  /** The media tree, as `NfsStorage` writes it. */
  readonly root: string;
  /** The text of the key ring. */
  readonly keyRing: string;
  /** Where `…/composed.mp4` is made. */
  readonly deliveryPort?: number;
  /** Further settings of the edge. */
  readonly settings?: Readonly<Record<string, string>>;
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

/** Debian's nginx with the configuration of docker/edge, on a free port of the loopback. */
export class Edge {
  #process: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    readonly folder: string,
    private readonly options: EdgeOptions,
  ) {}

  static async start(options: EdgeOptions): Promise<Edge> {
    const folder = await mkdtemp(join(tmpdir(), 'lectern-edge-'));
    const edge = new Edge(await freePort(), folder, options);
    try {
      await cp(join(process.cwd(), 'docker/edge'), join(folder, 'home'), { recursive: true });
      await writeFile(join(folder, 'home/lua/lectern/clock.lua'), RIG_CLOCK);
      await mkdir(join(folder, 'run'));
      await edge.replaceKeyRing(options.keyRing);
      await edge.#run();
      return edge;
    } catch (error) {
      const said = await edge.errors();
      await edge.stop();
      throw new Error(`The edge did not start.\n${said.slice(-2_000)}`, { cause: error });
    }
  }

  get keyRingFile(): string {
    return join(this.folder, 'ring.json');
  }

  /** Whatever the text is: the edge is to judge it. */
  async replaceKeyRing(text: string): Promise<void> {
    await writeFile(this.keyRingFile, text, { mode: 0o600 });
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
    }
    if (options.keepFolder !== true) await rm(this.folder, { recursive: true, force: true });
    return code;
  }

  async #run(): Promise<void> {
    const errors = await open(join(this.folder, 'errors.log'), 'a');
    this.#process = spawn(join(this.folder, 'home/entrypoint.sh'), [], {
      stdio: ['ignore', errors.fd, errors.fd],
      // Out of reach of a Ctrl-C in the rig's terminal: the rig stops it.
      detached: true,
      env: {
        PATH: `${process.env['PATH']}:/usr/sbin`,
        LECTERN_EDGE_USER: userInfo().username,
        LECTERN_EDGE_RUN: join(this.folder, 'run'),
        LECTERN_EDGE_LISTEN: `127.0.0.1:${this.port}`,
        LECTERN_EDGE_ACCESS_LOG: join(this.folder, 'access.log'),
        LECTERN_EDGE_DELIVERY: `127.0.0.1:${this.options.deliveryPort ?? 9}`,
        LECTERN_EDGE_WORKERS: '2',
        LECTERN_STORAGE_PATH: this.options.root,
        LECTERN_KEY_RING: this.keyRingFile,
        LECTERN_TRUSTED_PROXIES: '127.0.0.1',
        ...this.options.settings,
      },
    });
    await errors.close();
    await this.#answering();
  }

  async #answering(): Promise<void> {
    const deadline = Date.now() + START_MS;
    for (;;) {
      if (this.#process?.exitCode !== null) throw new Error('It ended at once.');
      const answer = await fetch(`http://127.0.0.1:${this.port}/livez`).catch(() => undefined);
      if (answer?.status === 200) return;
      if (Date.now() > deadline) throw new Error('It does not answer.');
      await sleep(50);
    }
  }
}
