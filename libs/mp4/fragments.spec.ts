import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { mediaPlaylist } from '../hls/index.js';
import {
  type Movie,
  type MoviePiece,
  type MovieSource,
  layOutTrack,
  type PackagedTrack,
  packageable,
  picturesHold,
  readMovie,
} from './index.js';
import {
  aac,
  ClipFolder,
  complaints,
  fileSource,
  frameDigests,
  h264,
  packets,
  testPicture,
  testSound,
} from './testing/clips.js';
import { samplesOf } from './testing/samples.js';

const clips = new ClipFolder();
afterAll(() => clips.remove());

const SECONDS = 14;
const both = [...testPicture(SECONDS), ...testSound(SECONDS), ...h264, ...aac];

function laidOut(movie: Movie, track: PackagedTrack) {
  const pieces: MoviePiece[] = [];
  return { ...layOutTrack(movie, track, (piece) => pieces.push(piece)), pieces };
}

/** The file of fragments that a track's pieces stand for. */
function composed(pieces: readonly MoviePiece[], source: Buffer): Buffer {
  return Buffer.concat(
    pieces.map((piece) =>
      'literal' in piece ? piece.literal : source.subarray(piece.offset, piece.offset + piece.bytes),
    ),
  );
}

const sourceOf = (bytes: Uint8Array): MovieSource => ({
  bytes: bytes.byteLength,
  async *read({ start, end }) {
    yield bytes.subarray(start, end + 1);
  },
});

type TrackName = 'video' | 'audio';

async function packaged(path: string, name: string, of: TrackName = 'video') {
  await using source = await fileSource(path);
  const movie = await readMovie(source);
  const verdict = packageable(movie)[of];
  if (verdict?.ok !== true) throw new Error(verdict?.reason ?? 'there is no such track');
  const plan = laidOut(movie, verdict.packaged);
  const folder = join(clips.folder, name);
  await mkdir(folder, { recursive: true });
  const bytes = composed(plan.pieces, await readFile(path));
  await writeFile(join(folder, 'stream.mp4'), bytes);
  const playlist = join(folder, 'index.m3u8');
  await writeFile(playlist, mediaPlaylist('stream.mp4', plan.init, plan.segments));
  return { plan, bytes, playlist, file: join(folder, 'stream.mp4') };
}

async function verdictsOf(path: string) {
  await using source = await fileSource(path);
  return packageable(await readMovie(source));
}

