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

async function indexed(args: readonly string[]) {
  const child = spawn('ffmpeg', ['-nostdin', '-v', 'error', ...args, ...FRAGMENTS], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const indexer = new FragmentIndexer();
  const bytes = await gather(indexer.through(child.stdout));
  const file = indexer.file();
  const path = await clips.write('stream.mp4', bytes);
  const playlist = join(clips.folder, 'index.m3u8');
  await writeFile(playlist, mediaPlaylist('stream.mp4', file.init, file.segments));
  return { file, bytes, path, playlist };
}

it('finds the segments of what ffmpeg writes to a pipe', async () => {
  const source = await clips.make('source.mkv', ...testPicture(14), ...testSound(14), ...h264, ...aac);
  const { file, bytes, path, playlist } = await indexed(['-i', source, '-c', 'copy']);
  expect(file.bytes).toBe(bytes.byteLength);
  expect(file.segments.map(({ durationSeconds }) => Math.round(durationSeconds))).toEqual([6, 6, 2]);
  expect(Math.abs(file.durationSeconds - 14)).toBeLessThan(0.1);
  expect(file).toMatchObject({
    width: 320,
    height: 180,
    codecs: expect.stringMatching(/^avc1\..{6},mp4a\.40\.2$/),
  });
  expect(Math.abs((file.frameRate ?? 0) - 25)).toBeLessThan(0.2);
  expect(await complaints(playlist)).toBe('');
  const digests = (lines: string[]) => lines.map((line) => line.split(',').at(-1));
  expect(digests(await frameDigests(path, '0:v'))).toEqual(digests(await frameDigests(source, '0:v')));
  for (const { offset, bytes: length } of file.segments) {
    const alone = Buffer.concat([
      bytes.subarray(0, file.init.bytes),
      bytes.subarray(offset, offset + length),
    ]);
    expect((await packets(await clips.write('alone.mp4', alone), 'v:0', 1))[0]?.key).toBe(true);
  }
});

it('keeps sound that starts late where it was, without an empty edit', async () => {
  const late = [...testPicture(5), '-itsoffset', '1.25', ...testSound(3)];
  const { path, bytes } = await indexed([...late, ...h264, ...aac]);
  const first = async (stream: string) => (await packets(path, stream, 1))[0]?.time ?? 0;
  expect(Math.abs((await first('a:0')) - (await first('v:0')) - 1.25)).toBeLessThan(0.05);
  const edits = [...bytes.toString('latin1').matchAll(/elst/g)].map(({ index }) =>
    bytes.readUInt32BE(index + 8),
  );
  expect(edits.every((count) => count === 1)).toBe(true);
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
