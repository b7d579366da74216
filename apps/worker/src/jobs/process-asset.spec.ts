import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AssetEdited } from '#libs/catalog';
import { DatabaseUnavailable, type PutTracks } from '#libs/database';
import { parseMasterPlaylist, parseMediaPlaylist } from '#libs/hls';
import { newId } from '#libs/kernel';
import {
  compositionOf,
  MemoryStorage,
  NfsStorage,
  openComposition,
  parseStorageKey,
  pathUnderAsset,
  type Storage,
} from '#libs/storage';
import {
  aac,
  ClipFolder,
  complaints,
  frameDigests,
  gather,
  h264,
  packets,
  silences,
  testPicture,
  testSound,
  vp9,
} from '../../../../libs/mp4/testing/clips.js';
import { crowdedMovie } from '../../../../test/rigs/turns/crowded-movie.js';
import type { ImageVariant } from '../pictures/images.js';
import type { MadeStoryboard } from '../pictures/storyboard.js';
import { defaultMediaSettings, type MediaSettings } from '../media-settings.js';
import type { MediaFacts } from '../ffmpeg/probe.js';
import { type AssetProgress, type Master, processAsset, type PutByPeople } from './process-asset.js';
import type { Rendition } from '../renditions/rendition.js';

const run = promisify(execFile);
const clips = new ClipFolder();
const root = join(clips.folder, 'storage');
const scratch = join(clips.folder, 'scratch');
const nfs = new NfsStorage({ root });
beforeAll(() => mkdir(scratch, { recursive: true }));
afterAll(() => clips.remove());

/** Writes down what it is told; `fail` names a method that throws. */
class Journal implements AssetProgress {
  readonly told: string[] = [];
  readonly percents = new Map<string, number[]>();
  readonly pictured: ImageVariant[] = [];
  readonly storyboards: MadeStoryboard[] = [];
  facts: MediaFacts | undefined;
  masters: Master[] = [];
  reason: { code: string; message: string } | undefined;

  constructor(
    private readonly fail?: string,
    private readonly error = new Error('the report failed'),
  ) {}

  private note(what: string): void {
    this.told.push(what);
    if (what === this.fail) throw this.error;
  }
  async probed(facts: MediaFacts) {
    this.facts = facts;
    this.note('probed');
  }
  progress(rung: string, percent: number) {
    this.percents.set(rung, [...(this.percents.get(rung) ?? []), percent]);
  }
  async masterPublished(master: Master) {
    this.masters.push(master);
    this.note('master');
  }
  async pictures(_: string, variants: readonly ImageVariant[]) {
    this.pictured.push(...variants);
    this.note('pictures');
  }
  async storyboard(made: MadeStoryboard) {
    this.storyboards.push(made);
    this.note('storyboard');
  }
  async ready() {
    this.note('ready');
  }
  async failed(reason: { code: string; message: string }) {
    this.reason = reason;
    this.note('failed');
  }
  get renditions(): readonly Rendition[] {
    return this.masters.at(-1)?.all ?? [];
  }
}

interface Options {
  kind?: 'recording' | 'image';
  storage?: Storage;
  settings?: Partial<MediaSettings>;
  journal?: Journal;
  signal?: AbortSignal;
  put?: (asset: string, storage: Storage) => Promise<PutByPeople>;
}

async function processed(path: string, options: Options = {}) {
  const asset = newId('ast');
  const storage = options.storage ?? nfs;
  const source = parseStorageKey(`assets/${asset}/source/original`);
  await storage.put(source, createReadStream(path));
  const journal = options.journal ?? new Journal();
  const settings = { ...defaultMediaSettings, ...options.settings };
  const { kind = 'recording', signal, put: putBy } = options;
  const put = putBy && { put: () => putBy(asset, storage) };
  let thrown: unknown;
  try {
    await processAsset(
      { asset, kind, source, ...put },
      { storage, scratch, settings, progress: journal, signal },
    );
  } catch (error) {
    thrown = error;
  }
  const keys: string[] = [];
  for await (const { key } of storage.list(parseStorageKey(`assets/${asset}`))) keys.push(key);
  expect(await readdir(scratch)).toEqual([]);
  return { asset, journal, keys: keys.filter((key) => key !== source), thrown, source };
}

const path = (key: string) => nfs.localFiles.path(parseStorageKey(key));

/** The rendition's file of fragments as a file; of a composition it is written out beside its index. */
async function streamOf({ folder }: Rendition): Promise<{ file: string }> {
  const names = await readdir(path(folder));
  if (names.includes('stream.mp4')) return { file: path(`${folder}/stream.mp4`) };
  const keys = compositionOf(parseStorageKey(`${folder}/composed.mp4`));
  if (keys === undefined) throw new Error('no composition');
  const composition = await openComposition(nfs, keys);
  await writeFile(path(keys.key), await gather(composition.read()));
  await composition.close();
  return { file: path(keys.key) };
}

