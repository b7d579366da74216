import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { beforeAll, describe, expect, it } from 'vitest';
import { Assets, ENCODE_ASSET, Processing, QUEUES } from '#libs/catalog';
import { bringUpToDate, JobQueue } from '#libs/database';
import { newId } from '#libs/kernel';
import { Quotas, Units } from '#libs/quotas';
import { FillLevel, NfsStorage, parseStorageKey, StorageFull } from '#libs/storage';
import { ClipFolder, h264, testPicture } from '../../../../libs/mp4/testing/clips.js';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import { AssetJobs } from './asset-jobs.js';
import { defaultMediaSettings } from '../media-settings.js';

const test = withTestDatabase();
const assets = new Assets();
const clips = new ClipFolder();
let folder: string;
let queue: JobQueue;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-jobs-'));
  await mkdir(join(folder, 'scratch'));
  queue = new JobQueue(test.database, { queues: QUEUES });
  await bringUpToDate({ url: test.url, ownerUrl: test.ownerUrl, queues: QUEUES });
  await queue.start();
  await test.database.transaction((tx) => new Units().create(tx, { id: 'u', kind: 'region', name: 'U' }));
  return async () => {
    await queue.stop({ graceMs: 0 });
    clips.remove();
    await rm(folder, { recursive: true, force: true });
  };
});

function jobs(storage: NfsStorage, encodePercent: number): AssetJobs {
  return new AssetJobs(
    {
      database: test.database,
      queue,
      storage,
      fillLevel: new FillLevel(storage),
      assets,
      processing: new Processing(),
      quotas: new Quotas(),
      logger: pino({ level: 'silent' }),
    },
    { worker: 'w', scratch: join(folder, 'scratch'), media: defaultMediaSettings, encodePercent },
  );
}

async function waiting(): Promise<{ data: unknown; start_after: Date }[]> {
  const { rows } = await test.database.executeSql(
    `select data, start_after from pgboss.job where name = $1 and state = 'created'`,
    [ENCODE_ASSET],
  );
  return rows as { data: unknown; start_after: Date }[];
}

/** An asset in the database and its original in storage. */
async function uploaded(storage: NfsStorage, original: Uint8Array): Promise<string> {
  const id = newId('ast');
  await storage.put(
    parseStorageKey(`assets/${id}/source/original`),
    (async function* () {
      yield original;
    })(),
  );
  await test.database.transaction((tx) =>
    assets.create(tx, {
      id,
      owner: 'd',
      unit: 'u',
      account: 'u',
      kind: 'video',
      fileName: 'a.mp4',
      title: 'A',
      contentType: 'video/mp4',
      bytes: original.byteLength,
      sha256: createHash('sha256').update(original).digest('hex'),
      state: 'processing',
    }),
  );
  return id;
}

const mayMount =
  process.getuid?.() === 0 &&
  (await mkdtemp(join(tmpdir(), 'lectern-mount-')).then(async (place) => {
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', place]);
    if (status === 0) spawnSync('umount', [place]);
    await rm(place, { recursive: true });
    return status === 0;
  }));

describe('AssetJobs', () => {
  it('puts encoding off while the storage is too full, at no cost to the asset, and goes on after', async () => {
    const storage = new NfsStorage({ root: join(folder, 'media') });
    const id = await uploaded(storage, Buffer.from('no recording at all'));
    // Every disk is fuller than 0 %.
    await jobs(storage, 0).encode({ asset: id }, new AbortController().signal);
    expect(await assets.get(test.database.kysely, id)).toMatchObject({
      state: 'processing',
      attempt: 0,
      tries: 0,
    });
    const [job, ...more] = await waiting();
    expect([job?.data, more]).toEqual([{ asset: id }, []]);
    expect(job?.start_after.getTime()).toBeGreaterThan(Date.now());

    // No disk is fuller than 100 %.
    await jobs(storage, 101).encode({ asset: id }, new AbortController().signal);
    expect(await assets.get(test.database.kysely, id)).toMatchObject({ state: 'failed', attempt: 1 });
  });

  it.skipIf(!mayMount)(
    'F01 does not blame an asset for a full storage, however often it is tried',
    async () => {
      const root = join(folder, 'small');
      await mkdir(root);
      spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', root]);
      try {
        const storage = new NfsStorage({ root });
        const clip = await clips.make('small.mp4', ...testPicture(2, '64x64'), ...h264);
        const id = await uploaded(storage, await readFile(clip));
        await appendFile(join(root, 'filler'), Buffer.alloc(2 ** 20)).catch(() => undefined);
        const never = new AbortController().signal;
        for (let tries = 0; tries < 6; tries += 1)
          await expect(jobs(storage, 85).package({ asset: id }, never)).rejects.toMatchObject({
            cause: expect.any(StorageFull),
          });
        expect(await assets.get(test.database.kysely, id)).toMatchObject({ state: 'processing', tries: 0 });
        await rm(join(root, 'filler'));
        await jobs(storage, 85).package({ asset: id }, never);
        expect(await assets.get(test.database.kysely, id)).toMatchObject({ state: 'ready' });
      } finally {
        spawnSync('umount', [root]);
      }
    },
  );

  it.each(Object.keys(QUEUES))(
    '%s: a job outlives any time that its storage or its workers are away',
    async (name) => {
      const asset = newId('ast');
      const id = await test.database.transaction((tx) => queue.send(tx, name, { asset }));
      const job = async () =>
        (
          await test.database.executeSql(
            `select state, extract(epoch from keep_until - now())::float8 / 86400 as days from pgboss.job where id = $1`,
            [id],
          )
        ).rows[0];
      // As after months of one try every five minutes.
      await test.database.executeSql('update pgboss.job set retry_count = 50000 where id = $1', [id]);
      let tried: () => void = () => undefined;
      const once = new Promise<void>((resolve) => (tried = resolve));
      const consumer = await queue.consume(name, { concurrency: 1 }, async () => {
        tried();
        throw new Error('the storage is away');
      });
      await once;
      await consumer.stop();
      expect(await job()).toMatchObject({ state: 'retry' });
      expect(await job()).toMatchObject({ days: expect.closeTo(3650, -1) });
    },
  );
});
