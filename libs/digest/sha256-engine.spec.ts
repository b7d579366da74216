import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { opensslSha256 } from './openssl-sha256.js';
import { freshContext, PENDING_AT } from './sha256-context.js';
import { firstProven, type Sha256Engine } from './sha256-engine.js';
import { wasmSha256 } from './wasm-sha256.js';

const CHANGED =
  `Node ${process.version} (OpenSSL ${process.versions.openssl}) lays SHA256_CTX out in another way, or hides its ` +
  'functions. Nothing is lost: uploads are hashed by hash-wasm meanwhile, ten times slower, and saved states hold. ' +
  'Either map the new layout onto Sha256Context in libs/digest/openssl-sha256.ts, which must stay as it is because ' +
  'unfinished uploads are stored in it, or take that file out; docs/adr/0035 weighs the two.';

/** What is fixed of a context: behind the pending bytes the block holds anything. */
function fixed(context: Buffer): string {
  return (
    context.toString('hex', 0, 40 + context.readUInt32LE(PENDING_AT)) + context.toString('hex', PENDING_AT)
  );
}

/** Contexts as OpenSSL 1.1 to 3 leave them in memory, and as every saved state was written. */
const KNOWN = [
  [
    '',
    '67e6096a85ae67bb72f36e3c3af54fa57f520e518c68059babd9831f19cde05b0000000000000000',
    '0000000020000000',
  ],
  [
    'abc',
    '67e6096a85ae67bb72f36e3c3af54fa57f520e518c68059babd9831f19cde05b1800000000000000616263',
    '0300000020000000',
  ],
  [
    '\u0001'.repeat(64) + 'abc',
    '97e8a4b8c3dc78389b6c4b901b61c4df8010ecbafda467f75eb1a812395b6fe11802000000000000616263',
    '0300000020000000',
  ],
] as const;

describe.each([
  ['OpenSSL', opensslSha256, CHANGED],
  ['hash-wasm', wasmSha256, 'hash-wasm saves another form of state: mend libs/digest/wasm-sha256.ts.'],
] as const)('%s', (_, make, advice) => {
  it.each(KNOWN)('begins as ever, and has the known state after %j', async (text, begin, end) => {
    const engine = await Promise.resolve().then(make).catch(String);
    if (typeof engine === 'string') return expect.fail(`${advice} (${engine})`);
    const context = freshContext();
    engine.update(context, Buffer.from(text));
    expect(fixed(context), advice).toBe(begin + end);
  });
});

describe('a state', () => {
  it.each([
    ['OpenSSL to hash-wasm', [opensslSha256, wasmSha256]],
    ['hash-wasm to OpenSSL', [wasmSha256, opensslSha256]],
  ] as const)('goes from %s at every offset around a block', async (_, makers) => {
    const [first, second] = await Promise.all(makers.map(async (make) => make()));
    if (first === undefined || second === undefined) return expect.fail('two engines');
    const bytes = randomBytes(400);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    for (let cut = 0; cut <= 200; cut += 1) {
      const context = freshContext();
      first.update(context, bytes.subarray(0, cut));
      second.update(context, bytes.subarray(cut));
      expect(second.hex(context)).toBe(sha256);
      expect(first.hex(context)).toBe(sha256);
    }
  });

  it('counts beyond 4 GiB in both', async () => {
    const both = [await opensslSha256(), await wasmSha256()];
    const after = both.map((engine) => {
      const context = freshContext();
      context.writeBigUInt64LE(2n ** 36n - 512n, 32);
      engine.update(context, Buffer.alloc(100, 7));
      return fixed(context) + engine.hex(context);
    });
    expect(after[1]).toBe(after[0]);
  });

  it('of one upload is not touched by another that one machine computes meanwhile', async () => {
    const engine = await wasmSha256();
    const [a, b] = [freshContext(), freshContext()];
    engine.update(a, Buffer.from('ab'));
    engine.update(b, Buffer.from('xyz'));
    engine.hex(b);
    engine.update(a, Buffer.from('c'));
    expect(engine.hex(a)).toBe(createHash('sha256').update('abc').digest('hex'));
  });
});

describe('the engine that is taken', () => {
  const absent = (): Sha256Engine => {
    throw new Error('not here');
  };
  const wrong = (): Sha256Engine => ({ update: () => undefined, hex: () => '0'.repeat(64) });

  it('is the first that agrees with node:crypto', async () => {
    const engine = (await firstProven([absent, wrong, wasmSha256])) as Sha256Engine;
    const context = freshContext();
    engine.update(context, Buffer.from('abc'));
    expect(engine.hex(context)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('is none where none does', async () => {
    expect(await firstProven([absent, wrong])).toEqual({
      cause: new Error('another digest than that of node:crypto'),
    });
  });
});
