import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkHls } from './check-hls.js';
import { boxesOf } from './movie.js';

const run = promisify(execFile);
const BASE = 'http://there/recording/master.m3u8';
type Files = Map<string, Buffer>;

const FRAGMENTED =
  '-movflags frag_keyframe+empty_moov+default_base_moof+negative_cts_offsets+skip_trailer'.split(' ');
const PICTURE =
  '-f lavfi -i testsrc2=s=160x90:r=25:d=8 -c:v libx264 -preset veryfast -pix_fmt yuv420p -g 50'.split(' ');
const SOUND = '-f lavfi -i sine=d=8:r=48000 -c:a aac -b:a 48k -frag_duration 2000000'.split(' ');

let good: Files;

async function made(args: readonly string[]): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-hls-'));
  try {
    const file = join(folder, 'made.mp4');
    await run('ffmpeg', ['-nostdin', '-v', 'error', ...args, ...FRAGMENTED, file]);
    return await readFile(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Where each fragment begins, the last place being the file's end. */
function placesOf(movie: Buffer): number[] {
  const moofs = boxesOf(movie).flatMap(({ type, at }) => (type === 'moof' ? [at] : []));
  return [...moofs, movie.length];
}

function playlistOf(
  file: string,
  movie: Buffer,
  seconds: readonly number[],
  tags: readonly string[] = [],
): Buffer {
  const places = placesOf(movie);
  const segments = seconds.map((length, i) => {
    const [from = 0, to = 0] = [places[i], places[i + 1]];
    return `#EXTINF:${length},\n#EXT-X-BYTERANGE:${to - from}@${from}\n${file}`;
  });
  const head = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-TARGETDURATION:2',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    ...tags,
  ];
  const map = `#EXT-X-MAP:URI="${file}",BYTERANGE="${places[0]}@0"`;
  return Buffer.from(`${[...head, map, ...segments, '#EXT-X-ENDLIST'].join('\n')}\n`);
}

const VTT = Buffer.from('WEBVTT\n\n00:01.000 --> 00:02.000\nhi\n');
const TEXTS =
  '#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:8\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXTINF:8,\nall.vtt\n#EXT-X-ENDLIST\n';

beforeAll(async () => {
  const [picture, sound] = await Promise.all([made(PICTURE), made(SOUND)]);
  // AAC as ffmpeg cuts it: 94 frames of 1024 samples, but for the last fragment.
  const lengths = [94, 94, 94, 94].map((frames) => (frames * 1024) / 48_000);
  const bits = (file: Buffer, seconds: number) => Math.ceil((file.length * 8) / seconds);
  const most = (file: Buffer) => {
    const places = placesOf(file);
    return Math.max(...places.slice(1).map((place, i) => ((place - (places[i] ?? 0)) * 8) / 2));
  };
  const head = (file: Buffer) => (placesOf(file)[0] ?? 0) * 8;
  const average = bits(picture, 8) + bits(sound, 8.021) - Math.round((head(picture) + head(sound)) / 8);
  const peak = Math.ceil(most(picture) + most(sound));
  const codecs = `avc1.${picture.subarray(picture.indexOf('avcC') + 5, picture.indexOf('avcC') + 8).toString('hex')}`;
  const master = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="sound",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="1",URI="sound.m3u8"',
    '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="text",NAME="text",DEFAULT=NO,AUTOSELECT=YES,URI="text.m3u8"',
    `#EXT-X-STREAM-INF:BANDWIDTH=${peak},AVERAGE-BANDWIDTH=${average},CODECS="${codecs},mp4a.40.2",RESOLUTION=160x90,FRAME-RATE=25.000,AUDIO="sound",SUBTITLES="text",CLOSED-CAPTIONS=NONE`,
    'picture.m3u8',
    `#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=${peak},CODECS="${codecs}",RESOLUTION=160x90,URI="iframes.m3u8"`,
  ];
  good = new Map([
    ['master.m3u8', Buffer.from(`${master.join('\n')}\n`)],
    ['picture.m3u8', playlistOf('picture.mp4', picture, [2, 2, 2, 2])],
    ['iframes.m3u8', playlistOf('picture.mp4', picture, [2, 2, 2, 2], ['#EXT-X-I-FRAMES-ONLY'])],
    ['picture.mp4', picture],
    ['sound.m3u8', playlistOf('sound.mp4', sound, lengths)],
    ['sound.mp4', sound],
    ['text.m3u8', Buffer.from(TEXTS)],
    ['all.vtt', VTT],
  ]);
}, 60_000);

async function faultsOf(files: Files, decode = false): Promise<readonly string[]> {
  const read = async (uri: string): Promise<Uint8Array> => {
    const file = files.get(uri.replace('http://there/recording/', ''));
    if (file === undefined) throw new Error(`404 ${uri}`);
    return file;
  };
  return (await checkHls(BASE, read, { decode })).faults;
}

