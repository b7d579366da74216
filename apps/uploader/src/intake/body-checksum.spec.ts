import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { BodyChecksum } from './body-checksum.js';
import { crc32c } from './crc32c.js';
import { ChecksumMismatch, ChecksummedBodyTooLong } from './intake.errors.js';

describe('crc32c', () => {
  // RFC 3720 appendix B.4, and the check value of the catalogue of CRC algorithms.
  it.each([
    ['32 bytes of zeroes', Buffer.alloc(32), 0x8a9136aa],
    ['32 bytes of ones', Buffer.alloc(32, 0xff), 0x62a8ab43],
    ['32 incrementing bytes', Buffer.from(Array.from({ length: 32 }, (_, index) => index)), 0x46dd794e],
    ['32 decrementing bytes', Buffer.from(Array.from({ length: 32 }, (_, index) => 31 - index)), 0x113fdb5c],
    ['123456789', Buffer.from('123456789'), 0xe3069283],
    ['nothing', Buffer.alloc(0), 0],
  ])('of %s is the published one', (_, bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected);
  });

  it('goes on from any cut', () => {
    const bytes = randomBytes(100);
    for (let cut = 0; cut <= 100; cut += 1)
      expect(crc32c(bytes.subarray(cut), crc32c(bytes.subarray(0, cut)))).toBe(crc32c(bytes));
  });
});

describe('BodyChecksum', () => {
  const bytes = randomBytes(10_001);
  const four = (value: number) => {
    const digest = Buffer.alloc(4);
    digest.writeUInt32BE(value);
    return digest;
  };
  const digests = {
    sha1: createHash('sha1').update(bytes).digest(),
    sha256: createHash('sha256').update(bytes).digest(),
    sha512: createHash('sha512').update(bytes).digest(),
    crc32: four(crc32(bytes)),
    crc32c: four(crc32c(bytes)),
  };

  it.each(Object.keys(digests) as (keyof typeof digests)[])(
    'verifies %s over several chunks',
    (algorithm) => {
      const right = BodyChecksum.expecting(algorithm, digests[algorithm]);
      const wrong = BodyChecksum.expecting(algorithm, digests[algorithm]);
      for (const [at, end] of [
        [0, 1],
        [1, 6_000],
        [6_000, bytes.length],
      ]) {
        right?.update(bytes.subarray(at, end));
        wrong?.update(Buffer.from(bytes.subarray(at, end)).fill(7, 0, 1));
      }
      expect(() => right?.verify()).not.toThrow();
      expect(() => wrong?.verify()).toThrow(ChecksumMismatch);
      expect(BodyChecksum.expecting(algorithm, digests[algorithm].subarray(1))).toBeUndefined();
    },
  );

  it('refuses more bytes than it may hold back', () => {
    const checksum = BodyChecksum.expecting('sha256', digests.sha256, 10_000);
    expect(() => checksum?.update(bytes)).toThrow(ChecksummedBodyTooLong);
  });
});
