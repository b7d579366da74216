import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { originalOf, NfsStorage } from '#libs/storage';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import { DigestMismatch, FencedOff, Sha256Declared } from './intake.errors.js';
import type { Intake } from './intake.js';
import type { LeaseWatch } from './lease-watch.js';
import { doctor, domains, intakeRoom } from './testing/intake-room.js';

const BYTES = 300_000;
const WHOLE = { kind: 'whole', door: 'tus', fileName: 'a.pdf', bytes: BYTES } as const;
const test = withTestDatabase();
const { assets, quotas, units, uploads } = domains;
const watches: LeaseWatch[] = [];
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lectern-late-hash-'));
  await test.database.transaction((tx) => units.create(tx, { id: 'u', kind: 'region', name: 'U' }));
});
afterAll(async () => {
  for (const watch of watches) await watch.close();
  await rm(root, { recursive: true, force: true });
});

async function replica(holder: string, storage = new NfsStorage({ root })): Promise<Intake> {
  const { intake, leases } = intakeRoom({ database: test.database, storage, holder });
  await leases.start();
  watches.push(leases);
  return intake;
}

const pdf = () => Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(BYTES - 9)]);
const hex = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const get = (id: string) => uploads.get(test.database.kysely, id);

async function stored(intake: Intake, bytes: Buffer): Promise<void> {
  const { id } = await intake.begin(doctor, WHOLE);
  await intake.write(doctor, id, 0, Readable.from([bytes]));
}

async function folders(of: 'assets' | 'uploads'): Promise<string[]> {
  return (await readdir(join(root, of)).catch(() => [])).filter((name) => !name.startsWith('.'));
}

it('stops whoever sends the bytes in vain, elsewhere too, and keeps nothing of them', async () => {
  const [here, there] = [await replica('here'), await replica('there')];
  const bytes = pdf();
  await stored(here, bytes);
  const { id, assetId } = await there.begin(doctor, WHOLE);
  const body = new PassThrough();
  const writing = there.write(doctor, id, 0, body);
  writing.catch(() => undefined);
  body.write(bytes.subarray(0, 100_000));
  await vi.waitFor(async () => expect((await get(id)).lease).not.toBeNull());
  const { upload, asset } = await here.declareSha256(doctor, id, hex(bytes));
  expect(upload).toMatchObject({ state: 'completed', offset: BYTES, assetId: asset?.id });
  expect(asset?.id).not.toBe(assetId);
  await expect(writing).rejects.toBeInstanceOf(FencedOff);
  expect(await folders('uploads')).not.toContain(id);
  expect(await folders('assets')).not.toContain(assetId);
  expect((await quotas.status(test.database.kysely, 'u')).reserved).toBe(0);
});

it('gives way to the bytes where they have come meanwhile, and leaves no clone', async () => {
  const storage = new NfsStorage({ root });
  const intake = await replica('meanwhile', storage);
  const bytes = pdf();
  await stored(intake, bytes);
  const { id, assetId } = await intake.begin(doctor, WHOLE);
  const clone = storage.clone.bind(storage);
  let made = '';
  storage.clone = async (from, to) => {
    made = to;
    const cloned = await clone(from, to);
    await intake.write(doctor, id, 0, Readable.from([bytes]));
    return cloned;
  };
  const { upload, asset } = await intake.declareSha256(doctor, id, hex(bytes));
  expect([asset, upload.state, upload.assetId]).toEqual([undefined, 'completed', assetId]);
  expect(await storage.stat(originalOf(assetId))).toMatchObject({ bytes: BYTES });
  expect(await folders('assets')).not.toContain(made.split('/')[1]);
  expect((await assets.get(test.database.kysely, assetId)).sha256).toBe(hex(bytes));
});

it('holds a finish that is under way already to what is declared while it begins', async () => {
  const intake = await replica('under-way');
  const bytes = pdf();
  const { id } = await intake.begin(doctor, WHOLE);
  // The last moment at which the upload is open: after the finish has looked at it.
  const finishing = vi.spyOn(domains.uploads, 'finishing').mockImplementationOnce(async (...args) => {
    finishing.mockRestore();
    await intake.declareSha256(doctor, id, 'a'.repeat(64));
    return domains.uploads.finishing(...args);
  });
  await expect(intake.write(doctor, id, 0, Readable.from([bytes]))).rejects.toBeInstanceOf(DigestMismatch);
});

it('is said once', async () => {
  const intake = await replica('once');
  const { id } = await intake.begin(doctor, { ...WHOLE, sha256: 'b'.repeat(64) });
  expect(await intake.declareSha256(doctor, id, 'b'.repeat(64))).toMatchObject({ upload: { state: 'open' } });
  await expect(intake.declareSha256(doctor, id, 'a'.repeat(64))).rejects.toBeInstanceOf(Sha256Declared);
  await intake.abandon(id, 'tidied');
});
