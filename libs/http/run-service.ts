import { startFault } from '#libs/kernel';
import { type LogFacts, tell } from './log-lines.js';
import type { Logger } from './logger.js';

/** So much longer than what is under way may go on a stop takes at most: finishes, jobs handed back, a queue. */
const STOP_SLACK_SECONDS = 25;

/**
 * Ctrl-Cs so close together are one: a terminal sends it to every process in its foreground, and npm and whatever else
 * stands above hand it on to those that have it already (measured: within 4 ms).
 */
const ONE_STOP_MS = 1_000;

/** How many of each a stop broke off. */
export type Ended = Pick<LogFacts<'stopped'>, 'uploads' | 'jobs' | 'connections'>;

/** How a service is stopped, and how long that waits for what is under way. */
export interface Stop {
  /** @returns what the stop broke off, for the log */
  readonly close: () => Promise<Ended>;
  readonly logger: Logger;
  readonly shutdownSeconds: number;
}

/**
 * Runs a service until it is told to stop: SIGTERM, SIGINT and SIGHUP (and the end of the parent that holds its IPC
 * channel) close what `start` returned, once. Only a person hurries a stop: a second Ctrl-C (SIGINT), more than a second
 * after the first, ends the process at once. SIGTERM and SIGHUP may come as often as supervisors like. A stop that takes
 * 25 s more than what is under way may take ends by SIGKILL.
 *
 * @param start is given a signal that is aborted when the service is to stop; a start that then throws the signal's reason
 * has ended as it was told to. One that fails prints one sentence (and a hint), not a stack, and exits with 1.
 */
export async function runService(
  name: string,
  start: (stopping: AbortSignal) => Promise<Stop>,
): Promise<void> {
  const stopping = new AbortController();
  let deadline: NodeJS.Timeout | undefined;
  let firstInterrupt: number | undefined;
  // A hung mount can keep even a clean stop, or a start, waiting for ever (F06).
  const endWithin = (seconds: number): void => {
    clearTimeout(deadline);
    deadline = setTimeout(() => process.kill(process.pid, 'SIGKILL'), seconds * 1000).unref();
  };
  let told = { at: 0, signal: '' };
  const stop = (signal: string): void => {
    if (stopping.signal.aborted) return;
    told = { at: performance.now(), signal };
    endWithin(STOP_SLACK_SECONDS);
    stopping.abort(new Error('told to stop'));
  };
  const interrupt = (): void => {
    const now = performance.now();
    firstInterrupt ??= now;
    if (now - firstInterrupt > ONE_STOP_MS) process.exit(1);
    stop('SIGINT');
  };
  process.on('SIGINT', interrupt);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(signal));
  if (process.connected) process.on('disconnect', () => stop('disconnect'));
  // A parent that died while the program was being loaded.
  else if (process.channel === null) stop('disconnect');
  // A terminal that is closed and a pipe that nobody reads any more take no line, and are no reason to fail.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);

  const failed = (what: string, error: unknown): never => {
    console.error(`lectern ${name}: ${what}${startFault(error)}`);
    if (process.env['LECTERN_DEBUG'] !== undefined) console.error(error);
    return process.exit(1);
  };
  try {
    const { close, shutdownSeconds, logger } = await start(stopping.signal);
    const finish = (): void => {
      const { at, signal } = told;
      tell(logger, 'stopping', { signal });
      endWithin(shutdownSeconds + STOP_SLACK_SECONDS);
      close().then(
        (ended) => {
          tell(logger, 'stopped', { signal, ms: Math.round(performance.now() - at), ...ended });
          process.exit(0);
        },
        (error: unknown) => failed('the stop was not clean: ', error),
      );
    };
    if (stopping.signal.aborted) finish();
    else stopping.signal.addEventListener('abort', finish, { once: true });
  } catch (error) {
    if (stopping.signal.aborted && error === stopping.signal.reason) process.exit(0);
    failed('', error);
  }
}
