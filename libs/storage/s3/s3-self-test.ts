import { DomainError, randomToken } from '#libs/kernel';
import { type Finding, ok, warning } from '../finding.js';
import { temporaryName } from '../keys.js';
import { ObjectNotFound, StorageLacksCall, StorageUnfit } from '../storage.errors.js';
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

/**
 * What Lectern asks of a bucket, every call that it makes among it: a service goes through them when it starts, the
 * doctor first of all.
 */
export const NEEDED: readonly BucketCheck[] = [
  { name: 'read-back', run: checkReadBack },
  { name: 'multipart', run: checkMultipart },
  { name: 'list-multiparts', run: checkListMultiparts },
  { name: 'copy', run: checkCopy },
  { name: 'list', run: checkList },
  { name: 'remove', run: checkRemove },
];

export function siteOf(bucket: S3Bucket): BucketSite {
  return { bucket, name: temporaryName(randomToken(12), 'self-test') };
}

/**
 * Goes once through all that the storage needs of its bucket, and names what is wrong.
 *
 * @param onWarning told of what can be done without
 */
export async function testBucket(bucket: S3Bucket, onWarning?: (sentence: string) => void): Promise<void> {
  const site = siteOf(bucket);
  try {
    for (const { run } of NEEDED) {
      const { verdict, meaning, mend } = await run(site);
      if (verdict === 'warning') onWarning?.(`${meaning}: ${mend ?? ''}.`);
    }
  } finally {
    for (const name of namesAt(site)) await bucket.delete(name).catch(() => undefined);
  }
}

/** What the checks store, for where it can't be listed. */
export function namesAt({ name }: BucketSite): string[] {
  return [name, copyOf(name), assembledOf(name)];
}

const copyOf = (name: string) => `${name}-copy`;
const assembledOf = (name: string) => `${name}-assembled`;

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
  } finally {
    await attempt(() => bucket.abort(multipart));
  }
  return ok('multipart', 'An upload in parts can be begun, fed, listed and aborted');
}

/** Only whether it may be asked: what servers list of uploads is never relied on. */
async function checkListMultiparts({ bucket, name }: BucketSite): Promise<Finding> {
  try {
    for await (const _ of bucket.multiparts(name)) break;
  } catch (error) {
    // A right that the key lacks is quickly given.
    if (answerOf((error as Error).cause)?.status === 403) throw explained(error);
    const reason = error instanceof DomainError ? error.message.replace(/\.$/, '') : String(error);
    return warning(
      'list-multiparts',
      `Unfinished uploads can't be listed (${reason}), so that those which a crash left unknown are not found`,
      'set a lifecycle rule that aborts old ones; npm run doctor -- s3 says what else the server lacks',
    );
  }
  return ok('list-multiparts', 'Unfinished uploads can be listed');
}

/** Copies inside the server: of a whole object, and as a part of another. */
async function checkCopy({ bucket, name }: BucketSite): Promise<Finding> {
  const [copy, assembled] = [copyOf(name), assembledOf(name)];
  const bytes = (await attempt(() => bucket.head(name)))?.bytes ?? 0;
  const sample = await attempt(() => bucket.bytes(name, bytes));
  await attempt(() => bucket.copy(name, copy, 'self-test'));
  const multipart = await attempt(() => bucket.createMultipart(assembled, 'self-test'));
  try {
    const part = await attempt(() => bucket.copyPart(multipart, 1, name));
    await attempt(() => bucket.complete(multipart, [part], false));
  } catch (error) {
    await bucket.abort(multipart).catch(() => undefined);
    throw error;
  }
  for (const made of [copy, assembled]) {
    if (!(await attempt(() => bucket.bytes(made, bytes))).equals(sample))
      throw new StorageUnfit('A copy inside the server is not what was copied', 'check the server');
  }
  return ok('copy', 'Objects, and parts of uploads, are copied inside the server');
}

