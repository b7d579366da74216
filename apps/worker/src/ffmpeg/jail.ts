import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { isNotLaunched, launchCommand, type ResourceLimits } from '#libs/jail';

/** What a program may use up. `outputBytes` is of any one pipe. */
export interface JailLimits extends ResourceLimits {
  /** Time by the clock. */
  readonly wallSeconds: number;
}

/** Why a jailed program did not end well. `detail` is the end of what it complained of: for logs only. */
export class JailedProgramFailed extends Error {
  constructor(
    readonly why: 'exit' | 'deadline' | 'cpu' | 'memory' | 'output' | 'not-started',
    readonly detail: string,
  ) {
    super(`A media program failed: ${why}.`);
    this.name = 'JailedProgramFailed';
  }
}

export interface JailedProgram {
  /**
   * What it writes to stdout (0) and to the descriptors from 3 on (1, 2, …). Each ends only when the
   * program has ended well, and fails when it has not: what was cut off never looks whole. All have to be
   * read, or the program stalls.
   */
  readonly outputs: readonly AsyncIterable<Uint8Array>[];
  /** @throws JailedProgramFailed, or the signal's reason */
  readonly ended: Promise<void>;
}

const KEPT_COMPLAINTS = 8 * 1024;

/**
 * Runs a program that reads hostile input in the jail (`launchCommand` of libs/jail), without an environment, with low
 * priority unless it is `awaited`, and dead when its parent dies or `signal` says so.
 *
 * @param options.reads the files that it may read, and folders of such files
 * @param options.extraOutputs how many pipes it gets from descriptor 3 on
 * @param options.keptComplaints how many bytes of what it complains of are kept, from the end
 * @param options.off whether the jail is left out, and only the limits hold
 * @param options.awaited whether somebody waits for it, and it is soon over
 */
export function runJailed(
  command: readonly [string, ...string[]],
  options: {
    limits: JailLimits;
    reads: readonly string[];
    extraOutputs?: number;
    keptComplaints?: number | undefined;
    signal?: AbortSignal | undefined;
    off?: boolean;
    awaited?: boolean | undefined;
  },
): JailedProgram {
  const { limits, signal } = options;
  signal?.throwIfAborted();
  const path = process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin';
  const [program = '', ...args] = launched(command, { ...options, path });
  const extra = Array.from({ length: options.extraOutputs ?? 0 }, () => 'pipe' as const);
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe', ...extra],
    env: { PATH: path, LC_ALL: 'C' },
    detached: true,
    cwd: '/',
  });
  let failure: Error | undefined;
  const kill = (reason: Error) => {
    failure ??= reason;
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended in this very moment.
    }
  };
  const onAbort = () => kill(asError(signal?.reason));
  signal?.addEventListener('abort', onAbort, { once: true });
  const deadline = setTimeout(() => kill(new JailedProgramFailed('deadline', '')), limits.wallSeconds * 1000);
  const kept = options.keptComplaints ?? KEPT_COMPLAINTS;
  let complaints = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString('latin1')).slice(-kept);
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', (error) => reject(new JailedProgramFailed('not-started', error.message)));
    child.once('exit', (code, signalName) => {
      // What it still had to say arrives a moment after its end.
      const told = child.stderr === null ? Promise.resolve() : finished(child.stderr).catch(() => undefined);
      void told.then(() => {
        if (failure !== undefined) reject(failure);
        else if (code === 0) resolve();
        else reject(exitFailure(code, signalName, complaints));
      });
    });
  }).finally(() => {
    clearTimeout(deadline);
    signal?.removeEventListener('abort', onAbort);
  });
  ended.catch(() => undefined);
  const streams = [child.stdout, ...child.stdio.slice(3)] as Readable[];
  for (const stream of streams) stream.on('error', () => undefined);
  const outputs = streams.map((stream) => guarded(stream, ended, limits.outputBytes, kill));
  return { outputs, ended };
}

function launched(...[command, options]: Parameters<typeof launchCommand>): string[] {
  try {
    return launchCommand(command, options);
  } catch (error) {
    throw new JailedProgramFailed('not-started', asError(error).message);
  }
}

/** As allocators and x264 say it, each in its own way. */
const NO_MEMORY = /Cannot allocate memory|bad_alloc|out of memory|malloc of size/i;

function exitFailure(
  code: number | null,
  signalName: NodeJS.Signals | null,
  complaints: string,
): JailedProgramFailed {
  if (isNotLaunched(code, complaints)) return new JailedProgramFailed('not-started', complaints);
  if (signalName === 'SIGXCPU' || signalName === 'SIGKILL') return new JailedProgramFailed('cpu', complaints);
  if (signalName === 'SIGXFSZ') return new JailedProgramFailed('output', complaints);
  return new JailedProgramFailed(NO_MEMORY.test(complaints) ? 'memory' : 'exit', complaints);
}

async function* guarded(
  stream: Readable,
  ended: Promise<void>,
  most: number,
  kill: (reason: Error) => void,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  let whole = false;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.byteLength;
      if (bytes > most) throw new JailedProgramFailed('output', '');
      yield chunk;
    }
    await ended;
    whole = true;
  } catch (error) {
    kill(asError(error));
    await ended;
    throw error;
  } finally {
    // Whoever stops reading one output ends the program: the others would wait for ever.
    if (!whole) kill(new JailedProgramFailed('output', 'not read to its end'));
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('stopped', { cause: reason });
}

/** In the place of an output that is not there. */
export async function* none(): AsyncGenerator<Uint8Array> {}

/** All of an output, which the limits keep small. */
export async function gather(output: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of output) chunks.push(chunk);
  return Buffer.concat(chunks);
}
