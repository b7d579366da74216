import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { StartFacts } from '../acceptance/lectern-process.js';
import { atExit } from './at-exit.js';
import { freePort } from './free-port.js';

/** The project's own folder, whether this runs from the sources or from what they were compiled to. */
const ROOT = fileURLToPath(import.meta.url).split(/\/(?:dist(?:-[^/]*)?\/)?test\/servers\//)[0] ?? '.';
const READY = 'Ctrl-C stops everything cleanly.';

export interface Running {
  readonly pid: number;
  readonly program: string;
}

export interface NpmStartOptions {
  /** The data folder. */
  readonly data: string;
  /** The project that is started; this one unless told. */
  readonly root?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** `npm start` as a person runs it: npm, its helper, Node and PostgreSQL, in a process group of their own. */
export class NpmStart {
  #printed = '';
  /** Exit code, or the signal's name. */
  readonly ended: Promise<number | string>;

  private constructor(
    readonly npm: ChildProcess,
    readonly data: string,
  ) {
    // What stands outside the group ends with what stands in it.
    npm.once(
      'close',
      atExit(() => killed(-(npm.pid ?? 0))),
    );
    for (const output of [npm.stdout, npm.stderr])
      output?.on('data', (chunk: Buffer) => (this.#printed += chunk.toString()));
    this.ended = once(npm, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  }

  /** Starts it, and waits for nothing. */
  static async spawn({ data, root = ROOT, environment }: NpmStartOptions): Promise<NpmStart> {
    const npm = spawn('npm', ['start'], {
      cwd: root,
      env: {
        ...process.env,
        LECTERN_DATA: data,
        LECTERN_PORT: String(await freePort()),
        LECTERN_DELIVERY_PORT: String(await freePort()),
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    return new NpmStart(npm, data);
  }

  /** What it has said so far, standard output and standard error alike. */
  get printed(): string {
    return this.#printed;
  }

  get pid(): number {
    return this.npm.pid ?? 0;
  }

  get runs(): boolean {
    return this.npm.exitCode === null && this.npm.signalCode === null;
  }

  /** @throws when it ends before that */
  async ready(): Promise<StartFacts> {
    await this.until(() => this.#printed.includes(READY));
    return JSON.parse(await readFile(path.join(this.data, 'start.json'), 'utf8')) as StartFacts;
  }

  /** Waits for a state of it. @throws when it ends before that */
  async until(isReached: () => boolean | Promise<boolean>, everyMs = 10): Promise<void> {
    while (!(await isReached())) {
      if (!this.runs) throw new Error(`npm start ended by itself:\n${this.#printed.slice(-2_000)}`);
      await sleep(everyMs);
    }
  }

  /** Every process that was started with this data folder or works in it, and what it is. */
  running(): Promise<Running[]> {
    return runningOn(this.data);
  }

  async pidOf(part: string): Promise<number> {
    const found = (await this.running()).find(({ program }) => program.includes(part));
    if (found === undefined) throw new Error(`nothing runs that is called ${part}`);
    return found.pid;
  }

  /** kill -9 of all that is left. */
  async killAll(): Promise<void> {
    for (const { pid } of await this.running()) killed(pid);
  }
}

/**
 * Every process that was started with a data folder or works in it, and what it is; with those that these have started,
 * since what runs in the jail is told of no environment and no folder.
 */
export async function runningOn(data: string): Promise<Running[]> {
  const processes: (Running & { readonly parent: number; readonly isNamed: boolean })[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const of = (file: string) => readFile(`/proc/${name}/${file}`, 'utf8').catch(() => '');
    const folder = await readlink(`/proc/${name}/cwd`).catch(() => '');
    const stat = await of('stat');
    processes.push({
      pid: Number(name),
      parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]),
      program: (await of('cmdline')).replaceAll('\0', ' ').trim(),
      isNamed: folder.startsWith(data) || (await of('environ')).includes(`LECTERN_DATA=${data}\0`),
    });
  }
  const found = new Set(processes.filter(({ isNamed }) => isNamed).map(({ pid }) => pid));
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const { pid, parent } of processes) if (found.has(parent)) found.add(pid);
  }
  // Who has ended has no program, nor has a thread of the kernel.
  return processes.filter(({ pid, program }) => found.has(pid) && program !== '');
}

function killed(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended with another one.
  }
}
