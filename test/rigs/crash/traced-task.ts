import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Order, Told } from './storage-task.js';

const ATTACH_MS = 20_000;
const END_MS = 15_000;

/** Whether this machine has strace and lets us trace (Debian: `apt-get install strace`). */
export function hasStrace(): boolean {
  try {
    execFileSync('strace', ['-qq', '-o', '/dev/null', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** strace on a process that runs already, with all its threads, until it is told to stop or the process ends. */
class Trace {
  private constructor(private readonly child: ChildProcess) {}

  /** `rules` are strace's own options, such as `['-e', 'inject=fsync:error=EIO:when=2']`. */
  static async attach(pid: number, rules: readonly string[]): Promise<Trace> {
    const child = spawn('strace', ['-f', ...rules, '-p', String(pid)], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const said = await new Promise<string>((resolve) => {
      let text = '';
      const late = setTimeout(() => resolve(text), ATTACH_MS);
      const ended = () => {
        clearTimeout(late);
        resolve(text);
      };
      child.once('exit', ended).once('error', ended);
      child.stderr.on('data', (chunk: Buffer) => {
        text = (text + chunk.toString()).slice(-2_000);
        if (/ attached/.test(text)) ended();
      });
    });
    if (!/ attached/.test(said)) {
      child.kill('SIGKILL');
      throw new Error(`strace did not attach: ${said}`);
    }
    return new Trace(child);
  }

  /** Lets go of the process, which goes on undisturbed. */
  async detach(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGINT');
    await ended;
  }

  /** When the traced process has ended. */
  async ended(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
  }
}

/** What became of a task. */
export interface TaskOutcome {
  readonly told: readonly Told[];
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** A `storage-task` that waits for its order: starting it takes longer than what it does. */
export class TracedTask {
  private readonly told: Told[] = [];
  private readonly ended: Promise<NodeJS.Signals | null>;
  private readonly ready: Promise<void>;
  private stderr = '';

  private constructor(private readonly child: ChildProcess) {
    let isReady = () => {};
    this.ready = new Promise((resolve) => {
      isReady = resolve;
    });
    this.ended = new Promise((resolve) => child.once('close', (_, signal) => resolve(signal)));
    if (child.stdout === null) throw new Error('a task must be heard');
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.told.push(JSON.parse(line) as Told);
      isReady();
    });
    child.stderr?.on(
      'data',
      (chunk: Buffer) => (this.stderr = (this.stderr + chunk.toString()).slice(-4_000)),
    );
    child.stdin?.on('error', () => undefined);
    void this.ended.then(isReady);
  }

  /** One thread for files, since strace counts calls by thread. */
  static start(root: string): TracedTask {
    const program = path.resolve('dist/test/rigs/crash/storage-task.js');
    return new TracedTask(
      spawn(process.execPath, [program, root], {
        env: { ...process.env, UV_THREADPOOL_SIZE: '1' },
        stdio: ['pipe', 'pipe', 'pipe'],
      }),
    );
  }

  /** Carries out an order under strace with these options. */
  async run(order: Order, rules: readonly string[]): Promise<TaskOutcome> {
    await this.ready;
    const trace = await Trace.attach(this.child.pid ?? 0, rules).catch(async (error: unknown) => {
      await this.dismiss();
      throw error;
    });
    const guard = setTimeout(() => this.child.kill('SIGKILL'), END_MS);
    this.child.stdin?.write(`${JSON.stringify(order)}\n`);
    const signal = await this.ended;
    clearTimeout(guard);
    await trace.ended();
    return { told: this.told.slice(1), signal, stderr: this.stderr };
  }

  /** For one that is not needed. */
  async dismiss(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}
