import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { NfsStorage } from '#libs/storage';
import { Random } from '../../model/random.js';
import { atExit } from '../../servers/at-exit.js';
import { brokenOff } from '../crash/kill-points.js';
import { findings, type Scenario, scenarios } from '../crash/storage-scenarios.js';
import { carryOut, storedUnder } from '../crash/storage-steps.js';
import { FILE_CALLS, parseRecording, type RecordedCall } from '../crash/system-calls.js';
import { type TaskOutcome, TracedTask } from '../crash/traced-task.js';

/** What each call may fail with on a network file system. */
const FAULTS: Readonly<Record<string, readonly string[]>> = {
  fdatasync: ['ENOSPC', 'EDQUOT', 'EIO'],
  fsync: ['ENOSPC', 'EDQUOT', 'EIO'],
  close: ['ENOSPC', 'EDQUOT', 'EIO'],
  pwritev: ['ENOSPC', 'EDQUOT', 'EIO', 'ESTALE'],
  pwrite64: ['ENOSPC', 'EDQUOT', 'EIO', 'ESTALE'],
  link: ['ENOSPC', 'EDQUOT', 'EIO', 'ESTALE'],
  rename: ['ENOSPC', 'EDQUOT', 'EIO'],
  mkdir: ['ENOSPC', 'EDQUOT', 'EIO'],
  openat: ['ENOSPC', 'EDQUOT', 'EIO', 'ESTALE'],
  ftruncate: ['EIO'],
  statx: ['EIO', 'ESTALE'],
};
/** What the error must have been called when it was told. */
const CODES: Readonly<Record<string, string>> = {
  ENOSPC: 'storage-full',
  EDQUOT: 'storage-full',
  EIO: 'storage-unavailable',
  ESTALE: 'storage-unavailable',
};

export interface StorageFaultOptions {
  /** How many injections. */
  readonly cycles: number;
  readonly seed: number;
  readonly onProgress?: (injections: number) => void;
}

export interface StorageFaultOutcome {
  readonly injections: number;
  /** How many of them ended a step with an error; the others were got over. */
  readonly refusals: number;
  readonly failures: readonly string[];
}

interface Fault {
  readonly scenario: Scenario;
  readonly call: string;
  readonly nth: number;
  readonly error: string;
}

/**
 * Makes the system calls of a process that stores fail, one in each run, as strace can: nothing may be acknowledged
 * that is not there (F01), no file may be synced again after a sync of it failed (F02), errors must be known by
 * their number (F03), and nothing may be left; and the very next try, or another process, must succeed.
 */
export async function failSystemCalls(options: StorageFaultOptions): Promise<StorageFaultOutcome> {
  const folder = await mkdtemp('/var/tmp/lectern-storage-faults-');
  const random = new Random(options.seed);
  const failures: string[] = [];
  const removed = atExit(() => rmSync(folder, { recursive: true, force: true }));
  let [injections, refusals] = [0, 0];
  try {
    while (injections < options.cycles) {
      const all = scenarios(random).filter(({ name }) => name !== 'self-test');
      const faults = shuffled(await possibleFaults(folder, all, failures), random);
      for (const fault of faults.slice(0, options.cycles - injections)) {
        const tries = random.whole(0, 1);
        const { wrong, refused } = await inject(folder, fault, tries);
        injections += 1;
        if (refused) refusals += 1;
        if (injections % 100 === 0) options.onProgress?.(injections);
        const { scenario, call, nth, error } = fault;
        for (const sentence of wrong)
          failures.push(
            `${scenario.name}, ${call} number ${nth} fails with ${error}, tries again ${tries} times: ${sentence}`,
          );
      }
    }
    return { injections, refusals, failures };
  } finally {
    await rm(folder, { recursive: true, force: true });
    removed();
  }
}

async function possibleFaults(
  folder: string,
  all: readonly Scenario[],
  failures: string[],
): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const scenario of all) {
    const { calls, outcome } = await traced(folder, scenario, 0, []);
    if (!outcome.told.some((told) => 'end' in told))
      throw new Error(`${scenario.name} fails undisturbed: ${JSON.stringify(outcome)}`);
    failures.push(...outOfOrder(calls).map((wrong) => `F10 ${scenario.name}: ${wrong}`));
    for (const { name, nth, onRoot } of calls)
      if (onRoot) for (const error of FAULTS[name] ?? []) faults.push({ scenario, call: name, nth, error });
  }
  return faults;
}

