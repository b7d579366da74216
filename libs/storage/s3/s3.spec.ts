import {
  CreateBucketCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cephClient } from '../../../test/servers/ceph-client.js';
import { type CephRig, hasCeph, startCeph } from '../../../test/servers/ceph.js';
import { openStorage, parseStorageKey, StorageUnavailable } from '../index.js';
import { bytesOf, patterned } from '../testing/sources.js';
import { storageContract } from '../testing/storage-contract.js';
import { S3Bucket } from './s3-bucket.js';
import { noteOf } from './s3-notes.js';
import { S3Publisher } from './s3-publisher.js';
import { PartBudget } from './part-budget.js';
import { nextPartBytes, partBytesFor } from './s3-state.js';
import { S3Storage } from './s3-storage.js';

const required = process.env['LECTERN_TEST_S3'] === 'required';
const MIB = 1024 * 1024;
const GIB = 1024 * MIB;
const BUCKET = 'lectern';

describe('parts', () => {
  const sizes = { partBytes: 8 * MIB, maxParts: 10_000 };
  it.each([
    [undefined, 8],
    [0, 8],
    [40_000 * MIB, 8],
    [40_001 * MIB, 9],
    [5 * 1024 * 1024 * MIB, 1049],
  ])('F17 of an object of %s bytes are %i MiB large', (bytes, mib) => {
    expect(partBytesFor(sizes, bytes)).toBe(mib * MIB);
    expect((bytes ?? 0) / partBytesFor(sizes, bytes)).toBeLessThanOrEqual(5_000);
  });

  /** The numbers and the largest size that so many bytes come to, with numbers lost to new writers on the way. */
  function cut(maxParts: number, all: number, declared: number | undefined, lost = 0) {
    const partBytes = partBytesFor({ ...sizes, maxParts }, declared);
    let [number, offset, largest] = [0, 0, 0];
    while (offset < all) {
      number += 1 + lost;
      const object = { partBytes, declared, offset, number };
      const size = nextPartBytes({ ...sizes, maxParts }, object);
      largest = Math.max(largest, size);
      offset += size;
    }
    return { number, largestMiB: largest / MIB };
  }

  it.each([
    [10_000, 15 * GIB, 8],
    [10_000, 80 * GIB, 70],
    [10_000, 200 * GIB, 200],
    [10_000, 5 * 1024 * GIB, 5 * 1024],
    [1_000, 200 * GIB, 4 * 1024],
  ])(
    'F17 of at most %i take %i bytes of unknown length, with parts of %i MiB at most',
    (maxParts, all, most) => {
      const { number, largestMiB } = cut(maxParts, all, undefined);
      expect(number).toBeLessThanOrEqual(maxParts);
      expect(largestMiB).toBeLessThanOrEqual(most);
    },
  );

  it('F17 suffice though every other number is lost to new writers', () => {
    expect(cut(10_000, 200 * GIB, 200 * GIB, 1).number).toBeLessThanOrEqual(10_000);
    expect(cut(10_000, 200 * GIB, undefined, 1).number).toBeLessThanOrEqual(10_000);
  });
});

describe('the budget of part buffers', () => {
  it('F16 counts a part by its size, serves in turn, and refuses who waits too long', async () => {
    const budget = new PartBudget(8, 50, 8 * MIB);
    const large = await budget.take(16 * MIB);
    const enormous = await budget.take(1024 * MIB);
    const rest = await Promise.all(Array.from({ length: 4 }, () => budget.take()));
    await expect(budget.take()).rejects.toThrow(StorageUnavailable);
    const order: string[] = [];
    const waiting = [
      budget.take(16 * MIB).then(() => order.push('two')),
      budget.take(1).then(() => order.push('one')),
    ];
    for (const giveBack of rest.slice(0, 1)) giveBack();
    await Promise.resolve();
    expect(order).toEqual([]);
    large();
    large();
    await Promise.all(waiting);
    expect(order).toEqual(['two', 'one']);
    enormous();
  });
});

async function namesIn(client: S3Client): Promise<string[]> {
  const objects = await client.send(new ListObjectsV2Command({ Bucket: BUCKET }));
  const parts = await client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }));
  return [
    ...(objects.Contents ?? []).map(({ Key }) => Key ?? ''),
    ...(parts.Uploads ?? []).map(({ Key, UploadId }) => `${Key} in parts ${UploadId}`),
  ].toSorted();
}

