import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { randomToken } from '#libs/kernel';
import { DomainError } from '#libs/kernel';
import { StorageFault } from '../storage.errors.js';
import type { FileTree } from './file-tree.js';
import { isExisting, isForbidden, isFull, isMissing, isReadOnly, translated } from './nfs-faults.js';
import { TEMPORARY } from './nfs-paths.js';

/**
 * Goes once through all that the storage needs of its folder, and names what is wrong in words that an
 * operator can act on (F11).
 */
export async function testTree(tree: FileTree): Promise<void> {
  // Among what is being written, where a sweep finds it if this process is killed meanwhile (F07).
  const folder = join(tree.root, TEMPORARY, `self-test-${randomToken(12)}`);
  try {
    await step('make a folder', () => tree.makeFolder(folder));
    await testFolder(tree, folder);
  } finally {
    await tree.gate.run(() => rm(folder, { recursive: true, force: true })).catch(() => undefined);
  }
}

async function testFolder(tree: FileTree, folder: string): Promise<void> {
  const written = join(folder, 'written');
  const linked = join(folder, 'linked');
  const sample = Buffer.from(randomToken(64));
  const file = await step('make a file', () => tree.create(written));
  try {
    await step('write', () => tree.gate.run(() => file.writeFile(sample)));
    await step('make bytes durable', () => tree.gate.runLong(() => file.sync()));
  } finally {
    await step('close a file', () => tree.close(file));
  }
  await step('make a hard link', () => tree.gate.run(() => link(written, linked)));
  await step('make a folder durable', () => tree.syncFolder(folder));
  await expectTaken(tree, written, linked);
  const found = await step('read', () => tree.gate.run(() => readFile(linked)));
  if (!found.equals(sample)) {
    throw new StorageFault('The storage gave other bytes than were written: check the mount and its server.');
  }
  await step('remove a file', () => tree.gate.run(() => rm(written)));
  await step('make a second folder', () => tree.gate.run(() => mkdir(join(folder, 'second'))));
  await step('open a folder', async () => tree.close(await open(folder)));
}

/** Objects are never overwritten because a second link to a name fails; a file system must hold to that. */
async function expectTaken(tree: FileTree, from: string, to: string): Promise<void> {
  const refused = await tree.gate
    .run(() => link(from, to))
    .then(
      () => false,
      (error: unknown) => isExisting(error),
    );
  if (!refused) {
    throw new StorageFault(
      'The storage folder lets a hard link replace another file: use a file system that refuses it.',
    );
  }
}

async function step<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw explained(what, error);
  }
}

function explained(what: string, error: unknown): unknown {
  const advice = adviceFor(what, error);
  if (advice !== undefined) return new StorageFault(advice, { cause: error });
  const own = translated(error);
  if (own instanceof DomainError && own.retryable) return own;
  return new StorageFault(`The storage folder can't ${what}: check the mount and its server.`, {
    cause: error,
  });
}

function adviceFor(what: string, error: unknown): string | undefined {
  if (isReadOnly(error)) {
    return 'The storage folder is mounted read-only: mount it for writing.';
  }
  if (what === 'make a hard link' && !isFull(error)) {
    return 'The storage folder does not allow hard links: use a file system that has them (NFS, ext4, XFS).';
  }
  if (isForbidden(error)) {
    const user = process.getuid?.() ?? 'unknown';
    const groups = process.getgroups?.().join(', ') ?? '';
    return `The storage folder can't be written by user ${user} (groups ${groups}): give it to that user or to one of the groups on the server, and check the export for root_squash.`;
  }
  if (isFull(error)) {
    const inodes = what.startsWith('make a fi') || what.startsWith('make a fo');
    return inodes
      ? 'The storage folder has no room for another file: free space or inodes, or raise the quota.'
      : 'The storage folder is full: free space or raise the quota.';
  }
  if (isMissing(error)) return 'The storage folder is not there: check that the volume is mounted.';
  return undefined;
}
