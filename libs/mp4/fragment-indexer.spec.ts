import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { mediaPlaylist } from '../hls/index.js';
import { FragmentIndexer } from './index.js';
import {
  aac,
  ClipFolder,
  complaints,
  frameDigests,
  gather,
  h264,
  packets,
  testPicture,
  testSound,
} from './testing/clips.js';

const clips = new ClipFolder();
afterAll(() => clips.remove());

const FRAGMENTS = ['-f', 'mp4', '-movflags', 'frag_keyframe+delay_moov+default_base_moof', 'pipe:1'];

async function indexed(args: readonly string[], cuts?: readonly number[]) {
  const child = spawn('ffmpeg', ['-nostdin', '-v', 'error', ...args, ...FRAGMENTS], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const indexer = new FragmentIndexer(cuts);
  const bytes = await gather(indexer.through(child.stdout));
  const file = indexer.file();
  const path = await clips.write('stream.mp4', bytes);
  const playlist = join(clips.folder, 'index.m3u8');
  await writeFile(playlist, mediaPlaylist('stream.mp4', file.init, file.segments));
  return { file, bytes, path, playlist };
}

it('finds the segments of what ffmpeg writes to a pipe', async () => {
  const source = await clips.make('source.mkv', ...testPicture(14), ...testSound(14), ...h264, ...aac);
  const { file, bytes, path, playlist } = await indexed(['-i', source, '-map', '0:v', '-c', 'copy']);
  expect(file.bytes).toBe(bytes.byteLength);
  expect(file.segments.map(({ durationSeconds }) => durationSeconds.toFixed(2))).toEqual([
    '6.00',
    '6.00',
    '2.00',
  ]);
  expect(file.durationSeconds).toBeCloseTo(14, 2);
  expect(file).toMatchObject({ width: 320, height: 180, codecs: expect.stringMatching(/^avc1\..{6}$/) });
  expect(file.frameRate).toBeCloseTo(25, 2);
  expect(await complaints(playlist)).toBe('');
  const digests = (lines: string[]) => lines.map((line) => line.split(',').at(-1));
  expect(digests(await frameDigests(path, '0:v'))).toEqual(digests(await frameDigests(source, '0:v')));
  const alone = (stretch: { offset: number; bytes: number }) =>
    clips.write(
      'alone.mp4',
      Buffer.concat([
        bytes.subarray(0, file.init.bytes),
        bytes.subarray(stretch.offset, stretch.offset + stretch.bytes),
      ]),
    );
  for (const segment of file.segments)
    expect((await packets(await alone(segment), 'v:0', 1))[0]?.key).toBe(true);
  expect(file.keyframes).toHaveLength(14);
  for (const keyframe of file.keyframes.slice(0, 3))
    expect(await frameDigests(await alone(keyframe), '0:v')).toHaveLength(1);
});

it('counts presentation time, to the last frame, with frames that are shown in another order', async () => {
  // 151 frames of 40 ms, of which the last ones are decoded before they are shown.
  const { file } = await indexed([...testPicture(6.04), ...h264]);
  const sum = file.segments.reduce((seconds, { durationSeconds }) => seconds + durationSeconds, 0);
  expect([sum.toFixed(3), file.durationSeconds.toFixed(3)]).toEqual(['6.040', '6.040']);
  for (const { durationSeconds } of file.segments) expect(durationSeconds).toBeGreaterThan(0);
});

it('cuts where another rendition is cut, and there is a keyframe', async () => {
  const { file } = await indexed([...testPicture(9), ...h264], [2, 3.04, 7, 7.5]);
  expect(file.segments.map(({ durationSeconds }) => durationSeconds.toFixed(2))).toEqual([
    '2.00',
    '1.00',
    '4.00',
    '1.00',
    '1.00',
  ]);
});

it('keeps sound that starts late where it was, without an empty edit', async () => {
  const { path, bytes, file } = await indexed(['-itsoffset', '1.25', ...testSound(3), ...aac]);
  expect((await packets(path, 'a:0', 1))[0]?.time).toBeCloseTo(1.25, 1);
  expect(file.startSeconds).toBeCloseTo(1.25, 1);
  const edits = [...bytes.toString('latin1').matchAll(/elst/g)].map(({ index }) =>
    bytes.readUInt32BE(index + 8),
  );
  expect(edits.every((count) => count === 1)).toBe(true);
});

it('tells of a pause in the sound', async () => {
  const pause = ['-bsf:a', "noise=drop='between(pts*tb,1,2)'"];
  const { file } = await indexed([...testSound(3), ...aac, ...pause]);
  expect(file.longestSampleSeconds).toBeCloseTo(1, 1);
  expect((await indexed([...testSound(3), ...aac])).file.longestSampleSeconds).toBeLessThan(0.03);
});

it('refuses two tracks in one', async () => {
  await expect(indexed([...testPicture(1), ...testSound(1), ...h264, ...aac])).rejects.toMatchObject({
    code: 'movie-invalid',
  });
});

it('takes the stream in pieces of any size', async () => {
  const { bytes, file } = await indexed([...testPicture(3), ...h264]);
  async function* inPieces(size: number) {
    for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
  }
  for (const size of [1, 7, 4096]) {
    const indexer = new FragmentIndexer();
    expect((await gather(indexer.through(inPieces(size)))).equals(bytes)).toBe(true);
    expect(indexer.file()).toEqual(file);
  }
});

it('fails on a stream that ends inside a box, and on none at all', async () => {
  const { bytes } = await indexed([...testPicture(1), ...h264]);
  async function* cut() {
    yield bytes.subarray(0, -10);
  }
  const read = async () => {
    for await (const _ of new FragmentIndexer().through(cut()));
  };
  await expect(read()).rejects.toMatchObject({ code: 'movie-truncated' });
  expect(() => new FragmentIndexer().file()).toThrow();
});
