import { createHash, randomBytes } from 'node:crypto';
import { appendFile, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { UploadNotOpen } from '#libs/catalog';
import { presentName } from '#libs/database';
import { NfsStorage, parseStorageKey, StorageFault } from '#libs/storage';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import { BodyChecksum } from './body-checksum.js';
import { PartAlreadyWritten, PartLengthMismatch } from './intake.errors.js';
import type { IntakeRoom } from './room.js';
import { doctor as caller, domains, intakeRoom } from './testing/intake-room.js';

const PART = 1_000_000;
const test = withTestDatabase();
const { uploads, uploadLeases, uploadParts, assets, quotas, units } = domains;
const never = new AbortController().signal;
let root: string;
let intake: IntakeRoom['intake'];
let assembly: IntakeRoom['assembly'];
let numbered: IntakeRoom['numberedParts'];
let pieces: IntakeRoom['pieces'];

beforeAll(() => test.database.transaction((tx) => units.create(tx, { id: 'u', kind: 'region', name: 'U' })));
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lectern-assembly-'));
  ({ intake, assembly, numberedParts: numbered, pieces } = replica('one'));
  return () => rm(root, { recursive: true, force: true });
});

function replica(
  name: string,
  minimum: { minimumBytes?: number; minimumWindowMs?: number } = {},
): IntakeRoom {
  const on = { database: test.database, storage: new NfsStorage({ root }), holder: `${name}-${root}` };
  return intakeRoom(on, { maxFileBytes: 1_000 * PART, ...minimum });
}

const pdf = (bytes: number) => Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(bytes - 9)]);
const hex = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const reserved = async () => (await quotas.status(test.database.kysely, 'u')).reserved;

async function beginParts(file: Buffer): Promise<string> {
  const { id } = await intake.begin(caller, {
    kind: 'parts',
    fileName: 'a.pdf',
    bytes: file.length,
    partBytes: PART,
  });
  return id;
}

const partOf = (file: Buffer, number: number) => file.subarray((number - 1) * PART, number * PART);
const send = (id: string, number: number, bytes: Uint8Array, by = numbered) =>
  by.put(caller, id, number, { body: Readable.from([bytes]) });

/** An upload whose parts are all there: the first, which came last, in its place, the others to be poured. */
async function inParts(file: Buffer): Promise<string> {
  const id = await beginParts(file);
  for (let number = Math.ceil(file.length / PART); number >= 1; number -= 1)
    await send(id, number, partOf(file, number));
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
    async function* broken(offset: number) {
      yield file.subarray(offset, PART + 7);
      throw new Error('the storage went away');
    }
    await expect(intake.assemble(id, (offset) => Readable.from(broken(offset)))).rejects.toThrow();
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
      kind: 'partial',
      door: 'tus',
      fileName: 'unnamed',
      bytes: PART,
    });
    await intake.write(caller, upload.id, 0, Readable.from([file]));
    await pieces.publish(await intake.look(caller, upload.id));
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
  const { id } = await intake.begin(caller, { kind: 'whole', door: 'tus', fileName: 'a.pdf', bytes: null });
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

describe('a pour', () => {
  it('that is stopped with the service is none that failed: the outcome is to be asked for', async () => {
    const file = pdf(3 * PART);
    const id = await inParts(file);
    const told = assembly.complete(caller, id);
    const isOver = told.then(
      () => true,
      () => true,
    );
    while (!(await Promise.race([isOver, delay(1, false)]))) await intake.stopResumable();
    expect(await told).toBeUndefined();
    expect(await replica('two').assembly.complete(caller, id)).toMatchObject({ sha256: hex(file) });
  });

  it('F06 that reads from a slow storage has no slow sender', async () => {
    const file = pdf(2 * PART);
    const id = await inParts(file);
    await test.database.transaction((tx) => uploadParts.assemble(tx, id));
    const strict = replica('strict', { minimumBytes: 10 * PART, minimumWindowMs: 20 });
    async function* slowly(offset: number) {
      await delay(100);
      yield file.subarray(offset);
    }
    const asset = await strict.intake.assemble(id, (offset) => Readable.from(slowly(offset)));
    expect(asset).toMatchObject({ sha256: hex(file) });
  });

  it('F22 keeps a piece that its sender gives up when a final upload has it already', async () => {
    const file = pdf(PART);
    const intention = { door: 'tus', fileName: 'a.pdf' } as const;
    const piece = await intake.begin(caller, { ...intention, kind: 'partial', bytes: PART });
    await intake.write(caller, piece.id, 0, Readable.from([file]));
    const published = await pieces.publish(await intake.look(caller, piece.id));
    if (published === undefined) throw new Error('the piece is not empty');
    const { key, ...stored } = published;
    const final = await intake.begin(
      caller,
      { ...intention, kind: 'final', bytes: PART, partials: [piece.id] },
      {
        first: async (tx) => {
          await uploadParts.use(tx, caller.subject, [piece.id]);
          await quotas.release(tx, { reservation: piece.id });
        },
        last: (tx, { id }) => uploadParts.add(tx, id, [{ ...stored, key, number: 1 }]),
      },
    );
    await expect(intake.giveUp(caller, piece.id, 'terminated')).rejects.toThrow(UploadNotOpen);
    await assembly.sweep(never);
    await untilCompleted(final.id);
    expect(await filesOfUploads()).toEqual([]);
  });

  it('that fails lets go of the piece that it was reading', async () => {
    const { id } = await intake.begin(caller, {
      kind: 'parts',
      fileName: 'a.pdf',
      bytes: 1.5 * PART,
      partBytes: PART,
    });
    let isOpen = true;
    async function* piece() {
      try {
        for (let times = 0; times < 10; times += 1) yield pdf(PART);
      } finally {
        isOpen = false;
      }
    }
    await expect(intake.assemble(id, () => Readable.from(piece()))).rejects.toThrow();
    await vi.waitFor(() => expect(isOpen).toBe(false));
  });
});

