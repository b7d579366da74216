import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { UploadNotOpen } from '#libs/catalog';
import { type Clock, systemClock } from '#libs/kernel';
import { NfsStorage } from '#libs/storage';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import type { Intake } from './intake.js';
import { TooManyBytes } from './intake.errors.js';
import { doctor as caller, domains, intakeRoom } from './testing/intake-room.js';

const BYTES = 60_000;
const WINDOW_MS = 3_600_000;
const WHOLE = { kind: 'whole', door: 'tus', fileName: 'a.pdf', bytes: BYTES } as const;
const test = withTestDatabase();
const { assets, quotas, units } = domains;
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lectern-sweep-'));
  await test.database.transaction((tx) => units.create(tx, { id: 'u', kind: 'region', name: 'U' }));
});
afterAll(() => rm(root, { recursive: true, force: true }));

function replica(name: string, clock: Clock, storage = new NfsStorage({ root })): Intake {
  const on = { database: test.database, storage, holder: `${name}-${root}` };
  return intakeRoom(on, { clock, maxFileBytes: 10 * BYTES, uploadWindowMs: WINDOW_MS }).intake;
}

/** Every file that storage holds. */
async function files(): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

it('F29 gives back what was reserved for a form whose uploader was killed, and leaves other doors alone', async () => {
  const intake = replica('one', systemClock);
  const later = replica('two', { now: () => new Date(Date.now() + WINDOW_MS / 2) });
  const { reserved } = await quotas.status(test.database.kysely, 'u');
  const form = await intake.begin(caller, { ...WHOLE, door: 'form' });
  const tus = await intake.begin(caller, WHOLE);
  await intake.sweep(new AbortController().signal);
  expect((await intake.look(caller, form.id)).state).toBe('open');
  await later.sweep(new AbortController().signal);
  expect((await intake.look(caller, form.id)).state).toBe('abandoned');
  expect((await intake.look(caller, tus.id)).state).toBe('open');
  expect((await quotas.status(test.database.kysely, 'u')).reserved).toBe(reserved + BYTES);
  await intake.abandon(tus.id, 'test');
});

it('F22 a sweeper whose clock is ahead meets uploads that finish: each is an asset or nothing, never both', async () => {
  const intake = replica('one', systemClock);
  const ahead = replica('two', { now: () => new Date(Date.now() + 2 * WINDOW_MS) });
  const ends = { completed: 0, expired: 0 };
  let used = 0;
  let wait = 5;
  for (let round = 0; round < 40; round += 1) {
    const file = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(BYTES - 9)]);
    const { id, assetId } = await intake.begin(caller, WHOLE);
    const [written] = await Promise.allSettled([
      intake.write(caller, id, 0, Readable.from([file.subarray(0, 30_000), file.subarray(30_000)])),
      delay(wait).then(() => ahead.sweep(new AbortController().signal)),
    ]);
    const { state } = await intake.look(caller, id);
    const asset = await assets.get(test.database.kysely, assetId).catch(() => undefined);
    expect(['completed', 'expired']).toContain(state);
    expect(asset !== undefined).toBe(state === 'completed');
    // The sweeper comes closer and closer to the moment at which it is too late, whatever that is here.
    wait = state === 'completed' ? wait * 0.75 : wait * 1.5 + 1;
    // Whoever was told that all is there must find it there.
    if (written.status === 'fulfilled') expect(state).toBe('completed');
    ends[state as keyof typeof ends] += 1;
    if (state === 'completed') used += BYTES;
    const status = await quotas.status(test.database.kysely, 'u');
    expect([status.used, status.reserved]).toEqual([used, 0]);
  }
  await ahead.sweep(new AbortController().signal);
  expect((await files()).filter((file) => file.endsWith('original'))).toHaveLength(ends.completed);
  expect(await files()).toHaveLength(ends.completed);
  expect(Math.min(ends.completed, ends.expired)).toBeGreaterThan(0);
});

it('F22 whoever gives an upload up while it is finished is told that it is an asset', async () => {
  const storage = new NfsStorage({ root });
  const { resumable } = storage;
  const publish = resumable.publish.bind(resumable);
  let letGo = () => {};
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  resumable.publish = async (...published) => {
    await gate;
    return publish(...published);
  };
  const intake = replica('three', systemClock, storage);
  const file = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(BYTES - 9)]);
  const { id } = await intake.begin(caller, WHOLE);
  const writing = intake.write(caller, id, 0, Readable.from([file]));
  await vi.waitFor(async () => expect((await intake.look(caller, id)).state).toBe('finishing'));
  const given = intake.giveUp(caller, id, 'terminated');
  given.catch(() => undefined);
  letGo();
  expect((await writing).asset).toMatchObject({ bytes: BYTES });
  await expect(given).rejects.toThrow(UploadNotOpen);
});

it.each([
  ['in one piece', (file: Buffer) => [Buffer.concat([file, Buffer.of(0)])]],
  ['in a piece of their own', (file: Buffer) => [file, Buffer.of(0)]],
])('F21 bytes beyond what was declared end the upload, %s', async (_, pieces) => {
  const intake = replica('four', systemClock);
  const file = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(BYTES - 9)]);
  const { id } = await intake.begin(caller, WHOLE);
  await expect(intake.write(caller, id, 0, Readable.from(pieces(file)))).rejects.toThrow(TooManyBytes);
  expect((await intake.look(caller, id)).state).toBe('abandoned');
});
