import { constants } from 'node:os';
import { DomainError } from '#libs/kernel';
import { ObjectNotFound, StorageFault, StorageFull, StorageUnavailable } from '../storage.errors.js';

/** Linux numbers: Node gives some of these no `code` ("Unknown system error -122"). */
const { ENOENT, ENOTDIR, EEXIST, ENOSPC, EDQUOT, ESTALE, ELOOP, EROFS, EACCES, EPERM, ENOTEMPTY } =
  constants.errno;
const EREMOTEIO = 121;
const { EIO, ETIMEDOUT, EAGAIN, EBUSY, EINTR, ENFILE, EMFILE, EHOSTUNREACH, ENETUNREACH, ECONNREFUSED } =
  constants.errno;

const PASSING = new Set([
  EIO,
  EREMOTEIO,
  ESTALE,
  ETIMEDOUT,
  EAGAIN,
  EBUSY,
  EINTR,
  ENFILE,
  EMFILE,
  EHOSTUNREACH,
  ENETUNREACH,
  ECONNREFUSED,
]);

/** The positive errno of a system call's error; undefined for any other error. */
export function errnoOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errno' in error) || typeof error.errno !== 'number') return undefined;
  return Math.abs(error.errno);
}

export const isMissing = (error: unknown) => [ENOENT, ENOTDIR].includes(errnoOf(error) ?? 0);
export const isExisting = (error: unknown) => errnoOf(error) === EEXIST;
export const isNotEmpty = (error: unknown) => [ENOTEMPTY, EEXIST].includes(errnoOf(error) ?? 0);
export const isStale = (error: unknown) => errnoOf(error) === ESTALE;
export const isFull = (error: unknown) => [ENOSPC, EDQUOT].includes(errnoOf(error) ?? 0);
export const isReadOnly = (error: unknown) => errnoOf(error) === EROFS;
export const isForbidden = (error: unknown) => [EACCES, EPERM].includes(errnoOf(error) ?? 0);

/** A system call's error as one of the storage's own, by its errno; other errors stay what they are. */
export function translated(error: unknown): unknown {
  const errno = errnoOf(error);
  if (errno === undefined || error instanceof DomainError) return error;
  if (isFull(error)) return new StorageFull({ cause: error });
  if (isMissing(error) || errno === ELOOP) return new ObjectNotFound({ cause: error });
  if (PASSING.has(errno)) return new StorageUnavailable({ cause: error, isStale: errno === ESTALE });
  if (isReadOnly(error)) return new StorageFault('The storage can not be written to.', { cause: error });
  if (isForbidden(error)) return new StorageFault('The storage refuses access.', { cause: error });
  return new StorageFault('The storage failed.', { cause: error });
}

const RESOLVED_ANEW = 3;

/** Runs a call that begins from a path; a handle that went stale on the way is resolved anew, thrice at most. */
export async function resolvingAnew<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (!isStale(error) || attempt > RESOLVED_ANEW) throw error;
    }
  }
}
