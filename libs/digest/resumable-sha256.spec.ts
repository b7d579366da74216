import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { InvalidDigestState, ResumableSha256 } from './index.js';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('ResumableSha256', () => {
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
  ])('gives the published digest of %j', (text, digest) => {
    const running = new ResumableSha256();
    running.update(Buffer.from(text));
    expect(running.hex()).toBe(digest);
  });

  it('goes on from a saved state at every offset around a block', () => {
    const bytes = randomBytes(400);
    for (let cut = 0; cut <= 200; cut += 1) {
      const first = new ResumableSha256();
      first.update(bytes.subarray(0, cut));
      const state = JSON.parse(JSON.stringify([...first.state()])) as number[];
      const second = ResumableSha256.resume(Uint8Array.from(state));
      second.update(bytes.subarray(cut));
      expect(second.hex()).toBe(sha256(bytes));
    }
  });

  it('is not disturbed by hex() or by what is done with a state', () => {
    const bytes = randomBytes(10_000);
    const running = ResumableSha256.resume();
    running.update(bytes.subarray(0, 5_001));
    expect(running.hex()).toBe(sha256(bytes.subarray(0, 5_001)));
    running.state().fill(255);
    running.update(bytes.subarray(5_001));
    expect(running.hex()).toBe(sha256(bytes));
    expect(running.hex()).toBe(sha256(bytes));
  });

  it('counts beyond 4 GiB', () => {
    const running = new ResumableSha256();
    const state = Buffer.from(running.state());
    // 2^32 + 8 bits of length with an empty block buffer: only the counters differ from a fresh state.
    state.writeUInt32LE(1, 1 + 36);
    const resumed = ResumableSha256.resume(state);
    resumed.update(Buffer.alloc(64));
    expect(Buffer.from(resumed.state()).readUInt32LE(1 + 36)).toBe(1);
    expect(Buffer.from(resumed.state()).readUInt32LE(1 + 32)).toBe(512);
  });

  it.each([
    ['an unknown version', (state: Buffer) => Buffer.concat([Buffer.of(9), state.subarray(1)])],
    ['a state cut short', (state: Buffer) => state.subarray(0, 112)],
    ['an index beyond the block', (state: Buffer) => (state.writeUInt32LE(64, 105), state)],
    ['another digest length', (state: Buffer) => (state.writeUInt32LE(64, 109), state)],
  ])('refuses %s', (_, spoil) => {
    const state = spoil(Buffer.from(new ResumableSha256().state()));
    expect(() => ResumableSha256.resume(state)).toThrow(InvalidDigestState);
  });
});
