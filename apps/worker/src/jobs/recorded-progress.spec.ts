import { expect, it } from 'vitest';
import { Audit } from '#libs/audit';
import { type Asset, Assets, derivedPathsOf, Processing, QUEUES, Revisions } from '#libs/catalog';
import { type Database, JobQueue, openDatabase } from '#libs/database';
import { newId } from '#libs/kernel';
import { UsageCounts } from '#libs/usage';
import { Quotas, Units } from '#libs/quotas';
import { parseStorageKey, storyboardFile, storyboardFolder } from '#libs/storage';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import { RecordedProgress } from './recorded-progress.js';
import type { Rendition } from '../renditions/rendition.js';

const test = withTestDatabase();
const assets = new Assets();
const processing = new Processing();

/** An attempt on a new asset. */
async function begun(database: Database): Promise<{ asset: Asset; progress: RecordedProgress }> {
  const unit = newId('unt');
  const id = newId('ast');
  const started = await database.transaction(async (tx) => {
    await new Units().create(tx, { id: unit, kind: 'region', name: 'U' });
    const facts = { owner: 'd', unit, account: unit, kind: 'video', contentType: 'video/mp4' } as const;
    await assets.create(tx, { id, ...facts, fileName: 'a', title: 'A', bytes: 1, sha256: '0'.repeat(64) });
    return processing.startAttempt(tx, id, { worker: 'w', leaseUntil: new Date(Date.now() + 60_000) });
  });
  if (started === undefined) throw new Error('no attempt');
  const { asset, attempt } = started;
  const queue = new JobQueue(database, { queues: QUEUES });
  const revisions = new Revisions({ quotas: new Quotas(), audit: new Audit(), queue });
  return {
    asset,
    progress: new RecordedProgress(
      { database, processing, revisions, quotas: new Quotas(), usage: new UsageCounts() },
      asset,
      attempt,
    ),
  };
}

const UNKNOWN = { channels: undefined, keyframeBandwidth: undefined };

function made(asset: Asset, rung: string): Rendition {
  const folder = parseStorageKey(`assets/${asset.id}/hls/${rung}-1`);
  const sizes = { width: 640, height: 360, frameRate: 25, bandwidth: 9, averageBandwidth: 9, bytes: 9 };
  const playlistKey = parseStorageKey(`${folder}/index.m3u8`);
  return { rung, folder, playlistKey, ...sizes, codecs: 'avc1.640028', ...UNKNOWN, durationSeconds: 1 };
}

async function states(asset: Asset): Promise<Record<string, string>> {
  const rows = (await assets.renditionsOf(test.database.kysely, [asset.id])).get(asset.id) ?? [];
  return Object.fromEntries(rows.map(({ rung, state, folder }) => [rung, `${state} ${folder}`]));
}

it('a report of progress that comes late does not undo what was published after it', async () => {
  const database = openDatabase({ url: test.url, maxConnections: 2 });
  const { asset, progress } = await begun(database);
  // The one connection there is is taken, so that the report has to wait for a new one.
  await database.transaction(async () => progress.progress('480p', 100));
  const added = [made(asset, '480p')];
  const key = parseStorageKey(`assets/${asset.id}/hls/r1.m3u8`);
  await progress.masterPublished({ key, bytes: 1, replacedBytes: 0, added, all: added });
  await database.close();
  expect(await states(asset)).toEqual({ '480p': 'done hls/480p-1' });
});

it.each(['ready', 'failed'] as const)(
  'nothing is being encoded any more when the asset is %s',
  async (end) => {
    const { asset, progress } = await begun(test.database);
    const added = [made(asset, '480p')];
    const key = parseStorageKey(`assets/${asset.id}/hls/r1.m3u8`);
    await progress.masterPublished({ key, bytes: 1, replacedBytes: 0, added, all: added });
    progress.progress('720p', 57);
    await expect.poll(() => states(asset)).toHaveProperty('720p', 'encoding hls/720p');
    if (end === 'ready') await progress.ready();
    else await progress.failed({ code: 'internal', message: 'It failed.' });
    expect(await states(asset)).toEqual({ '480p': 'done hls/480p-1', '720p': 'failed hls/720p' });
  },
);

it('what is in a recording decides its kind', async () => {
  const { asset, progress } = await begun(test.database);
  const span = { index: 0, startSeconds: 0, endSeconds: 3 };
  const sound = { ...span, codec: 'opus', profile: '', channels: 2, sampleRate: 48_000 };
  const times = { durationSeconds: 3, startSeconds: 0, clockJumps: false };
  const facts = { container: 'matroska', ...times, bitrate: 9, video: undefined, leftOut: [] };
  await progress.probed({ ...facts, audio: sound });
  expect(await assets.get(test.database.kysely, asset.id)).toMatchObject({
    kind: 'audio',
    facts: { durationSeconds: 3, audioCodec: 'opus' },
  });
});

it('what is withdrawn is gone from catalog and counters, and a storyboard is in both', async () => {
  const { asset, progress } = await begun(test.database);
  const [source, better] = [made(asset, 'source'), { ...made(asset, '480p'), bytes: 4 }];
  const master = (name: string) => ({
    key: parseStorageKey(`assets/${asset.id}/hls/${name}.m3u8`),
    bytes: 2,
    replacedBytes: name === 'r1' ? 0 : 2,
  });
  await progress.masterPublished({ ...master('r1'), added: [source], all: [source] });
  const folder = storyboardFolder(asset.id, 'x');
  await progress.storyboard({
    index: storyboardFile(folder, 'index'),
    sheets: [storyboardFile(folder, 0)],
    tiles: 1,
    intervalSeconds: 10,
    tileWidth: 160,
    tileHeight: 90,
    bytes: 7,
    damagedAt: 3,
  });
  await progress.masterPublished({ ...master('r2'), added: [better], withdrawn: [source], all: [better] });
  expect(await states(asset)).toEqual({ '480p': 'done hls/480p-1' });
  const now = await assets.get(test.database.kysely, asset.id);
  expect(now).toMatchObject({
    derivedBytes: 2 + 7 + 4,
    storyboard: { path: 'storyboard/x/index.vtt', sheets: ['storyboard/x/sheet-0.jpg'], damagedAt: 3 },
  });
  expect(derivedPathsOf(now)).toEqual(['hls/r2.m3u8', 'storyboard/x/index.vtt', 'storyboard/x/sheet-0.jpg']);
  const status = await new Quotas().status(test.database.kysely, asset.account);
  expect(status.derived).toBe(now.derivedBytes);
});
