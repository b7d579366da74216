import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#libs/kernel';
import { NfsStorage, parseStorageKey } from '#libs/storage';
import {
  aac,
  ClipFolder,
  complaints,
  fileSource,
  frameDigests,
  testPicture,
  testSound,
} from '../../../../libs/mp4/testing/clips.js';
import { packageable, readMovie } from '#libs/mp4';
import { defaultMediaSettings } from '../media-settings.js';
import type { Rendition } from '../renditions/rendition.js';
import { type AssetProgress, type Master, processAsset } from './process-asset.js';

const clips = new ClipFolder();
const scratch = join(clips.folder, 'scratch');
const nfs = new NfsStorage({ root: join(clips.folder, 'storage') });
beforeAll(() => mkdir(scratch, { recursive: true }));
afterAll(() => clips.remove());

const SECONDS = 4;
const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '25', '-pix_fmt', 'yuv420p'];

function recorded(size: string, sound: readonly string[]): string[] {
  return [...testPicture(SECONDS, size), ...testSound(SECONDS), ...h264, ...aac, ...sound];
}
const small = recorded('320x180', ['-ac', '2', '-ar', '48000']);
const large = recorded('640x360', ['-ac', '2', '-ar', '48000']);
const otherSound = recorded('320x180', ['-ac', '1', '-ar', '24000']);

/** What becomes of an upload: `served` names the rungs that have been made of its own bytes. */
async function processed(path: string) {
  const asset = newId('ast');
  const source = parseStorageKey(`assets/${asset}/source/original`);
  await nfs.put(source, createReadStream(path));
  let all: readonly Rendition[] = [];
  let code = 'ready';
  const nothing = async () => undefined;
  const progress: AssetProgress = {
    probed: nothing,
    progress: () => undefined,
    masterPublished: async (master: Master) => {
      all = master.all;
    },
    pictures: nothing,
    storyboard: nothing,
    ready: nothing,
    failed: async (reason) => {
      code = reason.code;
    },
  };
  await processAsset(
    { asset, kind: 'recording', source, hasPoster: true },
    { storage: nfs, scratch, settings: defaultMediaSettings, progress },
  );
  expect(await readdir(scratch)).toEqual([]);
  const rungs = all.map(({ rung }) => rung);
  const folders = await readdir(nfs.localFiles.path(parseStorageKey(`assets/${asset}`)));
  return { code, all, served: rungs.filter((rung) => rung === 'source'), rungs, folders };
}

/** FLV files one after another; sequence headers of the later ones stay where they are. */
function joinedFlv(parts: readonly Buffer[]): Buffer {
  const out: Buffer[] = [];
  for (const [index, part] of parts.entries()) {
    if (index === 0) out.push(part.subarray(0, 13));
    for (let at = 13; at + 11 < part.byteLength; ) {
      const bytes = 11 + part.readUIntBE(at + 1, 3) + 4;
      const tag = Buffer.from(part.subarray(at, at + bytes));
      tag.writeUIntBE(tag.readUIntBE(4, 3) + index * SECONDS * 1000, 4, 3);
      if (index === 0 || tag[0] !== 18) out.push(tag);
      at += bytes;
    }
  }
  return Buffer.concat(out);
}

/** MPEG-TS files one after another, as a recorder writes them that was begun again. */
async function joinedTs(name: string, parts: readonly (readonly string[])[]): Promise<string> {
  const pieces: Buffer[] = [];
  for (const [index, args] of parts.entries()) {
    const path = await clips.make(
      `${name}-${index}.ts`,
      ...args,
      '-output_ts_offset',
      `${index * SECONDS}`,
      '-mpegts_flags',
      'initial_discontinuity',
    );
    pieces.push(await readFile(path));
  }
  return clips.write(`${name}.ts`, Buffer.concat(pieces));
}

async function flv(name: string, parts: readonly (readonly string[])[]): Promise<string> {
  const pieces: Buffer[] = [];
  for (const [index, args] of parts.entries()) {
    const sound = args === otherSound ? ['-ar', '22050'] : ['-ar', '44100'];
    pieces.push(await readFile(await clips.make(`${name}-${index}.flv`, ...args, ...sound)));
  }
  return clips.write(`${name}.flv`, joinedFlv(pieces));
}

