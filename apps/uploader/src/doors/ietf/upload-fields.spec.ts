import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { InconsistentLength, InvalidUploadField } from './ietf.errors.js';
import { fileNameOf, lengthSaid, representationSha256, uploadFields } from './upload-fields.js';

const of = (headers: Record<string, string>) => uploadFields({ headers } as unknown as IncomingMessage);

describe('structured fields', () => {
  it.each([
    ['?1', true],
    ['?0', false],
    [' ?1 ;later=yes', true],
    ['1', undefined],
    ['true', undefined],
    ['?1, ?0', undefined],
    ['?2', undefined],
  ])('Upload-Complete: %s is %s', (value, complete) => {
    expect(of({ 'upload-complete': value }).complete).toBe(complete);
  });

  it.each([
    ['0', 0],
    ['999999999999999', 999_999_999_999_999],
    ['12; a=b', 12],
    ['1000000000000000', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['1, 2', undefined],
    ['0x10', undefined],
  ])('Upload-Offset: %s is %s', (value, offset) => {
    expect(of({ 'upload-offset': value }).offset).toBe(offset);
  });
});

describe('the length that a request says', () => {
  it.each<[Record<string, string>, number, number | undefined]>([
    [{ 'upload-complete': '?1', 'content-length': '10' }, 5, 15],
    [{ 'upload-complete': '?1' }, 5, 5],
    [{ 'upload-complete': '?1', 'transfer-encoding': 'chunked' }, 5, undefined],
    [{ 'upload-complete': '?0', 'content-length': '10' }, 5, undefined],
    [{ 'upload-complete': '?0', 'content-length': '10', 'upload-length': '99' }, 5, 99],
    [{ 'upload-complete': '?1', 'content-length': '10', 'upload-length': '15' }, 5, 15],
  ])('%j at %s is %s', (headers, offset, length) => {
    expect(lengthSaid(of(headers), offset)).toBe(length);
  });

  it('must be one', () => {
    const fields = of({ 'upload-complete': '?1', 'content-length': '10', 'upload-length': '16' });
    expect(() => lengthSaid(fields, 5)).toThrow(InconsistentLength);
  });
});

describe('Content-Disposition', () => {
  it.each([
    ['inline; filename="a b.pdf"', 'a b.pdf'],
    ['inline; filename=a.pdf', 'a.pdf'],
    ['attachment; filename="say \\"x\\".pdf"', 'say "x".pdf'],
    [`inline; filename="x.pdf"; filename*=UTF-8''%E8%AE%B2%E4%B9%89.pdf`, '讲义.pdf'],
    ['inline', 'unnamed'],
    ['', 'unnamed'],
  ])('%s names %s', (value, name) => {
    expect(fileNameOf({ 'content-disposition': value })).toBe(name);
  });

  it('that is no UTF-8 is refused', () => {
    expect(() => fileNameOf({ 'content-disposition': `inline; filename*=UTF-8''%ff` })).toThrow(
      InvalidUploadField,
    );
  });
});

describe('Repr-Digest', () => {
  const base64 = Buffer.alloc(32, 7).toString('base64');
  it.each([`sha-256=:${base64}:`, `sha-512=:AAAA:, sha-256=:${base64}:`])('%s is read', (value) => {
    expect(representationSha256({ 'repr-digest': value })).toBe('07'.repeat(32));
  });

  it('that can not be verified is refused', () => {
    expect(() => representationSha256({ 'repr-digest': 'md5=:AAAA:' })).toThrow(InvalidUploadField);
  });
});
