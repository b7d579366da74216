import { describe, expect, it } from 'vitest';
import { contentDispositionOf, contentTypeOf } from '#libs/media-type';
import { parseRange, select } from './preconditions.js';

describe('parseRange', () => {
  it.each<[string, number, ReturnType<typeof parseRange>]>([
    ['bytes=0-0', 10, { start: 0, end: 0 }],
    ['bytes=2-5', 10, { start: 2, end: 5 }],
    ['bytes=2-', 10, { start: 2, end: 9 }],
    ['bytes=2-99', 10, { start: 2, end: 9 }],
    ['BYTES= 2-5 ', 10, { start: 2, end: 5 }],
    ['bytes=-3', 10, { start: 7, end: 9 }],
    ['bytes=-99', 10, { start: 0, end: 9 }],
    ['bytes=0-99999999999999999999999999999999', 10, { start: 0, end: 9 }],
    ['bytes=-99999999999999999999999999999999', 10, { start: 0, end: 9 }],
    ['bytes=10-', 10, 'unsatisfiable'],
    ['bytes=99999999999999999999999999999999-', 10, 'unsatisfiable'],
    ['bytes=-0', 10, 'unsatisfiable'],
    ['bytes=0-', 0, 'unsatisfiable'],
    ['bytes=-5', 0, 'unsatisfiable'],
    ['bytes=5-2', 10, 'ignored'],
    ['bytes=0-1,3-4', 10, 'ignored'],
    ['bytes=0-1, bytes=3-4', 10, 'ignored'],
    ['bytes=-', 10, 'ignored'],
    ['bytes=', 10, 'ignored'],
    ['bytes=a-b', 10, 'ignored'],
    ['bytes=0x1-2', 10, 'ignored'],
    ['bytes=1.5-2', 10, 'ignored'],
    ['bytes=--1', 10, 'ignored'],
    ['items=0-1', 10, 'ignored'],
    ['0-1', 10, 'ignored'],
  ])('F42 %s of %i bytes', (field, bytes, expected) => {
    expect(parseRange(field, bytes)).toEqual(expected);
  });
});

describe('select', () => {
  const object = { bytes: 10, etag: '"abc"', lastModified: 'Sun, 06 Nov 1994 08:49:37 GMT' };
  const before = 'Sun, 06 Nov 1994 08:49:36 GMT';
  it.each<[string, Record<string, string>, number]>([
    ['GET', {}, 200],
    ['GET', { 'if-none-match': '"abc"' }, 304],
    ['HEAD', { 'if-none-match': '"x", W/"abc"' }, 304],
    ['GET', { 'if-none-match': '*' }, 304],
    ['GET', { 'if-none-match': '"x"' }, 200],
    ['GET', { 'if-none-match': '"x"', 'if-modified-since': object.lastModified }, 200],
    ['GET', { 'if-modified-since': object.lastModified }, 304],
    ['GET', { 'if-modified-since': before }, 200],
    ['GET', { 'if-modified-since': 'yesterday' }, 200],
    ['GET', { 'if-match': '"abc"' }, 200],
    ['GET', { 'if-match': 'W/"abc"' }, 412],
    ['GET', { 'if-match': '"x"' }, 412],
    ['GET', { 'if-unmodified-since': before }, 412],
    ['GET', { 'if-unmodified-since': object.lastModified }, 200],
    ['GET', { range: 'bytes=0-1' }, 206],
    ['HEAD', { range: 'bytes=0-1' }, 200],
    ['GET', { range: 'bytes=10-' }, 416],
    ['GET', { range: 'bytes=0-1', 'if-range': '"abc"' }, 206],
    ['GET', { range: 'bytes=0-1', 'if-range': object.lastModified }, 206],
    ['GET', { range: 'bytes=0-1', 'if-range': 'W/"abc"' }, 200],
    ['GET', { range: 'bytes=0-1', 'if-range': '"x"' }, 200],
    ['GET', { range: 'bytes=10-', 'if-range': '"x"' }, 200],
    ['GET', { range: 'bytes=0-1', 'if-none-match': '"abc"' }, 304],
  ])('%s %j: %i', (method, headers, status) => {
    expect(select(method, headers, object).status).toBe(status);
  });
});

