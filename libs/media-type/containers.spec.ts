import { readFile } from 'node:fs/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { aac, ClipFolder, h264, testPicture, testSound } from '../mp4/testing/clips.js';
import { RECORDINGS, recogniseContainer } from './containers.js';
import { headOf } from './head.js';
import { MEDIA_TYPES } from './media-types.js';
import { recognise } from './sniff/recognise.js';
import { SAMPLES, tag } from './testing/samples.js';

const clips = new ClipFolder();
afterAll(() => clips.remove());

/** What the table says of the type that an upload of such bytes gets. */
async function containerByType(head: Uint8Array): Promise<string | undefined> {
  const taken = await recognise(head, '');
  return MEDIA_TYPES.find(({ contentType }) => contentType === taken?.contentType)?.container;
}

async function expectRead(bytes: Uint8Array, container: string): Promise<void> {
  const head = await headOf(bytes.byteLength, async ({ start, end }) => bytes.subarray(start, end + 1));
  expect(recogniseContainer(head)).toMatchObject({ name: container, kind: 'recording' });
  expect(await containerByType(head)).toBe(container);
}

describe('the door and the reader recognise a file alike', () => {
  // Each is read by the worker's own reader in apps/worker/src/ffmpeg/ffmpeg.spec.ts.
  it('has a sample of each container', () => {
    expect(new Set(SAMPLES.map(([, container]) => container))).toEqual(new Set(RECORDINGS));
  });

  it('gives a reader to every type that is taken as a recording or an image', () => {
    const unread = MEDIA_TYPES.filter(
      ({ kind, container }) => kind !== undefined && kind !== 'attachment' && container === undefined,
    );
    expect(unread).toEqual([]);
  });

  const inFrames = [
    ['a.mp3', 'mp3', ['-id3v2_version', '0', '-write_xing', '0']],
    ['a.aac', 'adts', [...aac, '-f', 'adts']],
    ['a.ac3', 'ac3', []],
    ['a.eac3', 'eac3', []],
    ['a.flac', 'flac', []],
  ] as const;

  it.each(inFrames)(
    '%s behind a tag, longer than what is looked at or not',
    async (name, container, args) => {
      const bytes = await readFile(await clips.make(`bare-${name}`, ...testSound(2), ...args));
      for (const length of [100, 300_000]) {
        await expectRead(Buffer.concat([tag(length), bytes]), container);
        await expectRead(Buffer.concat([tag(20), tag(length), bytes]), container);
      }
    },
  );

  it.each(inFrames.slice(0, 4))(
    '%s that begins after padding, or in a frame',
    async (name, container, args) => {
      const bytes = await readFile(await clips.make(`bare-${name}`, ...testSound(2), ...args));
      await expectRead(Buffer.concat([Buffer.alloc(3000), bytes]), container);
      await expectRead(bytes.subarray(5), container);
    },
  );

  it('a transport stream that begins within a packet', async () => {
    const bytes = await readFile(await clips.make('a.ts', ...testPicture(1, '64x64'), ...h264));
    await expectRead(bytes.subarray(100), 'mpeg-ts');
  });

  it.each(['jpg', 'png', 'webp', 'gif', 'tiff'])('an image %s', async (extension) => {
    const path = await clips.make(`i.${extension}`, ...testPicture(1), '-frames:v', '1', '-update', '1');
    const bytes = await readFile(path);
    const name = extension.replace('jpg', 'jpeg');
    expect(recogniseContainer(bytes)).toMatchObject({ kind: 'image', name });
    expect(await containerByType(bytes)).toBe(name);
  });

  it.each([
    '#EXTM3U\n#EXTINF:1,\n/etc/passwd',
    'ffconcat version 1.0\nfile /etc/passwd\n',
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
    '<?xml version="1.0"?><MPD/>',
    'just text',
    '\x7fELF\x02\x01',
    'RIFF\0\0\0\0ACON',
    'ID3\x04\0\0\0\0\0\0#EXTM3U\n',
    'ID3\x04\0\0\0\0\0\0\0\0\0\x18ftypisom',
    'FORM\0\0\0\0ILBM',
    '\x0b\x77\0\0\0\0\0\0',
    '\xff\xfb\x90\0 and then no second frame follows it here',
    '',
    '\0',
  ])('F30 %j is no media', async (text) => {
    expect(recogniseContainer(Buffer.from(text, 'latin1'))).toBeUndefined();
    const taken = await recognise(Buffer.from(text, 'latin1'), 'a.mp4');
    expect(taken).toBeUndefined();
  });
});