/** How many pictures a rung has, all of which decode. */
async function framesOf(rendition: Rendition | undefined): Promise<number> {
  if (rendition === undefined) return 0;
  const playlist = nfs.localFiles.path(rendition.playlistKey);
  expect(await complaints(playlist)).toBe('');
  return (await frameDigests(playlist, '0:v')).length;
}

describe('what decoders have to know changes on the way', () => {
  it.each([
    ['FLV: another size', () => flv('size', [small, large])],
    ['FLV: other sound', () => flv('sound', [small, otherSound])],
    ['MPEG-TS: another size', () => joinedTs('size', [small, large])],
    ['MPEG-TS: other sound', () => joinedTs('sound', [small, otherSound])],
    [
      'MP4: another size',
      async () => {
        const both = await joinedTs('size', [small, large]);
        return clips.make('size.mp4', '-i', both, '-map', '0:V:0', '-c', 'copy');
      },
    ],
  ])('%s is encoded, and both halves play', async (name, make) => {
    const { code, served, all } = await processed(await make());
    expect([code, served]).toEqual(['ready', []]);
    const frames = await framesOf(all.find(({ rung }) => rung !== 'audio'));
    if (!name.includes('sound')) expect(Math.abs(frames - 2 * SECONDS * 25)).toBeLessThanOrEqual(3);
  });

  it.each([
    ['FLV', () => flv('same', [small, small])],
    ['MPEG-TS', () => joinedTs('same', [small, small])],
  ])('%s: the same said again is served as it is', async (_, make) => {
    const { code, served } = await processed(await make());
    expect([code, served]).toEqual(['ready', ['source']]);
  });
});

/** The file with bytes of its samples changed by `damage`; `key` is the place of the middle keyframe. */
async function damaged(name: string, damage: (bytes: Buffer, key: number, size: number) => void) {
  const path = await clips.make('whole.mp4', ...small);
  await using source = await fileSource(path);
  const { video } = packageable(await readMovie(source));
  if (video?.ok !== true) throw new Error('not packageable');
  const { samples } = video.packaged;
  const index = (SECONDS / 2) * 25;
  const bytes = await readFile(path);
  damage(bytes, samples.offset(index), samples.size(index));
  return clips.write(name, bytes);
}

describe('damaged bytes of an upload', () => {
  it('whole ones are served as they are', async () => {
    const { served } = await processed(await clips.make('whole.mp4', ...small));
    expect(served).toEqual(['source']);
  });

  it.each<[string, (bytes: Buffer, key: number, size: number) => void]>([
    ['a length that leaves the sample', (bytes, key) => bytes.writeUInt32BE(0x7fffffff, key)],
    ['the forbidden bit', (bytes, key) => bytes.fill(0xff, key + 4, key + 5)],
    ['noise behind a good head', (bytes, key, size) => bytes.fill(0x33, key + 100, key + size)],
  ])('%s: encoded', async (name, damage) => {
    const path = await damaged(`${name.replaceAll(' ', '-')}.mp4`, damage);
    const { code, served } = await processed(path);
    expect([code, served]).toEqual(['ready', []]);
  });

  it('encrypted: told as what it is', async () => {
    const path = await clips.make(
      'encrypted.mp4',
      ...small,
      '-encryption_scheme',
      'cenc-aes-ctr',
      '-encryption_key',
      '76a6c65c5ea762046bd749a2e632ccbb',
      '-encryption_kid',
      'a7e61c373e219033c21091fa607bf3b8',
    );
    const { code, folders } = await processed(path);
    expect([code, folders]).toEqual(['recording-encrypted', ['source']]);
  });

  it('encrypted in Matroska: told as what it is', async () => {
    const named = ['-metadata:s:v', 'ENC_KEY_ID=MDEyMzQ1Njc4OWFiY2RlZg=='];
    const whole = await readFile(await clips.make('named.mkv', ...small, ...named));
    // As ffprobe says it of a ContentEncryption.
    const bytes = Buffer.from(whole.toString('latin1').replaceAll('ENC_KEY_ID', 'enc_key_id'), 'latin1');
    const { code } = await processed(await clips.write('encrypted.mkv', bytes));
    expect(code).toBe('recording-encrypted');
  });
});
