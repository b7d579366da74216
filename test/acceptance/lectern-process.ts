import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../servers/free-port.js';

/** What a running Lectern tells programs in start.json. */
export interface StartFacts {
  readonly uploader: string;
  readonly delivery: string;
  readonly keys: { readonly doctor: string; readonly unitAdmin: string; readonly admin: string };
}

const START_DEADLINE_MS = 90_000;

/** One `npm start` of the built project in a data folder of its own, that can be killed and started again. */
export class LecternProcess {
  private child: ChildProcess | undefined;
  private output = '';

  private constructor(
    readonly data: string,
    private readonly environment: Record<string, string>,
  ) {}

  static async create(environment: Record<string, string> = {}): Promise<LecternProcess> {
    // The embedded PostgreSQL refuses root, so its folder must be one that others may enter.
    const data = await mkdtemp('/var/tmp/lectern-test-');
    const [port, deliveryPort] = [await freePort(), await freePort()];
    return new LecternProcess(data, {
      LECTERN_DATA: data,
      LECTERN_PORT: String(port),
      LECTERN_DELIVERY_PORT: String(deliveryPort),
      LECTERN_LOG_LEVEL: 'warn',
      LECTERN_LOG_PATH: '-',
      ...environment,
    });
  }

  get pid(): number {
    if (this.child?.pid === undefined) throw new Error('Lectern does not run');
    return this.child.pid;
  }

  /** What it has printed so far. */
  get printed(): string {
    return this.output;
  }

  /** @param more settings of this start alone */
  async start(more: Record<string, string> = {}): Promise<StartFacts> {
    await rm(path.join(this.data, 'start.json.seen'), { force: true });
    const child = spawn(
      path.resolve('node_modules/.bin/node'),
      ['--max-semi-space-size=1', path.resolve('dist/apps/standalone/src/main.js')],
      {
        env: { ...process.env, ...this.environment, ...more },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    this.child = child;
    this.output = '';
    const take = (chunk: Buffer): void => {
      this.output += chunk.toString();
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    const deadline = Date.now() + START_DEADLINE_MS;
    while (!this.output.includes('Lectern is ready')) {
      if (child.exitCode !== null) throw new Error(`Lectern ended with ${child.exitCode}:\n${this.output}`);
      if (Date.now() > deadline) throw new Error(`Lectern did not start:\n${this.output}`);
      await delay(50);
    }
    return JSON.parse(await readFile(path.join(this.data, 'start.json'), 'utf8')) as StartFacts;
  }

  /** kill -9: nothing is told, nothing is flushed. */
  async kill(): Promise<void> {
    await this.signal('SIGKILL');
  }

  /** As Ctrl-C does. @returns the exit code */
  async stop(): Promise<number | null> {
    await this.signal('SIGINT');
    return this.child?.exitCode ?? null;
  }

  async dispose(): Promise<void> {
    await this.stop();
    await rm(this.data, { recursive: true, force: true });
  }

  private async signal(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    await ended;
  }
}