async function checkList({ bucket, name }: BucketSite): Promise<Finding> {
  const names: string[] = [];
  await attempt(async () => {
    for await (const each of bucket.list(name)) names.push(each.name);
  });
  if (!names.includes(name)) {
    throw new StorageUnfit(
      'A list does not show what was just stored',
      'use a server whose lists are up to date',
    );
  }
  return ok('list', 'A list shows what was just stored');
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
  const { cause } = error;
  const unfit = (meaning: string, mend: string) => new StorageUnfit(meaning, mend, { cause });
  if (error instanceof StorageLacksCall) {
    return unfit(
      `The S3 server lacks the call ${error.call}, which Lectern can't do without`,
      'use a server that has it; npm run doctor -- s3 says what else this one lacks',
    );
  }
  if (error instanceof ObjectNotFound) {
    return unfit(
      'The bucket does not show an object that was just stored',
      'use a server with read-after-write consistency, and no cache between',
    );
  }
  const answer = answerOf(cause);
  if (answer === undefined) return unreachable(error);
  const rights = () =>
    unfit(
      'The access key may not do all that is needed',
      'allow it s3:GetObject, s3:PutObject, s3:DeleteObject, s3:ListBucket, s3:AbortMultipartUpload, s3:ListMultipartUploadParts and s3:ListBucketMultipartUploads',
    );
  switch (answer.name) {
    case 'NoSuchBucket':
      return unfit('The bucket does not exist', 'make it, or mend LECTERN_S3_BUCKET');
    case 'InvalidBucketName':
      return unfit('The server takes no bucket of that name', 'mend LECTERN_S3_BUCKET');
    case 'BucketAlreadyExists':
      return unfit('The bucket belongs to somebody else', 'choose another name for LECTERN_S3_BUCKET');
    case 'InvalidAccessKeyId':
    case 'SignatureDoesNotMatch':
    case 'InvalidToken':
      return unfit(
        'The server knows no such access key, or the secret key is wrong',
        'mend LECTERN_S3_ACCESS_KEY and LECTERN_S3_SECRET_KEY',
      );
    case 'RequestTimeTooSkewed':
    case 'RequestExpired':
      return unfit(
        'The clocks of this machine and of the storage differ too much',
        'let both follow one time server (chrony, systemd-timesyncd)',
      );
    case 'PermanentRedirect':
    case 'AuthorizationHeaderMalformed':
    case 'IllegalLocationConstraintException':
      return unfit(
        'The bucket lies in another region than LECTERN_S3_REGION says',
        `mend LECTERN_S3_REGION${regionIn(cause)}`,
      );
    case 'AccessDenied':
      return rights();
    default:
      // What answers to HEAD has no body that could say more.
      return answer.status === 401 || answer.status === 403 ? rights() : error;
  }
}

/** The region that a server says is the right one. */
function regionIn(cause: unknown): string {
  const { Region: region } = cause as { Region?: unknown };
  return typeof region === 'string' ? `: the server says ${region}` : '';
}

const NOT_TRUSTED = /^(CERT_|ERR_TLS_|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT|UNABLE_TO_(GET|VERIFY)_)/;

/** Nobody answered. What may pass stays what it is: a service that is started again tries again. */
function unreachable(error: DomainError): DomainError {
  const { cause } = error;
  const code = String((cause as { code?: unknown } | undefined)?.code);
  const unfit = (meaning: string, mend: string) => new StorageUnfit(meaning, mend, { cause });
  if (NOT_TRUSTED.test(code))
    return unfit(
      'The certificate of the S3 server is not trusted',
      'name its authority by NODE_EXTRA_CA_CERTS',
    );
  switch (code) {
    case 'ECONNREFUSED':
      return unfit(
        'Nobody answers at LECTERN_S3_ENDPOINT',
        'start the S3 server, or mend the host and the port',
      );
    case 'ENOTFOUND':
      return unfit(
        'There is no host of the name in LECTERN_S3_ENDPOINT',
        'mend it, or set LECTERN_S3_PATH_STYLE=true where the bucket has no name of its own',
      );
    case 'EPROTO':
      return unfit(
        'What answers at LECTERN_S3_ENDPOINT speaks no TLS that is known here',
        'write http:// where the server has no certificate',
      );
    default:
      return error;
  }
}
