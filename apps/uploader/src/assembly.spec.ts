import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Audit } from '#libs/audit';
import { Assets, QUEUES, UploadParts, Uploads, Courses } from '#libs/catalog';
import { JobQueue } from '#libs/database';
import type { Caller } from '#libs/http';
import { systemClock } from '#libs/kernel';
import { Quotas, Units } from '#libs/quotas';
import { FillLevel, NfsStorage, parseStorageKey, StorageFault } from '#libs/storage';
import { withTestDatabase } from '../../../libs/database/testing/test-database.js';
import { Assembly } from './assembly.js';
import { BodyChecksum } from './body-checksum.js';
import { Intake } from './intake.js';
import { LeaseWatch } from './lease-watch.js';
import { Reach } from './reach.js';
import { Watermarks } from './watermarks.js';

const PART = 1_000_000;
const test = withTestDatabase();
const never = new AbortController().signal;
const caller: Caller = { subject: 'doctor', name: 'Doctor', role: 'doctor', unit: 'u' };
const [uploads, uploadParts, assets, quotas, units] = [
  new Uploads(),
  new UploadParts(),
  new Assets(),
  new Quotas(),
  new Units(),
];
const logger = pino({ level: 'silent' });
let root: string;
let intake: Intake;
let assembly: Assembly;

beforeAll(() =>
  test.database.transaction(async (tx) => {
    await units.create(tx, { id: 'u', kind: 'region', name: 'U' });
  }),
);
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lectern-assembly-'));
  ({ intake, assembly } = replica('one'));
  return () => rm(root, { recursive: true, force: true });
});

function replica(name: string): { intake: Intake; assembly: Assembly } {
  const { database } = test;
  const storage = new NfsStorage({ root });
  const pace = { uploadWindowMs: 3_600_000, minimumBytes: 0, minimumWindowMs: 60_000 };
  const made = new Intake(
    {
      database,
      storage,
      uploads,
      uploadParts,
      assets,
      quotas,
      units,
      audit: new Audit(),
      queue: new JobQueue(database, { queues: QUEUES }),
      reach: new Reach(database, units, new Courses()),
      leases: new LeaseWatch({ database, uploads, logger }, `${name}-${root}`),
      watermarks: new Watermarks(new FillLevel(storage), 100),
      clock: systemClock,
      logger,
    },
    { maxFileBytes: 1_000 * PART, ...pace },
  );
  const parts = { database, storage, uploads, uploadParts, quotas, intake: made, clock: systemClock, logger };
  return { intake: made, assembly: new Assembly(parts, pace) };
}

const pdf = (bytes: number) => Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(bytes - 9)]);
const hex = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const reserved = async () => (await quotas.status(test.database.kysely, 'u')).reserved;

/** An upload whose parts are all there. */
async function inParts(file: Buffer): Promise<string> {
  const { id } = await intake.begin(caller, {
    door: 'parts',
    fileName: 'a.pdf',
    bytes: file.length,
    partBytes: PART,
  });
  for (let number = 1; (number - 1) * PART < file.length; number += 1) {
    const body = Readable.from([file.subarray((number - 1) * PART, number * PART)]);
    await assembly.put(caller, id, number, { body });
  }
  return id;
}