function onCeph(): void {
  let rig: CephRig;
  let client: S3Client;
  beforeAll(async () => {
    rig = await startCeph();
    client = cephClient(rig);
    await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  });
  afterAll(async () => {
    client.destroy();
    await rig.stop();
  });
  const connect = (changes: { bucket?: string; secretAccessKey?: string; prefix?: string } = {}) =>
    S3Storage.connect({
      endpoint: rig.endpoint,
      accessKeyId: rig.accessKeyId,
      secretAccessKey: rig.secretAccessKey,
      region: 'us-east-1',
      bucket: BUCKET,
      ...changes,
    });

  storageContract('S3Storage', async () => ({
    storage: await connect({ prefix: 'media' }),
    names: () => namesIn(client),
    dispose: () => Promise.resolve(),
  }));

  it.each([
    [{ bucket: 'nowhere' }, 'does not exist'],
    [{ secretAccessKey: 'wrong' }, 'secret key is wrong'],
  ])('names what is wrong with %j', async (changes, words) => {
    const storage = await connect(changes);
    await expect(storage.selfTest()).rejects.toThrow(words);
    await storage.close();
  });

  it.each(['AbortMultipartUpload', 'ListMultipartUploadParts', 'ListBucketMultipartUploads'])(
    'names the rights when s3:%s is denied',
    async (right) => {
      const Bucket = `denied-${right.toLowerCase()}`;
      await client.send(new CreateBucketCommand({ Bucket }));
      const Resource = [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`];
      const statement = { Effect: 'Deny', Principal: '*', Action: `s3:${right}`, Resource };
      const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
      await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
      const storage = await connect({ bucket: Bucket });
      await expect(storage.selfTest()).rejects.toThrow(`s3:${right}`);
      await storage.close();
    },
  );

  it('F07 sweeps the parts that a killed process left, and nothing else', async () => {
    const storage = await connect({ prefix: 'swept' });
    const under = async () => (await namesIn(client)).filter((name) => name.startsWith('swept/'));
    const key = parseStorageKey('assets/ast_kept/source/original');
    await storage.put(key, bytesOf(patterned(10)));
    const upload = await storage.resumable.begin('upl_kept', {
      key: parseStorageKey('assets/ast_on/source'),
    });
    const before = await under();
    // A put that never ends: its parts and its note stay, as after a kill.
    const bucket = new S3Bucket(client, { bucket: BUCKET, prefix: 'swept', idleMs: 10_000 });
    const multipart = await bucket.createMultipart('assets/ast_left/source/original', 'killed');
    await bucket.uploadPart(multipart, 1, patterned(100));
    const note = noteOf(multipart);
    await bucket.put(note.name, note.body);
    // A probe or a self-test that was killed.
    await bucket.createMultipart('.tmp/probe-killed', 'killed');
    expect(await under()).toHaveLength(before.length + 3);
    expect(await storage.sweep(new Date(Date.now() - 60_000))).toBe(0);
    expect(await storage.sweep(new Date(Date.now() + 60_000))).toBe(2);
    expect(await under()).toEqual(before);
    await storage.resumable.discard(upload);
    await storage.close();
  });

  it('sees what the server enforces by trying', async () => {
    const bucket = new S3Bucket(client, { bucket: BUCKET, prefix: 'probed', idleMs: 10_000 });
    const seen = await new S3Publisher(bucket).capabilities();
    // Ceph RGW 16: conditional puts yes, conditional completion no, and every part must be named.
    expect(seen).toEqual({ onlyNewPut: true, onlyNewComplete: false, leavesPartsOut: false });
    expect((await namesIn(client)).filter((name) => name.startsWith('probed/'))).toEqual([]);
  });

  it('is opened by the settings', async () => {
    const storage = await openStorage({
      LECTERN_STORAGE: 's3',
      LECTERN_STORAGE_PATH: undefined,
      LECTERN_S3_ENDPOINT: rig.endpoint,
      LECTERN_S3_REGION: 'us-east-1',
      LECTERN_S3_BUCKET: BUCKET,
      LECTERN_S3_ACCESS_KEY: rig.accessKeyId,
      LECTERN_S3_SECRET_KEY: rig.secretAccessKey,
      LECTERN_S3_PATH_STYLE: undefined,
      LECTERN_S3_TIMEOUT_SECONDS: 60,
    });
    await storage.ping();
    await storage.close();
  });
}

if (hasCeph()) {
  describe('on Ceph RGW', onCeph);
} else {
  describe('S3Storage', () => {
    it.skipIf(!required)('needs a real S3 server: apt-get install ceph-mon ceph-osd radosgw', () => {
      expect.fail('LECTERN_TEST_S3 is required, but Ceph (ceph-mon, ceph-osd, radosgw) is not installed.');
    });
  });
}

describe('a server that nobody can reach', () => {
  it('F16 is unavailable, and soon', async () => {
    const storage = await S3Storage.connect({
      endpoint: 'http://127.0.0.1:9',
      region: 'us-east-1',
      bucket: BUCKET,
      accessKeyId: 'a',
      secretAccessKey: 'b',
    });
    const key = parseStorageKey('assets/x/source/original');
    await expect(storage.ping()).rejects.toThrow(StorageUnavailable);
    await expect(storage.stat(key)).rejects.toThrow(StorageUnavailable);
    await expect(storage.put(key, bytesOf(patterned(10)))).rejects.toThrow(StorageUnavailable);
    await storage.close();
  });
});