/** What is stored of a rendition. */
async function filesOf({ folder }: Rendition): Promise<string[]> {
  const names = await readdir(path(folder));
  return names.filter((name) => name !== 'composed.mp4').map((name) => path(`${folder}/${name}`));
}

async function expectPlays(journal: Journal, seconds: number): Promise<void> {
  for (const rendition of journal.renditions) {
    const playlist = path(rendition.playlistKey);
    const stream = await streamOf(rendition);
    expect(await complaints(playlist)).toBe('');
    const parsed = parseMediaPlaylist(await readFile(playlist, 'utf8'));
    const file = await readFile(stream.file);
    const sizes = (await filesOf(rendition)).map(async (name) => (await stat(name)).size);
    expect((await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)).toBe(rendition.bytes);
    const total = parsed.segments.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
    expect(Math.abs(total - seconds)).toBeLessThan(0.1);
    for (const { offset, bytes } of parsed.segments) {
      const alone = Buffer.concat([
        file.subarray(0, parsed.init?.bytes),
        file.subarray(offset, offset + bytes),
      ]);
      const segment = await clips.write('segment.mp4', alone);
      const [first] = await packets(segment, rendition.width ? 'v:0' : 'a:0', 1);
      expect(first?.key).toBe(true);
    }
  }
}

const SECONDS = 9;
const phone = [...testPicture(SECONDS, '640x480'), ...testSound(SECONDS), ...h264, ...aac];

let plain: ReturnType<typeof processed> | undefined;
/** What becomes of such a recording in MP4: made once, for all who only look at it. */
function processedPlain(): ReturnType<typeof processed> {
  plain ??= clips.make('plain.mp4', ...phone).then((clip) => processed(clip));
  return plain;
}

describe('what browsers play is served as it is, and first', () => {
  it('H.264 and AAC in MP4', async () => {
    const clip = await clips.make('plain.mp4', ...phone);
    const { journal, keys } = await processedPlain();
    expect(journal.told.slice(0, 3)).toEqual(['probed', 'master', 'pictures']);
    expect(journal.told.at(-1)).toBe('ready');
    expect(journal.masters[0]?.added.map(({ rung }) => rung)).toEqual(['source', 'audio']);
    const [first, sound] = journal.renditions;
    if (first === undefined || sound === undefined) throw new Error('nothing was made');
    const [{ file: served }, { file: heard }] = [await streamOf(first), await streamOf(sound)];
    const digests = (lines: string[]) => lines.map((line) => line.split(',').at(-1));
    expect(digests(await frameDigests(served, '0:v'))).toEqual(digests(await frameDigests(clip, '0:v')));
    expect(digests(await frameDigests(heard, '0:a')).slice(-400)).toEqual(
      digests(await frameDigests(clip, '0:a')).slice(-400),
    );
    await expectPlays(journal, SECONDS);
    // The media is stored once, as the upload.
    expect(first.bytes).toBeLessThan((await stat(clip)).size / 20);
    expect(journal.facts).toMatchObject({ video: { codec: 'h264', width: 640, height: 480 } });
    const boards = journal.storyboards.flatMap(({ index, sheets }) => [index, ...sheets]);
    const named = [...journal.masters, ...journal.pictured].map(({ key }) => key).concat(boards);
    const stored = journal.renditions.flatMap(({ rung, folder, playlistKey, width }) => [
      playlistKey,
      ...(width === undefined ? [] : [`${folder}/keyframes.m3u8`]),
      `${folder}/${['source', 'audio'].includes(rung) ? 'stream.index' : 'stream.mp4'}`,
    ]);
    expect(keys.toSorted()).toEqual([...named, ...stored].toSorted());
  });

  it('a master playlist of relative names, which plays', async () => {
    const { journal } = await processedPlain();
    const master = path(journal.masters.at(-1)?.key ?? '');
    const variants = parseMasterPlaylist(await readFile(master, 'utf8'));
    expect(variants.map(({ uri }) => uri)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^source-[a-z0-9]{10}\/index\.m3u8$/)]),
    );
    expect(variants).toHaveLength(journal.renditions.length - 1);
    for (const rendition of journal.renditions) await streamOf(rendition);
    expect(await complaints(master)).toBe('');
  });

  it.each(['mkv', 'ts', 'mov', 'flv'])('the same in %s', async (extension) => {
    const { journal } = await processed(await clips.make(`plain.${extension}`, ...phone));
    expect(journal.masters[0]?.added.map(({ rung }) => rung)).toEqual(['source', 'audio']);
    await expectPlays(journal, SECONDS);
  });

  it('the same in fragments already', async () => {
    const args = [...phone, '-movflags', '+frag_keyframe+empty_moov'];
    const { journal } = await processed(await clips.make('fragments.mp4', ...args));
    expect(journal.masters[0]?.added.map(({ rung }) => rung)).toEqual(['source', 'audio']);
    await expectPlays(journal, SECONDS);
  });

  it('without sound, and sound without a picture', async () => {
    const silent = await processed(await clips.make('silent.mp4', ...testPicture(5), ...h264));
    expect(silent.journal.renditions[0]?.codecs).toMatch(/^avc1\.[0-9a-f]{6}$/);
    for (const [name, codec] of [
      ['talk.m4a', aac],
      ['talk.mp3', []],
      ['talk.wav', []],
    ] as const) {
      const { journal } = await processed(await clips.make(name, ...testSound(5), ...codec));
      expect(journal.told).toEqual(['probed', 'master', 'ready']);
      expect(journal.renditions.map(({ rung, codecs }) => [rung, codecs])).toEqual([['audio', 'mp4a.40.2']]);
      await expectPlays(journal, 5);
    }
  });
});

