import { readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DomainError, randomToken } from '#libs/kernel';
import { type Finding, ok, type Report, skipped, wrong } from '../finding.js';
import { StorageFault, StorageUnfit } from '../storage.errors.js';
import { CallGate } from '../nfs/call-gate.js';
import { FileTree } from '../nfs/file-tree.js';
import { judgeMount, mountOf, parseMountinfo } from './mounts.js';
import { isMissing } from '../nfs/nfs-faults.js';
import { MEASURED } from './nfs-figures.js';
import { Reader } from './nfs-reader.js';
import { NEEDED, removeSite, type Site } from '../nfs/nfs-self-test.js';
import { sameStorage, type View, VISIBLE, VISIBLE_MS } from './nfs-visibility.js';

const STEP_MS = 30_000;
const RESOLVE_MS = 2_000;

export interface Examination {
  /** The storage's folder, absolute. */
  readonly root: string;
  /** The same folder through another mount. */
  readonly also?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told before each step: its name, and how long it may take before the mount counts as hung. */
  readonly stage?: (check: string, withinMs: number) => void;
  /** Told of the folder that is made, before it is. */
  readonly making?: (folder: string) => void;
}

/**
 * Tries all that Lectern needs of a folder, in this process, and reports each thing as it is found. Makes one
 * folder below the root and removes it, also when it is aborted. Calls on a hung mount hang here: who
 * must not wait runs it as examineFolder does.
 */
export async function examineTree(examination: Examination, report: Report): Promise<void> {
  const { root, signal } = examination;
  const stage = examination.stage ?? (() => undefined);
  stage('mount', STEP_MS);
  for (const finding of await mountFindings(root)) report(finding);
  stage('folder', STEP_MS);
  if (!(await folderIsThere(root, report))) return;
  const tree = new FileTree(root, new CallGate(3, 10_000));
  const site: Site = { tree, folder: join(root, `.doctor-${randomToken(12)}`) };
  examination.making?.(site.folder);
  try {
    if (!(await examineNeeds(site, { stage, signal }, report))) return;
    await examineViews(site, examination, report);
    for (const { name, run } of MEASURED) {
      signal?.throwIfAborted();
      stage(name, STEP_MS);
      report(await asFinding(name, () => run(site)));
    }
  } finally {
    stage('tidy', STEP_MS);
    await removeSite(site).catch((error: unknown) => {
      report(
        wrong(
          'tidy',
          `The doctor's own folder could not be removed: ${site.folder} (${reasonOf(error)})`,
          'remove it',
        ),
      );
    });
  }
}

async function mountFindings(root: string): Promise<Finding[]> {
  // On a hung mount even this look at the path hangs; its options are told all the same.
  const resolved = await Promise.race([
    realpath(root).catch(() => root),
    delay(RESOLVE_MS, root, { ref: false }),
  ]);
  const text = await readFile('/proc/self/mountinfo', 'utf8').catch(() => '');
  const mount = mountOf(resolved, parseMountinfo(text));
  return mount === undefined ? [skipped('mount', 'This system does not tell its mounts')] : judgeMount(mount);
}

async function folderIsThere(root: string, report: Report): Promise<boolean> {
  if (!isAbsolute(root)) throw new StorageFault('The storage folder must be an absolute path.');
  try {
    if ((await stat(root)).isDirectory()) {
      report(ok('folder', `${root} is a folder`));
      return true;
    }
    report(wrong('folder', `${root} is no folder`, 'give the folder that the volume is mounted on'));
  } catch (error) {
    const meaning = isMissing(error)
      ? `There is no ${root}`
      : `${root} can't be looked at (${reasonOf(error)})`;
    report(wrong('folder', meaning, 'mount the volume, make the folder, or mend the path'));
  }
  return false;
}

/** Whether there was a place to work in; without one nothing else can be tried. */
async function examineNeeds(
  site: Site,
  { stage, signal }: { stage: (check: string, withinMs: number) => void; signal: AbortSignal | undefined },
  report: Report,
): Promise<boolean> {
  for (const [index, { name, run }] of NEEDED.entries()) {
    signal?.throwIfAborted();
    stage(name, STEP_MS);
    const finding = await asFinding(name, () => run(site));
    report(finding);
    if (index === 0 && finding.verdict === 'wrong') {
      report(skipped('everything-else', 'Nothing more can be tried in a folder that takes no files'));
      return false;
    }
  }
  return true;
}

async function examineViews(site: Site, examination: Examination, report: Report): Promise<void> {
  const { also, signal } = examination;
  const stage = examination.stage ?? (() => undefined);
  const folder = also === undefined ? site.folder : join(also, site.folder.slice(site.tree.root.length));
  const view: View = { site, folder, other: also !== undefined };
  const reader = new Reader();
  try {
    stage('second-view', VISIBLE_MS + STEP_MS);
    const shared = await asFinding('second-view', () => secondView(view, reader, also));
    report(shared);
    if (shared.verdict === 'wrong') return;
    for (const { name, withinMs, run } of VISIBLE) {
      signal?.throwIfAborted();
      stage(name, withinMs);
      report(await asFinding(name, () => run(view, reader)));
    }
  } finally {
    reader.close();
  }
}

async function secondView(view: View, reader: Reader, also: string | undefined): Promise<Finding> {
  if (!(await sameStorage(view, reader))) {
    return wrong(
      'second-view',
      also === undefined
        ? 'Another process does not see what this one stores'
        : `${also} does not show what is stored in ${view.site.tree.root}`,
      'mount the same export there, and run the doctor as one user',
    );
  }
  return also === undefined
    ? ok(
        'second-view',
        'Looked at by another process on the same mount; what other machines see is only told with --also OTHER_MOUNT',
      )
    : ok('second-view', `Looked at by another process through ${also}`);
}

async function asFinding(name: string, run: () => Promise<Finding>): Promise<Finding> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof StorageUnfit) {
      return wrong(name, `${error.meaning}${causeOf(error)}`, error.mend);
    }
    const sentence = error instanceof DomainError ? error.message.replace(/\.$/, '') : 'The storage failed';
    const reason = error instanceof DomainError ? causeOf(error) : ` (${reasonOf(error)})`;
    return wrong(name, `${sentence}${reason}`, 'check the mount, its server and the network between');
  }
}

function causeOf(error: Error): string {
  return error.cause === undefined ? '' : ` (${reasonOf(error.cause)})`;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
