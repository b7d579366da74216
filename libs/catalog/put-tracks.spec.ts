import { beforeAll, describe, expect, it } from 'vitest';
import type { CaptionTrack, PutCaption, PutPoster, PutTracks } from '#libs/database';
import { withTestDatabase } from '../database/testing/test-database.js';
import { Units } from '../quotas/index.js';
import {
  AssetEdited,
  AssetNotFound,
  Assets,
  captionsOf,
  derivedPathsOf,
  posterOf,
  Processing,
  PutTracksOfAssets,
  putTracksOf,
  tracksNamed,
} from './index.js';

const test = withTestDatabase();
const assets = new Assets();
const processing = new Processing();
const tracks = new PutTracksOfAssets();
beforeAll(async () => {
  await test.database.transaction((tx) => new Units().create(tx, { id: 'u', kind: 'region', name: 'U' }));
});

const newAsset = () =>
  test.database.transaction((tx) =>
    assets.create(tx, {
      owner: 'd',
      unit: 'u',
      account: 'u',
      kind: 'video',
      fileName: 'a.mp4',
      title: 'A',
      contentType: 'video/mp4',
      bytes: 1,
      sha256: '0'.repeat(64),
    }),
  );
const get = (id: string) => assets.get(test.database.kysely, id);

const own = (language: string, more: Partial<CaptionTrack> = {}): CaptionTrack => ({
  path: `hls/captions-own/${language}.vtt`,
  playlist: `hls/captions-own/${language}.m3u8`,
  language,
  label: language,
  isDefault: false,
  isForced: false,
  ...more,
});
const put = (language: string, more: Partial<PutCaption> = {}): PutCaption => ({
  path: `hls/captions-put/${language}.vtt`,
  playlist: `hls/captions-put/${language}.m3u8`,
  language,
  label: language,
  isDefault: false,
  cues: 1,
  bytes: 10,
  version: 2,
  putAt: '2026-11-30T08:00:00.000Z',
  ...more,
});
const all = (more: Partial<PutTracks>): PutTracks => ({ captions: [], hidden: [], chapters: null, ...more });

describe('the text tracks that are shown', () => {
  it('are those that people put, and the recording’s own of all other languages', () => {
    const shown = captionsOf({
      captions: {
        tracks: [
          own('zh', { isDefault: true }),
          own('zh', { isForced: true }),
          own('en', { isDefault: true }),
          own('bo'),
        ],
        leftOut: [],
      },
      putTracks: all({
        captions: [put('zh', { isDefault: true }), put('fr', { label: 'en', playlist: null })],
        hidden: ['bo'],
      }),
    });
    expect(
      shown.map(({ language, label, isDefault, put: by }) => [language, label, isDefault, by?.version]),
    ).toEqual([
      ['en', 'en', false, undefined],
      ['zh', 'zh', true, 2],
      ['fr', 'en 2', false, 2],
    ]);
  });

  it('are named by a master playlist once there is a playlist of theirs', () => {
    const files = { vtt: 'hls/chapters-x/index.vtt', json: 'hls/chapters-x/index.json' };
    const putTracks = all({
      captions: [put('zh'), put('fr', { playlist: null })],
      chapters: { list: [], files, bytes: 1, version: 2 },
    });
    const named = tracksNamed({ captions: null, putTracks }, (path) => path.slice(4));
    expect(named.subtitles.map(({ uri }) => uri)).toEqual(['captions-put/zh.m3u8']);
    expect(named.chapters).toBe('chapters-x/index.json');
  });
});

