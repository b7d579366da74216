import {
  AbortMultipartUploadCommand,
  CreateBucketCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ResumableSha256 } from '#libs/digest';
import { randomToken } from '#libs/kernel';
import { cephClient } from '../../../test/servers/ceph-client.js';
import { type CephRig, cephSettings, hasCeph, startCeph } from '../../../test/servers/ceph.js';
import { type Fault, FaultProxy, type SeenRequest } from '../../../test/servers/s3-fault-proxy.js';
import type { S3Operation } from '../../../test/servers/s3-operations.js';
import {
  type Checkpoint,
  ObjectExists,
  ObjectNotFound,
  parseStorageKey,
  StorageUnavailable,
  UnfinishedObjectLost,
} from '../index.js';
import { examineConfiguredBucket, type Finding } from '../examination/index.js';
import { bytesOf, collected, failing, patterned, sha256 } from '../testing/sources.js';
import { S3Storage, type S3StorageOptions } from './s3-storage.js';

const required = process.env['LECTERN_TEST_S3'] === 'required';
const MIB = 1024 * 1024;
const BUCKET = 'trouble';
/** So many tries the SDK makes. */
const TRIES = 4;

function onCeph(): void {
  let ceph: CephRig;
  let proxy: FaultProxy;
  let server: S3Client;
  let storage: S3Storage;
  let seen: SeenRequest[];

  beforeAll(async () => {
    ceph = await startCeph();
    server = cephClient(ceph);
    await server.send(new CreateBucketCommand({ Bucket: BUCKET }));
    proxy = await FaultProxy.start(ceph.endpoint);
  });
  afterAll(async () => {
    server.destroy();
    await proxy.stop();
    await ceph.stop();
  });
  beforeEach(async () => {
    seen = [];
    proxy.plan = () => undefined;
    proxy.watch = (request) => seen.push(request);
    storage = await connect();
    // What the server can do is tried out before anything goes wrong.
    await storage.put(freshKey(), bytesOf(patterned(1)));
    seen = [];
  });
  afterEach(async () => {
    proxy.plan = () => undefined;
    await storage.close();
  });

  const connect = (changes: Partial<S3StorageOptions> = {}) =>
    S3Storage.connect({
      endpoint: proxy.url,
      accessKeyId: ceph.accessKeyId,
      secretAccessKey: ceph.secretAccessKey,
      region: 'us-east-1',
      bucket: BUCKET,
      partBytes: 5 * MIB,
      requestTimeoutMs: 1_000,
      ...changes,
    });
  const freshKey = () => parseStorageKey(`assets/ast_${randomToken(12)}/source/original`);
  const times = (operation: S3Operation) => seen.filter((request) => request.operation === operation).length;

  /** The fault at so many requests of these operations. */
  function trouble(operations: readonly S3Operation[], fault: Fault, count = Number.POSITIVE_INFINITY): void {
    let left = count;
    proxy.plan = ({ operation }) => {
      if (!operations.includes(operation) || left === 0) return undefined;
      left -= 1;
      return fault;
    };
  }

  async function namesAtServer(part: string): Promise<string[]> {
    const objects = await server.send(new ListObjectsV2Command({ Bucket: BUCKET }));
    const multiparts = await server.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }));
    return [
      ...(objects.Contents ?? []).map(({ Key }) => Key ?? ''),
      ...(multiparts.Uploads ?? []).map(({ Key }) => `${Key} in parts`),
    ].filter((name) => name.includes(part) || name.startsWith('.tmp/'));
  }

  /** An upload with its last checkpoint. */
  async function begun(bytes: Buffer, on = storage, declared?: number) {
    const upload = `upl_${randomToken(12)}`;
    const key = freshKey();
    const options = declared === undefined ? { key } : { key, bytes: declared };
    const state = await on.resumable.begin(upload, options);
    let last: Checkpoint = { offset: 0, state, digest: new ResumableSha256().state() };
    const append = async (until: number, through = on, fence = '1') => {
      const { offset, digest } = last;
      last = await through.resumable.append(last.state, offset, bytesOf(bytes.subarray(offset, until)), {
        fence,
        digest: ResumableSha256.resume(Buffer.from(digest)),
        checkpoint: async (point) => {
          last = point;
        },
      });
    };
    return { upload, key, append, last: () => last };
  }

  describe('F12 a completion whose reply is lost', () => {
    it.each([1, TRIES])('%i times is proven by our token', async (lost) => {
      const [bytes, key] = [patterned(6 * MIB), freshKey()];
      trouble(['CompleteMultipartUpload'], { kind: 'drop-reply' }, lost);
      await storage.put(key, bytesOf(bytes), { bytes: bytes.length });
      expect(times('CompleteMultipartUpload')).toBe(Math.min(lost + 1, TRIES));
      proxy.plan = () => undefined;
      expect(sha256(await collected(storage, key))).toBe(sha256(bytes));
      expect(await namesAtServer(key.split('/')[1] ?? '')).toEqual([key]);
    });

    it('is no success while nobody can look, and found done by the next call', async () => {
      const bytes = patterned(6 * MIB);
      const { key, append, last, upload } = await begun(bytes, storage, bytes.length);
      await append(bytes.length);
      let completed = false;
      proxy.plan = ({ operation }) => {
        if (operation === 'CompleteMultipartUpload' || operation === 'CopyObject') {
          completed = true;
          return { kind: 'drop-reply' };
        }
        return completed ? { kind: 'reset' } : undefined;
      };
      await expect(storage.resumable.publish(last().state, key, bytes.length)).rejects.toThrow(
        StorageUnavailable,
      );
      proxy.plan = () => undefined;
      await storage.resumable.publish(last().state, key, bytes.length);
      expect(sha256(await collected(storage, key))).toBe(sha256(bytes));
      expect(await namesAtServer(upload)).toEqual([]);
    });
  });

  describe('F13 an error document in a 200', () => {
    it('is an error when nothing was completed, and nothing is left', async () => {
      const key = freshKey();
      trouble(['CompleteMultipartUpload'], { kind: 'error-in-200', forward: false });
      await expect(storage.put(key, bytesOf(patterned(6 * MIB)))).rejects.toThrow(StorageUnavailable);
      await expect(storage.stat(key)).rejects.toThrow(ObjectNotFound);
      expect(await namesAtServer(key.split('/')[1] ?? '')).toEqual([]);
    });

    it('is none when all was completed', async () => {
      const [bytes, key] = [patterned(6 * MIB), freshKey()];
      trouble(['CompleteMultipartUpload'], { kind: 'error-in-200', forward: true });
      await storage.put(key, bytesOf(bytes));
      expect(sha256(await collected(storage, key))).toBe(sha256(bytes));
    });

    it.each([true, false])('of a copy counts as little, carried out or not: %s', async (forward) => {
      const [bytes, from, to] = [patterned(100_000), freshKey(), freshKey()];
      await storage.put(from, bytesOf(bytes));
      trouble(['CopyObject'], { kind: 'error-in-200', forward });
      const cloned = storage.clone(from, to);
      if (forward) expect(await cloned).toMatchObject({ key: to, bytes: bytes.length });
      else await expect(cloned).rejects.toThrow(StorageUnavailable);
      expect(await namesAtServer(to.split('/')[1] ?? '')).toEqual(forward ? [to] : []);
    });
  });

  it.each([2_000, 6 * MIB])(
    'F14 sends %i bytes as they are, with nothing that could be stored',
    async (length) => {
      const [bytes, key] = [patterned(length), freshKey()];
      await storage.put(key, bytesOf(bytes));
      const sent = seen.filter(({ operation }) => operation === 'PutObject' || operation === 'UploadPart');
      expect(sent.length).toBeGreaterThan(0);
      for (const { headers } of sent) {
        expect(headers['content-encoding']).toBeUndefined();
        expect(Object.keys(headers).filter((name) => /checksum|trailer/.test(name))).toEqual([]);
      }
      expect((await storage.stat(key)).bytes).toBe(length);
      expect(sha256(await collected(storage, key))).toBe(sha256(bytes));
    },
  );

  describe('F15 a server that has lost its multipart uploads', () => {
    async function loseAll(): Promise<void> {
      const { Uploads: uploads } = await server.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }));
      for (const { Key, UploadId } of uploads ?? [])
        await server.send(new AbortMultipartUploadCommand({ Bucket: BUCKET, Key, UploadId }));
    }

    it('makes an upload end with an error of its own', async () => {
      const bytes = patterned(20 * MIB);
      const { append, last, key } = await begun(bytes);
      await append(7 * MIB);
      await loseAll();
      await expect(append(14 * MIB)).rejects.toThrow(UnfinishedObjectLost);
      expect(last().offset).toBe(7 * MIB);
      await expect(storage.resumable.publish(last().state, key, 7 * MIB)).rejects.toThrow(
        UnfinishedObjectLost,
      );
      await storage.resumable.discard(last().state);
    });

    it('is found out also when its answer is overtaken by a reset', async () => {
      const bytes = patterned(20 * MIB);
      const { append, last, key } = await begun(bytes);
      await append(7 * MIB);
      await loseAll();
      trouble(['UploadPart'], { kind: 'reset-sending' });
      await expect(append(14 * MIB)).rejects.toThrow(UnfinishedObjectLost);
      await expect(storage.resumable.publish(last().state, key, 7 * MIB)).rejects.toThrow(
        UnfinishedObjectLost,
      );
      trouble(['UploadPart'], { kind: 'reset' });
      await expect(append(14 * MIB)).rejects.toThrow(UnfinishedObjectLost);
      proxy.plan = () => undefined;
      await storage.resumable.discard(last().state);
    });

    it('is believed only when it can be asked a second time', async () => {
      const bytes = patterned(20 * MIB);
      const { append, last } = await begun(bytes);
      await append(7 * MIB);
      await loseAll();
      trouble(['ListParts', 'HeadObject'], { kind: 'reset' });
      await expect(append(14 * MIB)).rejects.toThrow(StorageUnavailable);
      proxy.plan = () => undefined;
      await storage.resumable.discard(last().state);
    });
  });

  describe('F16', () => {
    const faults: Fault[] = [
      { kind: 'reset' },
      { kind: 'reset-sending' },
      { kind: 'reset-answering' },
      { kind: 'black-hole' },
      { kind: 'black-hole-answering' },
      { kind: 'slow-down' },
      { kind: 'slow-down', seconds: 1 },
    ];
    it.each(faults)('gets over one $kind at every call that changes something', async (fault) => {
      const [bytes, key] = [patterned(11 * MIB), freshKey()];
      const met = new Set<S3Operation>();
      proxy.plan = ({ operation }) => {
        if (operation === 'HeadObject' || met.has(operation)) return undefined;
        met.add(operation);
        return fault;
      };
      await storage.put(key, bytesOf(bytes));
      await storage.remove(freshKey());
      expect([...met]).toEqual(
        expect.arrayContaining([
          'CreateMultipartUpload',
          'UploadPart',
          'CompleteMultipartUpload',
          'DeleteObject',
        ]),
      );
      proxy.plan = () => undefined;
      expect(sha256(await collected(storage, key))).toBe(sha256(bytes));
    });

    it.each([{ kind: 'black-hole' }, { kind: 'slow-down' }, { kind: 'reset-sending' }] as const)(
      'tells that a server with nothing but $kind is away, and leaks no connection',
      async (fault) => {
        const key = freshKey();
        trouble(['UploadPart'], fault);
        await expect(storage.put(key, bytesOf(patterned(11 * MIB)))).rejects.toThrow(StorageUnavailable);
        expect(times('UploadPart')).toBeGreaterThanOrEqual(TRIES);
        proxy.plan = () => undefined;
        expect(await namesAtServer(key.split('/')[1] ?? '')).toEqual([]);
        await storage.close();
        await expect.poll(() => proxy.connections, { timeout: 10_000 }).toBe(0);
      },
    );

    it.each(['GetObject', 'ListObjects'] as const)(
      'ends when the answer to %s stops for good',
      async (operation) => {
        const control = parseStorageKey(`control/${randomToken(8)}.json`);
        await storage.replaceControl(control, patterned(500_000));
        trouble([operation], { kind: 'black-hole-answering' });
        const answer = operation === 'GetObject' ? collected(storage, control) : listed('assets');
        await expect(answer).rejects.toThrow(StorageUnavailable);
      },
    );

    async function listed(prefix: string): Promise<string[]> {
      const keys: string[] = [];
      for await (const { key } of storage.list(parseStorageKey(prefix))) keys.push(key);
      return keys;
    }

    it('opens no more connections than it may, and serves everybody with them', async () => {
      const few = await connect({ sockets: 3, requestTimeoutMs: 20_000 });
      const [bytes, key] = [patterned(1000), freshKey()];
      await storage.put(key, bytesOf(bytes));
      await storage.close();
      await expect.poll(() => proxy.connections, { timeout: 10_000 }).toBe(0);
      proxy.peakConnections = 0;
      trouble(['HeadObject'], { kind: 'delay', ms: 30 });
      const found = await Promise.all(Array.from({ length: 40 }, () => few.stat(key)));
      expect(found.every((object) => object.bytes === 1000)).toBe(true);
      expect(proxy.peakConnections).toBeLessThanOrEqual(3);
      await few.close();
    });

    it('keeps an upload of several goes whole through resets of all kinds', async () => {
      const bytes = patterned(17 * MIB);
      const { append, last, key } = await begun(bytes);
      let count = 0;
      proxy.plan = () => {
        count += 1;
        return count % 3 === 0 ? (faults[count % 3] ?? { kind: 'reset' }) : undefined;
      };
      for (const until of [4 * MIB, 9 * MIB, 17 * MIB]) await append(until, storage, String(until));
      await storage.resumable.publish(last().state, key, bytes.length);
      proxy.plan = () => undefined;
      expect(sha256(await collected(storage, key))).toBe(sha256(bytes));
    });
  });

  describe('F17', () => {
    it('never needs more parts than there may be, though the length is not known', async () => {
      const small = await connect({ maxParts: 8, requestTimeoutMs: 20_000 });
      const bytes = patterned(70 * MIB);
      const { append, last, key } = await begun(bytes, small);
      for (const until of [20 * MIB + 1, 50 * MIB, 70 * MIB]) await append(until, small);
      await small.resumable.publish(last().state, key, bytes.length);
      const numbers = seen
        .filter(({ operation }) => operation === 'UploadPart')
        .map(({ url }) => Number(new URL(url, 'http://s3').searchParams.get('partNumber')));
      expect(Math.max(...numbers)).toBeLessThanOrEqual(8);
      expect(sha256(await collected(small, key))).toBe(sha256(bytes));
      await small.close();
    });

    it('keeps a tail below 5 MiB between two requests, for whoever comes next', async () => {
      const bytes = patterned(12 * MIB);
      const { append, last, key, upload } = await begun(bytes);
      await append(6 * MIB + 3);
      expect(await namesAtServer(upload)).toEqual([
        expect.stringContaining('.tail-'),
        expect.stringContaining('in parts'),
      ]);
      const other = await connect();
      await append(12 * MIB, other, '2');
      await other.resumable.publish(last().state, key, bytes.length);
      expect(sha256(await collected(other, key))).toBe(sha256(bytes));
      expect(await namesAtServer(upload)).toEqual([]);
      await other.close();
    });
  });

  it('F16 is no verdict about rights: a self-test whose calls fail says that the storage is away', async () => {
    trouble(['DeleteObject'], { kind: 'reset' });
    await expect(storage.selfTest()).rejects.toThrow(StorageUnavailable);
    proxy.plan = () => undefined;
    await storage.selfTest();
    expect(await storage.sweep(new Date(Date.now() + 3_600_000))).toBeGreaterThanOrEqual(1);
  });

  describe('a server that lacks a call', () => {
    const lacking = (isLacking: (seen: SeenRequest) => boolean) => {
      proxy.plan = (request) => (isLacking(request) ? { kind: 'not-implemented' } : undefined);
    };
    const examined = async (): Promise<Finding[]> => {
      const findings: Finding[] = [];
      const settings = cephSettings({ ...ceph, endpoint: proxy.url }, BUCKET);
      await examineConfiguredBucket(settings, (finding) => findings.push(finding));
      return findings;
    };

    it.each(['UploadPartCopy', 'CopyObject', 'ListObjects', 'CompleteMultipartUpload'] as const)(
      'is refused at the start by the name of %s',
      async (operation) => {
        const call = operation === 'ListObjects' ? 'ListObjectsV2' : operation;
        lacking((request) => request.operation === operation);
        await expect(storage.selfTest()).rejects.toThrow(
          `The S3 server lacks the call ${call}, which Lectern can't do without: use a server that has it; npm run doctor -- s3 says what else this one lacks.`,
        );
      },
    );

    it('is told by the doctor with all that it lacks', async () => {
      const calls = ['UploadPartCopy', 'ListObjects', 'ListMultipartUploads'];
      lacking(({ operation }) => calls.includes(operation));
      const findings = await examined();
      for (const [check, call, verdict] of [
        ['copy', 'UploadPartCopy', 'wrong'],
        ['list', 'ListObjectsV2', 'wrong'],
        ['list-multiparts', 'ListMultipartUploads', 'warning'],
      ] as const)
        expect(findings.find((finding) => finding.check === check)).toMatchObject({
          verdict,
          meaning: expect.stringContaining(`lacks the call ${call}`),
        });
    });

    it('is used without ListMultipartUploads, which the start says, and its sweeps go on', async () => {
      lacking(({ operation }) => operation === 'ListMultipartUploads');
      const warnings: string[] = [];
      await storage.selfTest((sentence) => warnings.push(sentence));
      expect(warnings).toEqual([
        expect.stringMatching(/lacks the call ListMultipartUploads.*npm run doctor -- s3/),
      ]);
      await storage.sweep(new Date(0));
      for await (const { folder } of storage.unfinished()) expect(folder).toBeDefined();
    });

    it('is used without conditional writes', async () => {
      lacking(({ headers }) => headers['if-none-match'] !== undefined);
      const other = await connect();
      const warnings: string[] = [];
      await other.selfTest((sentence) => warnings.push(sentence));
      expect(warnings).toEqual([]);
      const key = freshKey();
      await other.put(key, bytesOf(patterned(10)));
      await expect(other.put(key, bytesOf(patterned(10)))).rejects.toThrow(ObjectExists);
      await other.close();
    });
  });

  it('lists what was begun and never told of, and removes it', async () => {
    const upload = `upl_${randomToken(12)}`;
    trouble(['CreateMultipartUpload'], { kind: 'drop-reply' });
    await expect(storage.resumable.begin(upload, { key: freshKey() })).rejects.toThrow(StorageUnavailable);
    proxy.plan = () => undefined;
    const mine = async () => {
      const found = [];
      for await (const thing of storage.unfinished())
        if (thing.folder === `uploads/${upload}`) found.push(thing);
      return found;
    };
    const strays = await mine();
    expect(strays).toHaveLength(TRIES);
    for (const stray of strays) await stray.remove();
    for (const stray of strays) await stray.remove();
    expect(await mine()).toEqual([]);
  });

  it('leaves nothing when a source breaks while replies are lost', async () => {
    const [key, broken] = [freshKey(), new Error('broken')];
    trouble(['UploadPart', 'AbortMultipartUpload', 'DeleteObject', 'PutObject'], { kind: 'drop-reply' }, 3);
    await expect(storage.put(key, failing(patterned(11 * MIB), broken))).rejects.toBe(broken);
    expect(await namesAtServer(key.split('/')[1] ?? '')).toEqual([]);
  });
}

if (hasCeph()) {
  describe('S3Storage in trouble, on Ceph RGW', onCeph);
} else {
  describe('S3Storage in trouble', () => {
    it.skipIf(!required)('needs a real S3 server: apt-get install ceph-mon ceph-osd radosgw', () => {
      expect.fail('LECTERN_TEST_S3 is required, but Ceph (ceph-mon, ceph-osd, radosgw) is not installed.');
    });
  });
}
