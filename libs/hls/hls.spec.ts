import { describe, expect, it } from 'vitest';
import {
  bandwidths,
  firstRung,
  ladder,
  type LadderSource,
  masterPlaylist,
  mediaPlaylist,
  parseMasterPlaylist,
  parseMediaPlaylist,
  subtitlePlaylist,
  withTracks,
} from './index.js';

const segments = [
  { offset: 800, bytes: 6_000_000, durationSeconds: 6.006 },
  { offset: 6_000_800, bytes: 3_000_000, durationSeconds: 6.506 },
  { offset: 9_000_800, bytes: 900_000, durationSeconds: 0.4 },
];

describe('a media playlist', () => {
  it('is what RFC 8216 asks of segments in one file', () => {
    expect(mediaPlaylist('stream.mp4', { offset: 0, bytes: 800 }, segments.slice(0, 1))).toBe(
      [
        '#EXTM3U',
        '#EXT-X-VERSION:7',
        '#EXT-X-TARGETDURATION:6',
        '#EXT-X-MEDIA-SEQUENCE:0',
        '#EXT-X-PLAYLIST-TYPE:VOD',
        '#EXT-X-INDEPENDENT-SEGMENTS',
        '#EXT-X-MAP:URI="stream.mp4",BYTERANGE="800@0"',
        '#EXTINF:6.006000,',
        '#EXT-X-BYTERANGE:6000000@800',
        'stream.mp4',
        '#EXT-X-ENDLIST',
        '',
      ].join('\n'),
    );
  });

  it('is read back as it was written', () => {
    const parsed = parseMediaPlaylist(mediaPlaylist('stream.mp4', { offset: 0, bytes: 800 }, segments));
    expect(parsed).toEqual({
      targetDuration: 7,
      init: { uri: 'stream.mp4', offset: 0, bytes: 800 },
      segments: segments.map((segment) => ({ uri: 'stream.mp4', ...segment })),
      ended: true,
    });
    expect(() => parseMediaPlaylist('#EXTINF:1,\nsegment.ts')).toThrow(RangeError);
  });

  it('states a rate that a short last segment does not raise', () => {
    const { peak, average } = bandwidths(segments);
    expect(Math.round(peak)).toBe(Math.round((6_000_000 * 8) / 6.006));
    expect(Math.round(average)).toBe(Math.round((9_900_000 * 8) / 12.912));
    expect(bandwidths([{ offset: 0, bytes: 1000, durationSeconds: 0.1 }]).peak).toBe(80_000);
  });
});

describe('a master playlist', () => {
  const variant = (uri: string, bandwidth: number) => ({
    uri,
    bandwidth,
    averageBandwidth: bandwidth * 0.8,
    codecs: 'avc1.640028,mp4a.40.2',
    width: 1280,
    height: 720,
    frameRate: 25,
  });

  it('begins with a rung that narrow lines carry, then from the best to the smallest', () => {
    const master = masterPlaylist([variant('a', 700_000), variant('c', 9_000_000), variant('b', 2_000_000)]);
    expect(parseMasterPlaylist(master).map(({ uri }) => uri)).toEqual(['a', 'c', 'b']);
    expect(parseMasterPlaylist(master)[0]).toEqual(variant('a', 700_000));
    expect(master).toContain('CODECS="avc1.640028,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=25.000');
  });

  it('names the sound once, for all pictures, and keyframes apart', () => {
    const picture = (uri: string, bandwidth: number) => ({
      ...variant(`${uri}/index.m3u8`, bandwidth),
      codecs: 'avc1.640028',
      keyframes: { uri: `${uri}/keyframes.m3u8`, bandwidth: 9000.5 },
    });
    const uri = 'audio/index.m3u8';
    const sound = { uri, bandwidth: 97_000, averageBandwidth: 96_000, codecs: 'mp4a.40.2', channels: 2 };
    expect(
      masterPlaylist([picture('a', 990_000), picture('b', 890_000)], { sound })
        .split('\n')
        .slice(3),
    ).toEqual([
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="Sound",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="audio/index.m3u8"',
      '#EXT-X-STREAM-INF:BANDWIDTH=987000,AVERAGE-BANDWIDTH=808000,CODECS="avc1.640028,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=25.000,AUDIO="sound",CLOSED-CAPTIONS=NONE',
      'b/index.m3u8',
      '#EXT-X-STREAM-INF:BANDWIDTH=1087000,AVERAGE-BANDWIDTH=888000,CODECS="avc1.640028,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=25.000,AUDIO="sound",CLOSED-CAPTIONS=NONE',
      'a/index.m3u8',
      '#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=9001,CODECS="avc1.640028",RESOLUTION=1280x720,URI="a/keyframes.m3u8"',
      '#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=9001,CODECS="avc1.640028",RESOLUTION=1280x720,URI="b/keyframes.m3u8"',
      '',
    ]);
  });

  it('says nothing of a picture where there is none', () => {
    const sound = {
      uri: 'audio/index.m3u8',
      bandwidth: 128_000.4,
      averageBandwidth: 120_000,
      codecs: 'mp4a.40.2',
    };
    expect(masterPlaylist([sound])).toContain(
      '#EXT-X-STREAM-INF:BANDWIDTH=128001,AVERAGE-BANDWIDTH=120000,CODECS="mp4a.40.2"\naudio/index.m3u8\n',
    );
  });
});