describe('a storyboard', () => {
  it('comes after the recording plays, and is no reason to fail', async () => {
    const clip = await clips.make('board.mp4', ...testPicture(3, '160x90'), ...h264);
    const { journal, keys } = await processed(clip);
    expect(journal.told.slice(0, 2)).toEqual(['probed', 'master']);
    expect(journal.told.slice(-2)).toEqual(['storyboard', 'ready']);
    const [board] = journal.storyboards;
    expect(keys).toEqual(expect.arrayContaining([board?.index, ...(board?.sheets ?? ['none'])]));
    const sound = await clips.make('no-board.m4a', ...testSound(2), ...aac);
    expect((await processed(sound)).journal.storyboards).toEqual([]);
  });

  it('finds a picture that is damaged as it was uploaded, which is encoded then', async () => {
    const whole = await clips.make('undamaged.mp4', ...testPicture(12, '854x480'), ...h264);
    const bytes = await readFile(whole);
    const { stdout } = await run('ffprobe', [
      '-v',
      'error',
      '-select_streams',
      'v:0',
      '-of',
      'csv=p=0',
      '-show_entries',
      'packet=pts_time,size,pos,flags',
      whole,
    ]);
    const keyframe = stdout.split('\n').find((line) => /^[45]\..*K/.test(line));
    const [, size = 0, at = 0] = (keyframe ?? '').split(',').map(Number);
    bytes.fill(0x5a, at + Math.floor(size / 4), at + Math.floor(size / 2));
    const { journal, keys } = await processed(await clips.write('damaged.mp4', bytes));
    const [first, last] = [journal.masters.at(0), journal.masters.at(-1)];
    expect(first?.all.map(({ rung }) => rung)).toEqual(['source']);
    expect(last?.withdrawn).toEqual(first?.all);
    expect(last?.all.map(({ rung }) => rung)).toEqual(['480p', '360p', '240p']);
    expect(journal.storyboards[0]?.damagedAt).toBeGreaterThan(3.5);
    // The sessions that were opened meanwhile go on with it.
    expect(keys.some((key) => key.includes('/hls/source-'))).toBe(true);
  });
});

