import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Audit } from '#libs/audit';
import { Assets, Holds, Processing, PutTracksOfAssets, Uploads } from '#libs/catalog';
import { ResumableSha256 } from '#libs/digest';
import { newId } from '#libs/kernel';
import { Quotas, Units } from '#libs/quotas';
import { NfsStorage, parseStorageKey } from '#libs/storage';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import { DeadReservations } from './dead-reservations.js';
import { Leftovers } from './leftovers.js';
import { Orphans } from './orphans.js';

const DAY = 24 * 3600;
const test = withTestDatabase();
const [assets, processing, uploads, quotas, audit, units] = [
  new Assets(),
  new Processing(),
  new Uploads(),
  new Quotas(),
  new Audit(),
  new Units(),
];
const logger = pino({ level: 'silent' });
const never = new AbortController().signal;
let root: string;
let storage: NfsStorage;
/** Days that have passed since everything here was stored. */
let days: number;
const clock = { now: () => new Date(Date.now() + days * DAY * 1000) };

beforeAll(() =>
  test.database.transaction((tx) =>
    units.create(tx, { id: 'u', kind: 'region', name: 'U' }).then(() => undefined),
  ),
);
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lectern-orphans-'));
  storage = new NfsStorage({ root });
  days = 4;
  return () => rm(root, { recursive: true, force: true });
});

function orphans(): Orphans {
  return new Orphans(
    { database: test.database, storage, assets, uploads, holds: new Holds(), audit, clock, logger },
    3 * DAY,
  );
}

async function store(key: string): Promise<void> {
  await storage.put(parseStorageKey(key), one(Buffer.from(key)));
}

async function storeOld(key: string): Promise<void> {
  await store(key);
  const then = new Date(Date.now() - 4 * DAY * 1000);
  await utimes(storage.localFiles.path(parseStorageKey(key)), then, then);
}

async function* one(bytes: Buffer) {
  yield bytes;
}

async function keys(): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of storage.list(parseStorageKey('assets'))) found.push(key);
  return found.toSorted();
}

async function folders(): Promise<string[]> {
  const found: string[] = [];
  for await (const { folder } of orphans().find()) found.push(folder);
  return found.toSorted();
}

function newUpload(asset: string) {
  return test.database.transaction(async (tx) => {
    const id = newId('upl');
    const expiresAt = new Date(Date.now() + DAY * 1000);
    await quotas.reserve(tx, { reservation: id, account: 'u', bytes: 5, assets: 1, expiresAt });
    return uploads.create(tx, {
      id,
      assetId: asset,
      owner: 'd',
      unit: 'u',
      account: 'u',
      fileName: 'a.pdf',
      kind: 'whole',
      bytes: 5,
      door: 'tus',
      expiresAt,
    });
  });
}

/** An asset that is `state`, with one rendition that the database knows and one that it does not. */
async function newAsset(state: 'ready' | 'processing'): Promise<string> {
  const id = newId('ast');
  await test.database.transaction(async (tx) => {
    await assets.create(tx, {
      id,
      owner: 'd',
      unit: 'u',
      account: 'u',
      kind: 'video',
      fileName: 'a.mp4',
      title: 'A',
      contentType: 'video/mp4',
      bytes: 5,
      sha256: createHash('sha256').update(id).digest('hex'),
      state: 'processing',
    });
    const begun = await processing.startAttempt(tx, id, { worker: 'w', leaseUntil: new Date() });
    const attempt = begun?.attempt ?? 0;
    const rendition = { rung: '720p', folder: 'hls/720p-known', state: 'done', percent: 100 } as const;
    await processing.addRendition(tx, id, { attempt, rendition });
    if (state === 'ready') await processing.ready(tx, id, { attempt });
  });
  for (const path of [
    'source/original',
    'hls/m1.m3u8',
    'hls/720p-known/index.m3u8',
    'hls/720p-lost/index.m3u8',
  ])
    await store(`assets/${id}/${path}`);
  return id;
}

