import { readFile } from 'node:fs/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { aac, ClipFolder, h264, testPicture, testSound } from '../mp4/testing/clips.js';
import { recogniseContainer } from './containers.js';
import { MEDIA_TYPES } from './media-types.js';
import { recognise } from './sniff/recognise.js';

const clips = new ClipFolder();
afterAll(() => clips.remove());

const picture = [...testPicture(1), ...h264];
const sound = testSound(1);

/** What the table says of the type that an upload of such bytes gets. */
async function containerByType(bytes: Uint8Array): Promise<string | undefined> {
  const taken = await recognise(bytes, '');
  return MEDIA_TYPES.find(({ contentType }) => contentType === taken?.contentType)?.container;
}

describe('containers are recognised by their bytes', () => {
  const made: [string, string, string[]][] = [
    ['a.mp4', 'mp4', picture],
    ['a.mov', 'mp4', picture],
    ['a.m4a', 'mp4', [...sound, ...aac]],
    ['a.mkv', 'matroska', picture],
    ['a.webm', 'matroska', [...sound, '-c:a', 'libopus']],
    ['a.ts', 'mpeg-ts', picture],
    ['a.m2ts', 'mpeg-ts', picture],
    ['a.avi', 'avi', [...testPicture(1), '-c:v', 'mpeg4']],
    ['a.mpg', 'mpeg-ps', [...testPicture(1), '-c:v', 'mpeg2video', '-f', 'vob']],
    ['a.flv', 'flv', picture],
    ['a.wmv', 'asf', [...testPicture(1), '-c:v', 'wmv2']],
    ['a.mp3', 'mp3', sound],
    ['bare.mp3', 'mp3', [...sound, '-id3v2_version', '0', '-write_xing', '0']],
    ['a.aac', 'adts', [...sound, ...aac, '-f', 'adts']],
    ['a.wav', 'wav', sound],
    ['a.flac', 'flac', sound],
    ['a.ogg', 'ogg', [...sound, '-c:a', 'libopus']],
  ];

  it.each(made)('%s is %s', async (name, container, args) => {
    const bytes = await readFile(await clips.make(name, ...args));
    expect(recogniseContainer(bytes.subarray(0, 2048))).toMatchObject({ name: container, kind: 'recording' });
    expect(await containerByType(bytes)).toBe(container);
  });

  it.each(['jpg', 'png', 'webp', 'gif', 'tiff'])('an image %s', async (extension) => {
    const path = await clips.make(`i.${extension}`, ...testPicture(1), '-frames:v', '1', '-update', '1');
    const bytes = await readFile(path);
    const name = extension.replace('jpg', 'jpeg');
    expect(recogniseContainer(bytes.subarray(0, 2048))).toMatchObject({ kind: 'image', name });
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
    '',
    '\0',
  ])('F30 %j is no media', (text) => {
    expect(recogniseContainer(Buffer.from(text, 'latin1'))).toBeUndefined();
  });
});
