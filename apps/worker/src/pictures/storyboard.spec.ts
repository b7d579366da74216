import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { MemoryStorage, type StorageKey, storyboardFolder } from '#libs/storage';
import { ClipFolder, gather, h264, packets, testPicture } from '../../../../libs/mp4/testing/clips.js';
import { Ffmpeg, type MediaInput } from '../ffmpeg/ffmpeg.js';
import { probe } from '../ffmpeg/probe.js';
import { defaultMediaSettings } from '../media-settings.js';
import { type MadeStoryboard, StoryboardMaker } from './storyboard.js';

const run = promisify(execFile);
const clips = new ClipFolder();
afterAll(() => clips.remove());
const ffmpeg = new Ffmpeg(defaultMediaSettings);
const storage = new MemoryStorage();

/** A picture whose brightness says the second that it is of. */
const SECONDS = 'geq=lum=16+2*floor(T):cb=128:cr=128';
const grey = (seconds: number, size = '160x90', rate = 10) => [
  '-f',
  'lavfi',
  '-i',
  `color=black:size=${size}:rate=${rate}:duration=${seconds},${SECONDS}`,
  '-color_range',
  'tv',
];

async function input(path: string): Promise<MediaInput> {
  const [name, demuxer] = /\.(?:mp4|mov)$/.test(path)
    ? (['mp4', 'mov'] as const)
    : path.endsWith('.ts')
      ? (['mpeg-ts', 'mpegts'] as const)
      : (['matroska', 'matroska'] as const);
  const { byteLength: bytes } = await readFile(path);
  return { path, container: { name, kind: 'recording', demuxer }, bytes };
}

let made = 0;

async function storyboard(path: string, examine = false): Promise<MadeStoryboard> {
  const file = await input(path);
  const { video, durationSeconds } = await probe(ffmpeg, file);
  if (video === undefined) throw new Error('no picture');
  const folder = storyboardFolder('ast_1', `a${made++}`);
  const request = { input: file, video, durationSeconds, folder, examine, signal: undefined };
  return new StoryboardMaker(ffmpeg, storage).make(request);
}

async function bytesOf(key: StorageKey): Promise<Buffer> {
  const object = await storage.open(key);
  return gather(object.read());
}