describe('Orphans', () => {
  it('finds what no asset and no upload can become any more, once it is older than the window', async () => {
    const [lost, finishing, over] = [newId('ast'), newId('ast'), newId('ast')];
    for (const id of [lost, finishing, over]) await store(`assets/${id}/source/original`);
    await newUpload(finishing);
    const ended = await newUpload(over);
    await test.database.transaction(async (tx) => {
      await uploads.abandon(tx, ended.id, { reason: 'terminated' });
      await quotas.release(tx, { reservation: ended.id });
    });
    days = 2;
    expect(await folders()).toEqual([]);
    days = 4;
    expect(await folders()).toEqual([`assets/${lost}`, `assets/${over}`].toSorted());
  });

  it('F34 leaves what an attempt may still tell of, and finds it when the asset is ready', async () => {
    const [ready] = [await newAsset('ready'), await newAsset('processing')];
    expect(await folders()).toEqual([`assets/${ready}/hls/720p-lost`]);
  });

  it('finds what was replaced, and never what the asset names', async () => {
    const id = await newAsset('ready');
    const tracks = {
      captions: [],
      hidden: [],
      chapters: {
        list: [{ title: 'A', startSeconds: 0 }],
        files: { vtt: 'hls/chapters-now/index.vtt', json: 'hls/chapters-now/index.json' },
        bytes: 2,
        version: 2,
      },
    };
    await test.database.transaction(async (tx) => {
      const seen = await assets.get(tx, id);
      await new PutTracksOfAssets().write(tx, seen, { tracks, master: 'hls/r2-now.m3u8', bytes: 2 });
    });
    const named = ['hls/r2-now.m3u8', 'hls/chapters-now/index.vtt', 'hls/chapters-now/index.json'];
    const replaced = [
      'hls/chapters-old/index.vtt',
      'hls/captions-old/0.vtt',
      'poster/old/source',
      'hls/r2-old.m3u8',
    ];
    for (const path of [...named, ...replaced]) await store(`assets/${id}/${path}`);
    expect(await folders()).toEqual(
      ['hls/720p-lost', 'hls/captions-old', 'hls/chapters-old', 'hls/r2-old.m3u8', 'poster/old'].map(
        (path) => `assets/${id}/${path}`,
      ),
    );
  });

  it('leaves the trash to the trash', async () => {
    const id = await newAsset('ready');
    await test.database.transaction((tx) => assets.trash(tx, id));
    expect(await folders()).toEqual([]);
  });

  it('removes what is named and is an orphan still, and tells the trail', async () => {
    const [id, lost] = [await newAsset('ready'), newId('ast')];
    await store(`assets/${lost}/source/original`);
    const named = [
      `assets/${id}/hls/720p-lost`,
      `assets/${id}/hls/720p-known`,
      `assets/${id}`,
      `assets/${lost}`,
    ];
    const found = await orphans().among(named);
    expect(found.map(({ folder }) => folder)).toEqual([`assets/${id}/hls/720p-lost`, `assets/${lost}`]);
    for (const orphan of found) await orphans().remove(orphan, 'root');
    expect(await keys()).toEqual(
      ['hls/720p-known/index.m3u8', 'hls/m1.m3u8', 'source/original'].map((path) => `assets/${id}/${path}`),
    );
    const { items } = await new Audit().list(test.database.kysely, { action: 'orphan.removed', limit: 10 });
    expect(items.map(({ actor, subject }) => [actor, subject])).toEqual([
      ['root', lost],
      ['root', id],
    ]);
  });

  it('sweeps once a day among all replicas', async () => {
    // Turns are counted by the trail's own clock, so here the object is old and not the day late.
    days = 0;
    await storeOld(`assets/${newId('ast')}/source/original`);
    await Promise.all([orphans().sweep(never), orphans().sweep(never)]);
    expect(await keys()).toEqual([]);
    await storeOld(`assets/${newId('ast')}/source/original`);
    days += 0.5;
    await orphans().sweep(never);
    expect(await keys()).toHaveLength(1);
    days += 0.6;
    await orphans().sweep(never);
    expect(await keys()).toEqual([]);
  });

  it('removes nothing where storage belongs to another database', async () => {
    days = 10;
    for (let count = 0; count < 25; count += 1) await store(`assets/${newId('ast')}/source/original`);
    await orphans().sweep(never);
    expect(await keys()).toHaveLength(25);
  });
});

