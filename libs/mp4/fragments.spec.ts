import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { mediaPlaylist } from '../hls/index.js';
import {
  FragmentedMovie,
  picturesHold,
  type MovieSource,
  MovieTooComplex,
  packageable,
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

const clips = new ClipFolder();
afterAll(() => clips.remove());

const SECONDS = 14;
const both = [...testPicture(SECONDS), ...testSound(SECONDS), ...h264, ...aac];

/** The file of fragments that a movie's pieces stand for. */
function composed(movie: FragmentedMovie, source: Buffer): Buffer {
  return Buffer.concat(
    movie.pieces.map((piece) =>
      'literal' in piece ? piece.literal : source.subarray(piece.offset, piece.offset + piece.bytes),
    ),
  );
}

async function packaged(path: string, name: string) {
  await using source = await fileSource(path);
  const movie = await readMovie(source);
  const verdict = packageable(movie);
  if (!verdict.ok) throw new Error(verdict.reason);
  const plan = new FragmentedMovie(movie, verdict.tracks);
  const folder = join(clips.folder, name);
  await mkdir(folder, { recursive: true });
  const bytes = composed(plan, await readFile(path));
  await writeFile(join(folder, 'stream.mp4'), bytes);
  const playlist = join(folder, 'index.m3u8');
  await writeFile(playlist, mediaPlaylist('stream.mp4', plan.init, plan.segments));
  return { plan, bytes, playlist, file: join(folder, 'stream.mp4') };
}

async function reasonOf(path: string) {
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
      'late-sound.mp4',
      [...testPicture(SECONDS), '-itsoffset', '0.7', ...testSound(SECONDS - 1), ...h264, ...aac],
    ],
    ['coarse-interleaving.mp4', [...both, '-movie_timescale', '90000', '-chunk_duration', '1500000']],
  ];

  it.each(sources)('%s: same frames, same times, nothing to complain of', async (name, args) => {
    const path = await clips.make(name, ...args);
    const { plan, bytes, playlist, file } = await packaged(path, `${name}.hls`);
    expect(bytes.byteLength).toBe(plan.bytes);
    expect(plan.pieces.length).toBeLessThan(100);
    expect(await complaints(playlist)).toBe('');
    for (const stream of [name === 'sound.m4a' ? [] : ['0:v'], name === 'silent.mp4' ? [] : ['0:a']].flat()) {
      const digests = (lines: string[]) => lines.map((line) => line.split(',').at(-1));
      const [were, are] = [
        digests(await frameDigests(path, stream)),
        digests(await frameDigests(file, stream)),
      ];
      // ffmpeg drops the encoder's priming, before time 0, in the original only; players drop it by its time.
      expect(are.slice(-were.length)).toEqual(were);
      expect(are.length - were.length).toBeLessThanOrEqual(stream === '0:a' ? 1 : 0);
      const select = `${stream.slice(2)}:0`;
      const [was, is] = [await packets(path, select), await packets(file, select)];
      expect(is.map(({ key }) => key)).toEqual(was.map(({ key }) => key));
      const worst = Math.max(...is.map(({ time }, index) => Math.abs(time - (was[index]?.time ?? 0))));
      expect(worst).toBeLessThan(0.001);
    }
    const total = plan.segments.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
    expect(total).toBeCloseTo(plan.durationSeconds, 5);
    expect(Math.abs(total - SECONDS)).toBeLessThan(0.2);
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
    const { plan } = await packaged(await clips.make('index-at-end.mp4', ...both), 'facts');
    expect(plan.codecs).toMatch(/^avc1\.42c0[01][0-9a-f],mp4a\.40\.2$|^avc1\.[0-9a-f]{6},mp4a\.40\.2$/);
    expect([plan.width, plan.height, plan.frameRate]).toEqual([320, 180, 25]);
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
    const verdict = packageable(movie);
    if (!verdict.ok || verdict.tracks.video === undefined) throw new Error('not packageable');
    expect(await picturesHold(verdict.tracks.video, source)).toBe(true);
    verdict.tracks.video.samples.sync?.fill(1);
    expect(await picturesHold(verdict.tracks.video, source)).toBe(false);
  });
});

