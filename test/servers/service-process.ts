import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { atExit } from './at-exit.js';
import { freePort } from './free-port.js';

const START_MS = 120_000;
const PORT = {
  uploader: 'LECTERN_PORT',
  delivery: 'LECTERN_DELIVERY_PORT',
  worker: 'LECTERN_WORKER_PORT',
} as const;
const HOST = {
  uploader: 'LECTERN_HOST',
  delivery: 'LECTERN_DELIVERY_HOST',
  worker: 'LECTERN_WORKER_HOST',
} as const;

export type App = keyof typeof PORT;

/** One of the three services as a process of its own, as its container runs it. */
export class ServiceProcess {
  #child: ChildProcess | undefined;
  #said = '';
  #gone: () => void = () => undefined;

  private constructor(
    readonly app: App,
    readonly name: string,
    readonly port: number,
    private environment: Readonly<Record<string, string>>,
  ) {}

  static async start(
    app: App,
    name: string,
    environment: Readonly<Record<string, string>>,
  ): Promise<ServiceProcess> {
    const service = new ServiceProcess(app, name, await freePort(), environment);
    await service.start();
    return service;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** What it has logged since its last start. */
  get said(): string {
    return this.#said;
  }

  get runs(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Starts it, with other settings from now on where they are given, and waits until it is ready. */
  async start(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    this.environment = { ...this.environment, ...settings };
    const flags = this.app === 'uploader' ? ['--max-semi-space-size=1'] : [];
    const child = spawn(process.execPath, [...flags, path.resolve(`dist/apps/${this.app}/src/main.js`)], {
      env: {
        ...process.env,
        LECTERN_POD: this.name,
        LECTERN_LOG_LEVEL: 'info',
        ...this.environment,
        [HOST[this.app]]: '127.0.0.1',
        [PORT[this.app]]: String(this.port),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#said = '';
    this.#gone = atExit(() => child.kill('SIGKILL'));
    child.once('exit', this.#gone);
    const take = (bytes: Buffer): void => void (this.#said = (this.#said + String(bytes)).slice(-200_000));
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    for (const deadline = Date.now() + START_MS; (await this.readiness()) !== 200; await sleep(50)) {
      if (!this.runs) throw new Error(`${this.name} ended by itself: ${this.#said.slice(-4_000)}`);
      if (Date.now() > deadline)
        throw new Error(`${this.name} did not get ready: ${this.#said.slice(-4_000)}`);
    }
  }

  readiness(): Promise<number> {
    return this.#status('/readyz');
  }

  liveness(): Promise<number> {
    return this.#status('/livez');
  }

  /** @returns its exit code; null after a signal that it could not heed */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const child = this.#child;
    if (child === undefined) return null;
    if (this.runs) {
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    }
    return child.exitCode;
  }

  async #status(route: string): Promise<number> {
    const answer = await fetch(`${this.url}${route}`, { signal: AbortSignal.timeout(4_000) }).catch(
      () => undefined,
    );
    await answer?.arrayBuffer().catch(() => undefined);
    return answer?.status ?? 0;
  }
}