async function filesOfUploads(): Promise<string[]> {
  const entries = await readdir(join(root, 'uploads'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

async function untilCompleted(id: string): Promise<void> {
  for (;;) {
    const { state } = await uploads.get(test.database.kysely, id);
    if (state === 'completed' && (await uploadParts.list(test.database.kysely, id)).length === 0) return;
    if (state === 'abandoned' || state === 'expired') throw new Error(`the upload is ${state}`);
    await delay(20);
  }
}

describe('the sweep', () => {
  it('F07 puts together what a crash left, and removes its pieces', async () => {
    const file = pdf(4 * PART + 5);
    const id = await inParts(file);
    // The process died between saying that all parts are there and doing anything about it.
    await test.database.transaction((tx) => uploadParts.assemble(tx, id));
    await assembly.sweep(never);
    await untilCompleted(id);
    const { assetId } = await uploads.get(test.database.kysely, id);
    expect(await assets.get(test.database.kysely, assetId)).toMatchObject({
      bytes: file.length,
      sha256: hex(file),
    });
    expect(await filesOfUploads()).toEqual([]);
    expect(await reserved()).toBe(0);
  });

  it('goes on with the one that was interrupted in the middle', async () => {
    const file = pdf(3 * PART);
    const id = await inParts(file);
    await test.database.transaction((tx) => uploadParts.assemble(tx, id));
    async function* broken() {
      yield file.subarray(0, PART + 7);
      throw new Error('the storage went away');
    }
    await expect(intake.assemble(id, () => Readable.from(broken()))).rejects.toThrow();
    expect((await uploads.get(test.database.kysely, id)).offset).toBe(PART + 7);
    await assembly.sweep(never);
    await untilCompleted(id);
    const { assetId } = await uploads.get(test.database.kysely, id);
    expect((await assets.get(test.database.kysely, assetId)).sha256).toBe(hex(file));
  });

  it('removes the pieces of an upload that was given up, recorded ones and others', async () => {
    const id = await inParts(pdf(2 * PART));
    const storage = new NfsStorage({ root });
    // A crash after the object was stored and before its row was written.
    await storage.put(parseStorageKey(`uploads/${id}/parts/1-unrecorded`), Readable.from([Buffer.of(1)]));
    expect(await filesOfUploads()).toHaveLength(3);
    await intake.abandon(id, 'test');
    expect(await filesOfUploads()).toEqual([]);
    expect(await reserved()).toBe(0);
  });

  it('gives partial uploads up with their time, published ones too', async () => {
    const file = pdf(PART);
    const upload = await intake.begin(caller, {
      door: 'tus',
      fileName: 'unnamed',
      bytes: PART,
      concat: 'partial',
    });
    await intake.write(caller, upload.id, 0, Readable.from([file]));
    await intake.publishPiece(await intake.look(caller, upload.id));
    expect(await filesOfUploads()).toEqual(['whole']);
    await test.database.kysely
      .updateTable('uploads')
      .set({ expiresAt: new Date(0) })
      .where('id', '=', upload.id)
      .execute();
    await intake.sweep(never);
    expect((await uploads.get(test.database.kysely, upload.id)).state).toBe('expired');
    expect(await filesOfUploads()).toEqual([]);
    expect(await reserved()).toBe(0);
  });
});

it('F20 makes one asset, whichever of two replicas is told that all parts are there', async () => {
  const two = replica('two');
  for (let round = 0; round < 5; round += 1) {
    const file = pdf(3 * PART);
    const id = await inParts(file);
    const told = await Promise.allSettled([
      assembly.complete(caller, id),
      two.assembly.complete(caller, id),
      assembly.complete(caller, id),
    ]);
    // Whoever finds the other at work, or is overtaken by it, may ask again.
    const problems = told.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    for (const problem of problems) expect(problem).toMatchObject({ retryable: true });
    await untilCompleted(id);
    expect(await two.assembly.complete(caller, id)).toMatchObject({ bytes: file.length, sha256: hex(file) });
    expect(await filesOfUploads()).toEqual([]);
    expect(await reserved()).toBe(0);
  }
});

it('F26 keeps the offset through every checkpoint of a PATCH with a wrong checksum', async () => {
  const { id } = await intake.begin(caller, { door: 'tus', fileName: 'a.pdf', bytes: null });
  const first = pdf(PART);
  await intake.write(caller, id, 0, Readable.from([first]));
  const before = await uploads.get(test.database.kysely, id);
  const chunks = Array.from({ length: 64 }, () => randomBytes(PART));
  const checksum = BodyChecksum.expecting('sha1', Buffer.alloc(20));
  await expect(intake.write(caller, id, PART, Readable.from(chunks), { checksum })).rejects.toThrow(
    'checksum',
  );
  const after = await uploads.get(test.database.kysely, id);
  expect([after.offset, after.digest]).toEqual([PART, before.digest]);
  // Its length is not known: what was refused is fenced off for good.
  expect(after.fence).not.toBe(before.fence);
  await intake.abandon(id, 'test');
});

it('F08 never lets anybody go on in the file of a write that failed: it may still be carried out', async () => {
  const file = pdf(2 * PART);
  const { id } = await intake.begin(caller, { door: 'tus', fileName: 'a.pdf', bytes: file.length });
  await intake.write(caller, id, 0, Readable.from([file.subarray(0, PART)]));
  const before = await uploads.get(test.database.kysely, id);
  const [first = ''] = await readdir(root, { recursive: true }).then((names) =>
    names.filter((name) => basename(name).startsWith('.0-')),
  );
  // The server does not know the file for a while.
  await rename(join(root, first), join(root, 'away'));
  const rest = () => Readable.from([file.subarray(PART)]);
  await expect(intake.write(caller, id, PART, rest())).rejects.toThrow(StorageFault);
  await rename(join(root, 'away'), join(root, first));
  const after = await uploads.get(test.database.kysely, id);
  expect(after.offset).toBe(PART);
  expect(after.fence).not.toBe(before.fence);
  const inode = (await stat(join(root, first))).ino;
  const { asset } = await replica('two').intake.write(caller, id, PART, rest());
  expect(asset).toMatchObject({ bytes: file.length, sha256: hex(file) });
  const original = await readdir(root, { recursive: true }).then((names) =>
    names.find((name) => name.endsWith('/original') && name.includes(asset?.id ?? '?')),
  );
  expect((await stat(join(root, original ?? ''))).ino).not.toBe(inode);
});