/** One run: the scenario in a folder of its own, its calls on that folder noted. */
async function traced(
  folder: string,
  scenario: Scenario,
  tries: number,
  rules: readonly string[],
): Promise<{ calls: RecordedCall[]; outcome: TaskOutcome; root: string }> {
  const root = path.join(folder, 'media');
  const log = path.join(folder, 'log');
  await rm(root, { recursive: true, force: true });
  await mkdir(root);
  const task = TracedTask.start(root);
  const storage = new NfsStorage({ root });
  for (const step of scenario.before) await carryOut(storage, step, new Map());
  const outcome = await task.run({ steps: scenario.steps, tries }, [
    '-y',
    '-o',
    log,
    '-e',
    `trace=${FILE_CALLS.join(',')}`,
    ...rules,
  ]);
  return { calls: parseRecording(await readFile(log, 'utf8'), root), outcome, root };
}

async function inject(
  folder: string,
  { scenario, call, nth, error }: Fault,
  tries: number,
): Promise<{ wrong: string[]; refused: boolean }> {
  const { calls, outcome, root } = await traced(folder, scenario, tries, [
    '-e',
    `inject=${call}:error=${error}:when=${nth}`,
  ]);
  const wrong: string[] = [];
  const refusals = outcome.told.filter((told) => 'failed' in told);
  if (!outcome.told.some((told) => 'end' in told) && refusals.length <= tries)
    wrong.push(`the process ended: ${outcome.signal} ${outcome.stderr}`);
  for (const { code, message } of refusals)
    if (code !== CODES[error]) wrong.push(`it is called ${code}: ${message}`);
  if (refusals.length > 1) wrong.push(`it failed again: ${JSON.stringify(refusals)}`);
  if (tries > 0 && !outcome.told.some((told) => 'end' in told))
    wrong.push('the next try did not come to the end');
  wrong.push(...syncedAgain(calls));
  const [refused] = refusals;
  if (refused !== undefined && tries === 0)
    wrong.push(...(await leftOf(root, scenario, refused.failed, call)));
  const end = tries === 0 && nth % 2 === 0 ? 'give up' : 'finish';
  wrong.push(...(await findings(root, scenario, { ...brokenOff(outcome), end })));
  return { wrong, refused: refused !== undefined };
}

/** F01: a put that failed is not visible and has left nothing. */
async function leftOf(root: string, scenario: Scenario, failed: number, call: string): Promise<string[]> {
  const wrong: string[] = [];
  const step = scenario.steps[failed];
  if (step?.do === 'put' && (await storedUnder(new NfsStorage({ root }), step.key)) !== undefined)
    wrong.push(`${step.key} is visible, and was not acknowledged`);
  const temporary = await readdir(path.join(root, '.tmp')).catch(() => []);
  if (temporary.length > 0 && call !== 'unlink') wrong.push(`${temporary.length} temporary files are left`);
  return wrong;
}

/** F02: files (folders are another matter) that were synced once more after a sync had failed. */
function syncedAgain(calls: readonly RecordedCall[]): string[] {
  const failed = new Set<string>();
  const wrong: string[] = [];
  for (const { name, line, error } of calls) {
    const file = /^[0-9]+ +(?:fsync|fdatasync)\([0-9]+<([^>]+)>/.exec(line)?.[1];
    if (file === undefined || !/\/\.[^/]+$|\/\.tmp\//.test(file)) continue;
    if (failed.has(file)) wrong.push(`${name} was tried again on ${path.basename(file)}`);
    if (error !== undefined) failed.add(file);
  }
  return wrong;
}

/** F10: a file is synced before it gets its name, and the folder of the name after that, before anybody is told. */
function outOfOrder(calls: readonly RecordedCall[]): string[] {
  const wrong: string[] = [];
  const synced = new Set<string>();
  let unsynced: string | undefined;
  for (const { name, line } of calls) {
    const synchronised = /^[0-9]+ +(?:fsync|fdatasync)\([0-9]+<([^>]+)>/.exec(line)?.[1];
    if (synchronised !== undefined) {
      synced.add(synchronised);
      if (synchronised === unsynced) unsynced = undefined;
    }
    const [, from = '', to = ''] = /^[0-9]+ +(?:link|rename)\("([^"]+)", "([^"]+)"\)/.exec(line) ?? [];
    if (to !== '') {
      // A clone's source is an object, which was synced when it was published.
      if (!synced.has(from) && /\/\.[^/]+$|\/\.tmp\//.test(from))
        wrong.push(`${name} before the file was synced`);
      unsynced = path.dirname(to);
    }
    const isTold = name === 'write' && line.includes('"{\\"done\\"');
    if (isTold && unsynced !== undefined) wrong.push('acknowledged before the folder was synced');
  }
  return wrong;
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, at: random.next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