describe('what browsers do not play is encoded', () => {
  it("a phone's turned HEVC", async () => {
    const hevc = [
      '-c:v',
      'libx265',
      '-preset',
      'ultrafast',
      '-x265-params',
      'log-level=none',
      '-tag:v',
      'hvc1',
    ];
    const lying = await clips.make(
      'lying.mp4',
      ...testPicture(5, '854x480', 30),
      ...testSound(5),
      ...hevc,
      ...aac,
    );
    const turned = await clips.make('turned.mov', '-i', lying, '-c', 'copy', '-metadata:s:v', 'rotate=90');
    const { journal } = await processed(turned);
    expect(journal.facts?.video).toMatchObject({ codec: 'hevc', width: 480, height: 854, rotation: 270 });
    expect(journal.renditions.map(({ rung, width, height }) => [rung, width, height])).toEqual([
      ['audio', undefined, undefined],
      ['480p', 480, 854],
      ['360p', 360, 640],
      ['240p', 240, 428],
    ]);
    const steps = journal.masters.map(({ added }) => added.map(({ rung }) => rung));
    expect(steps).toEqual([
      ['audio', '480p'],
      ['360p', '240p'],
    ]);
    expect(journal.told).toEqual(['probed', 'master', 'pictures', 'storyboard', 'master', 'ready']);
    await expectPlays(journal, 5);
    const [poster] = journal.pictured;
    expect((poster?.height ?? 0) > (poster?.width ?? 0)).toBe(true);
  });

  const odd: [string, number, string[]][] = [
    ['ten-bit.mp4', 3, [...testPicture(3, '640x360'), '-c:v', 'libx264', '-pix_fmt', 'yuv420p10le']],
    [
      'hdr.mp4',
      2,
      [
        ...testPicture(2, '640x360'),
        '-c:v',
        'libx265',
        '-preset',
        'ultrafast',
        '-pix_fmt',
        'yuv420p10le',
        '-x265-params',
        'log-level=none:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc',
      ],
    ],
    [
      'hdr-transfer-alone.mp4',
      1,
      [
        ...testPicture(1, '320x180'),
        '-c:v',
        'libx265',
        '-preset',
        'ultrafast',
        '-pix_fmt',
        'yuv420p10le',
        '-x265-params',
        'log-level=none:transfer=smpte2084',
      ],
    ],
    [
      'odd-sizes.avi',
      3,
      [...testPicture(3, '321x243'), ...testSound(3), '-c:v', 'mjpeg', '-pix_fmt', 'yuvj444p'],
    ],
    [
      'interlaced.ts',
      3,
      [...testPicture(3, '720x576'), '-vf', 'setsar=64/45', ...h264, '-x264-params', 'interlaced=1'],
    ],
    [
      'variable-rate.mkv',
      6,
      [
        ...testPicture(6, '640x360'),
        '-vf',
        "select='not(mod(n,7))+lt(mod(n,50),20)'",
        '-fps_mode',
        'vfr',
        ...vp9,
      ],
    ],
    [
      'live.webm',
      3,
      [
        ...testPicture(3),
        ...testSound(3),
        '-c:v',
        'libvpx',
        '-deadline',
        'realtime',
        '-c:a',
        'libopus',
        '-live',
        '1',
      ],
    ],
  ];

  it.each(odd)('%s', async (name, seconds, args) => {
    const { journal } = await processed(await clips.make(name, ...args));
    expect(journal.reason).toBeUndefined();
    expect(journal.told.at(-1)).toBe('ready');
    for (const { width, height = 1, frameRate = 0 } of journal.renditions) {
      if (width === undefined) continue;
      expect([width % 2, height % 2]).toEqual([0, 0]);
      expect(frameRate).toBeGreaterThan(4);
    }
    await expectPlays(journal, seconds);
  });

  it('F32 one pixel', async () => {
    const png = await clips.make(
      'one-pixel.mkv',
      ...testPicture(1, '2x2'),
      '-vf',
      'scale=1:1,format=yuv444p',
      '-c:v',
      'mjpeg',
      '-strict',
      '-1',
    );
    const { journal } = await processed(png);
    expect(journal.told.at(-1)).toBe('ready');
    expect(journal.renditions.map(({ width, height }) => [width, height])).toEqual([[2, 2]]);
  });

  it('keeps sound and picture together when the sound starts late', async () => {
    const late = [...testPicture(5), '-itsoffset', '1.5', ...testSound(3), '-c:v', 'mpeg4', ...aac];
    const { journal } = await processed(await clips.make('late.mp4', ...late));
    const fileOf = (rung: string) => {
      const found = journal.renditions.find((rendition) => rendition.rung === rung);
      return path(`${found?.folder}/stream.mp4`);
    };
    const [video, audio] = [await packets(fileOf('180p'), 'v:0'), await packets(fileOf('audio'), 'a:0')];
    expect(Math.abs((video[0]?.time ?? 9) - (audio[0]?.time ?? 9))).toBeLessThan(0.1);
    // Silence comes first, and after it.
    const sounds = await silences(fileOf('audio'));
    expect(sounds.map((time) => time.toFixed(1))).toEqual(['0.0', '1.5', '4.5', '5.0']);
  });
});

it('works from scratch space where storage has no local files', async () => {
  const storage = new MemoryStorage();
  const { journal } = await processed(await clips.make('plain.mp4', ...phone), { storage });
  expect(journal.told.at(-1)).toBe('ready');
  expect(journal.masters[0]?.added.map(({ rung }) => rung)).toEqual(['source', 'audio']);
});

