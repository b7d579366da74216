import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#libs/kernel';
import { withTestDatabase } from '../database/testing/test-database.js';
import { Units } from '../quotas/index.js';
import {
  CourseNotFound,
  UPLOAD_LEASES,
  UploadExpired,
  UploadLocked,
  type UploadLeaseNotice,
  UploadLeases,
  UploadNotFound,
  UploadNotOpen,
  Uploads,
} from './index.js';

const LATER = new Date('2030-01-01T00:00:00Z');
const PAST = new Date('2020-01-01T00:00:00Z');

describe('Uploads', () => {
  const test = withTestDatabase();
  const [uploads, leases] = [new Uploads(), new UploadLeases()];
  let unit = '';

  beforeAll(async () => {
    unit = (await test.database.transaction((tx) => new Units().create(tx, { kind: 'region', name: 'R' })))
      .id;
  });

  const create = (more: { bytes?: number | null; owner?: string; expiresAt?: Date } = {}) =>
    test.database.transaction((tx) =>
      uploads.create(tx, {
        owner: 'doctor',
        unit,
        account: unit,
        fileName: '心脏超声.mp4',
        kind: 'whole',
        bytes: 1000,
        door: 'tus',
        expiresAt: LATER,
        ...more,
      }),
    );
  const acquire = (id: string, holder: string, more: { ttlMs?: number; force?: boolean; now?: Date } = {}) =>
    test.database.transaction((tx) => leases.acquire(tx, id, { holder, ttlMs: 60_000, ...more }));
  const checkpoint = (id: string, holder: string, fence: string, offset: number) =>
    test.database.transaction((tx) =>
      leases.checkpoint(tx, id, {
        fence,
        holder,
        offset,
        storage: { part: offset },
        digest: Buffer.from([offset % 256]),
        ttlMs: 60_000,
        expiresAt: LATER,
      }),
    );
  const get = (id: string) => uploads.get(test.database.kysely, id);
  const inTransaction = <T>(work: Parameters<typeof test.database.transaction<T>>[0]) =>
    test.database.transaction(work);

  it('gives back what was put in', async () => {
    const made = await create();
    const { lease, fence } = await acquire(made.id, 'a').then(({ upload, fence }) => ({
      lease: upload.lease,
      fence,
    }));
    expect(lease?.holder).toBe('a');
    expect(await checkpoint(made.id, 'a', fence, 300)).toBe(true);
    expect(await get(made.id)).toMatchObject({
      owner: 'doctor',
      fileName: '心脏超声.mp4',
      bytes: 1000,
      offset: 300,
      state: 'open',
      storage: { part: 300 },
      digest: Buffer.from([44]),
      metadata: {},
      failure: null,
      expiresAt: LATER,
    });
    await expect(get('upl_none')).rejects.toThrow(UploadNotFound);
    await expect(
      inTransaction((tx) =>
        uploads.create(tx, {
          owner: 'x',
          unit,
          account: unit,
          courseId: 'crs_none',
          fileName: 'x',
          kind: 'whole',
          bytes: 1,
          door: 'tus',
          expiresAt: LATER,
        }),
      ),
    ).rejects.toThrow(CourseNotFound);
  });

  it('F20 lets one of two holders in, and keeps the fence over a clean hand-over', async () => {
    const { id } = await create();
    const both = await Promise.allSettled([acquire(id, 'a'), acquire(id, 'b')]);
    const winner = both.find((answer) => answer.status === 'fulfilled')?.value;
    expect(both.find((answer) => answer.status === 'rejected')?.reason).toBeInstanceOf(UploadLocked);
    const holder = winner?.upload.lease?.holder ?? '';
    const fence = winner?.fence ?? '';
    await expect(acquire(id, holder)).rejects.toThrow(UploadLocked);
    expect(await inTransaction((tx) => leases.release(tx, id, { fence, holder }))).toBe(true);
    expect(await inTransaction((tx) => leases.release(tx, id, { fence, holder }))).toBe(false);
    expect(await acquire(id, 'c')).toMatchObject({ fence, takenOver: false });
  });

  it('F20 fences off at the write who was taken over after the lease ran out', async () => {
    const { id } = await create();
    const old = await acquire(id, 'old', { ttlMs: 20 });
    expect(await checkpoint(id, 'old', old.fence, 100)).toBe(true);
    await acquire(id, 'late', { now: new Date(Date.now() + 59_000) }).then(
      () => expect.unreachable(),
      (error: unknown) => expect(error).toBeInstanceOf(UploadLocked),
    );
    const fresh = await acquire(id, 'new', { now: new Date(Date.now() + 61_000) });
    expect(fresh.takenOver).toBe(true);
    expect(fresh.fence).not.toBe(old.fence);
    expect(fresh.upload.offset).toBe(100);
    expect(await checkpoint(id, 'old', old.fence, 200)).toBe(false);
    expect(await checkpoint(id, 'new', old.fence, 200)).toBe(false);
    expect(await checkpoint(id, 'old', fresh.fence, 200)).toBe(false);
    expect(await inTransaction((tx) => uploads.finishing(tx, id, { fence: old.fence }))).toBe(false);
    expect((await get(id)).offset).toBe(100);
    expect(await checkpoint(id, 'new', fresh.fence, 150)).toBe(true);
    expect(await inTransaction((tx) => leases.release(tx, id, { fence: old.fence, holder: 'old' }))).toBe(
      false,
    );
  });

  it('F20 makes a living holder stop for a newcomer who insists, even in the same process', async () => {
    const { id } = await create();
    const heard: UploadLeaseNotice[] = [];
    const subscription = await test.database.listen(UPLOAD_LEASES, (payload) => {
      heard.push(JSON.parse(payload ?? 'null') as UploadLeaseNotice);
    });
    const old = await acquire(id, 'pod');
    const fresh = await acquire(id, 'pod', { force: true });
    expect(fresh.takenOver).toBe(true);
    await expect
      .poll(() => heard)
      .toEqual([{ upload: id, holder: 'pod', previous: 'pod', fence: fresh.fence }]);
    expect(await checkpoint(id, 'pod', old.fence, 10)).toBe(false);
    expect(await checkpoint(id, 'pod', fresh.fence, 10)).toBe(true);
    await subscription.close();
  });

  it('F20 never moves the offset back, nor beyond the length', async () => {
    const { id } = await create();
    const { fence } = await acquire(id, 'a');
    expect(await checkpoint(id, 'a', fence, 500)).toBe(true);
    expect(await checkpoint(id, 'a', fence, 499)).toBe(false);
    expect(await checkpoint(id, 'a', fence, 500)).toBe(true);
    await expect(checkpoint(id, 'a', fence, 1001)).rejects.toMatchObject({ code: '23514' });
    expect((await get(id)).offset).toBe(500);
  });

  it('takes a length once, and finishes only when all bytes are there', async () => {
    const { id } = await create({ bytes: null });
    const { fence } = await acquire(id, 'a');
    await checkpoint(id, 'a', fence, 700);
    const setLength = (bytes: number) => inTransaction((tx) => uploads.setLength(tx, id, bytes));
    const finishing = () => inTransaction((tx) => uploads.finishing(tx, id, { fence }));
    expect(await finishing()).toBe(false);
    expect(await setLength(699)).toBe(false);
    expect(await setLength(800)).toBe(true);
    expect(await setLength(800)).toBe(true);
    expect(await setLength(900)).toBe(false);
    expect(await finishing()).toBe(false);
    await checkpoint(id, 'a', fence, 800);
    expect(await finishing()).toBe(true);
    expect(await finishing()).toBe(false);
    expect(await checkpoint(id, 'a', fence, 800)).toBe(false);
    await expect(acquire(id, 'b', { force: true })).rejects.toThrow(UploadNotOpen);
  });

  it('F22 lets one of a finisher, a sweeper and a canceller win', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = await create({ bytes: 0, expiresAt: new Date(Date.now() + 3_600_000) });
      const { fence } = await acquire(id, 'a');
      await inTransaction((tx) => leases.release(tx, id, { fence, holder: 'a' }));
      const outcomes = await Promise.all([
        inTransaction(
          async (tx) => (await uploads.finishing(tx, id, { fence })) && uploads.completed(tx, id),
        ),
        inTransaction((tx) => uploads.expire(tx, id, LATER)),
        inTransaction((tx) => uploads.abandon(tx, id, { reason: 'cancelled' })),
      ]);
      expect(outcomes.filter(Boolean)).toHaveLength(1);
      const state = ['completed', 'expired', 'abandoned'][outcomes.indexOf(true)];
      expect((await get(id)).state).toBe(state);
    }
  });

  it('F22 never expires an upload that is written to, or is finishing', async () => {
    const { id } = await create({ bytes: 0, expiresAt: new Date(Date.now() + 60_000) });
    const expire = (now: Date) => inTransaction((tx) => uploads.expire(tx, id, now));
    expect(await expire(new Date())).toBe(false);
    const { fence } = await acquire(id, 'a', { ttlMs: 3_600_000 });
    expect(await expire(new Date(Date.now() + 120_000))).toBe(false);
    await inTransaction((tx) => uploads.finishing(tx, id, { fence }));
    expect(await expire(LATER)).toBe(false);
    const stuck = await uploads.stuckFinishing(test.database.kysely, { olderThan: LATER, limit: 100 });
    expect(stuck.map((upload) => upload.id)).toContain(id);
    expect(await inTransaction((tx) => uploads.completed(tx, id))).toBe(true);
    expect(await inTransaction((tx) => uploads.completed(tx, id))).toBe(false);
    expect(await inTransaction((tx) => uploads.abandon(tx, id, { reason: 'late' }))).toBe(false);
  });

  it('remembers until its bytes are gone what came to nothing, then forgets it', async () => {
    const { id } = await create({ expiresAt: PAST });
    const q = test.database.kysely;
    await expect(acquire(id, 'a')).rejects.toThrow(UploadExpired);
    const overdue = await uploads.expired(q, { now: new Date(), limit: 100 });
    expect(overdue.map((upload) => upload.id)).toEqual([id]);
    expect(await inTransaction((tx) => uploads.expire(tx, id, new Date()))).toBe(true);
    await expect(acquire(id, 'a')).rejects.toThrow(UploadExpired);
    const waiting = async () =>
      (await uploads.undiscarded(q, { olderThan: LATER, limit: 100 })).map((upload) => upload.id);
    const forget = () => inTransaction((tx) => uploads.forget(tx, { olderThan: LATER, limit: 1000 }));
    expect(await waiting()).toContain(id);
    await forget();
    expect((await get(id)).state).toBe('expired');
    await inTransaction((tx) => uploads.discarded(tx, id));
    expect(await waiting()).not.toContain(id);
    expect(await forget()).toBeGreaterThan(0);
    await expect(get(id)).rejects.toThrow(UploadNotFound);
  });

  it('lists the unfinished ones of an owner, page by page', async () => {
    const owner = newId('key');
    const made: string[] = [];
    for (let n = 0; n < 5; n += 1) made.push((await create({ owner })).id);
    await inTransaction((tx) => uploads.abandon(tx, made[2] ?? '', { reason: 'x' }));
    const first = await uploads.listUnfinished(test.database.kysely, { owner, limit: 3 });
    const rest = await uploads.listUnfinished(test.database.kysely, {
      owner,
      limit: 3,
      cursor: first.nextCursor ?? '',
    });
    expect([...first.items, ...rest.items].map((upload) => upload.id).toSorted()).toEqual(
      made.filter((_, n) => n !== 2).toSorted(),
    );
    expect(rest.nextCursor).toBeNull();
  });
});
