import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { BlockSha256, FILE_BLOCK_BYTES, InvalidDigestState } from './index.js';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

function ofBlocks(bytes: Uint8Array): string {
  const digests: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += FILE_BLOCK_BYTES)
    digests.push(sha256(bytes.subarray(at, at + FILE_BLOCK_BYTES)));
  return sha256(Buffer.concat(digests)).toString('hex');
}

describe('BlockSha256', () => {
  const bytes = randomBytes(2 * FILE_BLOCK_BYTES + 100_003);

  it('is the SHA-256 of the SHA-256s of each 4 MiB, wherever the pieces are cut and a state is saved', () => {
    let digest = BlockSha256.resume();
    for (let at = 0; at < bytes.length; at += 1_000_003) {
      digest.update(bytes.subarray(at, at + 1_000_003));
      const state = JSON.parse(JSON.stringify([...digest.state()])) as number[];
      digest = BlockSha256.resume(Uint8Array.from(state));
      const seen = Math.min(bytes.length, at + 1_000_003);
      expect([digest.bytes, digest.hex()]).toEqual([seen, ofBlocks(bytes.subarray(0, seen))]);
    }
  });

  it.each([0, 1, FILE_BLOCK_BYTES - 1, FILE_BLOCK_BYTES, FILE_BLOCK_BYTES + 1, 2 * FILE_BLOCK_BYTES])(
    'is the same of %d bytes in one piece',
    (length) => {
      const digest = new BlockSha256();
      digest.update(bytes.subarray(0, length));
      expect([digest.bytes, digest.hex()]).toEqual([length, ofBlocks(bytes.subarray(0, length))]);
    },
  );

  it('refuses what is no state of it', () => {
    const state = new BlockSha256().state();
    for (const wrong of [state.subarray(1), state.subarray(0, -1), Buffer.alloc(0), Buffer.alloc(227, 1)])
      expect(() => BlockSha256.resume(wrong)).toThrow(InvalidDigestState);
  });
});