describe('text tracks', () => {
  const track = { uri: 'captions-x/0.m3u8', language: 'zh', label: '中文', isDefault: true, isForced: false };

  it('are a group of the master playlist, of which one is shown at first', () => {
    const variant = { uri: 'a', bandwidth: 1, averageBandwidth: 1, codecs: 'avc1.640028' };
    const second = { ...track, uri: 'captions-x/1.m3u8', language: 'und', label: 'Signs "\nonly' };
    const master = masterPlaylist([variant], {
      tracks: { subtitles: [track, { ...second, isForced: true }] },
    });
    expect(master.split('\n')).toEqual(
      expect.arrayContaining([
        '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="中文",LANGUAGE="zh",DEFAULT=YES,AUTOSELECT=YES,FORCED=NO,URI="captions-x/0.m3u8"',
        '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="Signs only",DEFAULT=NO,AUTOSELECT=YES,FORCED=YES,URI="captions-x/1.m3u8"',
        '#EXT-X-STREAM-INF:BANDWIDTH=1,AVERAGE-BANDWIDTH=1,CODECS="avc1.640028",SUBTITLES="captions"',
      ]),
    );
    expect(parseMasterPlaylist(master).map(({ uri }) => uri)).toEqual(['a']);
  });

  it('are replaced in a master playlist, of which all else stays', () => {
    const variant = {
      uri: 'a',
      bandwidth: 1,
      averageBandwidth: 1,
      codecs: 'avc1.640028',
      width: 2,
      height: 2,
    };
    const keyframes = { uri: 'b/keyframes.m3u8', bandwidth: 1 };
    const sound = { uri: 's', bandwidth: 1, averageBandwidth: 1, codecs: 'mp4a.40.2' };
    const variants = [variant, { ...variant, uri: 'b', bandwidth: 2, keyframes }];
    const plain = masterPlaylist(variants, { sound });
    const tracks = { subtitles: [track], chapters: 'chapters-x/index.json' };
    const named = withTracks(plain, tracks);
    expect(named).toBe(masterPlaylist(variants, { sound, tracks }));
    expect(named.match(/,SUBTITLES="captions"$/gm)).toHaveLength(2);
    expect(named).toContain(
      '#EXT-X-SESSION-DATA:DATA-ID="com.apple.hls.chapters",URI="chapters-x/index.json"\n#EXT-X-MEDIA:TYPE=SUBTITLES',
    );
    expect(withTracks(named, tracks)).toBe(named);
    expect(withTracks(named, { subtitles: [] })).toBe(plain);
  });

  it('are one segment each', () => {
    expect(subtitlePlaylist('0.vtt', 25.2)).toBe(
      '#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:25\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXTINF:25.200000,\n0.vtt\n#EXT-X-ENDLIST\n',
    );
  });
});