describe('a movie that browsers play becomes fragments', () => {
  const sources: [string, string[]][] = [
    ['index-at-end.mp4', both],
    ['index-at-start.mp4', [...both, '-movflags', '+faststart']],
    ['silent.mp4', [...testPicture(SECONDS), ...h264]],
    ['sound.m4a', [...testSound(SECONDS), ...aac]],
    ['quicktime.mov', both],
    [
      'variable-rate.mp4',
      [
        ...testPicture(SECONDS),
        ...testSound(SECONDS),
        '-vf',
        "select='not(mod(n,3))+lt(mod(n,50),20)'",
        '-fps_mode',
        'vfr',
        ...h264,
        ...aac,
      ],
    ],
    [
      'late-picture.mp4',
      ['-itsoffset', '0.08', ...testPicture(SECONDS), ...testSound(SECONDS), ...h264, ...aac],
    ],
    ['coarse-interleaving.mp4', [...both, '-movie_timescale', '90000', '-chunk_duration', '1500000']],
  ];

  it.each(sources)('%s: same frames, same times, nothing to complain of', async (name, args) => {
    const path = await clips.make(name, ...args);
    const all = { video: name !== 'sound.m4a', audio: name !== 'silent.mp4' };
    for (const of of (['video', 'audio'] as const).filter((track) => all[track])) {
      const { plan, bytes, playlist, file } = await packaged(path, `${name}.${of}`, of);
      expect(bytes.byteLength).toBe(plan.bytes);
      // ffmpeg lays picture and sound in turns, frame by frame.
      expect(plan.pieces.length).toBeLessThan(30 * SECONDS);
      expect(await complaints(playlist)).toBe('');
      const stream = of === 'video' ? 'v' : 'a';
      const digests = (lines: string[]) => lines.map((line) => line.split(',').at(-1));
      const [were, are] = [
        digests(await frameDigests(path, `0:${stream}`)),
        digests(await frameDigests(file, `0:${stream}`)),
      ];
      // ffmpeg drops the encoder's priming, before time 0, in the original only; players drop it by its time.
      expect(are.slice(-were.length)).toEqual(were);
      expect(are.length - were.length).toBeLessThanOrEqual(of === 'audio' ? 1 : 0);
      const [was, is] = [await packets(path, `${stream}:0`), await packets(file, `${stream}:0`)];
      expect(is.map(({ key }) => key)).toEqual(was.map(({ key }) => key));
      const worst = Math.max(...is.map(({ time }, index) => Math.abs(time - (was[index]?.time ?? 0))));
      expect(worst).toBeLessThan(0.001);
      const total = plan.segments.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
      expect(total).toBeCloseTo(plan.durationSeconds, 5);
      expect(Math.abs(plan.startSeconds + total - SECONDS)).toBeLessThan(0.1);
      expect(plan.keyframes).toHaveLength(of === 'video' ? plan.segments.length : 0);
    }
  });

  it('begins every segment with a keyframe, some six seconds after the last', async () => {
    const path = await clips.make('index-at-end.mp4', ...both);
    const { plan, bytes } = await packaged(path, 'segments');
    expect(plan.segments.map(({ durationSeconds }) => Math.round(durationSeconds))).toEqual([6, 6, 2]);
    for (const { offset, bytes: length } of plan.segments) {
      const alone = Buffer.concat([
        bytes.subarray(0, plan.init.bytes),
        bytes.subarray(offset, offset + length),
      ]);
      const file = await clips.write('segment.mp4', alone);
      expect((await packets(file, 'v:0', 1))[0]?.key).toBe(true);
      expect(await complaints(file)).toBe('');
    }
  });

  it('says codecs, size and frame rate', async () => {
    const path = await clips.make('index-at-end.mp4', ...both);
    const { plan } = await packaged(path, 'facts');
    expect(plan.codecs).toMatch(/^avc1\.[0-9a-f]{6}$/);
    expect([plan.width, plan.height, plan.frameRate?.toFixed(3)]).toEqual([320, 180, '25.000']);
    expect((await packaged(path, 'heard', 'audio')).plan).toMatchObject({ codecs: 'mp4a.40.2', channels: 2 });
  });

  it('names keyframes that decode alone', async () => {
    const { plan, bytes } = await packaged(await clips.make('index-at-end.mp4', ...both), 'keyframes');
    for (const { offset, bytes: length } of plan.keyframes) {
      const [init, frame] = [bytes.subarray(0, plan.init.bytes), bytes.subarray(offset, offset + length)];
      // Behind it the fragment tells of frames that are not there.
      const file = await clips.write('keyframe.mp4', Buffer.concat([init, frame]));
      expect((await frameDigests(file, '0:v')).length).toBe(1);
    }
  });

  it('F51 leaves names, places and dates behind', async () => {
    const tags = [
      '-metadata',
      'title=PATIENTNAME',
      '-metadata',
      'location=+51.5+000.1/',
      '-metadata:s:v',
      'handler_name=PATIENTNAME',
    ];
    const path = await clips.make(
      'tagged.mov',
      ...both,
      ...tags,
      '-metadata',
      'creation_time=2026-01-02T03:04:05Z',
    );
    expect((await readFile(path)).includes('PATIENTNAME')).toBe(true);
    const { bytes, plan } = await packaged(path, 'tagged');
    expect(bytes.includes('PATIENTNAME') || bytes.includes('+51.5')).toBe(false);
    expect(plan.init.bytes).toBeLessThan(1500);
  });

  it('finds keyframes that are none', async () => {
    const path = await clips.make('index-at-end.mp4', ...both);
    await using source = await fileSource(path);
    const movie = await readMovie(source);
    const { video } = packageable(movie);
    if (video?.ok !== true) throw new Error('not packageable');
    expect(await picturesHold(video.packaged, source)).toBe(true);
    const samples = Object.create(video.packaged.samples, { isSync: { value: () => true } });
    expect(await picturesHold({ ...video.packaged, samples }, source)).toBe(false);
  });
});

