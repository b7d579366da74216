import sharp from 'sharp';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { captionedRecording, secondOf } from '../fixtures/captioned.js';
import { gb18030 } from '../fixtures/gb18030.js';
import { api } from './api.js';
import { type AssetView, Client } from './client.js';
import { Department } from './department.js';

const facts = inject('lectern');
const doctor = new Client(facts, facts.keys.doctor);
const admin = new Client(facts, facts.keys.admin);

const SRT = `1
00:00:01,000 --> 00:00:04,000
<i>双手</i>重叠，用力按压 & 放松

2
00:00:05,000 --> 00:00:59,000
直到三十次

3
00:01:00,000 --> 00:01:01,000
已经结束
`;
/** The recording has 25 seconds: what goes on ends with it, and what begins later is left out. */
const VTT = `00:00:01.000 --> 00:00:04.000
<i>双手</i>重叠，用力按压 &amp; 放松

00:00:05.000 --> 00:00:25.000
直到三十次
`;

interface Session {
  readonly hls: string;
  readonly chapters: string | null;
  readonly poster: string;
  readonly captions: readonly { readonly language: string; readonly label: string; readonly url: string }[];
}

interface Problem {
  readonly code?: string;
}

let asset: AssetView;
let path: string;

async function session(): Promise<Session> {
  const { body } = await doctor.json<Session>('POST', `/v1/assets/${asset.id}/playback-sessions`, {});
  return body;
}

async function text(url: string | URL): Promise<string> {
  const response = await fetch(url);
  expect([String(url), response.status]).toEqual([String(url), 200]);
  return response.text();
}

async function put(
  language: string,
  body: Uint8Array<ArrayBuffer> | string,
  headers: Record<string, string> = {},
  caller = doctor,
): Promise<{ status: number; etag: string; body: Record<string, unknown> & Problem }> {
  const response = await caller.fetch(`${path}/captions/${language}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/x-subrip', ...headers },
    body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
  });
  const etag = response.headers.get('etag') ?? '';
  return { status: response.status, etag, body: (await response.json()) as Record<string, unknown> };
}

const remove = (what: string, headers: Record<string, string> = {}) =>
  doctor.fetch(`${path}/${what}`, { method: 'DELETE', headers });

/** The text that the master playlist leads to, of a language. */
async function inMaster(hls: string, language: string): Promise<string | undefined> {
  const master = await text(hls);
  const uri = new RegExp(`TYPE=SUBTITLES.*LANGUAGE="${language}".*URI="([^"]+)"`).exec(master)?.[1];
  if (uri === undefined) return undefined;
  const playlist = new URL(uri, hls);
  const file = (await text(playlist)).split('\n').find((line) => line.endsWith('.vtt')) ?? '';
  return text(new URL(file, playlist));
}

/** Whether the recording is found by a word. */
async function isFoundBy(word: string): Promise<boolean> {
  const { body } = await doctor.json<{ items: { id: string }[] }>(
    'GET',
    `/v1/assets?q=${encodeURIComponent(word)}`,
  );
  return body.items.some(({ id }) => id === asset.id);
}

const listed = async () => (await doctor.json<{ items: object[] }>('GET', `${path}/captions`)).body.items;

beforeAll(async () => {
  const { body } = await doctor.uploadForm('lesson.mkv', await captionedRecording());
  asset = body;
  path = `/v1/assets/${asset.id}`;
});