describe('the ladder', () => {
  it.each([
    [1920, 1080, '480p'],
    [640, 360, '360p'],
    [1080, 1920, '480p'],
  ])('of %i x %i begins with %s', (width, height, first) => {
    const rungs = ladder({ width, height, frameRate: 25, bitrate: 8_000_000, served: false });
    expect(firstRung(rungs)?.name).toBe(first);
    expect(firstRung([])).toBeUndefined();
  });

  const source = (width: number, height: number, more: Partial<LadderSource> = {}): LadderSource => ({
    width,
    height,
    frameRate: 30,
    bitrate: 2e7,
    served: false,
    ...more,
  });
  const sizes = (given: LadderSource) =>
    ladder(given).map(({ name, width, height }) => [name, width, height]);

  it.each<[string, LadderSource, (string | number)[][]]>([
    [
      '4K',
      source(3840, 2160),
      [
        ['1080p', 1920, 1080],
        ['720p', 1280, 720],
        ['480p', 854, 480],
        ['360p', 640, 360],
        ['240p', 426, 240],
      ],
    ],
    [
      'a phone upright',
      source(1080, 1920),
      [
        ['1080p', 1080, 1920],
        ['720p', 720, 1280],
        ['480p', 480, 854],
        ['360p', 360, 640],
        ['240p', 240, 426],
      ],
    ],
    [
      'between two rungs',
      source(960, 540),
      [
        ['540p', 960, 540],
        ['480p', 854, 480],
        ['360p', 640, 360],
        ['240p', 426, 240],
      ],
    ],
    [
      'well between two rungs',
      source(1152, 648),
      [
        ['648p', 1152, 648],
        ['480p', 854, 480],
        ['360p', 640, 360],
        ['240p', 426, 240],
      ],
    ],
    ['small and odd', source(321, 243), [['240p', 318, 240]]],
    ['one pixel', source(1, 1), [['2p', 2, 2]]],
    ["a slow line's own", source(1280, 720, { served: true, bitrate: 1_000_000 }), [['240p', 426, 240]]],
    [
      'rich, and served itself',
      source(1280, 720, { served: true, bitrate: 8_000_000 }),
      [
        ['720p', 1280, 720],
        ['480p', 854, 480],
        ['360p', 640, 360],
        ['240p', 426, 240],
      ],
    ],
    [
      'very wide',
      source(8000, 1080),
      [
        ['552p', 4096, 552],
        ['480p', 3556, 480],
        ['360p', 2666, 360],
        ['240p', 1778, 240],
      ],
    ],
  ])('%s', (_, given, expected) => {
    expect(sizes(given)).toEqual(expected);
  });

  it('never exceeds the recording in pixels or rate, has even sides, and goes down', () => {
    for (let round = 0; round < 3000; round++) {
      const pick = (most: number) => 1 + Math.floor((((round * 7919 + most * 104_729) % 1009) / 1009) * most);
      const given = source(pick(4000), pick(2300), {
        bitrate: 100_000 + pick(9_000_000),
        frameRate: pick(120),
        served: round % 2 === 0,
      });
      const rungs = ladder(given);
      if (!given.served) expect(rungs.length).toBeGreaterThan(0);
      expect(new Set(rungs.map(({ name }) => name)).size).toBe(rungs.length);
      for (const [index, rung] of rungs.entries()) {
        expect([rung.width % 2, rung.height % 2]).toEqual([0, 0]);
        expect(rung.width).toBeLessThanOrEqual(Math.max(2, given.width + 1));
        expect(rung.height).toBeLessThanOrEqual(Math.max(2, given.height + 1));
        expect(rung.frameRate).toBeLessThanOrEqual(Math.min(given.frameRate, 60.5));
        if (given.bitrate > 200_000) expect(rung.videoBitrate).toBeLessThan(given.bitrate);
        expect(rung.width * rung.height).toBeLessThanOrEqual(
          (rungs[index - 1]?.width ?? 5000) * (rungs[index - 1]?.height ?? 5000),
        );
      }
    }
  });
});