it('F07 removes what a writer that was killed left of an upload that had ended, and never of one that goes on', async () => {
  const [over, alive] = [await newUpload(newId('ast')), await newUpload(newId('ast'))];
  for (const { id, assetId, fence } of [over, alive]) {
    const key = parseStorageKey(`assets/${assetId}/source/original`);
    const state = await storage.resumable.begin(id, { key, bytes: 5 });
    const options = { fence, digest: ResumableSha256.resume(undefined), checkpoint: () => Promise.resolve() };
    await storage.resumable.append(state, 0, one(Buffer.from('123')), options);
  }
  await test.database.transaction(async (tx) => {
    await uploads.abandon(tx, over.id, { reason: 'test' });
    await uploads.discarded(tx, over.id);
    await quotas.release(tx, { reservation: over.id });
  });
  expect(await folders()).toEqual([`uploads/${over.id}`]);
  const [orphan] = await orphans().among([`uploads/${over.id}`]);
  expect(orphan).toMatchObject({ asset: null, reason: 'never-finished', bytes: 3 });
  if (orphan !== undefined) await orphans().remove(orphan, 'test');
  expect(await folders()).toEqual([]);
  const left = await readdir(join(root, 'uploads'), { recursive: true, withFileTypes: true });
  expect(left.filter((entry) => entry.isFile()).map(({ parentPath }) => parentPath)).toEqual([
    join(root, 'uploads', alive.id.slice(-2), alive.id),
  ]);
});

describe('Leftovers', () => {
  it('removes what publishing left of a completed upload, once, and never its object', async () => {
    const upload = await newUpload(newId('ast'));
    const key = parseStorageKey(`assets/${upload.assetId}/source/original`);
    const state = await storage.resumable.begin(upload.id, { key, bytes: 5 });
    const { fence } = upload;
    const digest = ResumableSha256.resume(undefined);
    const checkpoint = () => Promise.resolve();
    const appended = await storage.resumable.append(state, 0, one(Buffer.from('12345')), {
      fence,
      digest,
      checkpoint,
    });
    await storage.resumable.publish(appended.state, key, 5);
    // As if the removal had failed: the folder is there again.
    const folder = join(root, 'uploads', upload.id.slice(-2), upload.id);
    await storage.resumable.append(state, 0, one(Buffer.from('123')), { fence, digest, checkpoint });
    await test.database.transaction(async (tx) => {
      await tx
        .updateTable('uploads')
        .set({ state: 'completed', offsetBytes: 5, storage: JSON.stringify(appended.state) })
        .where('id', '=', upload.id)
        .execute();
      await quotas.release(tx, { reservation: upload.id });
    });
    expect(await readdir(folder)).toHaveLength(1);
    days = 1;
    const leftovers = new Leftovers({ database: test.database, storage, uploads, clock, logger });
    await leftovers.sweep(never);
    await expect(readdir(folder)).rejects.toMatchObject({ code: 'ENOENT' });
    expect((await storage.stat(key)).bytes).toBe(5);
    const { discardedAt } = await test.database.kysely
      .selectFrom('uploads')
      .select('discardedAt')
      .where('id', '=', upload.id)
      .executeTakeFirstOrThrow();
    expect(discardedAt).not.toBeNull();
  });
});

describe('DeadReservations', () => {
  it('F29 releases what is held for nobody, and nothing else', async () => {
    const alive = await newUpload(newId('ast'));
    const over = await newUpload(newId('ast'));
    await test.database.transaction(async (tx) => {
      // As a fault would leave them: an end that forgot its reservation, and a reservation without an upload.
      await uploads.abandon(tx, over.id, { reason: 'fault' });
      const expiresAt = new Date(Date.now() + DAY * 1000);
      await quotas.reserve(tx, { reservation: newId('upl'), account: 'u', bytes: 7, assets: 1, expiresAt });
    });
    const dead = new DeadReservations({ database: test.database, uploads, quotas, audit, logger });
    await Promise.all([dead.sweep(never), dead.sweep(never)]);
    const held = await quotas.held(test.database.kysely, { limit: 100 });
    const open = await uploads.unfinishedAmong(
      test.database.kysely,
      held.map(({ id }) => id),
    );
    expect(held.map(({ id }) => id)).toContain(alive.id);
    expect(open).toHaveLength(held.length);
    expect((await quotas.recompute(test.database.kysely, 'u', { correct: false })).drift).toBe(0);
  });
});
