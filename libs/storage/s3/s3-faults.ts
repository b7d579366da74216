import type { S3Client } from '@aws-sdk/client-s3';
import { DomainError } from '#libs/kernel';
import {
  ObjectExists,
  ObjectNotFound,
  StorageFault,
  StorageFull,
  StorageLacksCall,
  StorageUnavailable,
  UnfinishedObjectLost,
} from '../storage.errors.js';

const FULL = new Set(['QuotaExceeded', 'InsufficientStorage', 'XMinioStorageFull', 'EntityTooLargeForQuota']);
const MISSING = new Set(['NoSuchKey', 'NotFound']);
const TAKEN = new Set(['PreconditionFailed', 'ConditionalRequestConflict']);

const LACKING = new Set(['NotImplemented', 'MethodNotAllowed']);

/** Which call an error of the SDK came from; the error itself does not say. */
const calls = new WeakMap<Error, string>();

/** From now on the errors of this client tell which call they came from. */
export function nameCalls(client: S3Client): void {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (request) => {
        try {
          return await next(request);
        } catch (error) {
          if (error instanceof Error) calls.set(error, commandName.replace(/Command$/, ''));
          throw error;
        }
      },
    { step: 'initialize', name: 'nameCalls' },
  );
}

/** The server's name for an error, and its status; undefined where no server answered. */
export function answerOf(error: unknown): { name: string; status: number } | undefined {
  if (!(error instanceof Error)) return undefined;
  const metadata = '$metadata' in error ? (error.$metadata as { httpStatusCode?: number }) : undefined;
  const status = metadata?.httpStatusCode;
  return status === undefined ? undefined : { name: error.name, status };
}

/** The same for a call on a multipart upload, of which Ceph RGW says NoSuchKey when it is gone. */
export function translatedOfParts(error: unknown, signal?: AbortSignal): unknown {
  const fault = translated(error, signal);
  return fault instanceof ObjectNotFound ? new UnfinishedObjectLost({ cause: error }) : fault;
}

/** The SDK's error as one of the storage's own; the caller's own abort stays what it was. */
export function translated(error: unknown, signal?: AbortSignal): unknown {
  if (error instanceof DomainError) return error;
  if (signal?.aborted) return signal.reason;
  const answer = answerOf(error);
  // Nobody answered: refused, reset, timed out, no such host.
  if (answer === undefined) return new StorageUnavailable({ cause: error });
  const { name, status } = answer;
  if (LACKING.has(name) || status === 501)
    return new StorageLacksCall(calls.get(error as Error) ?? 'that was made', { cause: error });
  if (FULL.has(name) || status === 507) return new StorageFull({ cause: error });
  if (name === 'NoSuchBucket') return new StorageFault('The bucket does not exist.', { cause: error });
  if (name === 'NoSuchUpload') return new UnfinishedObjectLost({ cause: error });
  if (MISSING.has(name) || status === 404) return new ObjectNotFound({ cause: error });
  if (TAKEN.has(name) || status === 412) return new ObjectExists({ cause: error });
  if (status === 401 || status === 403) {
    return new StorageFault('The storage refuses access.', { cause: error });
  }
  // 200 is an error document in the body of an answer that began well.
  if (status >= 500 || status === 429 || status === 200 || name === 'SlowDown') {
    return new StorageUnavailable({ cause: error });
  }
  return new StorageFault('The storage failed.', { cause: error });
}
