import { DomainError, randomToken } from '#libs/kernel';
import { type Finding, ok } from '../finding.js';
import { temporaryName } from '../keys.js';
import { ObjectNotFound, StorageUnfit } from '../storage.errors.js';
import type { S3Bucket } from './s3-bucket.js';
import { answerOf } from './s3-faults.js';

/** Where a check works: a name of its own, removed afterwards. */
export interface BucketSite {
  readonly bucket: S3Bucket;
  readonly name: string;
}

/** One thing that the storage needs of its bucket; what Lectern can't work with it throws as StorageUnfit. */
export interface BucketCheck {
  readonly name: string;
  readonly run: (site: BucketSite) => Promise<Finding>;
}

/** Without these nothing works: a service goes through them when it starts, the doctor first of all. */
export const NEEDED: readonly BucketCheck[] = [
  { name: 'read-back', run: checkReadBack },
  { name: 'multipart', run: checkMultipart },
  { name: 'remove', run: checkRemove },
];

export function siteOf(bucket: S3Bucket): BucketSite {
  return { bucket, name: temporaryName(randomToken(12), 'self-test') };
}

/** Goes once through all that the storage needs of its bucket, and names what is wrong. */
export async function testBucket(bucket: S3Bucket): Promise<void> {
  const site = siteOf(bucket);
  try {
    for (const { run } of NEEDED) await run(site);
  } finally {
    await bucket.delete(site.name).catch(() => undefined);
  }
}

async function checkReadBack({ bucket, name }: BucketSite): Promise<Finding> {
  const sample = Buffer.from(randomToken(2_000));
  const token = randomToken(20);
  await attempt(() => bucket.put(name, sample, { token }));
  const head = await attempt(() => bucket.head(name));
  const found = await attempt(() => bucket.bytes(name, sample.length));
  if (head?.bytes !== sample.length || !found.equals(sample)) {
    throw new StorageUnfit(
      'The bucket gave other bytes than were stored',
      'check that nothing between changes them',
    );
  }
  if (head.token !== token) {
    throw new StorageUnfit(
      'The bucket does not keep the metadata of an object',
      'use a server that keeps x-amz-meta headers',
    );
  }
  return ok('read-back', 'What was stored is what is read, with its metadata');
}

async function checkMultipart({ bucket, name }: BucketSite): Promise<Finding> {
  const multipart = await attempt(() => bucket.createMultipart(name, 'self-test'));
  try {
    await attempt(() => bucket.uploadPart(multipart, 1, Buffer.from(randomToken(2_000))));
    if ((await attempt(() => bucket.parts(multipart))).length !== 1) {
      throw new StorageUnfit(
        'The bucket does not list the part of an upload that was just stored',
        'use a server whose ListParts is right',
      );
    }
    // Only whether it may be asked: what servers list of uploads is never relied on.
    await attempt(() => mayList(bucket, name));
  } finally {
    await attempt(() => bucket.abort(multipart));
  }
  return ok('multipart', 'An upload in parts can be begun, fed, listed and aborted');
}

async function mayList(bucket: S3Bucket, name: string): Promise<void> {
  try {
    for await (const _ of bucket.multiparts(name)) break;
  } catch (error) {
    if (answerOf((error as Error).cause)?.status === 403) throw error;
  }
}

async function checkRemove({ bucket, name }: BucketSite): Promise<Finding> {
  await attempt(() => bucket.delete(name));
  if ((await attempt(() => bucket.head(name))) !== undefined) {
    throw new StorageUnfit('The bucket does not remove objects', 'allow the key s3:DeleteObject');
  }
  return ok('remove', 'A removed object is gone at once');
}

/** Runs one step of a test; an error becomes one that says what is wrong and how to mend it. */
export async function attempt<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw explained(error);
  }
}

function explained(error: unknown): unknown {
  if (!(error instanceof DomainError)) return error;
  const unfit = (meaning: string, mend: string) => new StorageUnfit(meaning, mend, { cause: error });
  if (error instanceof ObjectNotFound) {
    return unfit(
      'The bucket does not show an object that was just stored',
      'use a server with read-after-write consistency, and no cache between',
    );
  }
  switch (answerOf(error.cause)?.name) {
    case 'NoSuchBucket':
      return unfit('The bucket does not exist', 'make it, or mend its name');
    case 'InvalidAccessKeyId':
    case 'SignatureDoesNotMatch':
      return unfit(
        'The bucket knows no such access key, or the secret key is wrong',
        'mend LECTERN_S3_ACCESS_KEY and LECTERN_S3_SECRET_KEY',
      );
    case 'RequestTimeTooSkewed':
      return unfit('The clocks of this machine and of the storage differ too much', 'set them');
    case 'AccessDenied':
      return unfit(
        'The access key may not do all that is needed',
        'allow it s3:GetObject, s3:PutObject, s3:DeleteObject, s3:ListBucket, s3:AbortMultipartUpload, s3:ListMultipartUploadParts and s3:ListBucketMultipartUploads',
      );
    default:
      return error;
  }
}