describe('what can not be served as it is, is told why', () => {
  const refused: [string, TrackName, string, string[]][] = [
    [
      'hevc.mp4',
      'video',
      'picture codec',
      [...testPicture(1), '-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none'],
    ],
    ['ten-bit.mp4', 'video', 'profile', [...testPicture(1), '-c:v', 'libx264', '-pix_fmt', 'yuv420p10le']],
    ['mp3.mp4', 'audio', 'sound codec', [...testPicture(1), ...testSound(1), ...h264, '-c:a', 'libmp3lame']],
    ['interlaced.mp4', 'video', 'interlaced', [...testPicture(1), ...h264, '-x264-params', 'interlaced=1']],
    [
      'sparse.mp4',
      'video',
      'keyframes',
      [
        ...testPicture(14),
        '-c:v',
        'libx264',
        '-preset',
        'ultrafast',
        '-g',
        '1000',
        '-keyint_min',
        '1000',
        '-sc_threshold',
        '0',
      ],
    ],
    ['sound-ends-early.mp4', 'audio', 'ends before', [...testPicture(3), ...testSound(2), ...h264, ...aac]],
    ['picture-ends-early.mp4', 'video', 'ends before', [...testPicture(1), ...testSound(4), ...h264, ...aac]],
    [
      'sound-begins-late.mp4',
      'audio',
      'begins late',
      [...testPicture(2), '-itsoffset', '0.7', ...testSound(1.3), ...h264, ...aac],
    ],
    [
      'sound-pauses.mp4',
      'audio',
      'pause',
      [...testPicture(3), ...testSound(3), ...h264, ...aac, '-bsf:a', "noise=drop='between(pts*tb,1,2)'"],
    ],
    [
      'two-pictures.mp4',
      'video',
      'more than one',
      [...testPicture(1), ...testPicture(1), '-map', '0', '-map', '1', ...h264],
    ],
  ];

  it.each(refused)('%s, its %s: %s', async (name, of, reason, args) => {
    const verdicts = await verdictsOf(await clips.make(name, ...args));
    expect(verdicts.truncated).toBeUndefined();
    expect(verdicts[of]).toMatchObject({ ok: false, reason: expect.stringContaining(reason) });
    const other = verdicts[of === 'video' ? 'audio' : 'video'];
    if (other !== undefined) expect(other.ok).toBe(true);
  });

  it('a movie in fragments', async () => {
    const path = await clips.make('fragmented.mp4', ...both, '-movflags', '+frag_keyframe+empty_moov');
    expect(await verdictsOf(path)).toEqual({ video: undefined, audio: undefined, truncated: undefined });
  });

  it('a turned picture', async () => {
    const path = await clips.make('index-at-end.mp4', ...both);
    const turned = await clips.make('turned.mp4', '-i', path, '-c', 'copy', '-metadata:s:v', 'rotate=90');
    const { video } = await verdictsOf(turned);
    expect(video).toMatchObject({ ok: false, reason: expect.stringContaining('turned') });
  });

  it('a beginning that was cut away', async () => {
    const path = await clips.make('index-at-end.mp4', ...both);
    const trimmed = await clips.make('trimmed.mp4', '-ss', '1.5', '-i', path, '-c', 'copy');
    const { video } = await verdictsOf(trimmed);
    expect(video).toMatchObject({ ok: false, reason: expect.stringContaining('hides') });
  });
});

