import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Audit } from '#libs/audit';
import { UploadEndedByAdministrator } from '#libs/catalog';
import { systemClock } from '#libs/kernel';
import { NfsStorage } from '#libs/storage';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import type { Intake } from './intake.js';
import type { LeaseWatch } from './lease-watch.js';
import { doctor as caller, domains, intakeRoom } from './testing/intake-room.js';

const BYTES = 300_000;
const WHOLE = { kind: 'whole', door: 'tus', fileName: 'a.pdf', bytes: BYTES } as const;
const BY = { actor: 'admin', reason: 'holds too much' };
const test = withTestDatabase();
const { assets, quotas, units, uploads } = domains;
const watches: LeaseWatch[] = [];
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lectern-ending-'));
  await test.database.transaction((tx) => units.create(tx, { id: 'u', kind: 'region', name: 'U' }));
});
afterAll(async () => {
  for (const watch of watches) await watch.close();
  await rm(root, { recursive: true, force: true });
});

/** A replica that hears what the others say. */
async function replica(holder: string, storage = new NfsStorage({ root })): Promise<Intake> {
  const { intake, leases } = intakeRoom({ database: test.database, storage, holder }, { clock: systemClock });
  await leases.start();
  watches.push(leases);
  return intake;
}

const pdf = () => Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(BYTES - 9)]);
const reserved = async () => (await quotas.status(test.database.kysely, 'u')).reserved;
async function files(): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

describe('F64 an upload that an administrator ends', () => {
  it('frees its quota at once, stops its sender on another replica, and stands in the trail', async () => {
    const [here, there] = [await replica('here'), await replica('there')];
    const { id } = await there.begin(caller, WHOLE);
    const body = new PassThrough();
    const writing = there.write(caller, id, 0, body);
    writing.catch(() => undefined);
    body.write(pdf().subarray(0, 100_000));
    await vi.waitFor(async () => expect((await uploads.get(test.database.kysely, id)).lease).not.toBeNull());
    expect(await here.end(id, BY)).toBe(true);
    expect(await reserved()).toBe(0);
    await expect(writing).rejects.toBeInstanceOf(UploadEndedByAdministrator);
    // Its body was left, not broken off: the sender can be answered.
    expect(body.destroyed).toBe(false);
    expect(await files()).toEqual([]);
    const { items } = await new Audit().list(test.database.kysely, { subject: id, limit: 1 });
    expect(items[0]).toMatchObject({
      actor: 'admin',
      action: 'upload.ended',
      unit: 'u',
      facts: { owner: 'doctor', reason: 'holds too much' },
    });
    // Once.
    expect(await here.end(id, BY)).toBe(false);
    await expect(there.write(caller, id, 0, Readable.from([pdf()]))).rejects.toBeInstanceOf(
      UploadEndedByAdministrator,
    );
  });

  it('F22 leaves nothing where it is published just then, and tells that it has ended', async () => {
    const storage = new NfsStorage({ root });
    const { resumable } = storage;
    const publish = resumable.publish.bind(resumable);
    const gate = Promise.withResolvers<undefined>();
    resumable.publish = async (...published) => {
      await gate.promise;
      return publish(...published);
    };
    const [here, there] = [await replica('here-2'), await replica('there-2', storage)];
    const { id } = await there.begin(caller, WHOLE);
    const writing = there.write(caller, id, 0, Readable.from([pdf()]));
    writing.catch(() => undefined);
    await vi.waitFor(async () => expect((await there.look(caller, id)).state).toBe('finishing'));
    // The sweep takes it up too.
    const swept = there.finish(id);
    swept.catch(() => undefined);
    expect(await here.end(id, BY)).toBe(true);
    gate.resolve(undefined);
    await expect(writing).rejects.toBeInstanceOf(UploadEndedByAdministrator);
    await expect(swept).rejects.toBeInstanceOf(UploadEndedByAdministrator);
    expect(await files()).toEqual([]);
    expect(await reserved()).toBe(0);
  });

  it('F22 is an asset or nothing, never both, whenever its end comes', async () => {
    const [here, there] = [await replica('here-3'), await replica('there-3')];
    const ends = { completed: 0, abandoned: 0 };
    let [used, wait] = [0, 5];
    for (let round = 0; round < 30; round += 1) {
      const { id, assetId } = await there.begin(caller, WHOLE);
      const file = pdf();
      const [written, ended] = await Promise.allSettled([
        there.write(caller, id, 0, Readable.from([file.subarray(0, 150_000), file.subarray(150_000)])),
        delay(wait).then(() => here.end(id, BY)),
      ]);
      const { state } = await there.look(caller, id);
      const asset = await assets.get(test.database.kysely, assetId).catch(() => undefined);
      expect(['completed', 'abandoned']).toContain(state);
      expect(asset !== undefined).toBe(state === 'completed');
      expect(ended).toEqual({ status: 'fulfilled', value: state === 'abandoned' });
      if (state === 'abandoned')
        expect(written).toMatchObject({ reason: expect.any(UploadEndedByAdministrator) });
      else expect(written.status).toBe('fulfilled');
      // It comes closer and closer to the moment at which it is too late, whatever that is here.
      wait = state === 'completed' ? wait * 0.75 : wait * 1.5 + 1;
      ends[state as keyof typeof ends] += 1;
      if (state === 'completed') used += BYTES;
      const status = await quotas.status(test.database.kysely, 'u');
      expect([status.used, status.reserved]).toEqual([used, 0]);
    }
    expect(Math.min(ends.completed, ends.abandoned)).toBeGreaterThan(0);
    expect(await files()).toHaveLength(ends.completed);
  });
});
