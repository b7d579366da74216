import { spawn } from 'node:child_process';
import type { Environment } from '#libs/kernel';

const MOST_BYTES = 512 * 1024;
/** After a request to end, until it is ended. */
const GRACE_MS = 5_000;

export interface ChildWords {
  /** What it said on both of its outputs, half a MiB at most. */
  readonly said: string;
  /** How it ended, where that was not by itself with 0: a part of a sentence. */
  readonly fault: string | undefined;
}

/** Runs a program and listens. Ends by itself soon after the time limit, whatever the child does (it may hang in the kernel). */
export async function childWords(
  command: readonly [program: string, ...given: string[]],
  options: { seconds: number; signal: AbortSignal; environment?: Environment },
): Promise<ChildWords> {
  const [program, ...given] = command;
  const child = spawn(program, given, {
    env: { ...(options.environment ?? process.env) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const limit = AbortSignal.any([options.signal, AbortSignal.timeout(options.seconds * 1000)]);
  const heard: Buffer[] = [];
  let [bytes, cut] = [0, 0];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      const kept = chunk.subarray(0, Math.max(0, MOST_BYTES - bytes));
      heard.push(kept);
      bytes += kept.length;
      cut += chunk.length - kept.length;
    });
  let lastWord: NodeJS.Timeout | undefined;
  const fault = await new Promise<string | undefined>((ended) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      ended(error.code === 'ENOENT' ? 'is not there' : `can't be run (${error.code})`),
    );
    child.once('close', (code, signal) =>
      ended(
        limit.aborted ? tooLong(options.seconds) : code === 0 ? undefined : `ended with ${code ?? signal}`,
      ),
    );
    limit.addEventListener('abort', () => {
      child.kill('SIGTERM');
      lastWord = setTimeout(() => {
        child.kill('SIGKILL');
        child.unref();
        for (const stream of [child.stdout, child.stderr]) stream.destroy();
        ended(tooLong(options.seconds));
      }, GRACE_MS);
    });
  });
  clearTimeout(lastWord);
  const more = cut === 0 ? '' : `\n[${cut} more bytes are left out]\n`;
  return { said: Buffer.concat(heard).toString('utf8') + more, fault };
}

function tooLong(seconds: number): string {
  return `took longer than ${seconds} s and was ended`;
}