describe('hostile and broken uploads end with a reason, and leave nothing', () => {
  const texts: [string, string][] = [
    ['playlist.mp4', `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n`],
    ['script.mp4', `ffconcat version 1.0\nfile '/etc/passwd'\n`],
    ['text.mp4', 'this is no recording'],
    ['vector.mp4', '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'],
  ];
  it.each(texts)('F30 %s', async (name, text) => {
    const { journal, keys } = await processed(await clips.write(name, text));
    expect([journal.told, journal.reason?.code, keys]).toEqual([['failed'], 'not-media', []]);
  });

  it('F30 an MP4 whose media lies in another file', async () => {
    const secret = await clips.make('plain.mp4', ...phone);
    const bytes = Buffer.from(await readFile(secret));
    const at = bytes.indexOf('url ');
    bytes.writeUInt32BE(0, at + 4);
    const { journal, keys } = await processed(await clips.write('reference.mp4', bytes));
    // ffmpeg ignores the reference and reads the file's own media; ours refuses to package it.
    expect(journal.masters.flatMap(({ added }) => added).some(({ rung }) => rung === 'source')).toBe(false);
    expect(journal.told.at(-1)).toMatch(/ready|failed/);
    expect(keys.length > 0).toBe(journal.told.at(-1) === 'ready');
  });

  it('nothing at all', async () => {
    const { journal, keys } = await processed(await clips.write('empty.mp4', ''));
    expect([journal.reason?.code, keys]).toEqual(['file-empty', []]);
  });

  it.each([
    ['the index at the end', []],
    ['the index at the start', ['-movflags', '+faststart']],
  ])('a recording that was cut off, %s', async (name, flags) => {
    const whole = await readFile(await clips.make(`${name.replaceAll(' ', '-')}.mp4`, ...phone, ...flags));
    const cut = await clips.write('cut.mp4', whole.subarray(0, Math.floor(whole.byteLength * 0.6)));
    const { journal, keys } = await processed(cut);
    expect([journal.told.at(-1), journal.reason?.code, keys]).toEqual(['failed', 'recording-cut-off', []]);
    expect(journal.reason?.message).not.toMatch(/\/|moov|ffmpeg/);
  });

  it('noise behind a good head', async () => {
    const noise = Buffer.alloc(200_000, 0).map((_, index) => (index * 7919 + (index >> 3)) & 255);
    for (const [name, head] of [
      ['noise.mkv', '\x1a\x45\xdf\xa3'],
      ['noise.mp4', '\0\0\0\x18ftypisom'],
      ['noise.avi', 'RIFF\0\0\0\x01AVI '],
    ] as const) {
      const file = await clips.write(name, Buffer.concat([Buffer.from(head, 'latin1'), noise]));
      const { journal, keys } = await processed(file);
      expect([journal.told, keys]).toEqual([['failed'], []]);
      expect(journal.reason?.code).toMatch(/^recording-|^no-picture/);
    }
  });

  it('F32 a frame larger than is allowed, and a codec that is not', async () => {
    const clip = await clips.make('plain.mp4', ...phone);
    const large = await processed(clip, { settings: { pixels: 100_000 } });
    expect([large.journal.reason?.code, large.keys]).toEqual(['picture-too-large', []]);
    const strange = await processed(await clips.make('strange.mkv', ...testPicture(1), '-c:v', 'ffv1'));
    expect([strange.journal.reason?.code, strange.keys]).toEqual(['codec-not-supported', []]);
  });

  it('F32 more streams than are allowed', async () => {
    const many = ['-f', 'lavfi', '-t', '0.2', '-i', 'sine'].concat(
      Array.from({ length: 200 }, () => ['-map', '0:a']).flat(),
    );
    const { journal, keys } = await processed(await clips.make('many.mkv', ...many, '-c:a', 'aac'));
    expect([journal.told, keys]).toEqual([['failed'], []]);
  });

  it.each([60, 65, 90])(
    'F31 a run of ffmpeg past its memory of %i MiB is stopped, and never called a damaged recording',
    async (mebibytes) => {
      const clip = await clips.make('vp9.mkv', ...testPicture(2, '1280x720'), ...vp9);
      const settings = { memoryBytes: mebibytes * 2 ** 20 };
      const { journal, thrown, keys } = await processed(clip, { settings });
      const code = journal.reason?.code ?? (thrown as { code?: string } | undefined)?.code;
      expect(['internal', 'too-complex']).toContain(code);
      expect(keys).toEqual([]);
    },
  );

  it('F31 an encoder past its time is stopped', async () => {
    const clip = await clips.make('slow.mkv', ...testPicture(20, '1280x720'), ...vp9);
    const { journal, keys } = await processed(clip, { settings: { slowness: -29.9 } });
    expect([journal.reason?.code, keys]).toEqual(['took-too-long', []]);
  });
});

