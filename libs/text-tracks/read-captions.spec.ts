import { describe, expect, it } from 'vitest';
import { type Cue, webVtt, within } from './cue.js';
import { readCaptions } from './read-captions.js';
import { CaptionsUnreadable } from './text-tracks.errors.js';

const texts = (captions: string) => readCaptions(captions).cues.map(({ text }) => text);
const times = (captions: string) => readCaptions(captions).cues.map(({ start, end }) => [start, end]);
const srt = (text: string) => `1\n00:00:01,000 --> 00:00:02,000\n${text}\n`;
const vtt = (text: string) => `WEBVTT\n\n00:01.000 --> 00:02.000\n${text}\n`;

function lineOf(captions: string): unknown {
  try {
    readCaptions(captions);
    return undefined;
  } catch (error) {
    return error instanceof CaptionsUnreadable ? error.facts['line'] : error;
  }
}

describe('SRT, as tools write it', () => {
  it('has its cues in order, and none that nobody could see', () => {
    const read = readCaptions(
      '\ufeff2\r\n00:00:05,500 --> 00:00:07,000\r\nsecond\r\nline\r\n\r\n1\r\n00:00:01,000 --> 00:00:02,000\r\nfirst\r\n\r\n' +
        '3\r\n00:00:08,000 --> 00:00:08,000\r\nno time\r\n\r\n4\r\n00:00:09,000 --> 00:00:10,000\r\n<b></b>\r\n',
    );
    expect(read).toEqual({
      syntax: 'srt',
      cues: [
        { start: 1, end: 2, text: 'first' },
        { start: 5.5, end: 7, text: 'second\nline' },
      ],
      leftOut: 2,
    });
  });

  it.each([
    ['points, no hours, one digit', '1\n0:01.5-->0:02\na', [[1.5, 2]]],
    ['coordinates behind', '1\n00:00:01,000 --> 00:00:02,000  X1:1 X2:2\na', [[1, 2]]],
    ['blanks', '1\n00:00:01, 500 --> 00:00:02, 000\na', [[1.5, 2]]],
    [
      'no counters',
      '00:00:01,000 --> 00:00:02,000\na\n\n00:00:03,000 --> 00:00:04,000\nb',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['old line ends', '1\r00:00:01,000 --> 00:00:02,000\ra\r', [[1, 2]]],
  ])('%s', (_, captions, expected) => expect(times(captions)).toEqual(expected));

  it.each([
    ['an empty line within', 'a\n\nb', 'a\nb'],
    ['an arrow', '5 mg --> 10 mg', '5 mg --&gt; 10 mg'],
    ['a number alone', '42', '42'],
    [
      'tags, known and not',
      '<i>a</i> <font color="#fff">b</font> <script>c</script> 1 < 2',
      '<i>a</i> b &lt;script&gt;c&lt;/script&gt; 1 &lt; 2',
    ],
    ['what is no character by name', 'R&D &amp; x', 'R&amp;D &amp;amp; x'],
    ['a place of ASS', '{\\an8}up {kept}', 'up {kept}'],
    ['tags that do not nest', '<b>a<i>b</b>c', '<b>a<i>b</i></b><i>c</i>'],
    ['control characters', 'be\u0007ll', 'bell'],
  ])('%s', (_, text, expected) => expect(texts(srt(text))).toEqual([expected]));
});

describe('WebVTT', () => {
  it('without names, comments, styles and regions, with places that are well-formed', () => {
    const read = readCaptions(
      'WEBVTT - a title\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE 00:00 is no time\n\nname\n00:01.000 --> 00:02.000 align:start line:10% region:x position:javascript\n' +
        '<v.loud Dr. Li &amp; Wu>Hello <c.red>you</c> <00:01.500>&lt;there&gt;</v>\n\n1:00:00.000 --> 1:00:01.000\n<ruby>压<rt>yā</rt></ruby>\n',
    );
    expect(read.cues).toEqual([
      {
        start: 1,
        end: 2,
        text: '<v Dr. Li &amp; Wu>Hello you &lt;there&gt;</v>',
        settings: 'align:start line:10%',
      },
      { start: 3600, end: 3601, text: '<ruby>压<rt>yā</rt></ruby>' },
    ]);
  });

  it.each([
    ['<script>alert(1)</script>', 'alert(1)'],
    ['<img src=x onerror=alert(1)>x', 'x'],
    ['<b onclick=alert(1)>x', '<b>x</b>'],
    ['<v "><script>>x', '<v ">&gt;x</v>'],
    ['&#60;i&#x3e; &lrm;&nbsp;&unknown;', '&lt;i&gt; \u200e\u00a0&amp;unknown;'],
  ])('%j is shown as %j', (text, expected) => expect(texts(vtt(text))).toEqual([expected]));

  it('is read as it was written', () => {
    const cues: Cue[] = [
      { start: 0, end: 1.25, text: 'a &lt;b&gt; &amp;amp;\n<i>c <b>d</b></i>', settings: 'line:0' },
      { start: 1.25, end: 400_000, text: '<v 李>第二行</v>' },
    ];
    expect(readCaptions(webVtt(cues))).toEqual({ syntax: 'webvtt', cues, leftOut: 0 });
  });
});

describe('what are no captions', () => {
  it.each([
    ['nothing', '', 1],
    ['an essay', 'It was a dark night.\n', 1],
    ['a page', '<!doctype html>\n<p>\n00:00:01,000 --> 00:00:02,000\n', 1],
    ['ASS', '[Script Info]\nDialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,a\n', 1],
    ['a time that is none', `${srt('a')}\n2\n00:0x:02,000 --> 00:00:03,000\nb\n`, 6],
    ['a minute of 61 seconds', '1\n00:00:61,000 --> 00:01:02,000\na\n', 2],
    ['times alone', 'WEBVTT\n\n00:01.000 --> 00:02.000\n\n', 3],
    ['a cue of a book', srt('x'.repeat(2001)), 3],
    ['a cue of tags', srt('<b>'.repeat(6000)), 3],
  ])('%s', (_, captions, line) => expect(lineOf(captions)).toBe(line));

  it('more cues than anybody speaks', () => {
    expect(() => readCaptions(srt('a').repeat(20_001))).toThrow('20000');
  });
});

it('cues end with the recording', () => {
  const cue = (start: number, end: number) => ({ start, end, text: 'a' });
  expect(within([cue(0, 2), cue(4, 6), cue(5, 7)], 5)).toEqual([cue(0, 2), cue(4, 5)]);
});