describe('what can not be served as it is, is told why', () => {
  const refused: [string, string, string[]][] = [
    [
      'hevc.mp4',
      'picture codec',
      [...testPicture(1), '-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none'],
    ],
    ['ten-bit.mp4', 'profile', [...testPicture(1), '-c:v', 'libx264', '-pix_fmt', 'yuv420p10le']],
    ['mp3.mp4', 'sound codec', [...testPicture(1), ...testSound(1), ...h264, '-c:a', 'libmp3lame']],
    ['interlaced.mp4', 'interlaced', [...testPicture(1), ...h264, '-x264-params', 'interlaced=1']],
    [
      'sparse.mp4',
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
    ['fragmented.mp4', 'fragmented', [...both, '-movflags', '+frag_keyframe+empty_moov']],
    [
      'two-pictures.mp4',
      'more than one',
      [...testPicture(1), ...testPicture(1), '-map', '0', '-map', '1', ...h264],
    ],
  ];

  it.each(refused)('%s: %s', async (name, reason, args) => {
    const verdict = await reasonOf(await clips.make(name, ...args));
    expect(verdict).toMatchObject({ ok: false, truncated: false, reason: expect.stringContaining(reason) });
  });

  it('a turned picture', async () => {
    const path = await clips.make('index-at-end.mp4', ...both);
    const turned = await clips.make('turned.mp4', '-i', path, '-c', 'copy', '-metadata:s:v', 'rotate=90');
    expect(await reasonOf(turned)).toMatchObject({ ok: false, reason: expect.stringContaining('turned') });
  });

  it('a beginning that was cut away', async () => {
    const path = await clips.make('index-at-end.mp4', ...both);
    const trimmed = await clips.make('trimmed.mp4', '-ss', '1.5', '-i', path, '-c', 'copy');
    expect(await reasonOf(trimmed)).toMatchObject({ ok: false, reason: expect.stringContaining('hides') });
  });
});

describe('F32 hostile structures end in a clear error', () => {
  const source = (bytes: Uint8Array): MovieSource => ({
    bytes: bytes.byteLength,
    async *read({ start, end }) {
      yield bytes.subarray(start, end + 1);
    },
  });

  it('a recording that was cut off', async () => {
    const atEnd = await readFile(await clips.make('index-at-end.mp4', ...both));
    const atStart = await readFile(
      await clips.make('index-at-start.mp4', ...both, '-movflags', '+faststart'),
    );
    await expect(readMovie(source(atEnd.subarray(0, -2000)))).rejects.toMatchObject({
      code: 'movie-truncated',
    });
    const cut = source(atStart.subarray(0, atStart.byteLength >> 1));
    await expect(readMovie(cut)).resolves.toBeDefined();
    expect(packageable(await readMovie(cut))).toMatchObject({ ok: false, truncated: true });
  });

  it('no movie at all, and nothing', async () => {
    await expect(readMovie(source(Buffer.from('#EXTM3U\nsecret')))).rejects.toMatchObject({
      code: 'movie-invalid',
    });
    await expect(readMovie(source(new Uint8Array()))).rejects.toMatchObject({ code: 'movie-truncated' });
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
        const verdict = packageable(await readMovie(source(bytes), { limits: { samples: 100_000 } }));
        if (!verdict.ok) ends.refused++;
        else {
          const plan = new FragmentedMovie(await readMovie(source(bytes)), verdict.tracks);
          expect(plan.bytes).toBeLessThan(bytes.byteLength * 3);
          ends.packaged++;
        }
      } catch (error) {
        expect((error as { code?: string }).code).toMatch(/^movie-/);
        ends.invalid++;
      }
    }
    expect(Math.min(...Object.values(ends))).toBeGreaterThan(0);
  });

  it('media in more pieces than can be kept', async () => {
    const path = await clips.make('sound.m4a', ...testSound(SECONDS), ...aac);
    await using file = await fileSource(path);
    const movie = await readMovie(file);
    const verdict = packageable(movie);
    if (!verdict.ok || verdict.tracks.audio === undefined) throw new Error('not packageable');
    const { audio } = verdict.tracks;
    const count = 400_000;
    const samples = {
      ...audio.samples,
      count,
      decodeTimes: Float64Array.from({ length: count + 1 }, (_, index) => index * 1024),
      sizes: new Uint32Array(count).fill(1),
      offsets: Float64Array.from({ length: count }, (_, index) => index * 2),
    };
    const scattered = { video: undefined, audio: { ...audio, samples } };
    expect(() => new FragmentedMovie(movie, scattered)).toThrow(MovieTooComplex);
  });

  it('counts that no file could hold are not believed', async () => {
    const bytes = Buffer.from(await readFile(await clips.make('index-at-end.mp4', ...both)));
    bytes.writeUInt32BE(0xfffffff0, bytes.indexOf('stsz') + 12);
    await expect(readMovie(source(bytes))).rejects.toMatchObject({ code: 'movie-too-complex' });
    bytes.writeUInt32BE(7_000_000, bytes.indexOf('stsz') + 12);
    await expect(readMovie(source(bytes))).rejects.toMatchObject({ code: 'movie-invalid' });
  });
});
