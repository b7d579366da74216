import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Upload } from '#libs/catalog';
import { digestOf, sha256SoFar } from './file-digest.js';

const begun = { kind: 'whole', door: 'tus', offset: 0, digest: null } as unknown as Upload;
const at = (offset: number, digest: Uint8Array | null, more: object = {}) =>
  ({ ...begun, digest, offset, ...more }) as Upload;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('the SHA-256 of what came so far', () => {
  const bytes = randomBytes(100_000);

  it('is that of the file\u2019s first bytes, wherever its state was kept', () => {
    let upload = begun;
    for (const end of [0, 1, 63, 64, 70_001, 100_000]) {
      const digest = digestOf(upload);
      digest.update(bytes.subarray(upload.offset, end));
      upload = at(end, digest.state());
      expect(sha256SoFar(upload)).toBe(sha256(bytes.subarray(0, end)));
    }
  });

  it.each([
    ['a form', { door: 'form' }],
    ['a piece', { kind: 'partial' }],
    ['what is put together', { kind: 'final' }],
    ['parts that are being put together', { kind: 'parts', assemblingAt: new Date() }],
    ['a direct upload', { kind: 'direct', assemblingAt: null }],
    ['what is not hashed as far as it came', { offset: 1 }],
  ])('is nobody\u2019s to compare with of %s', (_, more) => {
    expect(sha256SoFar(at(0, null, more))).toBeUndefined();
  });
});