describe('types and names', () => {
  it.each<[string, string | undefined, string, string | undefined]>([
    ['hls/master.m3u8', undefined, 'application/vnd.apple.mpegurl', undefined],
    ['hls/v1080/media.mp4', undefined, 'video/mp4', undefined],
    ['poster/w640.WEBP', undefined, 'image/webp', undefined],
    ['poster/w640.svg', undefined, 'application/octet-stream', undefined],
    ['x/page.html', undefined, 'application/octet-stream', undefined],
    ['x/constructor', undefined, 'application/octet-stream', undefined],
    ['x/a.constructor', undefined, 'application/octet-stream', undefined],
    ['source/original', undefined, 'application/octet-stream', 'attachment'],
    ['source/page.json', undefined, 'application/octet-stream', 'attachment'],
    ['source/original', 'a.PDF', 'application/pdf', `attachment; filename="a.PDF"; filename*=UTF-8''a.PDF`],
    [
      'source/original',
      'page.html',
      'application/octet-stream',
      `attachment; filename="page.html"; filename*=UTF-8''page.html`,
    ],
    [
      'source/original',
      'a.svg',
      'application/octet-stream',
      `attachment; filename="a.svg"; filename*=UTF-8''a.svg`,
    ],
    [
      'source/original',
      '手术 (1)*\'"%.pdf',
      'application/pdf',
      `attachment; filename="__ (1)*'__.pdf"; filename*=UTF-8''%E6%89%8B%E6%9C%AF%20%281%29%2A%27%22%25.pdf`,
    ],
    [
      'source/original',
      'invoice\u202efdp.exe',
      'application/octet-stream',
      `attachment; filename="invoicefdp.exe"; filename*=UTF-8''invoicefdp.exe`,
    ],
    ...(
      [
        ['a.txt', 'text/plain; charset=utf-8', 'a.txt'],
        ['a.txt;charset=gb18030', 'text/plain; charset=gb18030', 'a.txt'],
        ['a.CSV;charset=utf-16le', 'text/csv; charset=utf-16le', 'a.CSV'],
        ['a.md;charset=unknown-8bit', 'text/markdown', 'a.md'],
        ['a.pdf;charset=big5', 'application/pdf', 'a.pdf'],
        ['a.html;charset=utf-8', 'application/octet-stream', 'a.html'],
        ['a.txt;charset=utf-7', 'application/octet-stream', 'a.txt;charset=utf-7'],
      ] as const
    ).map(([saveAs, type, name]): [string, string, string, string] => [
      'source/original',
      saveAs,
      type,
      `attachment; filename="${name}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    ]),
  ])('F28 %s saved as %s', (path, saveAs, type, disposition) => {
    expect(contentTypeOf(path, saveAs)).toBe(type);
    expect(contentDispositionOf(path, saveAs)).toBe(disposition);
  });
});

it.each([
  ['Fri, 01 Jan 2100 00:00:00 GMT', 304],
  ['Friday, 01-Jan-30 00:00:00 GMT', 304],
  ['Friday, 01-Jan-60 00:00:00 GMT', 304],
  ['Friday, 01-Jan-99 00:00:00 GMT', 200],
  ['Fri Jan  1 00:00:00 2100', 304],
  ['Fri, 01 Jan 2100 00000:00 GMT', 200],
  ['Fri, 01 Jan 2100 0:0:00 GMT', 200],
  ['Fri, 31 Feb 2100 00:00:00 GMT', 200],
  ['Fri, 01 Jan 2100 24:00:00 GMT', 200],
  ['Fri, 01 Xyz 2100 00:00:00 GMT', 200],
  ['Fri, 01 Jan 2100 00:00 :00 GMT', 200],
  ['Fri, 01 Jan 2100 00:00:00..', 200],
  ['2100-01-01', 200],
])('If-Modified-Since: %s gets %i', (date, status) => {
  const object = { bytes: 1, etag: '"x"', lastModified: 'Thu, 01 Jan 2015 00:00:00 GMT' };
  expect(select('GET', { 'if-modified-since': date }, object).status).toBe(status);
});
