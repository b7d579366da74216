import { describe, expect, it } from 'vitest';
import { recognise } from './recognise.js';

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
const hex = (digits: string) => Buffer.from(digits.replaceAll(' ', ''), 'hex');

// 课程讲义 and 課程講義, each with a second line.
const GBK = hex('bfce b3cc bdb2 d2e5 0d0a b5da d2bb d5c2 0d0a');
const BIG5 = hex('bdd2 b57b c1bf b871 0d0a b2c4 a440 b3b9 0d0a');

describe('text is told with its charset', () => {
  it.each<[string, string, Uint8Array, string, string]>([
    ['UTF-8', 'a.txt', Buffer.from('课程讲义\n'), 'text/plain', 'utf-8'],
    ['UTF-8 with a mark', 'a.csv', Buffer.from('\ufeff姓名,age\n'), 'text/csv', 'utf-8'],
    ['UTF-16 LE', 'a.txt', Buffer.from('\ufeff课程讲义\r\n', 'utf16le'), 'text/plain', 'utf-16le'],
    ['UTF-16 BE', 'a.txt', utf16be('\ufeff课程讲义\r\n'), 'text/plain', 'utf-16be'],
    ['UTF-16 of emoji', 'a.txt', Buffer.from('\ufeff\u{1f600} ok', 'utf16le'), 'text/plain', 'utf-16le'],
    ['UTF-16 LE without a mark', 'a.csv', Buffer.from('name,age\r\n', 'utf16le'), 'text/csv', 'utf-16le'],
    ['UTF-16 BE without a mark', 'a.csv', utf16be('name\r\n'), 'text/csv', 'utf-16be'],
    ['UTF-16 LE of Chinese alone', 'a.txt', Buffer.from('课程讲义。', 'utf16le'), 'text/plain', 'utf-16le'],
    ['UTF-16 BE of Chinese', 'a.md', utf16be('第一章\r\n课程讲义。'), 'text/markdown', 'utf-16be'],
    ['GBK', 'a.txt', GBK, 'text/plain', 'gb18030'],
    ['GBK, cut within a character', 'a.txt', GBK.subarray(0, 7), 'text/plain', 'gb18030'],
    [
      'GBK in a table that begins with BM',
      'a.csv',
      Buffer.concat([Buffer.from('BMI,'), GBK]),
      'text/csv',
      'gb18030',
    ],
    [
      'GBK in captions',
      'a.srt',
      Buffer.concat([Buffer.from('1\r\n'), GBK]),
      'application/x-subrip',
      'gb18030',
    ],
    ['Big5', 'a.txt', BIG5, 'text/plain', 'big5'],
    [
      'Windows-1252',
      'a.txt',
      Buffer.from('Ein Vortrag über das Röntgen\n', 'latin1'),
      'text/plain',
      'unknown-8bit',
    ],
    ['captions', 'a.vtt', Buffer.from('WEBVTT\n\n00:00.000 --> 00:01.000\nhi\n'), 'text/vtt', 'utf-8'],
    ['captions with a mark', 'a.vtt', Buffer.from('\ufeffWEBVTT - x\n'), 'text/vtt', 'utf-8'],
    ['captions without a name', 'captions', Buffer.from('WEBVTT\n'), 'text/vtt', 'utf-8'],
  ])('%s', async (_, name, bytes, contentType, charset) => {
    expect(await recognise(bytes, name)).toEqual({ kind: 'attachment', contentType, charset });
  });

  it.each([
    'BMI,age\n23,50\n',
    'GIF89a is a format\n',
    'ID3,name\n1,a\n',
    'MZ,1\n',
    'solid food,3\n',
    'PK of a drug,1\n',
    'MP+,1\n',
    'II* a note\n',
    'FORM,1\n',
    'x\x01y',
  ])('%j is text unless it holds what no text does', async (text) => {
    const found = await recognise(Buffer.from(text), 'a.csv');
    expect(found).toEqual(
      text.includes('\x01') ? undefined : { kind: 'attachment', contentType: 'text/csv', charset: 'utf-8' },
    );
  });

  it.each<[string, Uint8Array, string | undefined]>([
    ['a bitmap', hex('424d 3600 0300 0000 0000 3600 0000 2800 0000 ff00 ff00'), 'image/bmp'],
    ['a GIF', hex('4749 4638 3961 0100 0100 8000 0000 0000 ffff ff2c'), 'image/gif'],
    ['a program', Buffer.concat([Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'), Buffer.alloc(200)]), undefined],
    ['a PDF', Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n', 'latin1'), 'application/pdf'],
    ['SVG', Buffer.from('<?xml version="1.0"?><svg/>'), undefined],
    ['SVG in UTF-16', Buffer.from('\ufeff<?xml version="1.0"?><svg/>', 'utf16le'), undefined],
    [
      'random bytes',
      Buffer.from(Array.from({ length: 400 }, (_, at) => (at * at * 31 + 7 * at) % 256)),
      undefined,
    ],
  ])("%s under a text's name is what it is", async (_, bytes, contentType) => {
    expect((await recognise(bytes, 'a.txt'))?.contentType).toBe(contentType);
  });

  it.each(['a.html', 'a.svg', 'a.js', 'a.sh', 'a'])('F28 %s is not taken in any charset', async (name) => {
    for (const bytes of [Buffer.from('hello'), GBK, Buffer.from('\ufeffhello', 'utf16le')])
      expect(await recognise(bytes, name)).toBeUndefined();
  });
});
