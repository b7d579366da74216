import { type ChildProcess, fork, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Finding, type Report, wrong } from '../finding.js';

/** The examination as a program; where the sources run, the one that was built from them. */
const CHILD = fileURLToPath(
  new URL(
    import.meta.url.endsWith('.ts')
      ? '../../../dist/libs/storage/examination/nfs-doctor-child.js'
      : './nfs-doctor-child.js',
    import.meta.url,
  ),
);

const TIDY_MS = 5_000;

/** What the child tells. */
export type Told =
  | { readonly finding: Finding }
  | { readonly stage: string; readonly withinMs: number }
  | { readonly making: string }
  | { readonly done: true };

export interface FolderExamination {
  /** The storage's folder, absolute. */
  readonly root: string;
  /** The same storage through another mount, to see what other machines would. */
  readonly also?: string | undefined;
  /** Ends the examination early; what it made is still removed. */
  readonly signal?: AbortSignal | undefined;
  /** How long a step may take at least before the mount counts as hung: 30 s by default; shorter ones only hasten. */
  readonly hungMs?: number | undefined;
}

/**
 * Examines a folder as a place for Lectern's objects, and reports each thing as it is found. Does so in a
 * process of its own, so that it ends whatever the mount does: a step that hangs is a finding, and the process
 * is left to the system. Nothing stays in the folder, unless it hangs; a finding names what stays then.
 */
export async function examineFolder(options: FolderExamination, report: Report): Promise<void> {
  const child = fork(CHILD, [JSON.stringify({ root: options.root, also: options.also })], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // A Ctrl-C of a terminal goes to its whole group, and this one is told by us.
    detached: true,
    execArgv: [],
  });
  const watched = await watch(child, options, report);
  if (watched.left === undefined) return;
  if (!(await removed(watched.left))) {
    report(
      wrong(
        'tidy',
        `The doctor's own folder could not be removed: ${watched.left}`,
        'remove it when the mount answers again',
      ),
    );
  }
}

/** Follows the child to its end; gives the folder that it left behind, if it did. */
async function watch(
  child: ChildProcess,
  options: FolderExamination,
  report: Report,
): Promise<{ left: string | undefined }> {
  let making: string | undefined;
  let stage = 'start';
  let done = false;
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    if (child.connected) child.send('stop');
    clearTimeout(timer);
    timer = setTimeout(() => child.kill('SIGKILL'), TIDY_MS);
  };
  options.signal?.addEventListener('abort', stop, { once: true });
  if (options.signal?.aborted === true) stop();
  try {
    return await new Promise((resolve) => {
      const hung = (withinMs: number) => {
        done = true;
        report(
          wrong(
            stage,
            `No answer for ${withinMs / 1000} s: the mount hangs, or its server is away`,
            'see that the server runs and can be reached, then run the doctor again',
          ),
        );
        child.kill('SIGKILL');
        // A call that can't be interrupted keeps even a killed process; it is not waited for.
        child.unref();
        if (child.connected) child.disconnect();
        resolve({ left: making });
      };
      child.on('message', (message) => {
        const told = message as Told;
        if ('finding' in told) report(told.finding);
        else if ('making' in told) making = told.making;
        else if ('stage' in told && options.signal?.aborted !== true) {
          stage = told.stage;
          const withinMs = Math.min(told.withinMs, options.hungMs ?? told.withinMs);
          clearTimeout(timer);
          timer = setTimeout(() => hung(withinMs), withinMs);
        } else if ('done' in told) [done, making] = [true, undefined];
      });
      const ended = () => {
        if (!done && options.signal?.aborted !== true) {
          const meaning = 'The examination ended before its end';
          report(wrong(stage, meaning, 'run it again; its own words stand above'));
        }
        resolve({ left: making });
      };
      child.on('error', ended);
      child.on('exit', ended);
    });
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', stop);
  }
}

/** Removes a folder in a process of its own, which may hang. */
function removed(folder: string): Promise<boolean> {
  const script = 'require("node:fs").rmSync(process.argv[1], { recursive: true, force: true })';
  const child = spawn(process.execPath, ['-e', script, folder], { stdio: 'ignore', detached: true });
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      child.unref();
      resolve(false);
    }, TIDY_MS);
    const end = (code: number | null) => {
      clearTimeout(timer);
      resolve(code === 0);
    };
    child.on('error', () => end(1));
    child.on('exit', end);
  });
}