describe('picture and sound of different lengths, and keyframes a minute apart', () => {
  const still = (seconds: number) => testPicture(seconds, '64x64', 5);
  const rare = ['-g', '9999', '-keyint_min', '9999', '-sc_threshold', '0'];
  // Far more than a segment, and than what a muxer holds back.
  const LONG = 60;

  it.each([
    ['tail.mp4', still(6), h264],
    ['tail.mkv', still(6), h264],
    ['late.mkv', ['-itsoffset', `${LONG - 10}`, ...still(10)], h264],
    ['rare.mkv', still(LONG), [...h264, ...rare]],
  ])('%s', async (name, picture, encoder) => {
    const sound = await clips.make('sound.wav', ...testSound(LONG));
    const maps = ['-map', '0', '-map', '1'];
    const clip = await clips.make(name, ...picture, '-i', sound, ...maps, ...encoder, ...aac);
    const { journal } = await processed(clip);
    expect([journal.reason, journal.told.at(-1)]).toEqual([undefined, 'ready']);
    await expectPlays(journal, LONG);
    for (const { playlistKey } of journal.renditions) {
      const { segments } = parseMediaPlaylist(await readFile(path(playlistKey), 'utf8'));
      expect(Math.max(...segments.map(({ durationSeconds }) => durationSeconds))).toBeLessThan(13);
    }
  });

  it('an MP4 whose picture begins long after its sound', async () => {
    const picture = await clips.make('picture.mp4', ...testPicture(4, '64x64'), ...h264);
    const sound = await clips.make('sound.m4a', ...testSound(44), ...aac);
    const both = ['-itsoffset', '40', '-i', picture, '-i', sound, '-map', '0', '-map', '1', '-c', 'copy'];
    const { journal } = await processed(await clips.make('begins-late.mp4', ...both));
    expect([journal.reason, journal.told.at(-1)]).toEqual([undefined, 'ready']);
    await expectPlays(journal, 44);
  });
});

describe('what lies beside picture and sound is no reason to refuse a recording', () => {
  const tiny = [...testPicture(2, '64x64'), ...testSound(2)];

  it.each([
    ['subtitles.mp4', 'mov_text'],
    ['subtitles.mkv', 'srt'],
    ['styled.mkv', 'ass'],
  ])('subtitles: %s', async (name, codec) => {
    const text = await clips.write('words.srt', '1\n00:00:00,000 --> 00:00:01,000\nhello\n');
    const maps = ['-map', '0', '-map', '1', '-map', '2', '-c:s', codec];
    const clip = await clips.make(name, ...tiny, '-i', text, ...maps, ...h264, ...aac);
    const { journal } = await processed(clip);
    expect([journal.reason, journal.told.at(-1)]).toEqual([undefined, 'ready']);
  });

  it('a picture on the cover', async () => {
    const cover = await clips.make('cover.png', ...testPicture(1, '64x64'), '-frames:v', '1');
    const maps = ['-map', '0', '-map', '1', '-c:a', 'flac', '-disposition:v', 'attached_pic'];
    const clip = await clips.make('cover.flac', ...testSound(2), '-i', cover, ...maps);
    const { journal } = await processed(clip);
    expect([journal.reason, journal.told.at(-1)]).toEqual([undefined, 'ready']);
    expect(journal.renditions.map(({ rung }) => rung)).toEqual(['audio']);
  });
});

describe('a clock that is set back or ahead on the way', () => {
  const half = [...testPicture(3, '160x90'), ...testSound(3), ...h264, ...aac];
  it.each(['ts', 'flv', 'mkv'])('%s: both halves play, one after the other', async (extension) => {
    const early = await readFile(await clips.make(`early.${extension}`, ...half, '-ar', '44100'));
    const late = ['-ar', '44100', '-output_ts_offset', '500'];
    const later = await readFile(await clips.make(`later.${extension}`, ...half, ...late));
    const head = extension === 'flv' ? 13 : 0;
    const clip = await clips.write(`restarted.${extension}`, Buffer.concat([later, early.subarray(head)]));
    const { journal } = await processed(clip);
    expect([journal.reason, journal.told.at(-1)]).toEqual([undefined, 'ready']);
    await expectPlays(journal, 6);
    expect(Math.abs((journal.facts?.durationSeconds ?? 0) - 6)).toBeLessThan(0.2);
    for (const rendition of journal.renditions) {
      const stream = rendition.width === undefined ? 'a:0' : 'v:0';
      const times = (await packets((await streamOf(rendition)).file, stream)).map(({ time }) => time);
      expect(times.length).toBeGreaterThan(140);
      expect(Math.max(...times)).toBeGreaterThan(5.8);
    }
  });
});

