import { DomainError } from '#libs/kernel';
import { StorageFault, StorageUnfit } from '../storage.errors.js';
import { errnoOf, isForbidden, isFull, isMissing, isReadOnly, translated } from './nfs-faults.js';

/** What a test tries; the words stand after "can't" in a sentence. */
export type Step =
  | 'make a folder'
  | 'make a file'
  | 'write'
  | 'make bytes durable'
  | 'make a folder durable'
  | 'close a file'
  | 'make a hard link'
  | 'rename a file'
  | 'read'
  | 'remove a file';

/** Runs one step of a test; an error becomes one that says what is wrong and how to mend it (F11). */
export async function step<T>(what: Step, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw explained(what, error);
  }
}

/** The user and groups of this process, as an operator compares them with `ls -n`. */
export function whoAmI(): string {
  const groups = process.getgroups?.().join(', ') ?? 'unknown';
  return `user ${process.geteuid?.() ?? 'unknown'} (groups ${groups})`;
}

function explained(what: Step, error: unknown): unknown {
  if (error instanceof StorageUnfit) return error;
  const unfit = adviceFor(what, error);
  if (unfit !== undefined) return unfit;
  const own = translated(error);
  // What may pass is not called unfit: a service that starts tries again.
  if (own instanceof DomainError && own.retryable) return own;
  if (errnoOf(error) === undefined) return error;
  return unfitFor(`The storage folder can't ${what}`, 'check the mount and its server', error);
}

function adviceFor(what: Step, error: unknown): StorageFault | undefined {
  if (isReadOnly(error)) {
    return unfitFor('The storage folder is mounted read-only', 'mount it for writing', error);
  }
  if (what === 'make a hard link' && !isFull(error)) {
    return unfitFor(
      'The storage folder does not allow hard links',
      'use a file system that has them (NFS, ext4, XFS)',
      error,
    );
  }
  if (isForbidden(error)) {
    return unfitFor(
      `The storage folder can't be written by ${whoAmI()}`,
      'give it to that user or to one of the groups on the server, and check the export for root_squash',
      error,
    );
  }
  if (isFull(error)) {
    return what === 'make a file' || what === 'make a folder'
      ? unfitFor(
          'The storage folder has no room for another file',
          'free space or inodes, or raise the quota',
          error,
        )
      : unfitFor('The storage folder is full', 'free space or raise the quota', error);
  }
  if (isMissing(error)) {
    return unfitFor('The storage folder is not there', 'check that the volume is mounted', error);
  }
  return undefined;
}

function unfitFor(meaning: string, mend: string, cause: unknown): StorageUnfit {
  return new StorageUnfit(meaning, mend, { cause });
}
