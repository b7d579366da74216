import { appendFile, readFile, stat } from 'node:fs/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { HEAD_BYTES, recogniseContainer } from '#libs/media-type';
import { aac, ClipFolder, h264, testPicture, testSound } from '../../../../libs/mp4/testing/clips.js';
import { defaultMediaSettings, type MediaSettings } from '../media-settings.js';
import { Ffmpeg } from './ffmpeg.js';
import { type MediaFacts, probe } from './probe.js';

const clips = new ClipFolder();
afterAll(() => clips.remove());

const tiny = (seconds: number) => [...testPicture(seconds, '160x90'), ...testSound(seconds)];
const both = (seconds: number) => [...tiny(seconds), ...h264, ...aac];

async function factsOf(
  path: string,
  options: { fragmented?: boolean; settings?: Partial<MediaSettings> } = {},
): Promise<MediaFacts> {
  const { size: bytes } = await stat(path);
  const container = recogniseContainer((await readFile(path)).subarray(0, HEAD_BYTES));
  if (container === undefined) throw new Error('no recording');
  const ffmpeg = new Ffmpeg({ ...defaultMediaSettings, ...options.settings });
  return probe(ffmpeg, { path, container, bytes }, { fragmented: options.fragmented ?? false });
}

async function joined(name: string, ...paths: string[]): Promise<string> {
  const file = await clips.write(name, '');
  for (const path of paths) await appendFile(file, await readFile(path));
  return file;
}

describe('a length is measured where nothing tells it, or what tells it can not be', () => {
  const cases: [string, number, () => Promise<string>, boolean?][] = [
    [
      'an MP4 in fragments whose tracks do not know their length',
      4,
      async () => {
        const args = ['-movflags', 'frag_keyframe+empty_moov+default_base_moof'];
        const bytes = await readFile(await clips.make('fragments.mp4', ...both(4), ...args));
        for (let at = bytes.indexOf('mdhd'); at >= 0; at = bytes.indexOf('mdhd', at + 1))
          bytes.fill(0xff, at + 20, at + 24);
        return clips.write('unknown.mp4', bytes);
      },
      true,
    ],
    [
      'a stream whose clock began at 25 hours',
      4,
      () =>
        clips.make(
          'late.flv',
          ...both(4),
          '-ar',
          '44100',
          '-output_ts_offset',
          '90100',
          '-flvflags',
          'no_duration_filesize',
        ),
    ],
    [
      'a transport stream whose clock goes back',
      6,
      async () => {
        const early = await clips.make('early.ts', ...both(3));
        return joined(
          'restarted.ts',
          await clips.make('later.ts', ...both(3), '-output_ts_offset', '500'),
          early,
        );
      },
    ],
    [
      'a transport stream whose clock goes ahead',
      6,
      async () => {
        const early = await clips.make('early.ts', ...both(3));
        return joined(
          'ahead.ts',
          early,
          await clips.make('later.ts', ...both(3), '-output_ts_offset', '500'),
        );
      },
    ],
    [
      'a live stream whose clock goes back',
      6,
      async () => {
        const early = await clips.make('early.flv', ...both(3), '-ar', '44100');
        const later = await clips.make('later.flv', ...both(3), '-ar', '44100', '-output_ts_offset', '50');
        const rest = await clips.write('rest.flv', (await readFile(early)).subarray(13));
        return joined('restarted.flv', later, rest);
      },
    ],
    [
      'WebM as browsers record it',
      4,
      () =>
        clips.make(
          'live.webm',
          ...tiny(4),
          '-c:v',
          'libvpx',
          '-deadline',
          'realtime',
          '-c:a',
          'libopus',
          '-live',
          '1',
        ),
    ],
    [
      'a Matroska file that was cut off',
      6,
      async () => {
        const whole = await readFile(await clips.make('whole.mkv', ...both(12)));
        return clips.write('cut.mkv', whole.subarray(0, Math.round(whole.byteLength / 2)));
      },
    ],
    ['AAC without a container', 7, () => clips.make('plain.aac', ...testSound(7), ...aac)],
    [
      'MP3 of a rate that changes, without a table of it',
      20,
      () =>
        clips.make(
          'changes.mp3',
          ...testSound(20),
          '-af',
          "volume='gt(t,2)':eval=frame",
          '-q:a',
          '4',
          '-write_xing',
          '0',
        ),
    ],
    [
      'a WAV that was never closed',
      3,
      async () => {
        const bytes = await readFile(await clips.make('closed.wav', ...testSound(3)));
        bytes.writeUInt32LE(0xffffffff, 4);
        bytes.writeUInt32LE(0xffffffff, bytes.indexOf('data') + 4);
        return clips.write('open.wav', bytes);
      },
    ],
  ];
  it.each(cases)('%s', async (_, seconds, make, fragmented) => {
    const facts = await factsOf(await make(), { fragmented: fragmented === true });
    expect(Math.abs(facts.durationSeconds - seconds)).toBeLessThan(seconds === 6 ? 0.6 : 0.1);
    for (const track of [facts.video, facts.audio]) {
      if (track === undefined) continue;
      expect(track.startSeconds).toBeGreaterThan(-0.1);
      expect(track.startSeconds).toBeLessThan(0.2);
      expect(track.endSeconds).toBeLessThanOrEqual(facts.durationSeconds);
    }
    if (facts.video !== undefined) expect(Math.abs(facts.video.frameRate - 25)).toBeLessThan(0.6);
  });

  it('F32 only what is too long is called so', async () => {
    const path = await clips.make('long.ts', ...both(5));
    await expect(factsOf(path, { settings: { recordingSeconds: 4 } })).rejects.toMatchObject({
      code: 'recording-too-long',
    });
    await expect(factsOf(path, { settings: { recordingSeconds: 6 } })).resolves.toBeDefined();
  });

  it.each(['mp4', 'mkv'])('nobody goes through a usual %s', async (extension) => {
    const path = await clips.make(`usual.${extension}`, ...both(3));
    const facts = await factsOf(path, { settings: { ffmpeg: '/nonexistent/ffmpeg' } });
    expect(Math.abs(facts.durationSeconds - 3)).toBeLessThan(0.1);
  });
});