describe('what people put', () => {
  const inTransaction = <T>(work: Parameters<typeof test.database.transaction<T>>[0]) =>
    test.database.transaction(work);

  it('is written to the asset as it was seen, or not at all', async () => {
    const seen = await newAsset();
    const change = { tracks: all({ captions: [put('zh')] }), master: null, bytes: 10 };
    const written = await inTransaction((tx) => tracks.write(tx, seen, change));
    expect(written).toMatchObject({ version: seen.version + 1, derivedBytes: 10 });
    expect(derivedPathsOf(written)).toEqual(['hls/captions-put/zh.vtt', 'hls/captions-put/zh.m3u8']);
    await expect(inTransaction((tx) => tracks.write(tx, seen, change))).rejects.toThrow(AssetEdited);
    await expect(
      inTransaction((tx) => tracks.write(tx, { ...written, master: 'hls/r1-x.m3u8' }, change)),
    ).rejects.toThrow(AssetEdited);
    await inTransaction((tx) => assets.trash(tx, seen.id));
    await expect(inTransaction((tx) => tracks.write(tx, written, change))).rejects.toThrow(AssetNotFound);
  });

  it('is named by the master playlist of a worker, which looks again where it is another by now', async () => {
    const { id, version } = await newAsset();
    const begun = await inTransaction((tx) =>
      processing.startAttempt(tx, id, { worker: 'w', leaseUntil: new Date(Date.now() + 60_000) }),
    );
    const attempt = begun?.attempt ?? 0;
    await inTransaction(async (tx) => {
      const captions = [put('zh', { playlist: null })];
      return tracks.write(tx, await assets.get(tx, id), {
        tracks: all({ captions }),
        master: null,
        bytes: 5,
      });
    });
    const publish = (of: number) =>
      inTransaction((tx) =>
        processing.publishMaster(tx, id, {
          attempt,
          master: 'hls/r1-x.m3u8',
          put: { version: of, tracks: all({ captions: [put('zh')] }), master: null },
        }),
      );
    await expect(publish(version)).rejects.toThrow(AssetEdited);
    expect((await get(id)).master).toBeNull();
    await publish(version + 1);
    const now = await get(id);
    expect([now.master, now.version, now.state]).toEqual(['hls/r1-x.m3u8', version + 1, 'playable']);
    expect(putTracksOf(now).captions[0]?.playlist).toBe('hls/captions-put/zh.m3u8');
    // Another playlist is in force by now.
    await expect(publish(version + 1)).rejects.toThrow(AssetEdited);
  });

  it('stays when the asset fails and is tried again', async () => {
    const { id } = await newAsset();
    await inTransaction(async (tx) => {
      const seen = await assets.get(tx, id);
      await tracks.write(tx, seen, { tracks: all({ captions: [put('zh')] }), master: null, bytes: 5 });
      const begun = await processing.startAttempt(tx, id, { worker: 'w', leaseUntil: new Date() });
      await processing.fail(tx, id, { attempt: begun?.attempt ?? 0, code: 'x', reason: 'x' });
      await assets.retry(tx, id);
    });
    expect(putTracksOf(await get(id)).captions).toHaveLength(1);
  });

  it('of two posters that are wished for, the later one is made', async () => {
    const seen = await newAsset();
    const wish = (id: string): PutPoster => ({
      id,
      second: 3,
      image: null,
      state: 'waiting',
      failure: null,
      pictures: [],
    });
    const first = await inTransaction((tx) => tracks.wish(tx, seen, { poster: wish('one'), bytes: 0 }));
    await expect(
      inTransaction((tx) => tracks.wish(tx, seen, { poster: wish('x'), bytes: 0 })),
    ).rejects.toThrow(AssetEdited);
    await inTransaction((tx) => tracks.wish(tx, first, { poster: wish('two'), bytes: 0 }));
    const pictures = [{ path: 'poster/x/640.jpg', format: 'jpeg', width: 640, height: 360, bytes: 7 }];
    const fulfil = (name: string) =>
      inTransaction((tx) =>
        tracks.fulfil(tx, { asset: seen.id, wish: name }, () => ({
          poster: { state: 'done', pictures },
          bytes: 7,
        })),
      );
    expect(await fulfil('one')).toBeUndefined();
    expect(await fulfil('two')).toMatchObject({ poster: { id: 'two' }, account: 'u' });
    // Once.
    expect(await fulfil('two')).toBeUndefined();
    const now = await get(seen.id);
    expect(posterOf(now)).toEqual(pictures);
    expect([now.derivedBytes, derivedPathsOf(now)]).toEqual([7, ['poster/x/640.jpg']]);
  });
});
