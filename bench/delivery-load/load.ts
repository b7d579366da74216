import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';

/** One request, whole, and how long the body of its answer has to be. */
interface BenchRequest {
  readonly head: string;
  readonly bodyBytes: number;
}

/** For each connection the requests that it sends in turn, by their places in `requests`. */
export interface LoadPlan {
  readonly requests: readonly BenchRequest[];
  readonly order: readonly (readonly number[])[];
}

/** A plan on disk, to be run any number of times. */
export interface WrittenPlan {
  readonly requestsFile: string;
  readonly orderFile: string;
}

interface LoadResult {
  readonly requests: number;
  readonly bytes: number;
  readonly seconds: number;
  /** The client's own. */
  readonly cpuSeconds: number;
  /** Microseconds of each answer, from the request's last byte out to the answer's last byte in. */
  readonly times: Uint32Array;
}

interface Printed extends Omit<LoadResult, 'times'> {
  /** Answers that are not 200 or 206, or not as long as they have to be, and the first such head. */
  readonly failed: number;
  readonly firstFailure: string;
}

const START_STEP = 7_919;

type Client = ChildProcessByStdio<Writable, Readable, null>;

/** A client whose connections stand, and that has sent nothing. */
export interface ReadyLoad {
  /** @throws Error when an answer failed, or the server closed a connection */
  run(): Promise<LoadResult>;
}

/** The client (load.c), compiled for this machine; each run is a process of its own. */
export class LoadGenerator {
  #plans = 0;
  #runs = 0;
  readonly #running = new Set<Client>();

  private constructor(
    private readonly program: string,
    private readonly folder: string,
  ) {}

  /** @throws Error where there is no C compiler */
  static async build(folder: string): Promise<LoadGenerator> {
    await mkdir(folder, { recursive: true });
    const program = join(folder, 'load');
    try {
      await promisify(execFile)('gcc', ['-O2', '-o', program, 'bench/delivery-load/load.c']);
    } catch (cause) {
      throw new Error('The client could not be compiled (Debian: apt-get install gcc libc6-dev).', { cause });
    }
    return new LoadGenerator(program, folder);
  }

  async write(plan: LoadPlan): Promise<WrittenPlan> {
    this.#plans += 1;
    const requestsFile = join(this.folder, `requests-${this.#plans}`);
    const orderFile = join(this.folder, `order-${this.#plans}`);
    await writeFile(requestsFile, Buffer.concat(plan.requests.flatMap(bytesOf)));
    const numbers = [plan.order.length, ...plan.order.flatMap((places) => [places.length, ...places])];
    await writeFile(orderFile, Uint32Array.from(numbers));
    return { requestsFile, orderFile };
  }

  async remove(plan: WrittenPlan): Promise<void> {
    await rm(plan.requestsFile, { force: true });
    await rm(plan.orderFile, { force: true });
  }

  /** @param seconds how long requests are sent; 0: each of the plan's once */
  async connect(
    plan: WrittenPlan,
    options: { port: number; core: number; seconds: number },
  ): Promise<ReadyLoad> {
    const { port, core, seconds } = options;
    const timesFile = join(this.folder, `times-${port}`);
    // Each run begins elsewhere in the plan: else a short one would ask for the plan's beginning again and again.
    this.#runs += 1;
    const start = (this.#runs * START_STEP) % 2 ** 32;
    const args = [String(port), String(seconds), String(start), plan.requestsFile, plan.orderFile, timesFile];
    const child = spawn('taskset', ['-c', String(core % availableParallelism()), this.program, ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#running.add(child);
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    const ended = once(child, 'close').then(() => this.#running.delete(child));
    // A client that ends before it is ready has said why on standard error.
    await Promise.race([once(child.stdout, 'data'), ended]);
    return {
      run: async () => {
        child.stdin.on('error', () => undefined).end('\n');
        await ended;
        const [, line] = text.split('\n');
        if (child.exitCode !== 0 || !line) throw new Error('The client gave up.');
        const { failed, firstFailure, ...result } = JSON.parse(line) as Printed;
        if (failed > 0)
          throw new Error(`${failed} answers of ${result.requests} failed, the first: ${firstFailure}`);
        const times = await readFile(timesFile);
        return { ...result, times: new Uint32Array(times.buffer, times.byteOffset, times.byteLength / 4) };
      },
    };
  }

  stop(): void {
    for (const child of this.#running) child.kill('SIGKILL');
  }
}

function bytesOf({ head, bodyBytes }: BenchRequest): Buffer[] {
  const text = Buffer.from(head, 'latin1');
  return [Buffer.from(Uint32Array.of(text.length, bodyBytes).buffer), text];
}
