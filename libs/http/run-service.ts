import { startFault } from '#libs/kernel';

/** So much longer than what is under way may go on a stop takes at most: finishes, jobs handed back, a queue. */
const STOP_SLACK_SECONDS = 25;

/** How a service is stopped, and how long that waits for what is under way. */
export interface Stop {
  readonly close: () => Promise<void>;
  readonly shutdownSeconds: number;
}

/**
 * Runs a service until it is told to stop: SIGTERM and SIGINT (and the end of the parent that holds its IPC
 * channel) close what `start` returned, once; a second signal, or 25 s more than what is under way may take, ends
 * the process at once. A start that fails prints one sentence (and a hint), not a
 * stack, and exits with 1.
 */
export async function runService(name: string, start: () => Promise<Stop>): Promise<void> {
  let stop: Stop | undefined;
  let told = 0;
  const end = (): void => {
    told += 1;
    if (told > 1) process.exit(1);
    if (stop !== undefined) finish(stop);
  };
  const finish = ({ close, shutdownSeconds }: Stop): void => {
    // A hung mount can keep even a clean stop waiting for ever (F06).
    const deadlineMs = (shutdownSeconds + STOP_SLACK_SECONDS) * 1000;
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), deadlineMs).unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(`lectern ${name}: the stop was not clean: ${startFault(error)}`);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, end);
  if (process.channel !== undefined) process.on('disconnect', end);
  try {
    stop = await start();
    if (told > 0) finish(stop);
  } catch (error) {
    console.error(`lectern ${name}: ${startFault(error)}`);
    if (process.env['LECTERN_DEBUG'] !== undefined) console.error(error);
    process.exit(1);
  }
}