describe('a part whose turn it is', () => {
  const partsOf = (id: string) => uploadParts.list(test.database.kysely, id);
  const offsetOf = async (id: string) => (await uploads.get(test.database.kysely, id)).offset;
  const isObject = async (id: string) => (await partsOf(id)).map(({ key }) => key !== null);

  it('goes straight into the upload, and the asset is there without another writing', async () => {
    const file = pdf(3 * PART + 5);
    const id = await beginParts(file);
    for (const number of [1, 2, 3, 4]) await send(id, number, partOf(file, number));
    expect(await isObject(id)).toEqual([false, false, false, false]);
    expect((await partsOf(id)).map(({ sha256 }) => sha256)).toEqual([hex(partOf(file, 1)), null, null, null]);
    expect(await offsetOf(id)).toBe(file.length);
    expect(await filesOfUploads()).toHaveLength(1);
    expect(await assembly.complete(caller, id)).toMatchObject({ bytes: file.length, sha256: hex(file) });
    expect(await filesOfUploads()).toEqual([]);
    expect(await reserved()).toBe(0);
  });

  it('waits for the client to say that all is there, however long', async () => {
    const file = pdf(2 * PART);
    const id = await beginParts(file);
    for (const number of [1, 2]) await send(id, number, partOf(file, number));
    await test.database.kysely
      .updateTable('uploads')
      .set({ updatedAt: new Date(0) })
      .where('id', '=', id)
      .execute();
    await intake.sweep(never);
    expect((await uploads.get(test.database.kysely, id)).state).toBe('open');
    await intake.abandon(id, 'test');
    expect(await filesOfUploads()).toEqual([]);
  });

  it('can be sent again, but not changed', async () => {
    const file = pdf(3 * PART);
    const id = await beginParts(file);
    const two = replica('two');
    for (const number of [1, 2]) await send(id, number, partOf(file, number));
    for (const number of [1, 2]) {
      expect(await send(id, number, partOf(file, number), two.numberedParts)).toMatchObject({
        number,
        key: null,
      });
      const other = Buffer.from(partOf(file, number));
      other[PART - 1] = (other[PART - 1] ?? 0) ^ 1;
      await expect(send(id, number, other)).rejects.toThrow(PartAlreadyWritten);
      await expect(
        numbered.put(caller, id, number, { body: Readable.from([other.subarray(1)]) }),
      ).rejects.toThrow(PartLengthMismatch);
    }
    await send(id, 3, partOf(file, 3));
    expect(await assembly.complete(caller, id)).toMatchObject({ sha256: hex(file) });
  });

  it('F26 counts whole or not at all, and the next try takes its place', async () => {
    const file = pdf(3 * PART);
    const id = await beginParts(file);
    await send(id, 1, partOf(file, 1));
    const checksums = () => {
      const checksum = BodyChecksum.expecting('sha1', createHash('sha1').update(partOf(file, 2)).digest());
      return checksum === undefined ? [] : [checksum];
    };
    const damaged = Buffer.from(partOf(file, 2)).fill(0, 10, 20);
    await expect(
      numbered.put(caller, id, 2, { body: Readable.from([damaged]), checksums: checksums() }),
    ).rejects.toThrow('checksum');
    async function* broken() {
      yield damaged.subarray(0, 500_000);
      throw new Error('the link broke');
    }
    await expect(numbered.put(caller, id, 2, { body: Readable.from(broken()) })).rejects.toThrow();
    await expect(send(id, 2, Buffer.concat([partOf(file, 2), Buffer.of(1)]))).rejects.toThrow(
      PartLengthMismatch,
    );
    expect([await offsetOf(id), (await partsOf(id)).length]).toEqual([PART, 1]);
    await numbered.put(caller, id, 2, { body: Readable.from([partOf(file, 2)]), checksums: checksums() });
    await send(id, 3, partOf(file, 3));
    expect(await isObject(id)).toEqual([false, false, false]);
    expect(await assembly.complete(caller, id)).toMatchObject({ sha256: hex(file) });
  });

  it('F20 makes an object of a part that comes while another replica writes, and pours it in the end', async () => {
    const file = pdf(4 * PART);
    const id = await beginParts(file);
    const two = replica('two');
    const slow = new PassThrough();
    const first = numbered.put(caller, id, 1, { body: slow });
    slow.write(partOf(file, 1).subarray(0, 1_000));
    await vi.waitFor(async () => expect((await uploads.get(test.database.kysely, id)).lease).not.toBeNull());
    // The same part, and others, by whoever has time: none waits for the slow one, and none stops it.
    await send(id, 1, partOf(file, 1), two.numberedParts);
    await send(id, 3, partOf(file, 3), two.numberedParts);
    expect(await isObject(id)).toEqual([true, true]);
    slow.end(partOf(file, 1).subarray(1_000));
    await first;
    expect(await isObject(id)).toEqual([false, true]);
    await send(id, 2, partOf(file, 2), two.numberedParts);
    await send(id, 4, partOf(file, 4));
    expect(await isObject(id)).toEqual([false, false, true, true]);
    expect(await two.assembly.complete(caller, id)).toMatchObject({ bytes: file.length, sha256: hex(file) });
    expect(await filesOfUploads()).toEqual([]);
    expect(await reserved()).toBe(0);
  });

  it('F22 is one part, whichever of several that send it at once comes first', async () => {
    const two = replica('two');
    for (let round = 0; round < 10; round += 1) {
      const file = pdf(2 * PART);
      const id = await beginParts(file);
      const other = Buffer.from(partOf(file, 1)).fill(7, 100, 200);
      const told = await Promise.allSettled([
        send(id, 1, partOf(file, 1)),
        send(id, 1, partOf(file, 1), two.numberedParts),
        send(id, 1, other, two.numberedParts),
      ]);
      for (const one of told)
        if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(PartAlreadyWritten);
      const [stored, ...more] = await partsOf(id);
      expect(more).toEqual([]);
      const isOther = stored?.sha256 === hex(other);
      if (!isOther) expect(stored?.sha256).toBe(hex(partOf(file, 1)));
      await send(id, 2, partOf(file, 2));
      const whole = isOther ? Buffer.concat([other, partOf(file, 2)]) : file;
      expect(await assembly.complete(caller, id)).toMatchObject({ sha256: hex(whole) });
      expect(await filesOfUploads()).toEqual([]);
    }
  });

  it('F07 is not lost with the process that took the one after it', async () => {
    const file = pdf(3 * PART);
    const id = await beginParts(file);
    await send(id, 1, partOf(file, 1));
    // A process that died in the middle of the second part: its lease runs, and bytes lie behind the offset.
    await test.database.transaction((tx) =>
      uploadLeases.acquire(tx, id, { holder: 'dead', ttlMs: 60_000, force: true }),
    );
    const [unfinished] = await filesOfUploads();
    await appendFile(join(root, 'uploads', await folderOf(id), unfinished ?? ''), randomBytes(12_345));
    await send(id, 2, partOf(file, 2));
    expect(await isObject(id)).toEqual([false, true]);
    await send(id, 3, partOf(file, 3));
    await test.database.kysely
      .updateTable('uploads')
      .set({ leaseUntil: new Date(0) })
      .where('id', '=', id)
      .execute();
    expect(await assembly.complete(caller, id)).toMatchObject({ bytes: file.length, sha256: hex(file) });
    expect(await filesOfUploads()).toEqual([]);
  });

  it('F07 is taken up at once from a process that is gone, though its lease runs, and not from one that is there', async () => {
    const file = pdf(3 * PART);
    const id = await beginParts(file);
    for (const number of [3, 2, 1]) await send(id, number, partOf(file, number));
    const holder = presentName('killed');
    const there = await test.database.appear(holder);
    await test.database.transaction((tx) =>
      uploadLeases.acquire(tx, id, { holder, ttlMs: 60_000, force: true }),
    );
    expect(await assembly.complete(caller, id)).toBeUndefined();
    await there.close();
    expect(await assembly.complete(caller, id)).toMatchObject({ bytes: file.length, sha256: hex(file) });
  });

  it('is given to nobody after the upload was given up while it came', async () => {
    const file = pdf(2 * PART);
    const id = await beginParts(file);
    const slow = new PassThrough();
    const going = numbered.put(caller, id, 1, { body: slow });
    going.catch(() => undefined);
    slow.write(partOf(file, 1).subarray(0, 1_000));
    await vi.waitFor(async () => expect((await uploads.get(test.database.kysely, id)).lease).not.toBeNull());
    await intake.interrupt(caller, id);
    await intake.abandon(id, 'terminated');
    await expect(going).rejects.toThrow();
    expect(await partsOf(id)).toEqual([]);
    expect(await filesOfUploads()).toEqual([]);
    expect(await reserved()).toBe(0);
  });
});

/** The folder of an upload below `uploads`, which storage fans out. */
async function folderOf(id: string): Promise<string> {
  const entries = await readdir(join(root, 'uploads'), { recursive: true });
  return entries.find((entry) => entry.endsWith(id)) ?? '';
}

it('F08 never lets anybody go on in the file of a write that failed: it may still be carried out', async () => {
  const file = pdf(2 * PART);
  const { id } = await intake.begin(caller, {
    kind: 'whole',
    door: 'tus',
    fileName: 'a.pdf',
    bytes: file.length,
  });
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
