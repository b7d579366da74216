import { expect, it } from 'vitest';
import { cuesOf } from './cues.js';

it('reads cues with and without hours and names, and leaves markup and settings out', () => {
  const vtt =
    'WEBVTT\r\n\r\nNOTE made by hand\r\n\r\n1\r\n00:01.000 --> 00:02.500 line:80%\r\n<v 李>双手<i>重叠</i>\r\n按压 &amp; 放松\r\n\r\n' +
    '01:00:00.000 --> 01:00:01.000\r\nend\r\n\r\n00:03.000 --> 00:04.000\r\n\r\n';
  expect(cuesOf(vtt)).toEqual([
    { from: 1, to: 2.5, text: '双手重叠 按压 & 放松' },
    { from: 3600, to: 3601, text: 'end' },
  ]);
});
