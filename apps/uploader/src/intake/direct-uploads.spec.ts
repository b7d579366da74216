import {
  CreateBucketCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PartsMissing, UploadExpired, UploadNotOpen } from '#libs/catalog';
import { presentName } from '#libs/database';
import { NfsStorage, openStorage, type Storage } from '#libs/storage';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import { type CephRig, hasCeph, startCeph } from '../../../../test/servers/ceph.js';
import { DirectPartSize, DirectUploadsOff, UploadIsDirect } from './direct.errors.js';
import { DigestMismatch, NoSuchPart, UnsupportedMedia } from './intake.errors.js';
import type { IntakeRoom } from './room.js';
import { doctor as caller, domains, intakeRoom } from './testing/intake-room.js';

const required = process.env['LECTERN_TEST_S3'] === 'required';
const MIB = 1024 * 1024;
const PART = 5 * MIB;
const BUCKET = 'lectern';
const HOUR_MS = 3_600_000;
const never = new AbortController().signal;

const pdf = (bytes: number) => Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(bytes - 9)]);
const hex = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe.skipIf(!hasCeph() && !required)('direct uploads on Ceph RGW', () => {
  const test = withTestDatabase();
  const { uploads, quotas, units } = domains;
  let rig: CephRig;
  let client: S3Client;
  let storage: Storage;
  let intake: IntakeRoom['intake'];
  let numbered: IntakeRoom['numberedParts'];
  let direct: IntakeRoom['directUploads'];
  let skewMs = 0;

  beforeAll(async () => {
    rig = await startCeph();
    const { endpoint, accessKeyId, secretAccessKey } = rig;
    client = new S3Client({
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId, secretAccessKey },
      forcePathStyle: true,
    });
    await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
    storage = await openStorage({
      LECTERN_STORAGE: 's3',
      LECTERN_STORAGE_PATH: undefined,
      LECTERN_S3_ENDPOINT: endpoint,
      LECTERN_S3_REGION: 'us-east-1',
      LECTERN_S3_BUCKET: BUCKET,
      LECTERN_S3_ACCESS_KEY: accessKeyId,
      LECTERN_S3_SECRET_KEY: secretAccessKey,
      LECTERN_S3_PATH_STYLE: undefined,
      LECTERN_S3_TIMEOUT_SECONDS: 60,
    });
    await test.database.transaction((tx) => units.create(tx, { id: 'u', kind: 'region', name: 'U' }));
    ({ intake, numberedParts: numbered, directUploads: direct } = replica('one', storage));
  });
  afterAll(async () => {
    client.destroy();
    await storage.close();
    await rig.stop();
  });

  function replica(
    holder: string,
    on: Storage,
    changes: { enabled?: boolean; endpoint?: string; urlSeconds?: number } = {},
  ): IntakeRoom {
    const direct = { enabled: true, urlSeconds: 60, endpoint: undefined, checkpointBytes: MIB, ...changes };
    return intakeRoom(
      { database: test.database, storage: on, holder },
      { direct, uploadWindowMs: HOUR_MS, clock: { now: () => new Date(Date.now() + skewMs) } },
    );
  }

  async function begin(bytes: number, more: { sha256?: string; fileName?: string } = {}): Promise<string> {
    const intention = { kind: 'direct', fileName: 'a.pdf', bytes, partBytes: PART, ...more } as const;
    direct.requirePossible(intention);
    const upload = await intake.begin(caller, intention);
    await direct.open(upload);
    return upload.id;
  }

  async function send(id: string, number: number, bytes: Uint8Array): Promise<number> {
    const { url } = await direct.partUrl(caller, id, number);
    return put(url, bytes);
  }

  async function put(url: string, bytes: Uint8Array): Promise<number> {
    const answer = await fetch(url, { method: 'PUT', body: new Uint8Array(bytes) });
    await answer.arrayBuffer();
    return answer.status;
  }

  const partOf = (file: Buffer, number: number) => file.subarray((number - 1) * PART, number * PART);

  async function sendAll(id: string, file: Buffer): Promise<void> {
    const count = Math.ceil(file.length / PART);
    const numbers = Array.from({ length: count }, (_, index) => count - index);
    const answers = await Promise.all(numbers.map((number) => send(id, number, partOf(file, number))));
    expect(new Set(answers)).toEqual(new Set([200]));
  }

  async function inBucket(): Promise<string[]> {
    const objects = await client.send(new ListObjectsV2Command({ Bucket: BUCKET }));
    const multiparts = await client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }));
    return [...(objects.Contents ?? []), ...(multiparts.Uploads ?? [])].map(({ Key }) => Key ?? '').sort();
  }

  const quota = () => quotas.status(test.database.kysely, 'u');

  /** What the tests before left: the originals of assets, and nothing else. */
  async function originalsOnly(): Promise<void> {
    const rows = await test.database.kysely.selectFrom('assets').select('id').execute();
    expect(rows.length).toBeGreaterThan(0);
    expect(await inBucket()).toEqual(rows.map(({ id }) => `assets/${id}/source/original`).sort());
    expect((await quota()).reserved).toBe(0);
  }

  it('take parts in any order, at once and again, and give an asset with its digest', async () => {
    const file = pdf(2 * PART + 12_345);
    const before = await quota();
    const id = await begin(file.length, { sha256: hex(file) });
    expect((await quota()).reserved).toBe(file.length);
    expect(await direct.status(caller, id)).toMatchObject({ count: 3, stored: [], missing: [1, 2, 3] });
    expect(await send(id, 2, randomBytes(PART))).toBe(200);
    await sendAll(id, file);
    expect(await direct.status(caller, id)).toMatchObject({
      stored: [
        { number: 1, bytes: PART },
        { number: 2, bytes: PART },
        { number: 3, bytes: 12_345 },
      ],
      missing: [],
    });
    const asset = await direct.complete(caller, id);
    expect(asset).toMatchObject({ bytes: file.length, sha256: hex(file), contentType: 'application/pdf' });
    expect(await direct.complete(caller, id)).toMatchObject({ id: asset?.id });
    expect(await inBucket()).toEqual([`assets/${asset?.id}/source/original`]);
    const after = await quota();
    expect([after.used - before.used, after.reserved]).toEqual([file.length, 0]);
    const trail = await test.database.kysely
      .selectFrom('auditTrail')
      .select(['action', 'facts'])
      .where('subject', '=', asset?.id ?? '')
      .execute();
    expect(trail).toMatchObject([
      { action: 'asset.uploaded', facts: { door: 'direct', bytes: file.length } },
    ]);
  });

  it('F21 take no part that is longer or shorter than its address says', async () => {
    const id = await begin(2 * PART);
    const { url, bytes } = await direct.partUrl(caller, id, 1);
    expect(bytes).toBe(PART);
    expect(new URL(url).searchParams.get('X-Amz-SignedHeaders')).toContain('content-length');
    for (const wrong of [1, PART - 1, PART + 1, 2 * PART]) {
      expect(await put(url, randomBytes(wrong))).toBe(403);
    }
    expect(await put(url.replace('partNumber=1', 'partNumber=2'), randomBytes(PART))).toBe(403);
    expect((await direct.status(caller, id)).missing).toEqual([1, 2]);
    for (const number of [0, 3]) {
      await expect(direct.partUrl(caller, id, number)).rejects.toThrow(NoSuchPart);
    }
    await intake.abandon(id, 'test');
  });

  it('F45 take nothing by an address whose time is over', async () => {
    const id = await begin(PART);
    const { url } = await replica('late', storage, { urlSeconds: 1 }).directUploads.partUrl(caller, id, 1);
    await delay(2_500);
    expect(await put(url, randomBytes(PART))).toBe(403);
    expect((await direct.status(caller, id)).missing).toEqual([1]);
    await intake.abandon(id, 'test');
  });

  it('are complete only when every part is there', async () => {
    const file = pdf(2 * PART);
    const id = await begin(file.length);
    await send(id, 1, partOf(file, 1));
    await expect(direct.complete(caller, id)).rejects.toThrow(PartsMissing);
    await send(id, 2, partOf(file, 2));
    expect(await direct.complete(caller, id)).toMatchObject({ sha256: hex(file) });
  });

  it.each([
    [
      'are not what was declared',
      (file: Buffer) => file,
      { sha256: hex(Buffer.from('other')) },
      DigestMismatch,
    ],
    ['are no medium', () => randomBytes(PART + 10), {}, UnsupportedMedia],
  ])('are removed, and their quota is free, when the bytes %s', async (_, made, more, error) => {
    const file = made(pdf(PART + 10));
    const before = [await inBucket(), await quota()];
    const id = await begin(file.length, more);
    await sendAll(id, file);
    await expect(direct.complete(caller, id)).rejects.toThrow(error);
    expect(await inBucket()).toEqual(before[0]);
    expect(await quota()).toEqual(before[1]);
    await expect(direct.complete(caller, id)).rejects.toThrow(UploadExpired);
  });

  it('end when they are given up: parts are gone, and addresses take no more', async () => {
    const before = await inBucket();
    const id = await begin(2 * PART);
    await send(id, 1, randomBytes(PART));
    const { url } = await direct.partUrl(caller, id, 2);
    await intake.interrupt(caller, id);
    await intake.abandon(id, 'terminated');
    expect(await put(url, randomBytes(PART))).toBe(404);
    expect(await inBucket()).toEqual(before);
    expect((await quota()).reserved).toBe(0);
    await expect(direct.partUrl(caller, id, 1)).rejects.toThrow(UploadExpired);
  });

  it('expire, and abort what was sent', async () => {
    const before = await inBucket();
    const id = await begin(2 * PART);
    await send(id, 1, randomBytes(PART));
    skewMs = HOUR_MS - 60_000;
    // Whoever asks for an address goes on with it.
    const { url } = await direct.partUrl(caller, id, 2);
    skewMs = HOUR_MS + 60_000;
    await intake.sweep(never);
    expect((await intake.look(caller, id)).state).toBe('open');
    skewMs = 2 * HOUR_MS;
    await intake.sweep(never);
    skewMs = 0;
    expect((await intake.look(caller, id)).state).toBe('expired');
    expect(await put(url, randomBytes(PART))).toBe(404);
    expect(await inBucket()).toEqual(before);
    expect((await quota()).reserved).toBe(0);
  });

  it('F07 go on where a replica that stopped had read to', async () => {
    const file = pdf(4 * PART);
    const id = await begin(file.length, { sha256: hex(file) });
    await sendAll(id, file);
    const other = replica('two', storage);
    const interrupted = other.directUploads.complete(caller, id);
    interrupted.catch(() => undefined);
    let read = 0;
    while (read === 0) {
      read = (await uploads.get(test.database.kysely, id)).offset;
      await delay(1);
    }
    await other.directUploads.drain();
    await interrupted.catch(() => undefined);
    const { state, offset } = await intake.look(caller, id);
    if (state !== 'completed') expect(offset).toBeGreaterThan(0);
    await expect(direct.partUrl(caller, id, 1)).rejects.toThrow(UploadNotOpen);
    await direct.sweep(never);
    expect(await direct.complete(caller, id)).toMatchObject({ sha256: hex(file) });
    expect((await quota()).reserved).toBe(0);
  });

  it('F07 are taken up at once from a process that is gone, though its lease runs, and not from one that is there', async () => {
    const file = pdf(2 * PART);
    const id = await begin(file.length, { sha256: hex(file) });
    await sendAll(id, file);
    const holder = presentName('killed');
    const there = await test.database.appear(holder);
    await test.database.transaction((tx) =>
      domains.uploadLeases.acquire(tx, id, { holder, ttlMs: 60_000, force: true }),
    );
    expect(await direct.complete(caller, id)).toBeUndefined();
    await there.close();
    expect(await direct.complete(caller, id)).toMatchObject({ sha256: hex(file) });
  });

  it('F20 are read by one of two replicas, and both give the same asset', async () => {
    const file = pdf(3 * PART);
    const id = await begin(file.length);
    await sendAll(id, file);
    const other = replica('three', storage);
    const given = await Promise.all([direct.complete(caller, id), other.directUploads.complete(caller, id)]);
    expect(given.filter((asset) => asset !== undefined).length).toBeGreaterThan(0);
    const after = await direct.complete(caller, id);
    for (const asset of given) if (asset !== undefined) expect(asset.id).toBe(after?.id);
  });

  it('F20 are not left behind when they are given up while they are read', async () => {
    const before = await inBucket();
    const file = pdf(6 * PART);
    const id = await begin(file.length);
    await sendAll(id, file);
    const other = replica('four', storage);
    const reading = other.directUploads.complete(caller, id);
    reading.catch(() => undefined);
    while ((await uploads.get(test.database.kysely, id)).lease === null) await delay(1);
    await intake.abandon(id, 'terminated');
    await reading.catch(() => undefined);
    const { state } = await intake.look(caller, id);
    expect(state).toBe('abandoned');
    expect(await inBucket()).toEqual(before);
    expect((await quota()).reserved).toBe(0);
  });

  it('go by the address that senders reach, and by no other door', async () => {
    const file = pdf(PART);
    const id = await begin(file.length);
    const { endpoint } = rig;
    const seenAs = endpoint.replace('127.0.0.1', 'localhost');
    const { url } = await replica('five', storage, { endpoint: seenAs }).directUploads.partUrl(caller, id, 1);
    expect(url.startsWith(seenAs)).toBe(true);
    expect(await put(url, file)).toBe(200);
    const body = { body: never as never };
    await expect(numbered.put(caller, id, 1, body)).rejects.toThrow(UploadIsDirect);
    expect(await direct.complete(caller, id)).toMatchObject({ sha256: hex(file) });
    await originalsOnly();
  });

  it('are refused where they are off, where there is no bucket, and in parts that it does not take', () => {
    const wanted = { bytes: 2 * PART, partBytes: PART };
    const off = replica('six', storage, { enabled: false });
    expect(() => off.directUploads.requirePossible(wanted)).toThrow(DirectUploadsOff);
    const onPath = replica('seven', new NfsStorage({ root: '/nowhere' }));
    expect(() => onPath.directUploads.requirePossible(wanted)).toThrow(DirectUploadsOff);
    expect(() => direct.requirePossible({ ...wanted, partBytes: PART - 1 })).toThrow(DirectPartSize);
    expect(() => direct.requirePossible({ bytes: 10_001 * PART, partBytes: PART })).toThrow(DirectPartSize);
    direct.requirePossible({ bytes: 100, partBytes: 64 * 1024 });
  });
});
