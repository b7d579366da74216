import { createHash } from 'node:crypto';
import { link, unlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Finding, ok, skipped, warning, wrong } from '../finding.js';
import { StorageUnavailable } from '../storage.errors.js';
import { isStale } from '../nfs/nfs-faults.js';
import { Reader, type Seen } from './nfs-reader.js';
import { type Site, sampleOf, writeDurably } from '../nfs/nfs-self-test.js';

/** Longer than the Linux client keeps the attributes of a folder (acdirmax, 60 s by default). */
export const VISIBLE_MS = 70_000;
/** A name that nobody looked for before is asked of the server. */
const SHARED_MS = 5_000;
const PUBLISHED = 10;
const SPIN_MS = 2_000;
const PROMPT_MS = 1_000;
const MIB = 1024 * 1024;

/** Another process on the same folder, or on the same storage through another mount. */
export interface View {
  readonly site: Site;
  /** The path of `site.folder` through the mount that is looked through. */
  readonly folder: string;
  /** Whether that is another mount than the one that is written through. */
  readonly other: boolean;
}

/** One thing about what others see; `withinMs` is how long it may take though nothing is wrong. */
export interface ViewCheck {
  readonly name: string;
  readonly withinMs: number;
  readonly run: (view: View, reader: Reader) => Promise<Finding>;
}

export const VISIBLE: readonly ViewCheck[] = [
  { name: 'publish', withinMs: 60_000, run: checkPublish },
  { name: 'missing-names', withinMs: VISIBLE_MS + 20_000, run: checkMissing },
  { name: 'torn-reads', withinMs: 60_000, run: checkTorn },
  { name: 'grown-files', withinMs: 60_000, run: checkGrown },
  { name: 'removed-elsewhere', withinMs: 60_000, run: checkRemovedElsewhere },
];

/** Whether two paths show one storage: what is made through one is there through the other. */
export async function sameStorage({ site, folder }: View, reader: Reader): Promise<boolean> {
  const path = await writeDurably(site, 'shared', sampleOf(64));
  const seen = await reader.wait(join(folder, basename(path)), SHARED_MS);
  return (
    seen !== undefined && isWhole(await reader.read(join(folder, basename(path))), await digestOf(site, path))
  );
}

async function digestOf({ tree }: Site, path: string): Promise<Seen> {
  const file = await tree.open(path, 0);
  try {
    return seenOf(await tree.gate.run(() => file.readFile()));
  } finally {
    await tree.close(file);
  }
}

async function checkPublish(view: View, reader: Reader): Promise<Finding> {
  let late = 0;
  for (let index = 0; index < PUBLISHED; index += 1) {
    const bytes = sampleOf(64 * 1024);
    const name = `published-${index}`;
    await publish(view.site, name, bytes);
    const found = await reader.read(join(view.folder, name));
    if (found === undefined) late += 1;
    else if (!isWhole(found, seenOf(bytes))) return torn('publish', name);
  }
  const facts = { published: PUBLISHED, late };
  if (late > 0) {
    return wrong(
      'publish',
      `${late} of ${PUBLISHED} files were not there for ${whom(view)} right after they were published: the services would cut playback short`,
      'check that both mounts are of one export, that the export is sync, and the mount options',
      facts,
    );
  }
  return ok(
    'publish',
    `${PUBLISHED} files were whole for ${whom(view)} as soon as they were published`,
    facts,
  );
}

/** F04: a name that was looked for too early can stay missing for that client. */
async function checkMissing(view: View, reader: Reader): Promise<Finding> {
  const name = 'looked-for-too-early';
  const path = join(view.folder, name);
  await reader.there(path);
  await publish(view.site, name, sampleOf(64));
  const ms = await reader.wait(path, VISIBLE_MS);
  if (ms === undefined) {
    return wrong(
      'missing-names',
      `A name that ${whom(view)} looked for too early was still missing ${VISIBLE_MS / 1000} s after it was published`,
      'mount with lookupcache=positive, and check that both mounts are of one export',
    );
  }
  const facts = { ms: Math.round(ms) };
  if (ms > PROMPT_MS) {
    return warning(
      'missing-names',
      `A name that ${whom(view)} looked for too early stayed missing for ${seconds(ms)}: Lectern asks its database and never looks early, but a web server on the same folder may say 404 for so long`,
      'mount with lookupcache=positive',
      facts,
    );
  }
  return ok(
    'missing-names',
    `A name that was looked for too early is there ${seconds(ms)} after it is published`,
    facts,
  );
}