interface Cue {
  readonly from: number;
  readonly until: number;
  readonly sheet: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

async function cuesOf({ index }: MadeStoryboard): Promise<Cue[]> {
  const text = (await bytesOf(index)).toString();
  expect(text).toMatch(/^WEBVTT\n\n/);
  const line =
    /^(\d\d):(\d\d):(\d\d\.\d{3}) --> (\d\d):(\d\d):(\d\d\.\d{3})\nsheet-(\d+)\.jpg#xywh=(\d+),(\d+),(\d+),(\d+)$/gm;
  return [...text.matchAll(line)].map((found) => {
    const [, h = 0, m = 0, s = 0, h2 = 0, m2 = 0, s2 = 0, sheet = 0, x = 0, y = 0, width = 0, height = 0] =
      found.map(Number);
    const [from, until] = [h * 3600 + m * 60 + s, h2 * 3600 + m2 * 60 + s2];
    return { from, until, sheet, x, y, width, height };
  });
}

/** The second that each cue's tile shows. */
async function secondsShown(board: MadeStoryboard, cues: readonly Cue[]): Promise<number[]> {
  const shown: number[] = [];
  for (const { sheet, x, y, width, height } of cues) {
    const key = board.sheets[sheet];
    if (key === undefined) throw new Error('no such sheet');
    const middle = { left: x + 40, top: y + 20, width: width - 80, height: height - 40 };
    const pixels = await sharp(await bytesOf(key))
      .extract(middle)
      .greyscale()
      .raw()
      .toBuffer();
    const mean = pixels.reduce((sum, value) => sum + value, 0) / pixels.byteLength;
    // From the luma of television (16 to 235) to that of JPEG (0 to 255).
    shown.push((mean * 219) / 255 / 2);
  }
  return shown;
}

describe('a storyboard', () => {
  it('has a tile each ten seconds, of the keyframe that begins them', async () => {
    const path = await clips.make('grey.mp4', ...grey(95), ...h264, '-g', '20');
    const board = await storyboard(path, true);
    expect(board).toMatchObject({ tiles: 10, intervalSeconds: 10, tileWidth: 160, tileHeight: 90 });
    expect(board.damagedAt).toBeUndefined();
    const cues = await cuesOf(board);
    expect(cues.map(({ from }) => from)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
    expect(cues.slice(1).map(({ from }) => from)).toEqual(cues.slice(0, -1).map(({ until }) => until));
    expect(cues.at(-1)?.until).toBeCloseTo(95, 1);
    for (const [tile, second] of (await secondsShown(board, cues)).entries())
      expect(Math.abs(second - tile * 10)).toBeLessThan(1);
    const stored = [board.index, ...board.sheets].map(async (key) => (await storage.stat(key)).bytes);
    expect((await Promise.all(stored)).reduce((sum, bytes) => sum + bytes)).toBe(board.bytes);
  });

  it('of rare keyframes repeats a tile, and is never further off than the keyframe before', async () => {
    const path = await clips.make('rare.mkv', ...grey(60), ...h264, '-g', '250', '-keyint_min', '250');
    const keyframes = (await packets(path, 'v:0')).filter(({ key }) => key).map(({ time }) => time);
    const board = await storyboard(path);
    const cues = await cuesOf(board);
    const seconds = await secondsShown(board, cues);
    for (const [index, { from, until }] of cues.entries()) {
      const second = seconds[index] ?? Number.NaN;
      const keyframe = keyframes.findLast((time) => time < Math.min(until, from + 10)) ?? Number.NaN;
      expect(Math.abs(second - keyframe)).toBeLessThan(1);
    }
    expect(cues.at(-1)?.until).toBeCloseTo(60, 0);
  });

  it('of a short recording is one tile; of an upright one it is upright', async () => {
    const path = await clips.make('short.mov', ...testPicture(2, '90x160'), ...h264);
    const board = await storyboard(path);
    expect(board).toMatchObject({ tiles: 1, tileWidth: 160, tileHeight: 284 });
    const [sheet] = board.sheets;
    if (sheet === undefined) throw new Error('no sheet');
    expect(await sharp(await bytesOf(sheet)).metadata()).toMatchObject({
      format: 'jpeg',
      width: 160,
      height: 284,
    });
  });

  it('of ten hours stays bounded: its tiles are further apart', async () => {
    const path = await clips.make(
      'long.mkv',
      '-f',
      'lavfi',
      '-i',
      'color=gray:size=64x36:rate=1:duration=36000',
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-g',
      '10',
    );
    const board = await storyboard(path, true);
    expect(board).toMatchObject({ intervalSeconds: 34, tiles: 1059 });
    expect(board.sheets).toHaveLength(11);
    expect((await cuesOf(board)).at(-1)?.until).toBeCloseTo(36_000, -1);
  });

  it('of a recording whose size changes on the way goes on', async () => {
    const parts = await Promise.all(
      ['160x90', '320x240'].map((size, index) =>
        clips.make(
          `part-${index}.ts`,
          ...grey(30, size, 5),
          ...h264,
          '-g',
          '10',
          '-output_ts_offset',
          `${index * 30}`,
        ),
      ),
    );
    const path = await clips.write(
      'both.ts',
      Buffer.concat(await Promise.all(parts.map((part) => readFile(part)))),
    );
    const board = await storyboard(path);
    const cues = await cuesOf(board);
    expect(cues.map(({ from }) => from)).toEqual([0, 10, 20, 30, 40, 50]);
    for (const [tile, second] of (await secondsShown(board, cues)).entries())
      expect(Math.abs(second - (tile % 3) * 10)).toBeLessThan(1);
  });

  it('tells where a keyframe is damaged, and goes on behind it', async () => {
    const path = await clips.make('whole.mp4', ...testPicture(40, '320x180', 10), ...h264, '-g', '20');
    const bytes = await readFile(path);
    const key = (await gatherKeyframes(path)).find(({ time }) => time >= 22);
    if (key === undefined) throw new Error('no keyframe');
    bytes.fill(0x5a, key.at + Math.floor(key.bytes / 4), key.at + Math.floor((key.bytes * 3) / 4));
    const board = await storyboard(await clips.write('damaged.mp4', bytes), true);
    expect(board.tiles).toBe(4);
    expect(board.damagedAt).toBeGreaterThan(20.5);
    expect(board.damagedAt).toBeLessThan(22.1);
  });

  it('takes no open group of pictures for a fault', async () => {
    const open = ['-x264-params', 'open-gop=1:keyint=20:bframes=3:scenecut=0'];
    const path = await clips.make(
      'open.ts',
      ...testPicture(30, '320x180', 10),
      '-c:v',
      'libx264',
      '-preset',
      'veryfast',
      ...open,
    );
    const board = await storyboard(path, true);
    expect(board.damagedAt).toBeUndefined();
    expect(board.tiles).toBe(3);
  });
});

async function gatherKeyframes(path: string): Promise<{ time: number; at: number; bytes: number }[]> {
  const { stdout } = await run('ffprobe', [
    '-v',
    'error',
    '-select_streams',
    'v:0',
    '-of',
    'csv=p=0',
    '-show_entries',
    'packet=pts_time,size,pos,flags',
    path,
  ]);
  return stdout.split('\n').flatMap((line) => {
    const [time, bytes, at, flags = ''] = line.split(',');
    return flags.includes('K') ? [{ time: Number(time), at: Number(at), bytes: Number(bytes) }] : [];
  });
}
