import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { atExit } from './at-exit.js';

const START_MS = 90_000;

export interface DeliveryProcessOptions {
  readonly root: string;
  readonly keyRingFile: string;
  readonly port: number;
  readonly settings?: Readonly<Record<string, string>>;
}

/** Delivery as an operator starts it, from the build, on a folder. */
export class DeliveryProcess {
  #said = '';

  private constructor(
    readonly port: number,
    private readonly child: ChildProcess,
  ) {
    child.stdout?.on('data', (bytes: Buffer) => (this.#said = (this.#said + String(bytes)).slice(-20_000)));
    child.stderr?.on('data', (bytes: Buffer) => (this.#said = (this.#said + String(bytes)).slice(-20_000)));
  }

  static async start(options: DeliveryProcessOptions): Promise<DeliveryProcess> {
    const child = spawn(process.execPath, [path.resolve('dist/apps/delivery/src/main.js')], {
      env: {
        ...process.env,
        LECTERN_STORAGE: 'nfs',
        LECTERN_STORAGE_PATH: options.root,
        LECTERN_KEY_RING: options.keyRingFile,
        LECTERN_DELIVERY_HOST: '127.0.0.1',
        LECTERN_DELIVERY_PORT: String(options.port),
        LECTERN_LOG_LEVEL: 'error',
        ...options.settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const gone = atExit(() => child.kill('SIGKILL'));
    child.once('exit', gone);
    const started = new DeliveryProcess(options.port, child);
    for (const deadline = Date.now() + START_MS; ; await sleep(50)) {
      const ready = await fetch(`http://127.0.0.1:${options.port}/readyz`).catch(() => undefined);
      await ready?.arrayBuffer();
      if (ready?.status === 200) return started;
      if (Date.now() < deadline && child.exitCode === null) continue;
      child.kill('SIGKILL');
      throw new Error(`Delivery did not start: ${started.#said}`);
    }
  }

  /** What it wrote to its log of late. */
  get said(): string {
    return this.#said;
  }

  get runs(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Tells it to stop, waits until it has, and returns its exit code. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.runs) {
      const ended = once(this.child, 'exit');
      this.child.kill(signal);
      await ended;
    }
    return this.child.exitCode;
  }

  async descriptors(): Promise<number> {
    return (await readdir(`/proc/${this.child.pid}/fd`)).length;
  }

  /** Memory that is the process' own: files in memory and mapped libraries left out (proc(5), RssAnon). */
  async memoryMiB(): Promise<number> {
    const status = await readFile(`/proc/${this.child.pid}/status`, 'utf8');
    return Number(/^RssAnon:\s+([0-9]+) kB$/m.exec(status)?.[1]) / 1024;
  }

  /** What it keeps in files in memory (memfd_create(2)): a container's memory too, but no process' own. */
  async memoryFilesMiB(): Promise<number> {
    const folder = `/proc/${this.child.pid}/fd`;
    const sizes = (await readdir(folder)).map(async (fd) => {
      const file = path.join(folder, fd);
      // A descriptor may be closed meanwhile.
      if (!(await readlink(file).catch(() => '')).startsWith('/memfd:')) return 0;
      return (await stat(file).catch(() => undefined))?.blocks ?? 0;
    });
    return ((await Promise.all(sizes)).reduce((sum, blocks) => sum + blocks, 0) * 512) / (1024 * 1024);
  }

  async cpuSeconds(): Promise<number> {
    const stat = await readFile(`/proc/${this.child.pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }

  async metric(name: string): Promise<number> {
    const text = await (await fetch(`http://127.0.0.1:${this.port}/metrics`)).text();
    return Number(new RegExp(`^${name.replaceAll(/[{}]/g, '\\$&')} ([0-9.e+]+)$`, 'm').exec(text)?.[1]);
  }
}
