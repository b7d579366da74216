import { startFault } from '#libs/kernel';
import { type LogFacts, tell } from './log-lines.js';
import type { Logger } from './logger.js';

/** So much longer than what is under way may go on a stop takes at most: finishes, jobs handed back, a queue. */
const STOP_SLACK_SECONDS = 25;

/**
 * Signals so close together are one: a Ctrl-C reaches every process of the terminal, and npm and whatever else stands
 * above hand it on to those that have it already.
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
 * channel) close what `start` returned, once; a signal a second later or more, or 25 s more than what is under way may
 * take, ends the process at once. A start that fails prints one sentence (and a hint), not a stack, and exits with 1.
 */
export async function runService(name: string, start: () => Promise<Stop>): Promise<void> {
  let stop: Stop | undefined;
  let told: { readonly at: number; readonly signal: string } | undefined;
  const end = (signal: string): void => {
    if (told !== undefined) return;
    told = { at: performance.now(), signal };
    if (stop !== undefined) finish(stop, told);
  };
  const endNow = (signal: string): void => {
    if (told !== undefined && performance.now() - told.at > ONE_STOP_MS) process.exit(1);
    end(signal);
  };
  const finish = (
    { close, shutdownSeconds, logger }: Stop,
    { at, signal }: { at: number; signal: string },
  ): void => {
    tell(logger, 'stopping', { signal });
    // A hung mount can keep even a clean stop waiting for ever (F06).
    const deadlineMs = (shutdownSeconds + STOP_SLACK_SECONDS) * 1000;
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), deadlineMs).unref();
    close().then(
      (ended) => {
        tell(logger, 'stopped', { signal, ms: Math.round(performance.now() - at), ...ended });
        process.exit(0);
      },
      (error: unknown) => {
        console.error(`lectern ${name}: the stop was not clean: ${startFault(error)}`);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, endNow);
  if (process.channel !== undefined) process.on('disconnect', () => end('disconnect'));
  try {
    stop = await start();
    if (told !== undefined) finish(stop, told);
  } catch (error) {
    console.error(`lectern ${name}: ${startFault(error)}`);
    if (process.env['LECTERN_DEBUG'] !== undefined) console.error(error);
    process.exit(1);
  }
}