/** The good recording with something changed in a text of it. */
function withText(name: string, from: string | RegExp, to: string): Files {
  const files = new Map(good);
  const text = files.get(name)?.toString() ?? '';
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${name} has nothing to change`);
  return files.set(name, Buffer.from(changed));
}

function withBytes(name: string, change: (bytes: Buffer) => void): Files {
  const bytes = Buffer.from(good.get(name) ?? '');
  change(bytes);
  return new Map(good).set(name, bytes);
}

/** The place behind the type of the nth box of a type. */
function after(bytes: Buffer, type: string, nth = 0): number {
  let at = -1;
  for (let i = 0; i <= nth; i++) at = bytes.indexOf(type, at + 1);
  return at + 4;
}

const DAMAGES: readonly (readonly [
  what: string,
  file: string,
  change: (bytes: Buffer) => void,
  fault: RegExp,
])[] = [
  [
    'a hole before a segment',
    'picture.mp4',
    (bytes: Buffer) => shift(bytes, 1, 2000),
    /before segment 1 the picture has a hole of/,
  ],
  [
    'an overlap',
    'picture.mp4',
    (bytes: Buffer) => shift(bytes, 2, -100),
    /before segment 2 the picture has an overlap of/,
  ],
  [
    'a beginning that is not 0',
    'sound.mp4',
    (bytes: Buffer) => shift(bytes, 0, 24_000, 4),
    /it begins at 0.5/,
  ],
  [
    'a segment that begins with no IDR picture',
    'picture.mp4',
    (bytes: Buffer) => idrGone(bytes),
    /segment 1 does not begin with an IDR picture/,
  ],
  [
    'a box of the sample entry that is cut short',
    'picture.mp4',
    (bytes: Buffer) => bytes.writeUInt32BE(0, after(bytes, 'pasp')),
    /pasp is zero/,
  ],
  [
    'a sample entry that lies about the size',
    'picture.mp4',
    (bytes: Buffer) => bytes.writeUInt16BE(320, after(bytes, 'avc1') + 24),
    /the sample entry says 320x90, the stream 160x90/,
  ],
  [
    'lengths of NAL units that do not fit',
    'picture.mp4',
    (bytes: Buffer) => bytes.writeUInt32BE(0xff_ffff, after(bytes, 'mdat', 2)),
    /a NAL unit has/,
  ],
];

describe('the checker of HLS', () => {
  it('finds nothing in a recording that is as it must be', async () => {
    expect(await faultsOf(good, true)).toEqual([]);
  });

  it('tells what it has seen', async () => {
    const read = async (uri: string) =>
      good.get(uri.replace('http://there/recording/', '')) ?? Buffer.alloc(0);
    const report = await checkHls(BASE, read);
    expect(report).toMatchObject({ subtitles: 1, variants: [{ start: 0, end: 8 }], sounds: [{ start: 0 }] });
    expect(report.seconds).toBeCloseTo(8.021, 2);
  });

  it.each([
    ['master.m3u8', 'picture.m3u8', 'nowhere.m3u8', /404/],
    ['master.m3u8', /avc1\.[0-9a-f]{6},/, 'avc1.640028,', /CODECS are avc1.640028,mp4a.40.2, in truth/],
    ['master.m3u8', ',mp4a.40.2', '', /CODECS are .*, in truth .*mp4a/],
    ['master.m3u8', 'mp4a.40.2', 'mp4a.40.5', /CODECS/],
    [
      'master.m3u8',
      'RESOLUTION=160x90,FRAME',
      'RESOLUTION=160x96,FRAME',
      /RESOLUTION is 160x96, it shows 160x90/,
    ],
    ['master.m3u8', 'RATE=25.000', 'RATE=25.084', /FRAME-RATE is 25.084, in truth 25.000/],
    ['master.m3u8', /INF:BANDWIDTH=\d+/, 'INF:BANDWIDTH=30000', /BANDWIDTH is 30000, the peak/],
    ['master.m3u8', /AVERAGE-BANDWIDTH=\d+/, 'AVERAGE-BANDWIDTH=900000', /AVERAGE-BANDWIDTH is 900000/],
    ['master.m3u8', '#EXT-X-INDEPENDENT-SEGMENTS\n', '', /INDEPENDENT-SEGMENTS is neither/],
    ['master.m3u8', ',CLOSED-CAPTIONS=NONE', '', /no CLOSED-CAPTIONS=NONE/],
    ['master.m3u8', 'AUDIO="sound"', 'AUDIO="other"', /no group other/],
    ['master.m3u8', ',AUTOSELECT=YES,CHANNELS', ',CHANNELS', /DEFAULT and not AUTOSELECT/],
    ['master.m3u8', ',CHANNELS="1"', '', /CHANNELS/],
    ['master.m3u8', /#EXT-X-I-FRAME.*\n/, '', /0 EXT-X-I-FRAME-STREAM-INF for 1 pictures/],
    ['master.m3u8', ',SUBTITLES="text"', '', /SUBTITLES are undefined/],
    ['master.m3u8', 'VERSION:7', 'VERSION:3', /EXT-X-VERSION/],
    ['picture.m3u8', 'TARGETDURATION:2', 'TARGETDURATION:1', /segment 0 takes 2 s, TARGETDURATION is 1/],
    ['picture.m3u8', 'EXTINF:2,', 'EXTINF:-0.04,', /segment 0 has EXTINF -0.04/],
    ['picture.m3u8', 'EXTINF:2,', 'EXTINF:1.92,', /segment 0 takes 2.000 s, its EXTINF is 1.92/],
    [
      'picture.m3u8',
      /#EXTINF:2,\n#EXT-X-BYTERANGE.*\npicture.mp4\n#EXT-X-END/,
      '#EXT-X-END',
      /byte ranges end at .* of/,
    ],
    ['picture.m3u8', /#EXTINF:2,\n#EXT-X-BYTERANGE.*\npicture.mp4\n/, '', /a byte range begins at/],
    ['picture.m3u8', '#EXTINF', '#EXT-X-DISCONTINUITY\n#EXTINF', /EXT-X-DISCONTINUITY/],
    ['picture.m3u8', '#EXT-X-ENDLIST\n', '', /ENDLIST/],
    ['picture.m3u8', ':VOD', ':EVENT', /PLAYLIST-TYPE/],
    ['iframes.m3u8', '#EXT-X-I-FRAMES-ONLY\n', '', /I-FRAMES-ONLY/],
    ['iframes.m3u8', 'EXTINF:2,', 'EXTINF:1,', /entry 1 is of 2.000 s, by EXTINF of 1.000/],
    ['iframes.m3u8', /BYTERANGE:\d+@/, 'BYTERANGE:700@', /outside of its mdat|no picture/],
    ['text.m3u8', 'EXTINF:8', 'EXTINF:5', /its segments take 5.000 s of 8.021/],
    ['all.vtt', 'WEBVTT', 'SUBRIP', /no WebVTT/],
  ] as const)('finds %s with %s as %s', async (name, from, to, fault) => {
    expect((await faultsOf(withText(name, from, to))).join('\n')).toMatch(fault);
  });

  it.each(DAMAGES)('finds %s', async (_, name, change, fault) => {
    expect((await faultsOf(withBytes(name, change))).join('\n')).toMatch(fault);
  });

  it('finds a picture that ends before the sound', async () => {
    const early = withText(
      'picture.m3u8',
      /#EXTINF:2,\n#EXT-X-BYTERANGE.*\npicture.mp4\n#EXT-X-END/,
      '#EXT-X-END',
    );
    expect((await faultsOf(early)).join('\n')).toMatch(/it ends at 6.000 s, .*sound.m3u8 at 8.021 s/);
  });

  it('finds a parameter set in the middle that the init segment does not have', async () => {
    const files = withBytes('picture.mp4', (bytes) => {
      const at = after(bytes, 'mdat', 1);
      // In place of the keyframe: a sequence parameter set as long as it.
      bytes[at + 4] = 0x67;
    });
    expect((await faultsOf(files)).join('\n')).toMatch(/brings another parameter set/);
  });

  it('finds pictures that do not decode', async () => {
    const files = withBytes('picture.mp4', (bytes) => {
      const at = after(bytes, 'mdat', 1);
      bytes.fill(0x5a, at + 8, at + 8 + 600);
    });
    expect(await faultsOf(files)).toEqual([]);
    expect((await faultsOf(files, true)).join('\n')).toMatch(/it does not decode/);
  });

  it('finds a track that a segment lacks, in a rendition of both', async () => {
    const both = await made([
      ...PICTURE.slice(0, 4),
      '-f',
      'lavfi',
      '-i',
      'sine=d=3:r=48000',
      ...PICTURE.slice(4),
      '-c:a',
      'aac',
    ]);
    const files = new Map(good)
      .set('picture.mp4', both)
      .set('picture.m3u8', playlistOf('picture.mp4', both, [2, 2, 2, 2]));
    const faults = (await faultsOf(files)).join('\n');
    expect(faults).toMatch(/segment 3 has no sound/);
    expect(faults).toMatch(/the sound of segment 1 ends 0\.\d+ s early/);
    expect(faults).toMatch(/it has sound in itself and a group of sounds/);
  });
});

/** Moves all fragments from the nth on by so many ticks. */
function shift(bytes: Buffer, from: number, ticks: number, count = 4 - from): void {
  for (let i = from; i < from + count; i++) {
    const at = after(bytes, 'tfdt', i);
    bytes.writeBigUInt64BE(bytes.readBigUInt64BE(at + 4) + BigInt(ticks), at + 4);
  }
}

/** Makes the second keyframe a slice of another kind. */
function idrGone(bytes: Buffer): void {
  const at = after(bytes, 'mdat', 1);
  for (let unit = at; unit < at + 4000; unit += 4 + bytes.readUInt32BE(unit)) {
    if (((bytes[unit + 4] ?? 0) & 31) !== 5) continue;
    bytes[unit + 4] = 0x41;
    return;
  }
  throw new Error('there is no keyframe');
}
