import { sql } from 'kysely';
import { beforeAll, expect, it, vi } from 'vitest';
import { withTestDatabase } from '../database/testing/test-database.js';
import { Units } from '../quotas/index.js';
import { Assets, Courses, Releases, type Viewer } from './index.js';

const test = withTestDatabase();
const releases = new Releases();
const [assets, courses] = [new Assets(releases), new Courses(releases)];
const inTransaction = <T>(work: Parameters<typeof test.database.transaction<T>>[0]) =>
  test.database.transaction(work);
const stranger: Viewer = { role: 'doctor', subject: 'd', unit: 'er', unitPath: ['region', 'er'] };
const mate: Viewer = { role: 'doctor', subject: 'm', unit: 'icu', unitPath: ['region', 'icu'] };
const seen = async (viewer: Viewer, id: string) =>
  (await assets.list(test.database.kysely, { viewer, limit: 100 })).items.some((asset) => asset.id === id);
const stateOf = async (id: string) => (await releases.ofAssets(test.database.kysely, [id])).get(id)?.state;

const course = (visibility: 'unit' | 'region') =>
  inTransaction((tx) => courses.create(tx, { title: 'C', unit: 'icu', owner: 'o', visibility }));
const file = {
  kind: 'video',
  fileName: 'a.mp4',
  contentType: 'video/mp4',
  bytes: 5,
  sha256: 'a'.repeat(64),
} as const;
const upload = { ...file, title: 'A', owner: 'o', unit: 'icu', account: 'icu' };

beforeAll(() =>
  inTransaction(async (tx) => {
    const units = new Units();
    await units.create(tx, { id: 'region', kind: 'region', name: 'Region' });
    for (const id of ['icu', 'er'])
      await units.create(tx, { id, kind: 'department', name: id, parentId: 'region' });
    await units.update(tx, 'region', { releases: 'reviewed' });
  }),
);

it('asks again of other bytes, which are seen within the unit until then', async () => {
  const { id: courseId } = await course('region');
  const { id } = await inTransaction((tx) => assets.create(tx, { ...upload, courseId }));
  await inTransaction((tx) => releases.release(tx, id, { by: 'chief' }));
  expect([await seen(mate, id), await seen(stranger, id)]).toEqual([true, true]);
  await inTransaction((tx) => releases.settle(tx, [id], { by: 'o', newBytes: true }));
  expect([await stateOf(id), await seen(mate, id), await seen(stranger, id)]).toEqual([
    'waiting',
    true,
    false,
  ]);
});

it('lets nothing through that comes while its course is opened to others', async () => {
  const { id: courseId } = await course('unit');
  const begun = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const made = inTransaction(async (tx) => {
    const asset = await assets.create(tx, { ...upload, courseId });
    begun.resolve();
    await goOn.promise;
    return asset.id;
  });
  await begun.promise;
  let isOpened = false;
  const opened = inTransaction((tx) =>
    courses.update(tx, courseId, { visibility: 'region' }, { by: 'o' }),
  ).then(() => {
    isOpened = true;
  });
  await vi.waitFor(async () => {
    const { rows } = await sql`select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(test.owner.kysely);
    expect(isOpened || rows.length > 0).toBe(true);
  }, 10_000);
  goOn.resolve();
  const id = await made;
  await opened;
  expect([await stateOf(id), await seen(stranger, id)]).toEqual(['waiting', false]);
});