async function checkTorn(view: View, reader: Reader): Promise<Finding> {
  let [whole, looks] = [0, 0];
  for (let index = 0; index < PUBLISHED; index += 1) {
    const bytes = sampleOf(MIB);
    const name = `spun-${index}`;
    const first = reader.spin(join(view.folder, name), SPIN_MS);
    first.catch(() => undefined);
    await publish(view.site, name, bytes);
    const found = await first;
    if (found === undefined) continue;
    if (!isWhole(found, seenOf(bytes))) return torn('torn-reads', name);
    whole += 1;
    looks += found.looks;
  }
  const facts = { published: PUBLISHED, seen: whole, looks };
  if (whole === 0) {
    return skipped(
      'torn-reads',
      `Nothing could be said: ${whom(view)} does not see names that it looked for too early (see missing-names)`,
    );
  }
  return ok(
    'torn-reads',
    `While ${PUBLISHED} files were published ${whom(view)} looked ${looks} times: it saw none or the whole file each time`,
    facts,
  );
}

/** F05: what a stat says may be old, what an open gives may not. */
async function checkGrown(view: View, reader: Reader): Promise<Finding> {
  const { tree, folder } = view.site;
  await writeDurably(view.site, 'grown', Buffer.alloc(100));
  const path = join(view.folder, 'grown');
  await reader.size(path);
  const file = await tree.open(join(folder, 'grown'), 2);
  try {
    await tree.gate.run(() => file.write(Buffer.alloc(100), 0, 100, 100));
    await tree.gate.runLong(() => file.sync());
  } finally {
    await tree.close(file);
  }
  const named = await reader.size(path);
  const opened = (await reader.read(path))?.bytes;
  const facts = { named: named ?? -1, opened: opened ?? -1 };
  if (opened !== 200) {
    return wrong(
      'grown-files',
      `A file that was closed with 200 bytes has ${opened ?? 'none'} for ${whom(view)} that opens it afterwards: no close-to-open consistency`,
      'mount without nocto, and check the server',
      facts,
    );
  }
  const old =
    named === 200 ? '' : ` (a stat of its name still said ${named}: Lectern takes sizes from open files)`;
  return ok('grown-files', `Who opens a file after it was closed gets all of it${old}`, facts);
}

async function checkRemovedElsewhere(view: View, reader: Reader): Promise<Finding> {
  const { tree } = view.site;
  const bytes = 4 * MIB;
  const path = await writeDurably(view.site, 'held', sampleOf(bytes));
  await reader.hold(join(view.folder, 'held'));
  await tree.gate.run(() => unlink(path));
  try {
    if ((await reader.held()) === bytes) {
      return ok('removed-elsewhere', `What ${whom(view)} has open stays readable when it is removed here`);
    }
  } catch (error) {
    if (error instanceof StorageUnavailable) throw error;
    if (!view.other || !isStale(error)) throw error;
  }
  return warning(
    'removed-elsewhere',
    `What ${whom(view)} has open is cut off when it is removed here: so it is with NFS between machines`,
    'nothing to mend: who watches a lesson while it is deleted for good sees the playback end',
  );
}

async function publish(site: Site, name: string, bytes: Uint8Array): Promise<void> {
  const { tree, folder } = site;
  const temporary = await writeDurably(site, `.${name}`, bytes);
  await tree.gate.run(() => link(temporary, join(folder, name)));
  await tree.gate.run(() => unlink(temporary));
  await tree.syncFolder(folder);
}

function torn(check: string, name: string): Finding {
  return wrong(
    check,
    `A reader saw a part of a file (${name}) under its final name`,
    'check that both mounts are of one export, that the export is sync, and the mount options',
  );
}

function whom({ other }: View): string {
  return other ? 'a process on the other mount' : 'another process';
}

function seenOf(bytes: Uint8Array): Seen {
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function isWhole(found: Seen | undefined, expected: Seen): boolean {
  return found?.bytes === expected.bytes && found.sha256 === expected.sha256;
}

function seconds(ms: number): string {
  return ms < 1_000 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