describe('F32 hostile structures end in a clear error', () => {
  it('a recording that was cut off', async () => {
    const atEnd = await readFile(await clips.make('index-at-end.mp4', ...both));
    const atStart = await readFile(
      await clips.make('index-at-start.mp4', ...both, '-movflags', '+faststart'),
    );
    await expect(readMovie(sourceOf(atEnd.subarray(0, -2000)))).rejects.toMatchObject({
      code: 'movie-truncated',
    });
    const cut = sourceOf(atStart.subarray(0, atStart.byteLength >> 1));
    await expect(readMovie(cut)).resolves.toBeDefined();
    expect(packageable(await readMovie(cut))).toMatchObject({
      video: undefined,
      truncated: expect.stringContaining('beyond'),
    });
  });

  it('no movie at all, and nothing', async () => {
    await expect(readMovie(sourceOf(Buffer.from('#EXTM3U\nsecret')))).rejects.toMatchObject({
      code: 'movie-invalid',
    });
    await expect(readMovie(sourceOf(new Uint8Array()))).rejects.toMatchObject({ code: 'movie-truncated' });
  });

  it('bytes of the index changed at random: packaged or refused, never anything else', async () => {
    const whole = await readFile(await clips.make('index-at-start.mp4', ...both, '-movflags', '+faststart'));
    const index = whole.readUInt32BE(32);
    let seed = 7;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return seed % below;
    };
    const ends = { packaged: 0, refused: 0, invalid: 0 };
    for (let round = 0; round < 1500; round++) {
      const bytes = Buffer.from(whole);
      for (let change = 0; change <= random(4); change++) {
        bytes[random(Math.min(2500, index))] = [0, 255, 127, 1, random(256)][random(5)] ?? 0;
      }
      try {
        const movie = await readMovie(sourceOf(bytes), { limits: { samples: 100_000 } });
        const { video, audio } = packageable(movie);
        for (const verdict of [video, audio]) {
          if (verdict?.ok !== true) ends.refused++;
          else {
            const plan = laidOut(movie, verdict.packaged);
            expect(plan.bytes).toBeLessThan(bytes.byteLength * 3);
            ends.packaged++;
          }
        }
      } catch (error) {
        expect((error as { code?: string }).code).toMatch(/^movie-/);
        ends.invalid++;
      }
    }
    expect(Math.min(...Object.values(ends))).toBeGreaterThan(0);
  });

  it('media that is scattered is told of piece by piece, however many there are', async () => {
    const path = await clips.make('sound.m4a', ...testSound(SECONDS), ...aac);
    await using file = await fileSource(path);
    const movie = await readMovie(file);
    const { audio } = packageable(movie);
    if (audio?.ok !== true) throw new Error('not packageable');
    const count = 400_000;
    const offsets = Array.from({ length: count }, (_, index) => index * 2);
    const samples = samplesOf({
      stsz: [0, 1, count],
      stts: [0, 1, count, 1024],
      stsc: [0, 1, 1, 1, 1],
      stco: [0, count, ...offsets],
    });
    let pieces = 0;
    layOutTrack(movie, { ...audio.packaged, samples }, () => pieces++);
    expect(pieces).toBeGreaterThan(count);
  });

  it('counts that no file could hold are not believed', async () => {
    const bytes = Buffer.from(await readFile(await clips.make('index-at-end.mp4', ...both)));
    bytes.writeUInt32BE(0xfffffff0, bytes.indexOf('stsz') + 12);
    await expect(readMovie(sourceOf(bytes))).rejects.toMatchObject({ code: 'movie-too-complex' });
    bytes.writeUInt32BE(7_000_000, bytes.indexOf('stsz') + 12);
    await expect(readMovie(sourceOf(bytes))).rejects.toMatchObject({ code: 'movie-invalid' });
  });
});