describe('F34 an attempt that ends early leaves nothing that was not told', () => {
  it.each(['probed', 'master', 'pictures'])('the report fails at %s', async (fail) => {
    const clip = await clips.make('plain.mp4', ...phone);
    const { journal, keys, thrown } = await processed(clip, { journal: new Journal(fail) });
    expect(thrown).toMatchObject({ code: 'internal', retryable: true });
    expect(journal.told.includes('failed')).toBe(false);
    const kept = fail === 'pictures' ? 6 : 0;
    expect(keys).toHaveLength(kept);
  });

  it.each([
    ['master', 6],
    ['pictures', 9],
  ])('keeps what %s told when the database broke off and may have taken it', async (lost, least) => {
    const clip = await clips.make('plain.mp4', ...phone);
    const journal = new Journal(lost, new DatabaseUnavailable());
    const { keys, thrown } = await processed(clip, { journal });
    expect(thrown).toMatchObject({ cause: expect.any(DatabaseUnavailable) });
    const told = [...journal.pictured, ...journal.masters].map(({ key }) => key);
    expect(keys).toEqual(expect.arrayContaining(told));
    expect(keys.length).toBeGreaterThanOrEqual(least);
  });

  it('stopped while it encodes', async () => {
    const clip = await clips.make('long.avi', ...testPicture(30, '1280x720'), '-c:v', 'mpeg4', '-q:v', '8');
    const stop = new AbortController();
    const journal = new Journal();
    journal.progress = () => stop.abort(new Error('shutting down'));
    const { keys, thrown } = await processed(clip, { journal, signal: stop.signal });
    expect(thrown).toMatchObject({ message: 'shutting down' });
    expect(keys).toEqual([]);
  });

  it('another attempt goes on from what was published', async () => {
    const first = await processedPlain();
    const published = first.journal.masters[0]?.added ?? [];
    const journal = new Journal();
    await processAsset(
      { asset: first.asset, kind: 'recording', source: first.source, published },
      { storage: nfs, scratch, settings: defaultMediaSettings, progress: journal },
    );
    expect(journal.told.at(-1)).toBe('ready');
    expect(journal.masters.flatMap(({ added }) => added).some(({ rung }) => rung === 'source')).toBe(false);
  });
});

