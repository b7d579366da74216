import { beforeAll, describe, expect, it } from 'vitest';
import { bringUpToDate, JobQueue } from '#libs/database';
import { withTestDatabase } from '../database/testing/test-database.js';
import {
  Assets,
  ENCODE_ASSET,
  jobOwnerOf,
  PACKAGE_ASSET,
  Processing,
  ProcessingJobs,
  QUEUES,
  twinOf,
} from './index.js';

const test = withTestDatabase();
const assets = new Assets();
const processing = new Processing();
const jobs = new ProcessingJobs();
let queue: JobQueue;

beforeAll(async () => {
  queue = new JobQueue(test.database, { queues: QUEUES });
  await bringUpToDate({ url: test.url, ownerUrl: test.ownerUrl, queues: QUEUES });
  await queue.start();
  await test.database.executeSql(
    `insert into accounts (id, kind, name, path, parent_id) values ('u', 'region', 'U', '{u}', null),
      ('w', 'department', 'W', '{u,w}', 'u'), ('@li', 'doctor', 'Li', '{u,w,@li}', 'w'), ('v', 'region', 'V', '{v}', null)`,
    [],
  );
  return () => queue.stop({ graceMs: 0 });
});

/** An asset that waits in a queue. */
async function queued(options: { kind?: string; startAfter?: Date; sha256?: string } = {}): Promise<string> {
  const { kind = PACKAGE_ASSET, startAfter, sha256 = 'a'.repeat(64) } = options;
  return test.database.transaction(async (tx) => {
    const asset = await assets.create(tx, {
      owner: 'li',
      unit: 'w',
      account: '@li',
      kind: 'video',
      fileName: 'a.mp4',
      title: 'A',
      contentType: 'video/mp4',
      bytes: 10,
      sha256,
    });
    const of = jobOwnerOf(asset);
    await queue.send(tx, kind, { asset: asset.id }, { of, ...(startAfter !== undefined && { startAfter }) });
    return asset.id;
  });
}

const find = (asset: string, under?: string) => jobs.find(test.database.kysely, asset, { under });
const nameOf = async (asset: string) => {
  const { id, kind } = (await find(asset)) ?? {};
  if (typeof id !== 'string' || typeof kind !== 'string') throw new Error('nothing waits');
  return { id, queue: kind };
};

describe('ProcessingJobs', () => {
  it('are those that wait, each by its asset, for whoever has its unit in reach', async () => {
    const hour = new Date(Date.now() + 3_600_000);
    const [due, later] = [await queued(), await queued({ kind: ENCODE_ASSET, startAfter: hour })];
    expect(await find(due)).toMatchObject({
      state: 'waiting',
      kind: PACKAGE_ASSET,
      priority: 'normal',
      failure: null,
    });
    expect(await find(later, 'u')).toMatchObject({ state: 'later', kind: ENCODE_ASSET, dueAt: hour });
    expect(await find(later, 'v')).toBeUndefined();
    const listed = async (request: Parameters<ProcessingJobs['list']>[1]) =>
      (await jobs.list(test.database.kysely, request)).items.map(({ asset }) => asset);
    expect((await listed({ limit: 10, under: 'w' })).toSorted()).toEqual([due, later].toSorted());
    expect(await listed({ limit: 10, state: 'later' })).toEqual([later]);
    expect(await listed({ limit: 10, kind: PACKAGE_ASSET })).toEqual([due]);
    expect(await listed({ limit: 10, under: 'v' })).toEqual([]);
    expect(await jobs.figures(test.database.kysely, { under: 'u' })).toMatchObject({
      queues: [
        { kind: PACKAGE_ASSET, jobs: { waiting: 1, later: 0, active: 0 } },
        { kind: ENCODE_ASSET, jobs: { waiting: 0, later: 1, active: 0 }, oldestSeconds: 0 },
      ],
      failed: 0,
    });
    const named = await nameOf(later);
    await test.database.transaction((tx) => queue.prefer(tx, named, 'high'));
    await test.database.transaction((tx) => queue.bringForward(tx, named));
    expect(await find(later)).toMatchObject({ state: 'waiting', priority: 'high' });
  });

  it('that are cancelled leave their asset failed, to be retried, and no copy of it', async () => {
    const sha256 = 'b'.repeat(64);
    const [asset, copy] = [await queued({ sha256 }), await queued({ sha256 })];
    const leaseUntil = new Date(Date.now() + 30_000);
    const begun = await test.database.transaction((tx) =>
      processing.startAttempt(tx, asset, { worker: 'w1', leaseUntil }),
    );
    const named = await nameOf(asset);
    const cancel = () =>
      test.database.transaction(async (tx) => {
        await queue.cancel(tx, named);
        return processing.cancel(tx, asset);
      });
    expect(await cancel()).toBe(true);
    expect(await cancel()).toBe(false);
    expect(await find(asset)).toMatchObject({ state: 'failed', kind: null, failure: { code: 'cancelled' } });
    // Whoever was at it writes nothing any more.
    const attempt = begun?.attempt ?? 0;
    await expect(
      test.database.transaction((tx) => processing.ready(tx, asset, { attempt })),
    ).rejects.toMatchObject({ code: 'stale-attempt' });
    expect(await test.database.transaction((tx) => twinOf(tx, copy))).toBeUndefined();
    await test.database.transaction((tx) => assets.retry(tx, asset));
    expect(await find(asset)).toBeUndefined();
  });

  it('tell why a try failed only in words of ours', async () => {
    const asset = await queued();
    const { id } = await nameOf(asset);
    const output = async (value: object) => {
      await test.database.executeSql('update pgboss.job set output = $2 where id = $1', [
        id,
        JSON.stringify(value),
      ]);
      return (await find(asset))?.failure;
    };
    expect(await output({ code: 'ENOENT', message: 'open /data/secret' })).toEqual({
      code: 'internal',
      reason: expect.not.stringContaining('/data'),
    });
    expect(await output({ code: 'storage-unavailable', message: 'The storage is away.' })).toEqual({
      code: 'storage-unavailable',
      reason: 'The storage is away.',
    });
  });
});
