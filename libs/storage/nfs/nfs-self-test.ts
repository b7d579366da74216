import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { link, readFile, rename, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { randomToken } from '#libs/kernel';
import { type Finding, ok, warning } from '../finding.js';
import { temporaryName } from '../keys.js';
import { StorageUnfit } from '../storage.errors.js';
import type { FileTree } from './file-tree.js';
import { step, whoAmI } from './nfs-advice.js';
import { isExisting } from './nfs-faults.js';

/** Where a check works: a folder of its own below the storage's root, removed afterwards. */
export interface Site {
  readonly tree: FileTree;
  readonly folder: string;
}

/**
 * One thing that the storage needs of its folder. `run` says what it saw; what Lectern can't work with it
 * throws as StorageUnfit, and what may pass as StorageUnavailable or StorageFull.
 */
export interface FolderCheck {
  readonly name: string;
  readonly run: (site: Site) => Promise<Finding>;
}

/** Without these nothing works: a service goes through them when it starts, the doctor first of all. */
export const NEEDED: readonly FolderCheck[] = [
  { name: 'writable', run: checkWritable },
  { name: 'durable', run: checkDurable },
  { name: 'hard-links', run: checkLinks },
  { name: 'taken-names', run: checkTaken },
  { name: 'rename', run: checkRename },
  { name: 'read-back', run: checkReadBack },
  { name: 'remove', run: checkRemove },
];

/**
 * Goes once through all that the storage needs of its folder, and names what is wrong in words that an
 * operator can act on (F11).
 *
 * @param onWarning told of what can be done without
 */
export async function testTree(tree: FileTree, onWarning?: (sentence: string) => void): Promise<void> {
  // Among what is being written, where a sweep finds it if this process is killed meanwhile (F07).
  const site: Site = { tree, folder: join(tree.root, temporaryName(randomToken(12), 'self-test')) };
  try {
    for (const { run } of NEEDED) {
      const { verdict, meaning, mend } = await run(site);
      if (verdict === 'warning') onWarning?.(`${meaning}: ${mend ?? ''}.`);
    }
  } finally {
    await removeSite(site).catch(() => undefined);
  }
}

/** A file that a process ended by force still holds can keep its folder for a moment on NFS. */
export async function removeSite({ tree, folder }: Site): Promise<void> {
  await tree.gate.run(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
}

/** A file that is written, synced and closed, by the steps of every durable write. */
export async function writeDurably({ tree, folder }: Site, name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  const file = await step('make a file', () => tree.create(path));
  let closed = false;
  try {
    await step('write', () => tree.gate.run(() => file.writeFile(bytes)));
    await step('make bytes durable', () => tree.gate.runLong(() => file.sync()));
    closed = true;
    await step('close a file', () => tree.close(file));
  } finally {
    if (!closed) await tree.close(file).catch(() => undefined);
  }
  return path;
}

export function sampleOf(bytes: number): Buffer {
  return randomBytes(bytes);
}

async function checkWritable(site: Site): Promise<Finding> {
  const { tree, folder } = site;
  await step('make a folder', () => tree.makeFolder(folder));
  const path = join(folder, 'writable');
  await step('make a file', async () => tree.close(await tree.create(path)));
  const { uid } = await step('read', () => tree.lstat(path));
  const own = process.geteuid?.();
  if (own !== undefined && uid !== BigInt(own)) {
    return warning(
      'writable',
      `Files that ${whoAmI()} makes belong to user ${uid}: the server maps users`,
      'let uploader, worker and delivery run as one user on every machine, and see that the mapping is the same for all (root_squash, all_squash, anonuid, idmapping)',
      { uid: Number(uid) },
    );
  }
  const root = own === 0 ? '; the services may run as another user: run the doctor as that one too' : '';
  return ok('writable', `Folders and files can be made by ${whoAmI()}${root}`);
}

async function checkDurable(site: Site): Promise<Finding> {
  const { tree, folder } = site;
  const path = await writeDurably(site, 'durable', sampleOf(4096));
  const file = await step('make a file', () => tree.open(path, constants.O_RDWR));
  try {
    await step('write', () => tree.gate.run(() => file.write(sampleOf(64), 0, 64, 4096)));
    await step('make bytes durable', () => tree.gate.runLong(() => file.datasync()));
  } finally {
    await step('close a file', () => tree.close(file));
  }
  await step('make a folder durable', () => tree.syncFolder(folder));
  return ok(
    'durable',
    'Writes, fsync and fdatasync of a file, its close, and fsync of a folder report success',
  );
}

async function checkLinks(site: Site): Promise<Finding> {
  const { tree, folder } = site;
  const path = await writeDurably(site, 'linked', sampleOf(64));
  const second = join(folder, 'linked-2');
  await step('make a hard link', () => tree.gate.run(() => link(path, second)));
  const [one, two] = [
    await step('read', () => tree.lstat(path)),
    await step('read', () => tree.lstat(second)),
  ];
  if (one.ino !== two.ino || two.nlink !== 2n) {
    throw new StorageUnfit(
      'A hard link in the storage folder is not the same file as its first name',
      'use a file system with stable inode numbers (NFS, ext4, XFS)',
    );
  }
  return ok('hard-links', 'A file can have a second name, and both are known as one file');
}

/** Objects are never overwritten because a second link to a name fails; a file system must hold to that. */
async function checkTaken(site: Site): Promise<Finding> {
  const { tree, folder } = site;
  const one = await writeDurably(site, 'rival-1', sampleOf(64));
  const two = await writeDurably(site, 'rival-2', sampleOf(65));
  const name = join(folder, 'published');
  const refusals = await Promise.all(
    [one, two].map((path) =>
      tree.gate
        .run(() => link(path, name))
        .then(
          () => 'won' as const,
          (error: unknown) => (isExisting(error) ? 'taken' : error),
        ),
    ),
  );
  for (const refusal of refusals) {
    if (refusal !== 'won' && refusal !== 'taken')
      await step('make a hard link', () => Promise.reject(refusal));
  }
  if (refusals.filter((refusal) => refusal === 'won').length !== 1) {
    throw new StorageUnfit(
      'The storage folder lets a hard link replace another file',
      'use a file system that refuses it',
    );
  }
  return ok('taken-names', 'Of two who publish under one name at once, one wins and the other gets EEXIST');
}

async function checkRename(site: Site): Promise<Finding> {
  const { tree, folder } = site;
  const [old, fresh] = [sampleOf(64), sampleOf(65)];
  const target = await writeDurably(site, 'control', old);
  const path = await writeDurably(site, 'control-new', fresh);
  await step('rename a file', () => tree.gate.run(() => rename(path, target)));
  await step('make a folder durable', () => tree.syncFolder(folder));
  const found = await step('read', () => tree.gate.run(() => readFile(target)));
  if (!found.equals(fresh)) {
    throw new StorageUnfit('A renamed file did not replace the other', 'check the mount and its server');
  }
  return ok('rename', 'A rename replaces a control document');
}

async function checkReadBack(site: Site): Promise<Finding> {
  const bytes = sampleOf(256 * 1024);
  const path = await writeDurably(site, 'read-back', bytes);
  const found = await step('read', () => site.tree.gate.run(() => readFile(path)));
  if (!found.equals(bytes)) {
    throw new StorageUnfit(
      'The storage gave other bytes than were written',
      'check the mount and its server',
    );
  }
  return ok('read-back', 'What was written is what is read');
}

async function checkRemove(site: Site): Promise<Finding> {
  const { tree } = site;
  const path = await writeDurably(site, 'removed', sampleOf(4096));
  const file = await step('read', () => tree.open(path, constants.O_RDONLY));
  try {
    await step('remove a file', () => tree.gate.run(() => unlink(path)));
    const { bytesRead } = await step('read', () =>
      tree.gate.run(() => file.read(Buffer.alloc(4096), 0, 4096, 0)),
    );
    if (bytesRead !== 4096) {
      throw new StorageUnfit(
        'A file that is removed while it is read loses its bytes',
        'use a file system that keeps open files (NFS does by renaming them)',
      );
    }
  } finally {
    await tree.close(file);
  }
  return ok('remove', 'A file that is removed while it is open stays readable for who has it open');
}
