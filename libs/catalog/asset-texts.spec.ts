import { beforeAll, describe, expect, it } from 'vitest';
import { withTestDatabase } from '../database/testing/test-database.js';
import { Units } from '../quotas/index.js';
import { Assets, indexCaptions, indexMissed, type Viewer } from './index.js';

const test = withTestDatabase();
const assets = new Assets();
const everybody: Viewer = { role: 'admin', subject: 'admin', unit: null, unitPath: [] };

async function create(title: string): Promise<string> {
  const facts = { owner: 'o', unit: 'u', account: 'u', kind: 'video', contentType: 'video/mp4' } as const;
  const file = { fileName: 'a.mp4', bytes: 1, sha256: '0'.repeat(64) };
  return (await test.database.transaction((tx) => assets.create(tx, { ...facts, ...file, title }))).id;
}

async function find(q: string): Promise<string[]> {
  const { items } = await assets.list(test.database.kysely, { viewer: everybody, q, limit: 20 });
  return items.map(({ id }) => id);
}

const say = (id: string, language: string, text: string | null) =>
  test.database.transaction((tx) => indexCaptions(tx, id, language, text));

beforeAll(async () => {
  await test.database.transaction((tx) => new Units().create(tx, { id: 'u', kind: 'region', name: 'U' }));
});

describe('captions', () => {
  const VTT = [
    'WEBVTT - kept by nobody',
    'X-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000',
    '',
    'NOTE a secret remark',
    '',
    'STYLE',
    '::cue { color: purple }',
    '',
    'introduction',
    '00:01.000 --> 00:04.000 align:start',
    '<v Dr Li>先检查<i>患者</i>的反应',
    'salt &amp; water',
    '',
    '00:05.000 --> 00:06.000',
    'ＱＲＳ complex',
  ].join('\r\n');

  it('find a recording by what they say, and by nothing else in their file', async () => {
    const id = await create('Captioned');
    await say(id, 'zh', VTT);
    for (const said of ['检查患者的反应', 'SALT & water', 'qrs', 'captioned 患者'])
      expect(await find(said)).toEqual([id]);
    for (const unsaid of [
      'secret',
      'kept by nobody',
      'purple',
      'introduction',
      'align',
      'Dr Li',
      'MPEGTS',
      '00:05',
    ])
      expect(await find(unsaid), unsaid).toEqual([]);
  });

  it('find it in each of their languages, until they are others or gone', async () => {
    const id = await create('Spoken');
    await say(id, 'en', '00:00.000 --> 00:01.000\nscalpel');
    await say(id, 'de', '00:00.000 --> 00:01.000\nSkalpell');
    expect(await find('scalpel')).toEqual([id]);
    expect(await find('skalpell')).toEqual([id]);
    await say(id, 'en', '00:00.000 --> 00:01.000\nlancet');
    await say(id, 'de', null);
    expect(await find('lancet')).toEqual([id]);
    for (const gone of ['scalpel', 'skalpell']) expect(await find(gone)).toEqual([]);
  });

  it('are indexed as far as is bounded, whatever is in them', async () => {
    const id = await create('Long');
    const cue = (text: string) => `00:00.000 --> 00:01.000\n${text}\n\n`;
    await say(id, 'en', cue('first\0 \uD800word') + cue(`${'x'.repeat(99)} `.repeat(5_000)) + cue('last'));
    expect(await find('first')).toEqual([id]);
    expect(await find('last')).toEqual([]);
  });
});

it('what an earlier release has made or renamed is indexed afterwards', async () => {
  const [made, renamed] = [await create('Made by another'), await create('Old name')];
  await test.owner.kysely.deleteFrom('assetTexts').where('assetId', '=', made).execute();
  const change = { title: 'New name', version: 7 };
  await test.owner.kysely.updateTable('assets').set(change).where('id', '=', renamed).execute();
  expect(await find('another')).toEqual([]);
  expect(await test.database.transaction((tx) => indexMissed(tx, 1))).toBe(1);
  expect(await test.database.transaction((tx) => indexMissed(tx, 10))).toBe(1);
  expect(await test.database.transaction((tx) => indexMissed(tx, 10))).toBe(0);
  expect(await find('another')).toEqual([made]);
  expect(await find('new name')).toEqual([renamed]);
  expect(await find('old name')).toEqual([]);
});
