import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Asset, Assets, posterOf, PutTracksOfAssets, Uploads } from '#libs/catalog';
import type { PutPoster } from '#libs/database';
import { newId } from '#libs/kernel';
import { Quotas, Units } from '#libs/quotas';
import { NfsStorage, originalOf, parseStorageKey, posterSource, type StorageKey } from '#libs/storage';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import { ClipFolder, h264, testPicture } from '../../../../libs/mp4/testing/clips.js';
import { defaultMediaSettings } from '../media-settings.js';
import { WorkerMetrics } from '../worker-metrics.js';
import { PosterJobs } from './poster-jobs.js';

const test = withTestDatabase();
const clips = new ClipFolder();
const assets = new Assets();
const putTracks = new PutTracksOfAssets();
const never = new AbortController().signal;
let folder: string;
let storage: NfsStorage;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-posters-'));
  await mkdir(join(folder, 'scratch'));
  storage = new NfsStorage({ root: join(folder, 'storage') });
  await test.database.transaction((tx) => new Units().create(tx, { id: 'u', kind: 'region', name: 'U' }));
});
afterAll(async () => {
  clips.remove();
  await rm(folder, { recursive: true, force: true });
});

function jobs(): PosterJobs {
  return new PosterJobs(
    {
      database: test.database,
      storage,
      assets,
      putTracks,
      quotas: new Quotas(),
      uploads: new Uploads(),
      logger: pino({ level: 'silent' }),
      metrics: new WorkerMetrics(new Registry()),
    },
    { scratch: join(folder, 'scratch'), media: defaultMediaSettings },
  );
}

const store = (key: StorageKey, bytes: Uint8Array) =>
  storage.put(
    key,
    (async function* () {
      yield bytes;
    })(),
  );

/** An asset for which somebody wishes for a poster. */
async function wished(wish: Partial<PutPoster>, original?: Uint8Array): Promise<Asset> {
  const id = newId('ast');
  if (original !== undefined) await store(originalOf(id), original);
  const names = { fileName: 'a.mp4', title: 'A', contentType: 'video/mp4', bytes: 1, sha256: '0'.repeat(64) };
  const poster = {
    id: 'w',
    second: null,
    image: null,
    state: 'waiting',
    failure: null,
    pictures: [],
  } as const;
  return test.database.transaction(async (tx) => {
    const asset = await assets.create(tx, {
      id,
      owner: 'd',
      unit: 'u',
      account: 'u',
      kind: 'video',
      ...names,
    });
    return putTracks.wish(tx, asset, { poster: { ...poster, ...wish }, bytes: 0 });
  });
}

async function stored(id: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of storage.list(parseStorageKey(`assets/${id}`))) found.push(key);
  return found;
}

it.each([1.5, 2.99])('of second %d: what is shown there, or last before it', async (second) => {
  const clip = await clips.make('p.mp4', ...testPicture(3, '64x36', 5), ...h264);
  const { id } = await wished({ second }, await readFile(clip));
  await jobs().make({ asset: id, wish: 'w' }, never);
  const now = await assets.get(test.database.kysely, id);
  expect(now.putPoster).toMatchObject({ state: 'done', second });
  expect(posterOf(now).map(({ format }) => format)).toEqual(['avif', 'webp', 'jpeg']);
  const bytes = posterOf(now).reduce((sum, picture) => sum + (picture.bytes ?? 0), 0);
  expect(now.derivedBytes).toBe(bytes);
  expect(await readdir(join(folder, 'scratch'))).toEqual([]);
  // It is done once.
  await jobs().make({ asset: id, wish: 'w' }, never);
  expect(await stored(id)).toHaveLength(4);
});

it('of an image, which goes; where nobody wishes for it any more nothing is made', async () => {
  const id = newId('ast');
  const image = posterSource(id, 'x');
  const png = await sharp({ create: { width: 64, height: 36, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const asset = await wished({ image: 'poster/x/source' });
  await store(parseStorageKey(image.replace(id, asset.id)), png);
  await jobs().make({ asset: asset.id, wish: 'another' }, never);
  expect(await stored(asset.id)).toHaveLength(1);
  await jobs().make({ asset: asset.id, wish: 'w' }, never);
  const now = await assets.get(test.database.kysely, asset.id);
  expect(now.putPoster).toMatchObject({ state: 'done', image: null });
  expect(await stored(asset.id)).toHaveLength(3);
});

async function bytesOf(what: string): Promise<Uint8Array> {
  if (what === 'no image') return Buffer.from(what);
  if (what === 'a recording')
    return readFile(await clips.make('p.mp4', ...testPicture(3, '64x36', 5), ...h264));
  const image = sharp({ create: { width: 64, height: 36, channels: 3, background: 'red' } });
  return (await image.jpeg().toBuffer()).subarray(0, 250);
}

it.each([
  ['no image', 'picture-not-supported'],
  ['a recording', 'picture-not-supported'],
  ['an image that breaks off', 'picture-damaged'],
])('of %s: why there is none', async (what, code) => {
  const shown = [{ path: 'poster/y/640.jpg', format: 'jpeg', width: 640, height: 360, bytes: 3 }];
  const { id } = await wished({ image: 'poster/x/source', pictures: shown });
  await store(posterSource(id, 'x'), await bytesOf(what));
  await jobs().make({ asset: id, wish: 'w' }, never);
  const now = await assets.get(test.database.kysely, id);
  expect(now.putPoster).toMatchObject({ state: 'failed', failure: { code }, pictures: shown, image: null });
  expect(await stored(id)).toEqual([]);
});

it('that fails for a reason of our own is tried again, and then given up', async () => {
  const { id } = await wished({ image: 'poster/gone/source' });
  await expect(jobs().make({ asset: id, wish: 'w' }, never)).rejects.toMatchObject({ code: 'internal' });
  expect((await assets.get(test.database.kysely, id)).putPoster?.state).toBe('waiting');
  await jobs().make({ asset: id, wish: 'w' }, never, 5);
  expect((await assets.get(test.database.kysely, id)).putPoster).toMatchObject({
    state: 'failed',
    failure: { code: 'internal' },
  });
});
