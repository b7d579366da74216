import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { InconsistentLength, InvalidUploadField } from './ietf.errors.js';
import {
  contentChecksum,
  fileNameOf,
  lengthSaid,
  representationSha256,
  uploadFields,
} from './upload-fields.js';
import { ChecksumMismatch } from '../../intake/intake.errors.js';
import { InvalidContentDigest } from '../content-digest.errors.js';

const of = (headers: Record<string, string | undefined>) =>
  uploadFields({ headers } as unknown as IncomingMessage);

describe('structured fields', () => {
  it.each([
    ['?1', true],
    ['?0', false],
    [' ?1 ;later=yes', true],
    [undefined, undefined],
  ])('Upload-Complete: %s is %s', (value, complete) => {
    expect(of({ 'upload-complete': value }).complete).toBe(complete);
  });

  it.each([
    ['0', 0],
    ['999999999999999', 999_999_999_999_999],
    ['12; a=b', 12],
    ['12;a="x;y";b', 12],
    [undefined, undefined],
  ])('Upload-Offset: %s is %s', (value, offset) => {
    expect(of({ 'upload-offset': value }).offset).toBe(offset);
  });

  it.each<[string, readonly string[]]>([
    ['upload-complete', ['', '1', 'true', '?1, ?0', '?2', '?1 x', '?1;']],
    ['upload-offset', ['', '1000000000000000', '-1', '1.5', '1, 2', '0x10', '10abc', '10;%%']],
    ['upload-length', ['5, 5', '10 20', 'many', ':MTA=:']],
  ])('%s that is not of its type makes the request malformed', (name, values) => {
    for (const value of values) expect(() => of({ [name]: value })).toThrow(InvalidUploadField);
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
    [`inline; filename="${Buffer.from('讲义.pdf').toString('latin1')}"`, '讲义.pdf'],
    ['inline; filename="100%41.pdf"; size=12;', '100%41.pdf'],
    ['inline; filename=""', 'unnamed'],
    ['inline', 'unnamed'],
    ['', 'unnamed'],
  ])('%s names %s', (value, name) => {
    expect(fileNameOf({ 'content-disposition': value })).toBe(name);
  });

  it.each([
    ['is no UTF-8', `inline; filename*=UTF-8''%ff`],
    ['is no UTF-8, without encoding', 'inline; filename="\xff.pdf"'],
    ['is in another charset', `inline; filename="x.pdf"; filename*=ISO-8859-1''%E4.pdf`],
    ['has no type in front', 'filename="a.pdf"'],
    ['does not end', 'inline; filename="a.pdf'],
    ['has junk behind', 'inline; filename="a.pdf" b'],
    ['names two', 'inline; filename="a.pdf"; filename="b.pdf"'],
    ['came twice', 'inline; filename="a.pdf", inline; filename="b.pdf"'],
  ])('that %s is refused', (_, value) => {
    expect(() => fileNameOf({ 'content-disposition': value })).toThrow(InvalidUploadField);
  });
});

describe('Repr-Digest', () => {
  const base64 = Buffer.alloc(32, 7).toString('base64');
  it.each([`sha-256=:${base64}:`, `sha-512=:AAAA:, sha-256=:${base64}:`])('%s is read', (value) => {
    expect(representationSha256({ 'repr-digest': value })).toBe('07'.repeat(32));
  });

  it.each([
    'md5=:AAAA:',
    'constructor=:AAAA:',
    'sha-256=:AAAA:',
    `sha-256=:${base64}:, junk`,
    `sha-256=:${base64}:, sha-256=:${Buffer.alloc(32, 8).toString('base64')}:`,
  ])('%s, which can not be verified, is refused', (value) => {
    expect(() => representationSha256({ 'repr-digest': value })).toThrow(InvalidUploadField);
  });
});

describe('Content-Digest', () => {
  const digest = (name: 'sha-256' | 'sha-512', text: string) =>
    `${name}=:${createHash(name.replace('-', '')).update(text).digest('base64')}:`;
  const checked = (header: string) => {
    const checksum = contentChecksum({ 'content-digest': header }, of({}));
    checksum?.update(Buffer.from('x'));
    checksum?.verify();
  };

  it('is verified in all its algorithms', () => {
    expect(() => checked(`${digest('sha-256', 'x')}, ${digest('sha-512', 'x')}, md5=:AAAA:`)).not.toThrow();
    expect(() => checked(`${digest('sha-512', 'x')}, ${digest('sha-256', 'y')}`)).toThrow(ChecksumMismatch);
    expect(() => checked(`${digest('sha-256', 'x')}, ${digest('sha-512', 'y')}`)).toThrow(ChecksumMismatch);
  });

  it.each([
    'constructor=:AAAA:',
    'md5=:AAAA:',
    `${digest('sha-256', 'x')}, ${digest('sha-256', 'x')}`,
    'sha-256',
  ])('%s is refused', (header) => expect(() => checked(header)).toThrow(InvalidContentDigest));
});
