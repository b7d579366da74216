import { readFile } from 'node:fs/promises';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { makeSample, SAMPLES, tag } from '../../libs/media-type/testing/samples.js';
import { ClipFolder, testPicture, testSound } from '../../libs/mp4/testing/clips.js';
import { type AssetView, Client } from './client.js';

const facts = inject('lectern');
const doctor = new Client(facts, facts.keys.doctor);
const clips = new ClipFolder();
afterAll(() => clips.remove());

type Door = (name: string, bytes: Uint8Array) => Promise<{ status: number; body: Record<string, unknown> }>;

const form: Door = async (name, bytes) => doctor.uploadForm(name, new Uint8Array(bytes));

/** All in one request (creation-with-upload). */
const tus: Door = async (name, bytes) => {
  const answer = await doctor.fetch('/v1/uploads', {
    method: 'POST',
    headers: {
      'tus-resumable': '1.0.0',
      'upload-length': `${bytes.byteLength}`,
      'upload-metadata': `filename ${Buffer.from(name).toString('base64')}`,
      'content-type': 'application/offset+octet-stream',
    },
    body: new Uint8Array(bytes),
  });
  if (answer.status !== 201) return { status: answer.status, body: (await answer.json()) as never };
  const asset = answer.headers.get('upload-asset') ?? '';
  return { status: 202, body: (await doctor.json<AssetView>('GET', `/v1/assets/${asset}`)).body };
};

const doors = [
  ['the form', form],
  ['tus', tus],
] as const;

async function sample(name: string): Promise<Uint8Array> {
  const found = SAMPLES.find(([fileName]) => fileName === name);
  if (found === undefined) throw new Error(`no sample ${name}`);
  return readFile(await makeSample(clips, found));
}

const gbk = Buffer.from('bfceb3ccbdb2d2e50d0a', 'hex');

describe.each(doors)('through %s', (_, send) => {
  it.each<[string, Uint8Array, string, string]>([
    ['notes.txt', gbk, 'text/plain', 'gb18030'],
    ['table.csv', Buffer.from('BMI,age\n23,50\n'), 'text/csv', 'utf-8'],
    ['wide.txt', Buffer.from('\ufeff课程\r\n', 'utf16le'), 'text/plain', 'utf-16le'],
    ['captions.vtt', Buffer.from('WEBVTT\n\n00:00.000 --> 00:01.000\nhi\n'), 'text/vtt', 'utf-8'],
    ['umlauts.txt', Buffer.from('Der Vortrag über Röntgen\n', 'latin1'), 'text/plain', 'unknown-8bit'],
  ])('%s is text whose charset is told, and served with it', async (name, bytes, contentType, charset) => {
    const { status, body } = await send(name, bytes);
    expect([status, body]).toMatchObject([202, { kind: 'attachment', state: 'ready', contentType, charset }]);
    const link = await doctor.json<{ url: string }>(
      'POST',
      `/v1/assets/${String(body['id'])}/download-links`,
    );
    const download = await fetch(link.body.url);
    expect(download.headers.get('content-type')).toBe(
      charset === 'unknown-8bit' ? contentType : `${contentType}; charset=${charset}`,
    );
    expect(download.headers.get('content-disposition')).toContain(`filename="${name}"`);
    expect(Buffer.from(await download.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it('a type that is not played is refused with what to do', async () => {
    const { status, body } = await send(
      'song.mid',
      Buffer.from('MThd\0\0\0\x06\0\x01\0\x01\0\x60', 'latin1'),
    );
    expect([status, body['code']]).toEqual([415, 'unsupported-media-type']);
    expect(body['detail']).toMatch(/export it as MP3 or WAV, and send that\.$/);
  });
});

describe('what a door took as a recording is played', () => {
  const sounds = ['tagged.aac', 'a.aiff', 'a.amr', 'wide.amr', 'a.eac3', 'a.caf', 'a.ape', 'a.dsf', 'a.qcp'];

  it('sound in any container of the table', async () => {
    const cover = Buffer.concat([tag(200_000), await sample('a.aac')]);
    const files = [
      ...(await Promise.all(sounds.map(async (name) => [name, await sample(name)] as const))),
      ['cover.aac', cover] as const,
      ['padded.mp3', Buffer.concat([Buffer.alloc(2000), await sample('bare.mp3')])] as const,
    ];
    for (const [index, [name, bytes]] of files.entries()) {
      const { body } = await (index % 2 === 0 ? form : tus)(name, bytes);
      const ready = await doctor.untilState(String(body['id']), ['ready']);
      expect([name, ready.kind]).toEqual([name, 'audio']);
    }
  });

  it('an elementary stream of pictures', async () => {
    const { body } = await form('a.m2v', await sample('a.m2v'));
    const ready = await doctor.untilState(String(body['id']), ['ready']);
    expect(ready).toMatchObject({ kind: 'video', contentType: 'video/mpeg' });
  });
});

it('the kind is what is in the recording, once it has been looked at, and lists go by it', async () => {
  const sound = await readFile(await clips.make('sound.webm', ...testSound(2), '-c:a', 'libopus'));
  const picture = await readFile(
    await clips.make('p.m4a', ...testPicture(2, '64x64'), '-c:v', 'mpeg4', '-f', 'ipod'),
  );
  // ffmpeg gives such a file the brand of films.
  picture.write('M4A ', 8, 'latin1');
  for (const [name, bytes, before, kind] of [
    ['sound-only.webm', sound, 'video', 'audio'],
    ['picture.m4a', picture, 'audio', 'video'],
  ] as const) {
    const { body } = await form(name, bytes);
    expect(body['kind']).toBe(before);
    const ready = await doctor.untilState(String(body['id']), ['ready']);
    expect(ready.kind).toBe(kind);
    // The same bytes again: nothing is probed, and all is taken over.
    const again = await form(name, bytes);
    expect((await doctor.untilState(String(again.body['id']), ['ready'])).kind).toBe(kind);
    const { body: page } = await doctor.json<{ items: AssetView[] }>('GET', `/v1/assets?kind=${kind}`);
    expect(page.items.map(({ id }) => id)).toContain(ready.id);
  }
});
