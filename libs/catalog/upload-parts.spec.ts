import { beforeAll, describe, expect, it } from 'vitest';
import { withTestDatabase } from '../database/testing/test-database.js';
import { Units } from '../quotas/index.js';
import {
  assetWithBytes,
  Assets,
  PartialUploadsNotReady,
  PartsMissing,
  UploadExpired,
  UploadLeases,
  UploadNotOpen,
  UploadParts,
  type UploadPlan,
  Uploads,
  type Viewer,
} from './index.js';

const LATER = new Date('2030-01-01T00:00:00Z');
const MUCH_LATER = new Date('2031-01-01T00:00:00Z');
const PAST = new Date('2020-01-01T00:00:00Z');

describe('UploadParts', () => {
  const test = withTestDatabase();
  const [uploads, leases] = [new Uploads(), new UploadLeases()];
  const parts = new UploadParts();
  let unit = '';

  beforeAll(async () => {
    unit = (await test.database.transaction((tx) => new Units().create(tx, { kind: 'region', name: 'R' })))
      .id;
  });

  const inParts = { kind: 'parts', bytes: 25, partBytes: 10 } as const;
  const create = (plan: UploadPlan = inParts, more: { owner?: string; expiresAt?: Date } = {}) =>
    test.database.transaction((tx) =>
      uploads.create(tx, {
        owner: 'doctor',
        unit,
        account: unit,
        fileName: 'a.pdf',
        expiresAt: LATER,
        ...plan,
        ...more,
      }),
    );
  const part = (upload: string, number: number, name = 'a', bytes = 10) => ({
    number,
    key: `uploads/${upload}/parts/${number}-${name}`,
    bytes,
    sha256: 'a'.repeat(64),
  });
  const record = (upload: string, number: number, name?: string) =>
    test.database.transaction((tx) =>
      parts.record(tx, upload, { ...part(upload, number, name), expiresAt: MUCH_LATER }),
    );
  const assemble = (upload: string) => test.database.transaction((tx) => parts.assemble(tx, upload));
  const numbersOf = async (upload: string) =>
    (await parts.list(test.database.kysely, upload)).map(({ number }) => number);

  it('keeps the last of each number, and says which object it replaced', async () => {
    const { id } = await create();
    expect(await record(id, 2)).toEqual({});
    expect(await record(id, 1)).toEqual({});
    expect(await record(id, 2, 'b')).toEqual({ replaced: `uploads/${id}/parts/2-a` });
    expect(await numbersOf(id)).toEqual([1, 2]);
    expect((await uploads.get(test.database.kysely, id)).expiresAt).toEqual(MUCH_LATER);
  });

  it('keeps a part that has been written into its upload, whatever comes after it', async () => {
    const { id } = await create();
    const written = { number: 1, key: null, bytes: 10, sha256: null, digest: Buffer.of(1, 2, 3) };
    const write = () =>
      test.database.transaction((tx) => parts.record(tx, id, { ...written, expiresAt: LATER }));
    expect(await record(id, 1)).toEqual({});
    expect(await write()).toEqual({ replaced: `uploads/${id}/parts/1-a` });
    expect(await record(id, 1, 'b')).toEqual({ written });
    expect(await write()).toEqual({ written });
    expect(await parts.list(test.database.kysely, id)).toEqual([written]);
    expect(await parts.find(test.database.kysely, id, 1)).toEqual(written);
    expect(await parts.find(test.database.kysely, id, 2)).toBeUndefined();
  });

  it('names the parts that are missing, and takes none once they are being put together', async () => {
    const { id } = await create();
    await record(id, 1);
    await expect(assemble(id)).rejects.toThrow(PartsMissing);
    await expect(assemble(id)).rejects.toMatchObject({ facts: { missing: [2, 3], missingCount: 2 } });
    await record(id, 2);
    await record(id, 3);
    const lease = { holder: 'late', ttlMs: 60_000 };
    await test.database.transaction((tx) => leases.acquire(tx, id, lease));
    expect(await assemble(id)).toBe(true);
    expect(await assemble(id)).toBe(false);
    await test.database.transaction(async (tx) => {
      const { fence } = await uploads.get(tx, id);
      await leases.release(tx, id, { ...lease, fence });
    });
    await expect(record(id, 3, 'late')).rejects.toThrow(UploadNotOpen);
    expect(await parts.unassembled(test.database.kysely, { limit: 100 })).toContain(id);
  });

  it('F22 has one winner when a part is replaced while all are to be put together', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { id } = await create({ ...inParts, bytes: 10 });
      await record(id, 1, 'before');
      const [late] = await Promise.allSettled([record(id, 1, 'late'), assemble(id)]);
      const [stored] = await parts.list(test.database.kysely, id);
      expect(stored?.key?.endsWith('late')).toBe(late.status === 'fulfilled');
    }
  });

  it('takes nothing for an upload that has ended, or whose time is over', async () => {
    const over = await create(inParts, { expiresAt: PAST });
    await expect(record(over.id, 1)).rejects.toThrow(UploadExpired);
    const ended = await create();
    await record(ended.id, 1);
    await test.database.transaction((tx) => uploads.abandon(tx, ended.id, { reason: 'test' }));
    await expect(record(ended.id, 2)).rejects.toThrow(UploadExpired);
    await expect(assemble(ended.id)).rejects.toThrow(UploadExpired);
    const leftovers = () => parts.leftovers(test.database.kysely, { olderThan: MUCH_LATER, limit: 100 });
    expect(await leftovers()).toContain(ended.id);
    await test.database.transaction((tx) => parts.forget(tx, ended.id, []));
    expect(await leftovers()).not.toContain(ended.id);
  });

  it('F20 are put together once, and who says so after the end is told nothing else', async () => {
    const { id } = await create();
    for (const state of ['finishing', 'completed'] as const) {
      await test.database.kysely.updateTable('uploads').set({ state }).where('id', '=', id).execute();
      await assemble(id);
      await test.database.transaction((tx) => parts.assembleDirect(tx, id));
      expect((await uploads.get(test.database.kysely, id)).state).toBe(state);
    }
  });

  it('of a direct upload are the sweep of direct uploads’ to go on with, and nobody else’s', async () => {
    const { id } = await create({ ...inParts, kind: 'direct' });
    await test.database.transaction((tx) => parts.prolong(tx, id, LATER));
    await test.database.transaction((tx) => parts.assembleDirect(tx, id));
    const unassembled = (direct: boolean) => parts.unassembled(test.database.kysely, { limit: 100, direct });
    expect(await unassembled(true)).toContain(id);
    expect(await unassembled(false)).not.toContain(id);
    const prolonged = test.database.transaction((tx) => parts.prolong(tx, id, LATER));
    await expect(prolonged).rejects.toThrow(UploadNotOpen);
  });

  describe('of partial uploads', () => {
    async function partial(owner = 'doctor', reached = 25): Promise<string> {
      const { id, fence } = await create({ kind: 'partial', door: 'tus', bytes: 25 }, { owner });
      await test.database.transaction(async (tx) => {
        const lease = { holder: 'h', ttlMs: 60_000 };
        await leases.acquire(tx, id, lease);
        const point = { storage: {}, digest: Buffer.of(1), offset: reached, expiresAt: LATER };
        await leases.checkpoint(tx, id, { ...lease, fence, ...point });
        await leases.release(tx, id, { holder: 'h', fence });
      });
      return id;
    }
    const use = (...ids: string[]) => test.database.transaction((tx) => parts.use(tx, 'doctor', ids));
    const stateOf = async (id: string) => (await uploads.get(test.database.kysely, id)).state;

    it('uses all or none, and each once', async () => {
      const [one, two, half, foreign] = [
        await partial(),
        await partial(),
        await partial('doctor', 24),
        await partial('other'),
      ];
      await expect(use(one, half)).rejects.toThrow(PartialUploadsNotReady);
      await expect(use(one, foreign)).rejects.toThrow(PartialUploadsNotReady);
      expect(await stateOf(one)).toBe('open');
      const both = await Promise.allSettled([use(one, two), use(two, one)]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await stateOf(one)).toBe('finishing');
      const stuck = await uploads.stuckFinishing(test.database.kysely, { olderThan: MUCH_LATER, limit: 100 });
      expect(stuck.map(({ id }) => id)).not.toContain(one);
      const final = await create({ kind: 'final', door: 'tus', bytes: 25, partials: [one, two] });
      await test.database.transaction((tx) => parts.forget(tx, final.id, [one, two]));
      expect([await stateOf(one), await stateOf(two), await stateOf(half)]).toEqual([
        'completed',
        'completed',
        'open',
      ]);
    });
  });

  it('F66 finds the same bytes in exactly the viewer’s unit, and only where they may see them', async () => {
    const sha256 = 'c'.repeat(64);
    const assets = new Assets();
    const { id } = await test.database.transaction((tx) =>
      assets.create(tx, {
        owner: 'doctor',
        unit,
        account: unit,
        kind: 'attachment',
        fileName: 'a.pdf',
        title: 'a',
        contentType: 'application/pdf',
        bytes: 25,
        sha256,
        state: 'ready',
      }),
    );
    const child = await test.database.transaction((tx) =>
      new Units().create(tx, { kind: 'county', name: 'C', parentId: unit }),
    );
    const found = (viewer: Partial<Viewer>, bytes = 25) =>
      assetWithBytes(test.database.kysely, {
        viewer: { role: 'doctor', subject: 'doctor', unit, unitPath: [unit], ...viewer },
        sha256,
        bytes,
      });
    expect(await found({})).toEqual([id, null]);
    expect(await found({}, 24)).toBeUndefined();
    expect(await found({ unit: child.id, unitPath: [unit, child.id] })).toBeUndefined();
    expect(await found({ unit: null, unitPath: [] })).toBeUndefined();
    expect(await found({ subject: 'colleague' })).toBeUndefined();
    expect(await found({ subject: 'head', role: 'unit-admin' })).toEqual([id, null]);
    await test.database.transaction((tx) => assets.trash(tx, id));
    expect(await found({})).toBeUndefined();
  });
});
