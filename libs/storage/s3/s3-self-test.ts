import { DomainError, randomToken } from '#libs/kernel';
import { ObjectNotFound, StorageFault } from '../storage.errors.js';
import type { S3Bucket } from './s3-bucket.js';
import { answerOf } from './s3-faults.js';

/** Goes once through all that the storage needs of its bucket, and names what is wrong. */
export async function testBucket(bucket: S3Bucket): Promise<void> {
  const name = `.tmp/self-test-${randomToken(12)}`;
  const sample = Buffer.from(randomToken(2_000));
  try {
    await step(() => bucket.put(name, sample));
    const head = await step(() => bucket.head(name));
    const found = await step(() => bucket.bytes(name, sample.length));
    if (head?.bytes !== sample.length || !found.equals(sample)) {
      throw new StorageFault(
        'The bucket gave other bytes than were stored: check that nothing between changes them.',
      );
    }
    const multipart = await step(() => bucket.createMultipart(name, 'self-test'));
    try {
      await step(() => bucket.uploadPart(multipart, 1, sample));
      const parts = await step(() => bucket.parts(multipart));
      if (parts.length !== 1) {
        throw new StorageFault('The bucket does not list the part of an upload that was just stored.');
      }
      // Only whether it may be asked: what servers list of uploads is never relied on.
      for await (const _ of listed(bucket, name)) break;
    } finally {
      await step(() => bucket.abort(multipart));
    }
  } catch (error) {
    await bucket.delete(name).catch(() => undefined);
    throw error;
  }
  await step(() => bucket.delete(name));
  if ((await bucket.head(name)) !== undefined) {
    throw new StorageFault('The bucket does not remove objects: allow the key s3:DeleteObject.');
  }
}

async function* listed(bucket: S3Bucket, name: string) {
  try {
    yield* bucket.multiparts(name);
  } catch (error) {
    if (answerOf((error as Error).cause)?.status === 403) throw explained(error);
  }
}

async function step<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw explained(error);
  }
}

function explained(error: unknown): unknown {
  if (!(error instanceof DomainError)) return error;
  if (error instanceof ObjectNotFound) {
    return new StorageFault('The bucket does not show an object that was just stored.', { cause: error });
  }
  const answer = answerOf(error.cause);
  switch (answer?.name) {
    case 'NoSuchBucket':
      return new StorageFault('The bucket does not exist: make it, or mend its name.', { cause: error });
    case 'InvalidAccessKeyId':
    case 'SignatureDoesNotMatch':
      return new StorageFault('The bucket knows no such access key, or the secret key is wrong.', {
        cause: error,
      });
    case 'RequestTimeTooSkewed':
      return new StorageFault('The clocks of this machine and of the storage differ too much: set them.', {
        cause: error,
      });
    case 'AccessDenied':
      return new StorageFault(
        'The access key may not do all that is needed: allow it s3:GetObject, s3:PutObject, s3:DeleteObject, s3:ListBucket, s3:AbortMultipartUpload, s3:ListMultipartUploadParts and s3:ListBucketMultipartUploads.',
        { cause: error },
      );
    default:
      return error;
  }
}