describe('images', () => {
  it('become AVIF, WebP and JPEG, upright and without metadata', async () => {
    const photo = sharp({ create: { width: 1500, height: 1000, channels: 3, background: '#c04080' } });
    const exif = { IFD0: { Copyright: 'PATIENTNAME' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } };
    const file = await clips.write(
      'photo.jpg',
      await photo.withExif(exif).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
    );
    const { journal, keys } = await processed(file, { kind: 'image' });
    expect(journal.told).toEqual(['pictures', 'ready']);
    expect(journal.pictured.map(({ format, width, height }) => `${format} ${width}x${height}`)).toEqual([
      'avif 1000x1500',
      'webp 1000x1500',
      'jpeg 1000x1500',
      'avif 853x1280',
      'webp 853x1280',
      'jpeg 853x1280',
      'avif 427x640',
      'webp 427x640',
      'jpeg 427x640',
    ]);
    expect(keys).toHaveLength(9);
    for (const { key, width, bytes } of journal.pictured) {
      const stored = await readFile(path(key));
      const { exif: left, orientation, width: actual } = await sharp(stored).metadata();
      expect([left, orientation, actual, stored.byteLength]).toEqual([undefined, undefined, width, bytes]);
    }
  });

  it('F33 a header that claims a huge picture', async () => {
    const small = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    small.writeUInt32BE(60_000, 16);
    small.writeUInt32BE(60_000, 20);
    const { journal, keys } = await processed(await clips.write('bomb.png', small), { kind: 'image' });
    expect([journal.told, keys]).toEqual([['failed'], []]);
    expect(journal.reason?.code).toMatch(/^picture-/);
  });

  it('F33 a small file that unpacks to more than is allowed', async () => {
    const flat = sharp({
      create: { width: 15_000, height: 15_000, channels: 3, background: 'red' },
      limitInputPixels: false,
    });
    const file = await clips.write('flat.png', await flat.png({ compressionLevel: 9 }).toBuffer());
    expect((await stat(file)).size).toBeLessThan(2_000_000);
    const { journal } = await processed(file, { kind: 'image' });
    expect(journal.reason?.code).toBe('picture-too-large');
  });

  it('cut off, or no picture at all', async () => {
    const whole = await sharp({
      create: {
        width: 800,
        height: 800,
        channels: 3,
        background: 'red',
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    })
      .png()
      .toBuffer();
    const cut = await clips.write('cut.png', whole.subarray(0, whole.byteLength >> 1));
    expect((await processed(cut, { kind: 'image' })).journal.reason?.code).toBe('picture-damaged');
    const film = await clips.make('plain.mp4', ...phone);
    expect((await processed(film, { kind: 'image' })).journal.reason?.code).toBe('not-media');
  });
});

it('progress of an encoding grows', async () => {
  const clip = await clips.make('grows.avi', ...testPicture(20, '640x480'), '-c:v', 'mpeg4', '-q:v', '5');
  const { journal } = await processed(clip);
  const percents = journal.percents.get('480p') ?? [];
  expect(percents.at(-1)).toBe(100);
  expect(percents).toEqual(percents.toSorted((a, b) => a - b));
});

describe('F63 what no recording holds ends with a reason of its own, before any program sees it', () => {
  const unseen = { ffprobe: '/nonexistent/ffprobe', ffmpeg: '/nonexistent/ffmpeg' };

  it('eight million pictures of one byte', async () => {
    const crowd = await clips.write('crowd.mp4', crowdedMovie({ samples: 8_000_000 }));
    const { journal, keys } = await processed(crowd, { settings: unseen });
    expect(journal.told).toEqual(['failed']);
    expect(journal.reason).toMatchObject({ code: 'too-many-pictures' });
    expect(keys).toEqual([]);
  });

  it('as many in one fragment, where storage has no local files, too', async () => {
    const crowd = await clips.write('fragment.mp4', crowdedMovie({ samples: 8_000_000, isFragmented: true }));
    for (const storage of [nfs, new MemoryStorage()]) {
      const { journal } = await processed(crowd, { settings: unseen, storage });
      expect(journal.reason).toMatchObject({ code: 'too-many-pictures' });
    }
  });

  it('stopped while it is read', async () => {
    const crowd = await clips.write('stopped.mp4', crowdedMovie({ samples: 8_000_000 }));
    const stop = new AbortController();
    const reason = new Error('stopped');
    stop.abort(reason);
    const { thrown, keys } = await processed(crowd, { signal: stop.signal });
    expect(thrown).toBe(reason);
    expect(keys).toEqual([]);
  });
});

describe('what people put before a recording plays', () => {
  const caption = {
    playlist: null,
    label: 'L',
    isDefault: false,
    cues: 1,
    bytes: 1,
    version: 2,
    putAt: '2026-11-30T08:00:00.000Z',
  };

  it('is cut to its length and named by its first master playlist, as it is by then', async () => {
    const clip = await clips.make('plain.mp4', ...phone);
    const list = [
      { title: 'A', startSeconds: 0 },
      { title: 'B', startSeconds: 5 },
      { title: 'C', startSeconds: 99 },
    ];
    const stored = new Set<string>();
    const journal = new (class extends Journal {
      override async masterPublished(master: Master) {
        await super.masterPublished(master);
        // Somebody puts something else just then.
        if (this.masters.length === 1) throw new AssetEdited();
      }
    })();
    let asked = 0;
    const put = async (asset: string, storage: Storage): Promise<PutByPeople> => {
      const language = asked++ === 0 ? 'de' : 'en';
      const captionPath = `hls/captions-${language}/0.vtt`;
      if (!stored.has(language)) {
        stored.add(language);
        const text = 'WEBVTT\n\n00:01.000 --> 01:00.000\nshown\n\n00:50.000 --> 01:00.000\nafter the end\n';
        await storage.put(
          parseStorageKey(`assets/${asset}/${captionPath}`),
          (async function* () {
            yield Buffer.from(text);
          })(),
        );
      }
      const last = journal.masters.length > 1 ? journal.masters.at(-1) : undefined;
      const tracks: PutTracks = last?.put?.tracks ?? {
        captions: [{ ...caption, language, path: captionPath }],
        hidden: [],
        chapters: { list, files: null, bytes: 0, version: 2 },
      };
      return { version: asked, tracks, master: last === undefined ? null : pathUnderAsset(last.key) };
    };
    const { asset, keys } = await processed(clip, { journal, put });
    expect(journal.told.at(-1)).toBe('ready');
    const master = journal.masters[1];
    const [track] = master?.put?.tracks?.captions ?? [];
    expect(track?.language).toBe('en');
    expect(master?.put?.version).toBe(2);
    const text = await readFile(path(`assets/${asset}/${track?.path}`), 'utf8');
    expect(text).toMatch(/00:00:01\.000 --> 00:00:0[89]\.\d+\nshown\n$/);
    const chapters = master?.put?.tracks?.chapters;
    expect(chapters?.list.map(({ title }) => title)).toEqual(['A', 'B']);
    for (const { key } of journal.masters.slice(1)) {
      const playlist = await readFile(path(key), 'utf8');
      expect(playlist).toContain(`URI="${track?.playlist?.slice('hls/'.length)}"`);
      expect(playlist).toContain('com.apple.hls.chapters');
    }
    // Each takes the place of the one before it, whose bytes count no more.
    const [, ...masters] = journal.masters;
    expect(masters.map(({ replacedBytes }) => replacedBytes)).toEqual([
      0,
      ...masters.slice(0, -1).map(({ bytes }) => bytes),
    ]);
    // Of the playlist that nobody took, nothing is left.
    expect(keys).not.toContain(journal.masters[0]?.key);
    expect(keys.filter((key) => key.includes('/hls/chapters-'))).toHaveLength(2);
  });
});
