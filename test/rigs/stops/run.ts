import { rmSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StartFacts } from '../../acceptance/lectern-process.js';
import { atExit } from '../../servers/at-exit.js';
import { NpmStart, runningOn } from '../../servers/npm-start.js';
import { SHA256_OF_FORM } from '../../servers/slow-form.js';
import { type Ending, ENDINGS } from './endings.js';
import { type Acknowledged, letGo, makeFolder, type State, States } from './states.js';

export interface StopsRun {
  /** Pairs of a state and an ending, `serving:TERM npm`, by commas; all of a state, or of an ending, where it stands alone. */
  readonly only: string;
  readonly atATime: number;
  readonly print: (line: string) => void;
}

/** A guard: whatever has not ended by then is left. */
const LEFT_AFTER_MS = 90_000;

const COLUMNS = [11, 13, 9, 9, 28] as const;
const row = (...cells: readonly string[]) =>
  cells
    .map((cell, index) => cell.padEnd(COLUMNS[index] ?? 0))
    .join('  ')
    .trimEnd();

interface Row {
  readonly name: string;
  readonly how: string;
  readonly state: State;
  readonly ending: Ending;
}

/** Ends `npm start` in each state in each way, and starts it again on what that has left. */
export async function runStops(given: StopsRun): Promise<{ passed: number; failures: string[] }> {
  const { only, atATime, print } = given;
  const folder = await mkdtemp(path.join(tmpdir(), 'lectern-stops-'));
  const removed = atExit(() => rmSync(folder, { recursive: true, force: true }));
  await makeFolder(folder);
  const failures: string[] = [];
  let passed = 0;
  const tryRow = async ({ name, how, state, ending }: Row, data: string): Promise<void> => {
    await makeFolder(data);
    let cells: readonly string[] = ['', ''];
    let wrong: readonly string[];
    try {
      ({ cells, wrong } = await tryOne(state, ending, data));
    } catch (error) {
      wrong = [(error as Error).message];
    } finally {
      await endAll(data);
      await rm(data, { recursive: true, force: true });
    }
    print(row(name, how, ...cells));
    failures.push(...wrong.map((each) => `${name}, ${how}: ${each}`));
    if (wrong.length === 0) passed += 1;
  };
  print(row('state', 'ended by', 'nothing', 'exit', 'left', 'next start'));
  print(row('', '', 'runs, s'));
  const turns = turnsOf(new States(folder), only);
  const lane = async (_: unknown, index: number): Promise<void> => {
    for (let turn = turns.shift(); turn !== undefined; turn = turns.shift())
      for (const each of turn) await tryRow(each, path.join(folder, `data-${index}`));
  };
  try {
    await Promise.all(Array.from({ length: atATime }, lane));
  } finally {
    await rm(folder, { recursive: true, force: true });
    removed();
  }
  return { passed, failures };
}

/** What is tried one after another; builds are, of one project. */
function turnsOf(states: States, only: string): Row[][] {
  const rows = Object.entries(states.byName).flatMap(([name, state]) =>
    Object.entries<Ending>(ENDINGS)
      .filter(([how]) => state.without?.includes(how) !== true && isWanted(only, name, how))
      .map(([how, ending]) => ({ name, how, state, ending })),
  );
  const builds = rows.filter(({ state }) => state.root !== undefined);
  return [builds, ...rows.filter(({ state }) => state.root === undefined).map((each) => [each])];
}

function isWanted(only: string, state: string, ending: string): boolean {
  if (only === '') return true;
  return only
    .split(',')
    .map((pair) => pair.trim())
    .some((pair) => pair === state || pair === ending || pair === `${state}:${ending}`);
}

