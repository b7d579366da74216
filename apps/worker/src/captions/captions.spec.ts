import { readFile } from 'node:fs/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { captionsFolder, MemoryStorage } from '#libs/storage';
import { ClipFolder, gather, h264, testPicture } from '../../../../libs/mp4/testing/clips.js';
import { Ffmpeg } from '../ffmpeg/ffmpeg.js';
import { defaultMediaSettings } from '../media-settings.js';
import { CaptionMaker, type MadeCaptions } from './captions.js';
import { textTracksOf } from './text-tracks.js';
import { webVtt } from '#libs/text-tracks';
import { cuesOfAss } from './ass.js';

const clips = new ClipFolder();
afterAll(() => clips.remove());
const storage = new MemoryStorage();
const maker = new CaptionMaker(new Ffmpeg(defaultMediaSettings), storage);

const SRT = `1
00:00:01,000 --> 00:00:02,500
Hello <i>there</i> & <b>you</b> a --> b {x}

2
00:00:03,000 --> 00:00:04,000
第二行

NOTE not a note
STYLE
`;

let made = 0;

async function captions(path: string): Promise<MadeCaptions | undefined> {
  const name = path.endsWith('.mkv') ? 'matroska' : 'mp4';
  const container = { name, kind: 'recording', demuxer: name === 'mp4' ? 'mov' : 'matroska' } as const;
  const input = { path, container, bytes: (await readFile(path)).byteLength };
  const folder = captionsFolder('ast_1', `a${made++}`);
  return maker.make({ input, durationSeconds: 6, folder, signal: undefined });
}

async function textOf(found: MadeCaptions | undefined, track: number): Promise<string> {
  const key = found?.tracks[track]?.text;
  if (key === undefined) throw new Error('no such track');
  return (await gather((await storage.open(key)).read())).toString();
}

const EXPECTED = `WEBVTT
X-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000

00:00:01.000 --> 00:00:02.500
Hello <i>there</i> &amp; <b>you</b> a --&gt; b {x}

00:00:03.000 --> 00:00:04.000
第二行
NOTE not a note
STYLE
`;

describe('the text tracks of a recording', () => {
  it('become WebVTT with their language, their label and what they are for', async () => {
    const srt = await clips.write('a.srt', SRT);
    const path = await clips.make(
      'tracks.mkv',
      ...testPicture(6, '64x36', 5),
      '-i',
      srt,
      '-map',
      '0',
      '-map',
      '1',
      '-map',
      '1',
      '-map',
      '1',
      ...h264,
      '-c:s:0',
      'srt',
      '-c:s:1',
      'ass',
      '-c:s:2',
      'webvtt',
      '-metadata:s:s:0',
      'language=chi',
      '-metadata:s:s:1',
      'language=eng',
      '-metadata:s:s:1',
      'title=Signs "only"',
      '-disposition:s:0',
      'default',
      '-disposition:s:1',
      'forced',
    );
    const found = await captions(path);
    expect(found?.leftOut).toEqual([]);
    expect(found?.tracks).toMatchObject([
      { language: 'zh', label: '中文', isDefault: true, isForced: false },
      { language: 'en', label: 'Signs only', isDefault: false, isForced: true },
      { language: 'und', label: 'Captions', isForced: false },
    ]);
    expect(await textOf(found, 0)).toBe(EXPECTED);
    // What ASS has in braces without a code is a comment.
    expect(await textOf(found, 1)).toContain('<b>you</b> a --&gt; b\n');
    expect(await textOf(found, 2)).toContain('第二行');
    const mp4 = await clips.make(
      'tracks.mp4',
      '-i',
      path,
      '-map',
      '0:v',
      '-map',
      '0:s:0',
      '-c',
      'copy',
      '-c:s',
      'mov_text',
    );
    const inMp4 = await captions(mp4);
    expect(inMp4?.tracks).toMatchObject([{ language: 'zh', label: '中文' }]);
    expect(await textOf(inMp4, 0)).toBe(EXPECTED);
  });

  it('are none where there are none', async () => {
    expect(
      await captions(await clips.make('plain.mkv', ...testPicture(1, '64x36', 5), ...h264)),
    ).toBeUndefined();
  });

  it('that are pictures, unknown, or one too many, are left out by name', () => {
    const stream = (index: number, codec_name: string, language = 'eng') => ({
      index,
      codec_type: 'subtitle',
      codec_name,
      tags: { language },
    });
    const { tracks, leftOut } = textTracksOf({
      streams: [
        stream(0, 'hdmv_pgs_subtitle'),
        stream(1, 'eia_608', 'not a language'),
        ...Array.from({ length: 17 }, (_, index) => stream(2 + index, 'subrip')),
      ],
    });
    expect(tracks.map(({ label }) => label).slice(0, 3)).toEqual(['English', 'English 2', 'English 3']);
    expect(tracks).toHaveLength(16);
    expect(leftOut).toEqual([
      { language: 'en', codec: 'hdmv_pgs_subtitle', reason: 'picture' },
      { language: 'und', codec: 'eia_608', reason: 'not-supported' },
      { language: 'en', codec: 'subrip', reason: 'too-many' },
    ]);
  });
});

describe('hostile text', () => {
  const shown = (text: string, wasAss = true) =>
    cuesOfAss(`Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,${text}`, { wasAss }).map((cue) => cue.text);

  it.each([
    ['plain', ['plain']],
    ['<script>&amp;</script>', ['&lt;script&gt;&amp;amp;&lt;/script&gt;']],
    ['one\\N\\N00:01.000 --> 00:09.000\\NNOTE two', ['one\n00:01.000 --&gt; 00:09.000\nNOTE two']],
    ['{\\b1}bold{\\i1}both{\\b0}slanted', ['<b>bold<i>both</i></b><i>slanted</i>']],
    ['{\\an8\\pos(1,2)\\bord3\\i1}up', ['<i>up</i>']],
    ['{\\p1}m 0 0 l 100 100{\\p0}after', ['after']],
    ['{\\b1}\\N{\\b0}', []],
    ['{\\b1}\\Ntext{\\r} rest', ['<b>text</b> rest']],
    ['bell\u0007 and \u2028 line', ['bell and  line']],
    ['\\{kept\\}', ['{kept}']],
  ])('%j is shown as %j', (text, expected) => expect(shown(text)).toEqual(expected));

  it('is bounded', () => {
    expect(shown('x'.repeat(100_000))[0]).toHaveLength(2000);
    const line = 'Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,a\n';
    expect(cuesOfAss(line.repeat(30_000), { wasAss: true })).toHaveLength(20_000);
    expect(cuesOfAss('Dialogue: 0,0:00:02.00,0:00:01.00,D,,0,0,0,,ends first', { wasAss: true })).toEqual([]);
    expect(webVtt([{ start: 0, end: 360_000.5, text: 'a' }])).toContain('00:00:00.000 --> 100:00:00.500\n');
  });
});