describe('of several streams the best that can be decoded are played', () => {
  const sounds = ['-map', '0:v', '-map', '1:a', '-map', '1:a', ...h264, '-strict', '-2'];
  const dts = ['-c:a:0', 'dca', '-c:a:1', 'aac', '-metadata:s:a:0', 'language=eng'];

  it('a sound that is not, beside one that is', async () => {
    const facts = await factsOf(await clips.make('dts.mkv', ...tiny(2), ...sounds, ...dts));
    expect(facts.audio).toMatchObject({ index: 2, codec: 'aac', channels: 2, sampleRate: 48_000 });
    const { video } = facts;
    expect(video).toMatchObject({ index: 0, codec: 'h264', pixelFormat: 'yuv420p', width: 160, height: 90 });
    expect(video).toMatchObject({
      profile: expect.stringMatching(/^(Constrained )?Baseline$|^Main$/),
      frameRate: 25,
    });
    expect(facts.leftOut).toEqual([
      { kind: 'sound', codec: 'dts', language: 'eng', reason: 'not-supported' },
    ]);
    expect(Math.abs(facts.durationSeconds - 2)).toBeLessThan(0.1);
  });

  it('a picture whose sound is not: it is played without', async () => {
    const facts = await factsOf(
      await clips.make('only-dts.mkv', ...tiny(2), ...h264, '-c:a', 'dca', '-strict', '-2'),
    );
    expect(facts.audio).toBeUndefined();
    expect(facts.leftOut).toEqual([{ kind: 'sound', codec: 'dts', reason: 'not-supported' }]);
  });

  it('xHE-AAC, which ffmpeg knows and can not open', async () => {
    const bytes = await readFile(await clips.make('sound.m4a', ...testSound(2), ...aac));
    // The object type 42 in AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1), behind the tag and the length of it.
    const at = bytes.indexOf(Buffer.from([0x05, 0x80, 0x80, 0x80]), bytes.indexOf('esds'));
    bytes[at + 5] = 0xf9;
    bytes[at + 6] = 0x46;
    await expect(factsOf(await clips.write('usac.m4a', bytes))).rejects.toMatchObject({
      code: 'sound-codec-not-supported',
      message: expect.stringMatching(/xHE-AAC.*AAC \(LC\)/),
    });
  });

  it.each([
    ['ac-4', 'mp4a', 'sound-codec-not-supported', 'Dolby AC-4'],
    ['mhm1', 'mp4a', 'sound-codec-not-supported', 'MPEG-H 3D Audio'],
    ['aprn', 'avc1', 'codec-not-supported', 'ProRes RAW'],
    ['vvc1', 'avc1', 'codec-not-supported', 'VVC (H.266)'],
    ['encv', 'avc1', 'recording-encrypted', 'encrypted'],
    ['enca', 'mp4a', 'recording-encrypted', 'encrypted'],
  ])('%s in MP4, alone, is told by its name', async (tag, instead, code, name) => {
    const isSound = instead === 'mp4a';
    const plain = isSound
      ? await clips.make('sound.m4a', ...testSound(2), ...aac)
      : await clips.make('silent.mp4', ...testPicture(2, '160x90'), ...h264);
    const bytes = await readFile(plain);
    bytes.write(tag, bytes.indexOf(instead, bytes.indexOf('stsd')), 'latin1');
    // It would say that it is AAC all the same.
    if (isSound && code !== 'recording-encrypted') bytes.write('free', bytes.indexOf('esds'), 'latin1');
    await expect(factsOf(await clips.write(`${tag}.mp4`, bytes))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(name),
    });
  });

  it('the larger picture, and no commentary', async () => {
    const small = testPicture(1, '64x64');
    const maps = ['-map', '0', '-map', '1', '-map', '2', '-map', '2', ...h264, ...aac];
    const marks = ['-disposition', '0', '-disposition:a:0', 'comment'];
    const args = [...small, ...testPicture(1, '160x90'), ...testSound(1), ...maps, ...marks];
    const facts = await factsOf(await clips.make('several.mkv', ...args));
    expect([facts.video?.index, facts.audio?.index]).toEqual([1, 3]);
    expect(facts.leftOut.map(({ kind, reason }) => [kind, reason])).toEqual([
      ['picture', 'another-is-used'],
      ['sound', 'another-is-used'],
    ]);
  });
});
