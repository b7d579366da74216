import { DomainError, InvalidSettings } from '#libs/kernel';

/** Longer than all that a stop waits for in turn: answers under way, then jobs under way. */
const STOP_DEADLINE_MS = 45_000;

/**
 * Runs a service until it is told to stop: SIGTERM and SIGINT (and the end of the parent that holds its IPC
 * channel) call what `start` returned, once; a second signal ends the process at once. A start that fails
 * prints one sentence, not a stack, and exits with 1.
 */
export async function runService(name: string, start: () => Promise<() => Promise<void>>): Promise<void> {
  let stop: (() => Promise<void>) | undefined;
  let told = 0;
  const end = (): void => {
    told += 1;
    if (told > 1) process.exit(1);
    if (stop !== undefined) finish(stop);
  };
  const finish = (close: () => Promise<void>): void => {
    // A hung mount can keep even a clean stop waiting for ever (F06).
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), STOP_DEADLINE_MS).unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(`lectern ${name}: the stop was not clean: ${sentenceOf(error)}`);
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
    console.error(`lectern ${name}: ${sentenceOf(error)}`);
    if (process.env['LECTERN_DEBUG'] !== undefined) console.error(error);
    process.exit(1);
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof InvalidSettings) return error.message;
  if (error instanceof DomainError)
    return `${error.message}${error.cause instanceof Error ? ` (${error.cause.message})` : ''}`;
  return error instanceof Error ? error.message : String(error);
}
