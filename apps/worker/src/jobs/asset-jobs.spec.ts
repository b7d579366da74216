import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFile, chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Audit } from '#libs/audit';
import {
  Assets,
  derivedPathsOf,
  ENCODE_ASSET,
  Processing,
  QUEUES,
  Revisions,
  thinAsset,
  unthinAsset,
  Uploads,
} from '#libs/catalog';
import { bringUpToDate, JobQueue } from '#libs/database';
import { newId } from '#libs/kernel';
import { UsageCounts } from '#libs/usage';
import { Quotas, Units } from '#libs/quotas';
import { FillLevel, NfsStorage, parseStorageKey, StorageFull } from '#libs/storage';
import { ClipFolder, h264, testPicture } from '../../../../libs/mp4/testing/clips.js';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import { WorkerMetrics } from '../worker-metrics.js';
import { AssetJobs } from './asset-jobs.js';
import { defaultMediaSettings, type MediaSettings } from '../media-settings.js';

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

function jobs(
  storage: NfsStorage,
  encodePercent: number,
  more: { worker?: string; media?: Partial<MediaSettings> } = {},
): AssetJobs {
  return new AssetJobs(
    {
      database: test.database,
      queue,
      storage,
      fillLevel: new FillLevel(storage),
      assets,
      processing: new Processing(),
      revisions: new Revisions({ quotas: new Quotas(), audit: new Audit(), queue }),
      quotas: new Quotas(),
      usage: new UsageCounts(),
      uploads: new Uploads(),
      logger: pino({ level: 'silent' }),
      metrics: new WorkerMetrics(new Registry()),
    },
    {
      worker: more.worker ?? 'w',
      scratch: join(folder, 'scratch'),
      media: { ...defaultMediaSettings, ...more.media },
      encodePercent,
    },
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

describe('F63 of several assets with the same bytes', () => {
  const never = new AbortController().signal;
  // Nobody takes the jobs that these leave.
  afterAll(async () => {
    await test.database.executeSql('delete from pgboss.job where name = $1', [ENCODE_ASSET]);
  });

  /** ffmpeg, which writes down that it encoded a ladder: a script, which the jail would not start. */
  async function counted(
    name: string,
  ): Promise<{ media: Partial<MediaSettings>; encodings: () => Promise<number> }> {
    const log = join(folder, `${name}.log`);
    const ffmpeg = join(folder, name);
    await writeFile(log, '');
    await writeFile(ffmpeg, `#!/bin/sh\ncase "$*" in *libx264*) echo >> ${log} ;; esac\nexec ffmpeg "$@"\n`);
    await chmod(ffmpeg, 0o755);
    return { media: { ffmpeg, jail: 'off' }, encodings: async () => (await readFile(log)).length };
  }

  async function clip(name: string): Promise<{ storage: NfsStorage; bytes: Buffer }> {
    const codec = ['-c:v', 'mpeg4', '-q:v', '9', '-metadata', `title=${name}`];
    const path = await clips.make(`${name}.mp4`, ...testPicture(2, '160x90'), ...codec);
    return { storage: new NfsStorage({ root: join(folder, 'media') }), bytes: await readFile(path) };
  }

  const get = (id: string) => assets.get(test.database.kysely, id);
  const rungsOf = async (id: string) =>
    (await assets.renditionsOf(test.database.kysely, [id]))
      .get(id)
      ?.map(({ rung, state }) => `${rung} ${state}`);

  it('one is encoded; the others wait for it, take it over, and outlive it', async () => {
    const { storage, bytes } = await clip('same');
    const { media, encodings } = await counted('ffmpeg-same');
    const worker = (name: string) => jobs(storage, 101, { worker: name, media });
    const [first, second, third] = [
      await uploaded(storage, bytes),
      await uploaded(storage, bytes),
      await uploaded(storage, bytes),
    ];
    await worker('a').package({ asset: first }, never);
    await worker('b').package({ asset: second }, never);
    const encoding = worker('a').encode({ asset: first }, never);
    await expect.poll(async () => (await get(first)).worker, { timeout: 20_000 }).toBe('a');
    await worker('b').encode({ asset: second }, never);
    expect(await get(second)).toMatchObject({ state: 'processing', worker: null, tries: 0 });
    expect((await waiting()).map(({ data }) => data)).toContainEqual({ asset: second, waits: 1 });
    await encoding;
    expect(await encodings()).toBe(1);

    await worker('b').encode({ asset: second, waits: 1 }, never);
    await worker('c').package({ asset: third }, never);
    expect(await encodings()).toBe(1);
    for (const id of [second, third]) {
      expect(await get(id)).toMatchObject({ state: 'ready', facts: { width: 160 } });
      expect((await get(id)).poster).toHaveLength((await get(first)).poster?.length ?? 0);
      expect(await rungsOf(id)).toEqual(await rungsOf(first));
    }

    for await (const { key } of storage.list(parseStorageKey(`assets/${first}`))) await storage.remove(key);
    for (const id of [second, third]) {
      const asset = await get(id);
      const [rendition] = (await assets.renditionsOf(test.database.kysely, [id])).get(id) ?? [];
      const names = [
        ...derivedPathsOf(asset),
        `${rendition?.folder}/index.m3u8`,
        `${rendition?.folder}/stream.mp4`,
      ];
      for (const name of names) await storage.stat(parseStorageKey(`assets/${id}/${name}`));
    }
  });

  it('one in the trash is no help, and no hindrance', async () => {
    const { storage, bytes } = await clip('trashed');
    const { media, encodings } = await counted('ffmpeg-trashed');
    const first = await uploaded(storage, bytes);
    await jobs(storage, 101, { media }).encode({ asset: first }, never);
    await test.database.transaction((tx) => assets.trash(tx, first));
    const second = await uploaded(storage, bytes);
    await jobs(storage, 101, { media }).encode({ asset: second }, never);
    expect(await get(second)).toMatchObject({ state: 'ready' });
    expect(await encodings()).toBe(2);
  });

  it('one whose objects are gone is no help either', async () => {
    const { storage, bytes } = await clip('gone');
    const first = await uploaded(storage, bytes);
    await jobs(storage, 101).encode({ asset: first }, never);
    for await (const { key } of storage.list(parseStorageKey(`assets/${first}/hls`)))
      await storage.remove(key);
    const second = await uploaded(storage, bytes);
    await jobs(storage, 101).encode({ asset: second }, never);
    expect(await get(second)).toMatchObject({ state: 'ready' });
  });

  it('one has failed, and so have the others, until somebody has one tried again', async () => {
    const storage = new NfsStorage({ root: join(folder, 'media') });
    const bytes = Buffer.from('no recording, in several copies');
    const [first, second] = [await uploaded(storage, bytes), await uploaded(storage, bytes)];
    await jobs(storage, 101).package({ asset: first }, never);
    expect(await get(first)).toMatchObject({ state: 'failed', failure: { code: 'not-media' } });
    // What would tell that the bytes were looked at: they are not there.
    await storage.remove(parseStorageKey(`assets/${second}/source/original`));
    await jobs(storage, 101).package({ asset: second }, never);
    expect(await get(second)).toMatchObject({ state: 'failed', failure: { code: 'not-media' } });
    await test.database.transaction((tx) => assets.retry(tx, second));
    await expect(jobs(storage, 101).package({ asset: second }, never)).rejects.toMatchObject({
      code: 'internal',
    });
  });
});

it('F63 whose first rung plays lets those go on who have none, where somebody waits', async () => {
  const storage = new NfsStorage({ root: join(folder, 'media') });
  const codec = ['-c:v', 'mpeg4', '-q:v', '9'];
  const path = await clips.make('two-rungs.mp4', ...testPicture(2, '1280x720'), ...codec);
  const id = await uploaded(storage, await readFile(path));
  const other = newId('ast');
  await test.database.transaction((tx) => queue.send(tx, ENCODE_ASSET, { asset: other }));
  await jobs(storage, 101).encode({ asset: id }, new AbortController().signal);
  expect(await assets.get(test.database.kysely, id)).toMatchObject({
    state: 'playable',
    worker: null,
    tries: 0,
  });
  const { rows } = await test.database.executeSql(
    `select priority, group_id, group_tier from pgboss.job where name = $1 and data->>'asset' = $2`,
    [ENCODE_ASSET, id],
  );
  expect(rows).toEqual([{ priority: -1, group_id: 'u', group_tier: 'd' }]);
  await jobs(storage, 101).encode({ asset: id }, new AbortController().signal);
  const done = await assets.get(test.database.kysely, id);
  expect(done).toMatchObject({ state: 'ready' });

  // A master playlist that another took the place of lies there yet, and counts no more.
  const named = [
    ...derivedPathsOf(done),
    ...((await assets.renditionsOf(test.database.kysely, [id])).get(id) ?? []).map(
      ({ folder }) => `${folder}/`,
    ),
  ];
  let bytes = 0;
  for await (const object of storage.list(parseStorageKey(`assets/${id}`)))
    if (named.some((name) => object.key.startsWith(`assets/${id}/${name}`))) bytes += object.bytes;
  expect(done.derivedBytes).toBe(bytes);

  // A rung that was dropped since nobody watched it is made again when somebody does.
  const rungs = async () =>
    ((await assets.renditionsOf(test.database.kysely, [id])).get(id) ?? []).map(({ rung }) => rung);
  const all = await rungs();
  const { master } = await assets.get(test.database.kysely, id);
  await test.database.transaction((tx) =>
    thinAsset(tx, id, { rungs: all.slice(-1), master: master ?? '', bytes: 0 }),
  );
  expect(await rungs()).toEqual(all.slice(0, -1));
  await test.database.transaction((tx) => unthinAsset(tx, id));
  await jobs(storage, 101).encode({ asset: id }, new AbortController().signal);
  expect(await assets.get(test.database.kysely, id)).toMatchObject({ state: 'ready', thinnedAt: null });
  expect(await rungs()).toEqual(all);
  await test.database.executeSql('delete from pgboss.job where name = $1', [ENCODE_ASSET]);
});

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
    const [job, ...more] = (await waiting()).filter(({ data }) => (data as { asset: string }).asset === id);
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
        expect(await assets.get(test.database.kysely, id)).toMatchObject({ state: 'playable' });
        await jobs(storage, 101).encode({ asset: id }, never);
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
      const consumer = await queue.consume(name, { concurrency: 1 }, async (job) => {
        // What other tests put off may be due as well.
        if (job.id === id) tried();
        throw new Error('the storage is away');
      });
      await once;
      await consumer.stop();
      expect(await job()).toMatchObject({ state: 'retry' });
      expect(await job()).toMatchObject({ days: expect.closeTo(3650, -1) });
    },
  );
});