describe('captions that people put', () => {
  it('before anybody knows how long the recording is are in its first master playlist, beside its own', async () => {
    expect(await put('EN', gb18030(SRT), { 'content-type': 'text/plain' })).toMatchObject({
      status: 201,
      body: { language: 'en', label: 'English', source: 'person' },
    });
    asset = await doctor.untilState(asset.id, ['ready']);
    const { hls, captions } = await session();
    expect(await inMaster(hls, 'en')).toContain(VTT);
    expect(await inMaster(hls, 'zh')).toContain('胸外按压');
    expect(captions.map(({ language }) => language)).toEqual(['zh', 'en']);
    expect(asset['captions']).toMatchObject({ tracks: [{ language: 'zh' }, { language: 'en' }] });
  });

  it.each([
    ['UTF-8 with a mark', Buffer.from(`\ufeff${SRT}`), ''],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${SRT}`, 'utf16le'), ''],
    ['UTF-16 BE without one', Buffer.from(SRT, 'utf16le').swap16(), ''],
    ['GB18030', gb18030(SRT), ''],
    ['GB18030, as its sender says', gb18030(SRT), '; charset=GBK'],
    ['WebVTT', Buffer.from(`WEBVTT\n\nSTYLE\n::cue{}\n\n${VTT}`), ''],
  ])('in %s become the same WebVTT', async (_, bytes, charset) => {
    const sent = await put('bo', new Uint8Array(bytes), { 'content-type': `text/plain${charset}` });
    expect(sent.status).toBeLessThan(202);
    const answer = await doctor.fetch(`${path}/captions/bo`);
    expect(answer.headers.get('content-type')).toBe('text/vtt; charset=utf-8');
    expect(await answer.text()).toContain(`\n\n${VTT}`);
  });

  it('are replaced by a master playlist of their own, and that of those who watch stays', async () => {
    const before = await session();
    const replaced = await put('bo?label=Tibetan&isDefault=true', SRT.replace('三十', '十五'));
    expect(replaced).toMatchObject({
      status: 200,
      body: { label: 'Tibetan', isDefault: true, cues: 2, leftOut: 1 },
    });
    const after = await session();
    expect(await inMaster(before.hls, 'bo')).toContain('三十');
    expect(await inMaster(after.hls, 'bo')).toContain('十五');
    expect(await text(after.hls)).toMatch(/NAME="Tibetan",LANGUAGE="bo",DEFAULT=YES/);
    expect((await text(after.hls)).match(/TYPE=SUBTITLES.*DEFAULT=YES/g)).toHaveLength(1);
    expect((await remove('captions/bo')).status).toBe(204);
    expect((await doctor.fetch(`${path}/captions/bo`)).status).toBe(404);
    expect(await inMaster((await session()).hls, 'bo')).toBeUndefined();
  });

  it('stand in the place of the recording’s own, which come back, and can be hidden', async () => {
    const { derivedBytes } = await doctor.untilState(asset.id, ['ready']);
    expect((await put('zh', SRT)).status).toBe(201);
    expect(await listed()).toMatchObject([{ language: 'en' }, { language: 'zh', source: 'person', cues: 2 }]);
    expect(await inMaster((await session()).hls, 'zh')).toContain('直到三十次');
    expect([await isFoundBy('直到三十次'), await isFoundBy('胸外按压')]).toEqual([true, false]);
    expect((await remove('captions/zh')).status).toBe(204);
    expect(await inMaster((await session()).hls, 'zh')).toContain('胸外按压');
    expect(await isFoundBy('胸外按压')).toBe(true);
    // What is gone is not counted.
    expect((await doctor.untilState(asset.id, ['ready'])).derivedBytes).toBe(derivedBytes);
    expect((await remove('captions/zh')).status).toBe(204);
    expect(await listed()).toMatchObject([{ language: 'en' }]);
    expect(await inMaster((await session()).hls, 'zh')).toBeUndefined();
  });

  it('are edited by one of two who edit at once', async () => {
    const first = await put('ug', SRT, { 'if-match': '"0"' });
    expect(first.status).toBe(201);
    const same = { 'if-match': first.etag };
    expect(await put('ug', SRT, { 'if-match': '"0"' })).toMatchObject({
      status: 412,
      body: { code: 'version-conflict' },
    });
    await api(doctor).patch(path).send({ title: 'Another title' }).expect(200);
    const both = await Promise.all([put('ug', SRT, same), put('ug', SRT, same)]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
    // Without a condition nobody is refused, and nothing is lost.
    const many = ['fr', 'de', 'ja', 'ko'];
    expect(
      (await Promise.all(many.map((language) => put(language, SRT)))).map(({ status }) => status),
    ).toEqual(many.map(() => 201));
    const master = await text((await session()).hls);
    for (const language of ['en', 'ug', ...many]) expect(master).toContain(`LANGUAGE="${language}"`);
    expect((await remove('captions/ug', same)).status).toBe(412);
    for (const language of ['ug', ...many]) expect((await remove(`captions/${language}`)).status).toBe(204);
  });

  it.each([
    ['an essay', 'en', 'It was a dark night.', {}, 422, 'captions-unreadable'],
    ['a time that is none', 'en', SRT.replace('00:00:05', '00:0x:05'), {}, 422, 'captions-unreadable'],
    ['a picture', 'en', new Uint8Array([0xff, 0xd8, 0xff, 0, 1, 2]), {}, 422, 'charset-unknown'],
    [
      'another charset than is said',
      'en',
      gb18030(SRT),
      { 'content-type': 'text/plain; charset=utf-8' },
      422,
      'charset-unknown',
    ],
    [
      'a charset that nobody knows',
      'en',
      SRT,
      { 'content-type': 'text/plain; charset=klingon' },
      422,
      'charset-unknown',
    ],
    ['another recording', 'en', SRT.replaceAll('00:0', '01:0'), {}, 422, 'captions-beyond-end'],
    ['too many cues', 'en', SRT.slice(0, 50).repeat(20_001), {}, 422, 'too-many-cues'],
    ['too many bytes', 'en', new Uint8Array(2 * 2 ** 20 + 1).fill(0x20), {}, 413, 'body-too-large'],
    ['no language', 'chinese', SRT, {}, 400, 'language-unknown'],
    ['another type', 'en', SRT, { 'content-type': 'application/xml' }, 415, 'unsupported-media-type'],
    ['a parameter that there is not', 'en?lable=x', SRT, {}, 400, 'unknown-parameter'],
    ['no ETag', 'en', SRT, { 'if-match': 'x' }, 400, 'invalid-request'],
  ])('of %s are refused, and nothing is changed', async (_, language, body, headers, status, code) => {
    const before = [await listed(), await text((await session()).hls)];
    expect(await put(language, body, headers)).toMatchObject({ status, body: { code } });
    expect([await listed(), await text((await session()).hls)]).toEqual(before);
  });
});

describe('chapters', () => {
  const chapters = [
    { title: 'Hands', startSeconds: 4.5 },
    { title: '按压 & 通气', startSeconds: 20 },
  ];

  it('are put, played by and taken away', async () => {
    await api(doctor).get(`${path}/chapters`).expect(404);
    const answer = await api(doctor).put(`${path}/chapters`).send({ chapters }).expect(200);
    const all = [{ title: 'Another title', startSeconds: 0 }, ...chapters];
    expect(answer.body).toEqual({ chapters: all });
    const { hls, chapters: url } = await session();
    expect(await text(url ?? '')).toContain('00:00:20.000 --> 00:00:25.000\n按压 &amp; 通气\n');
    const master = await text(hls);
    const json = /#EXT-X-SESSION-DATA:DATA-ID="com.apple.hls.chapters",URI="([^"]+)"/.exec(master)?.[1] ?? '';
    expect(JSON.parse(await text(new URL(json, hls)))).toMatchObject([
      { chapter: 1 },
      {},
      { 'start-time': 20 },
    ]);
    expect(master).toContain('LANGUAGE="en"');
    const stale = { 'if-match': '"1"' };
    await api(doctor).put(`${path}/chapters`).set(stale).send({ chapters }).expect(412);
    await api(doctor)
      .delete(`${path}/chapters`)
      .set('if-match', answer.headers['etag'] ?? '')
      .expect(204);
    expect((await session()).chapters).toBeNull();
    await api(doctor).delete(`${path}/chapters`).expect(404);
  });

  it.each([
    ['none', [], 400, 'invalid-request'],
    [
      'too many',
      Array.from({ length: 501 }, (_, startSeconds) => ({ title: 'a', startSeconds })),
      400,
      'invalid-request',
    ],
    ['a title of nothing', [{ title: ' ', startSeconds: 0 }], 400, 'invalid-request'],
    ['a title of two lines', [{ title: 'a\nb', startSeconds: 0 }], 400, 'invalid-request'],
    ['two at once', [...chapters, { title: 'a', startSeconds: 20 }], 422, 'chapters-not-ascending'],
    ['one after the end', [...chapters, { title: 'a', startSeconds: 25.2 }], 422, 'chapter-beyond-end'],
  ])('%s are refused', async (_, wrong, status, code) => {
    const { body } = await api(doctor).put(`${path}/chapters`).send({ chapters: wrong }).expect(status);
    expect((body as Problem).code).toBe(code);
    await api(doctor).get(`${path}/chapters`).expect(404);
  });
});

describe('the poster', () => {
  const image = (format: 'png' | 'jpeg') =>
    sharp({ create: { width: 320, height: 180, channels: 3, background: '#f00000' } })
      .toFormat(format)
      .toBuffer();
  const putImage = (bytes: Uint8Array, type = 'image/png') =>
    doctor.fetch(`${path}/poster`, {
      method: 'PUT',
      headers: { 'content-type': type },
      body: new Uint8Array(bytes),
    });
  /** Its state once nothing is awaited. */
  async function settled(): Promise<unknown> {
    await expect
      .poll(async () => (await api(doctor).get(path)).body as { poster: object }, { timeout: 60_000 })
      .not.toMatchObject({ poster: { state: 'waiting' } });
    return ((await api(doctor).get(path)).body as { poster: object }).poster;
  }
  async function shown(): Promise<{ red: number; green: number }> {
    const response = await fetch((await session()).poster);
    expect(response.headers.get('content-type')).toBe('image/jpeg');
    const { channels } = await sharp(Buffer.from(await response.arrayBuffer())).stats();
    const [red = 0, green = 0] = channels.map(({ mean }) => mean);
    return { red, green };
  }

  it('is of a second, of an image, or by itself again', async () => {
    const { derivedBytes } = await doctor.untilState(asset.id, ['ready']);
    const automatic = await shown();
    const { body } = await api(doctor).put(`${path}/poster`).send({ second: 20.5 }).expect(202);
    expect(body).toMatchObject({ poster: { source: 'second', state: 'waiting', second: 20.5 } });
    expect(await settled()).toEqual({ source: 'second', state: 'done', second: 20.5, failure: null });
    expect(Math.abs(secondOf((await shown()).green) - 20.5)).toBeLessThan(1);
    expect((await putImage(await image('png'))).status).toBe(202);
    expect(await settled()).toEqual({ source: 'image', state: 'done', second: null, failure: null });
    const red = await shown();
    expect(red.red - red.green).toBeGreaterThan(200);
    // What begins as an image and is none: the one before is shown.
    const damaged = (await image('jpeg')).subarray(0, 300);
    expect((await putImage(damaged, 'image/jpeg')).status).toBe(202);
    expect(await settled()).toMatchObject({ state: 'failed', failure: { code: 'picture-damaged' } });
    expect(await shown()).toEqual(red);
    await api(doctor).delete(`${path}/poster`).expect(204);
    expect(await settled()).toEqual({ source: 'automatic', state: 'done', second: null, failure: null });
    expect(await shown()).toEqual(automatic);
    await api(doctor).delete(`${path}/poster`).expect(404);
    expect((await doctor.untilState(asset.id, ['ready'])).derivedBytes).toBe(derivedBytes);
  });

  it('is not of what there is not, nor by who saw another asset', async () => {
    const edit = (headers: Record<string, string> = {}) => api(doctor).put(`${path}/poster`).set(headers);
    const code = (answer: { body: unknown }) => (answer.body as Problem).code;
    expect(code(await edit().send({ second: 25.3 }).expect(422))).toBe('poster-beyond-end');
    expect(code(await edit().send({ second: -1 }).expect(400))).toBe('invalid-request');
    expect(code(await edit().send({ secnd: 1 }).expect(400))).toBe('unknown-field');
    expect(code(await edit().expect(400))).toBe('invalid-request');
    expect(code(await edit({ 'if-match': '"1"' }).send({ second: 1 }).expect(412))).toBe('version-conflict');
    const text = await putImage(Buffer.from('<svg onload="alert(1)"/>'));
    expect([text.status, ((await text.json()) as Problem).code]).toEqual([422, 'not-an-image']);
    const large = await putImage(Buffer.concat([await image('png'), Buffer.alloc(20 * 2 ** 20)]));
    expect([large.status, ((await large.json()) as Problem).code]).toEqual([413, 'body-too-large']);
    expect(await settled()).toMatchObject({ source: 'automatic', state: 'done' });
  });
});

describe('who may', () => {
  it('see and change them: others are told that there is no such asset', async () => {
    const other = (await Department.create(facts, 'tracks')).doctor;
    const key = { subject: 'tracks-auditor', name: 'A', role: 'auditor', label: 'test' };
    const { body } = await admin.json<{ secret: string }>('POST', '/v1/admin/api-keys', key);
    const auditor = new Client(facts, body.secret);
    expect(await put('en', SRT, {}, other)).toMatchObject({ status: 404, body: { code: 'asset-not-found' } });
    await api(other).get(`${path}/captions`).expect(404);
    await api(auditor).get(`${path}/captions`).expect(200);
    expect(await put('en', SRT, {}, auditor)).toMatchObject({ status: 404 });
    await api(auditor)
      .put(`${path}/chapters`)
      .send({ chapters: [{ title: 'a', startSeconds: 0 }] })
      .expect(404);
  });

  it('only recordings have them', async () => {
    const { body } = await doctor.uploadForm('a.pdf', new Uint8Array(Buffer.from('%PDF-1.4\n%%EOF\n')));
    const answer = await api(doctor).get(`/v1/assets/${body.id}/captions`).expect(409);
    expect((answer.body as Problem).code).toBe('not-a-recording');
  });
});