async function tryOne(
  state: State,
  ending: Ending,
  data: string,
): Promise<{ cells: string[]; wrong: string[] }> {
  const wrong: string[] = [];
  const { start, acknowledged, form } = await state.reach(data);
  const before = start.printed.length;
  const since = performance.now();
  await ending.send(start);
  const left = await leftOn(data);
  const seconds = (performance.now() - since) / 1000;
  for (const { pid } of left) killIfThere(pid);
  const code = await start.ended;
  const said = start.printed.slice(before);
  wrong.push(...complaintsOf(ending, code, said));
  if (left.length > 0) wrong.push(`left running: ${left.map(({ program }) => program).join('; ')}`);
  if (ending.tells !== 'nothing' && seconds > state.seconds)
    wrong.push(`it took ${seconds.toFixed(1)} s, and ${state.seconds} are documented`);
  if (form !== undefined) {
    const answer = await form.catch(() => undefined);
    if (answer?.status === 202) acknowledged.set(answer.id, answer.sha256);
    if (ending.sparesForms && answer?.sha256 !== SHA256_OF_FORM) wrong.push('the form was cut');
  }
  const files = await leftovers(data, await state.root?.());
  const next = await startAgain(data, acknowledged, state);
  if (next.fault !== undefined) wrong.push(next.fault);
  const what = [...left.map(({ program }) => programName(program)), ...files];
  return {
    cells: [
      seconds.toFixed(1),
      String(code),
      what.length === 0 ? 'nothing' : what.join(', '),
      next.fault ?? `serves after ${next.seconds.toFixed(1)} s`,
    ],
    wrong,
  };
}

/** Waits until nothing of it runs any more. @returns what still does, after a long time */
async function leftOn(data: string) {
  for (const deadline = Date.now() + LEFT_AFTER_MS; ; await sleep(20)) {
    const left = await runningOn(data);
    if (left.length === 0 || Date.now() > deadline) return left;
  }
}

function complaintsOf({ tells }: Ending, code: number | string, said: string): string[] {
  if (tells === 'nothing') return [];
  const wrong: string[] = [];
  const codes: readonly unknown[] = tells === 'stop' ? [0] : [0, 1];
  if (!codes.includes(code)) wrong.push(`it ended with ${code}`);
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  if (lines.filter((line) => line.startsWith('Lectern stops')).length > 1)
    wrong.push('it said twice that it stops');
  const others = lines.filter((line) => !/^(Lectern stops|Lectern starts| {2}\w+ +)/.test(line));
  if (others.length > 0) wrong.push(`it said: ${others.join(' | ')}`);
  return wrong;
}

/** Files that are there although nothing runs, and are no data. */
async function leftovers(data: string, root: string | undefined): Promise<string[]> {
  const of = (folder: string, known: RegExp) =>
    readdir(folder).then(
      (names) => names.filter((name) => known.test(name)),
      () => [],
    );
  return [
    ...(await of(path.join(data, 'postgres'), /\.new/)),
    ...(await of(path.join(data, 'postgres/cluster'), /^postmaster\.pid$/)),
    ...(root === undefined ? [] : await of(root, /^dist-link/)),
  ];
}

/** It comes up and has everything that was acknowledged. */
async function startAgain(
  data: string,
  acknowledged: Acknowledged,
  state: State,
): Promise<{ seconds: number; fault?: string }> {
  await letGo(data);
  const since = performance.now();
  const root = await state.root?.();
  const start = await NpmStart.spawn({ data, ...(root !== undefined && { root }) });
  try {
    const facts = await start.ready();
    const seconds = (performance.now() - since) / 1000;
    const lost = await lostOf(facts, acknowledged);
    start.npm.kill('SIGTERM');
    const code = await start.ended;
    if (lost.length > 0) return { seconds, fault: `lost: ${lost.join(', ')}` };
    return code === 0 ? { seconds } : { seconds, fault: `ended with ${code}` };
  } catch (error) {
    return { seconds: 0, fault: (error as Error).message };
  }
}

async function lostOf({ uploader, keys }: StartFacts, acknowledged: Acknowledged): Promise<string[]> {
  const lost: string[] = [];
  for (const [id, sha256] of acknowledged) {
    const answer = await fetch(`${uploader}/v1/assets/${id}`, {
      headers: { authorization: `Bearer ${keys.doctor}` },
    });
    const found = (await answer.json()) as { sha256?: string };
    if (found.sha256 !== sha256) lost.push(id);
  }
  return lost;
}

async function endAll(data: string): Promise<void> {
  for (const { pid } of await runningOn(data)) killIfThere(pid);
  await leftOn(data);
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

function programName(program: string): string {
  return path.basename(program.split(' ')[0] ?? '');
}
