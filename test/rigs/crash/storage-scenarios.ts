import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { NfsStorage } from '#libs/storage';
import type { Random } from '../../model/random.js';
import {
  carryOut,
  contentOf,
  controlDocument,
  type Memory,
  type Step,
  storedUnder,
} from './storage-steps.js';

/** Steps that are done by a process which may be killed, or whose system calls may fail. */
export interface Scenario {
  readonly name: string;
  /** Done beforehand, undisturbed. */
  readonly before: readonly Step[];
  readonly steps: readonly Step[];
}

export function scenarios(random: Random): Scenario[] {
  const some = (least: number, most: number): number => random.whole(least, most);
  const first = some(1_000, 1_600_000);
  const second = first + some(1, 900_000);
  const bytes = second + some(1, 900_000);
  const key = 'assets/ast_upload01/source/original';
  const begin: Step = { do: 'begin', upload: 'upl_01', key, bytes };
  const append = (fence: string, to: number): Step => ({ do: 'append', upload: 'upl_01', fence, to });
  const publish: Step = { do: 'publish', upload: 'upl_01' };
  const original: Step = { do: 'put', key: 'assets/ast_twin02/source/original', bytes: some(1, 200_000) };
  const twin = 'assets/ast_twin03/source/original';
  const control = 'control/revocations.json';
  return [
    {
      name: 'put',
      before: [],
      steps: [
        { do: 'put', key: 'assets/ast_put04/source/original', bytes: some(1_100_000, 2_500_000) },
        { do: 'put', key: 'assets/ast_put04/hls/1', bytes: some(1, 70_000) },
      ],
    },
    {
      name: 'upload by one holder',
      before: [],
      steps: [begin, append('1', first), append('1', bytes), publish],
    },
    {
      name: 'upload by three holders',
      before: [],
      steps: [begin, append('1', first), append('2', second), append('3', bytes), publish],
    },
    {
      name: 'clone and remove',
      before: [original],
      steps: [
        { do: 'clone', from: original.key, to: twin },
        { do: 'remove', key: original.key },
        { do: 'remove', key: twin },
      ],
    },
    {
      name: 'replace a control document',
      before: [{ do: 'control', key: control, version: 1 }],
      steps: [
        { do: 'control', key: control, version: 2 },
        { do: 'control', key: control, version: 3 },
      ],
    },
    {
      name: 'discard',
      before: [],
      steps: [begin, append('1', first), append('2', second), { do: 'discard', upload: 'upl_01' }],
    },
    { name: 'self-test', before: [], steps: [{ do: 'self-test' }] },
  ];
}

/** What lies under each key after some steps. */
type Contents = Map<string, Buffer>;

function after(
  contents: Contents,
  step: Step,
  uploads: Map<string, { key: string; bytes: number }>,
): Contents {
  const next = new Map(contents);
  if (step.do === 'put') next.set(step.key, contentOf(step.key, step.bytes));
  else if (step.do === 'begin') uploads.set(step.upload, step);
  else if (step.do === 'publish') {
    const upload = uploads.get(step.upload);
    if (upload !== undefined) next.set(upload.key, contentOf(upload.key, upload.bytes));
  } else if (step.do === 'clone') {
    const source = contents.get(step.from);
    if (source !== undefined) next.set(step.to, source);
  } else if (step.do === 'remove') next.delete(step.key);
  else if (step.do === 'control') next.set(step.key, controlDocument(step.key, step.version));
  return next;
}

/** What must lie under each key once `count` steps are done. */
function contentsAfter({ before, steps }: Scenario, count: number): Contents {
  const uploads = new Map<string, { key: string; bytes: number }>();
  let contents: Contents = new Map();
  for (const step of [...before, ...steps.slice(0, count)]) contents = after(contents, step, uploads);
  return contents;
}

/**
 * What is wrong with a folder in which a scenario was broken off when `done` of its steps had been acknowledged:
 * no object may be torn, what was acknowledged must be there, another process must be able to go on to the end
 * or to give the upload up (`end`), and after a sweep no file may be there but the objects.
 */
export async function findings(
  root: string,
  scenario: Scenario,
  broken: { readonly done: number; readonly memory: Memory; readonly end: 'finish' | 'give up' },
): Promise<string[]> {
  const storage = new NfsStorage({ root });
  const { done, memory } = broken;
  const wrong = await compared(storage, scenario, [
    contentsAfter(scenario, done),
    contentsAfter(scenario, done + 1),
  ]);
  let expected: Contents;
  try {
    if (broken.end === 'finish' || memory.size === 0) {
      await goOn(storage, scenario, done, memory);
      expected = contentsAfter(scenario, scenario.steps.length);
    } else {
      for (const upload of memory.keys()) await carryOut(storage, { do: 'discard', upload }, memory);
      // What had been published stays, and the folder says whether it had been. The rest is as acknowledged.
      expected = contentsAfter(scenario, done);
      const nextOne = contentsAfter(scenario, done + 1);
      for (const [key, content] of nextOne)
        if (!expected.has(key) && (await storedUnder(storage, key)) !== undefined) expected.set(key, content);
    }
  } catch (error) {
    return [...wrong, `another process could not ${broken.end}: ${text(error)}`];
  }
  wrong.push(...(await compared(storage, scenario, [expected])));
  // As the sweeps do, by what the database remembers: what storage would not remove at once is removed now.
  for (const { state } of memory.values()) await storage.resumable.discard(state);
  await storage.sweep(new Date(Date.now() + 60_000));
  wrong.push(...(await strangers(root, storage, expected)));
  return wrong;
}

/** Carries out what was not acknowledged, by a holder of its own; the step in doubt may have been done. */
async function goOn(storage: NfsStorage, { steps }: Scenario, done: number, memory: Memory): Promise<void> {
  for (const [index, step] of steps.entries()) {
    if (index < done) continue;
    try {
      await carryOut(storage, step.do === 'append' ? { ...step, fence: `next-${step.fence}` } : step, memory);
    } catch (error) {
      const isThere = ['put', 'clone'].includes(step.do) && hasCode(error, 'object-exists');
      if (index !== done || !isThere) throw error;
    }
  }
}

/** Each key must hold one of the contents that it may have: nothing, only where nothing is one of them. */
async function compared(
  storage: NfsStorage,
  scenario: Scenario,
  possible: readonly Contents[],
): Promise<string[]> {
  const wrong: string[] = [];
  const keys = new Set<string>();
  for (let count = 0; count <= scenario.steps.length; count++)
    for (const key of contentsAfter(scenario, count).keys()) keys.add(key);
  for (const key of keys) {
    const stored = await storedUnder(storage, key);
    const fits = possible.some((contents) => {
      const content = contents.get(key);
      return content === undefined || stored === undefined ? content === stored : content.equals(stored);
    });
    if (!fits)
      wrong.push(`${key} ${stored === undefined ? 'is lost' : `is torn: ${stored.byteLength} bytes`}`);
  }
  return wrong;
}

/** Files that are none of the expected objects. */
async function strangers(root: string, storage: NfsStorage, expected: Contents): Promise<string[]> {
  const files = new Set<string>();
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) files.add(path.join(entry.parentPath, entry.name));
  for (const key of expected.keys()) files.delete(storage.localFiles.path(key as never));
  return [...files].map((file) => `${path.relative(root, file)} is left`);
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function text(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${error.message}${cause}`;
}
