import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { KeyRing, RevocationList, type SignRequest, sign, UnsignableRequest, verify } from '#libs/signing';
import { listOf } from './testing/revocation-lists.js';

interface Vector {
  name: string;
  url: string;
  now: number;
  client: string;
  expect: string;
  grant?: Record<string, unknown>;
}

const golden = JSON.parse(
  readFileSync(new URL('../../test/vectors/signed-urls.json', import.meta.url), 'utf8'),
) as { keyRing: unknown; revocations: unknown; vectors: Vector[] };
const ring = KeyRing.parse(JSON.stringify(golden.keyRing));
const revocations = RevocationList.parse(JSON.stringify(golden.revocations));
const NOW = 1_790_000_000;
const context = { ring, revocations, now: NOW, asker: { client: '203.0.113.9' } };
const request: SignRequest = {
  asset: 'ast_e0zbgj09tqm83xssss6ys3',
  path: 'hls/master.m3u8',
  scope: 'play',
  expires: NOW + 3600,
  epoch: 0,
};

function codeOf(target: string, more: Partial<Parameters<typeof verify>[1]> = {}): string {
  const verdict = verify(target, { ...context, ...more });
  return verdict.granted ? 'ok' : verdict.code;
}

describe('golden vectors', () => {
  it('has all of them', () => expect(golden.vectors.length).toBeGreaterThan(100));

  it.each(golden.vectors)('F40 $name', ({ url, now, client, expect: expected, grant }) => {
    const verdict = verify(url, { ring, revocations, now, asker: { client } });
    if (expected === 'any-error') expect(verdict.granted).toBe(false);
    else expect(verdict.granted ? 'ok' : verdict.code).toBe(expected);
    if (grant !== undefined) expect(verdict).toMatchObject({ granted: true, grant });
  });
});

describe('sign', () => {
  it('makes the golden URLs, byte for byte', () => {
    const url = (name: string) => golden.vectors.find((vector) => vector.name === name)?.url;
    expect(sign(ring, request)).toBe(url('play: master playlist'));
    expect(sign(ring, { ...request, scope: 'file', path: 'source/original' })).toBe(url('file: exact'));
    expect(
      sign(ring, { ...request, scope: 'file', path: 'source/original', saveAs: '手术培训 第1讲.pdf' }),
    ).toBe(url('file: with a name to save as'));
    expect(
      sign(ring, {
        ...request,
        notBefore: NOW - 5,
        session: 'S-1_x',
        network: '0.0.0.0/0',
        kibPerSecond: 1,
      }),
    ).toBe(url('all fields'));
  });

  it('gives back in the grant what was asked for', () => {
    const target = sign(ring, {
      ...request,
      scope: 'file',
      path: 'captions/en.vtt',
      session: 'abc',
      kibPerSecond: 512,
      saveAs: 'Ünïcode – “quoted”.vtt',
    });
    expect(verify(target, context)).toEqual({
      granted: true,
      grant: {
        asset: request.asset,
        path: 'captions/en.vtt',
        scope: 'file',
        kid: 'a7',
        expires: NOW + 3600,
        session: 'abc',
        kibPerSecond: 512,
        saveAs: 'Ünïcode – “quoted”.vtt',
      },
    });
  });

  it.each<[string, Partial<SignRequest>]>([
    ['asset', { asset: 'AST_CAPITALS' }],
    ['asset', { asset: 'short' }],
    ['path', { path: '' }],
    ['path', { path: 'hls/../source/original' }],
    ['path', { path: 'hls//x' }],
    ['path', { path: 'hls/.hidden' }],
    ['path', { path: `a${'/a'.repeat(256)}` }],
    ['path', { path: 'source/original' }],
    ['expires', { expires: 3600 }],
    ['expires', { expires: NOW + 0.5 }],
    ['expires', { expires: Number.NaN }],
    ['epoch', { epoch: -1 }],
    ['epoch', { epoch: 1e10 }],
    ['notBefore', { notBefore: 0 }],
    ['session', { session: '' }],
    ['session', { session: 'a~h=b' }],
    ['session', { session: 'a'.repeat(33) }],
    ['network', { network: '10.20.0.0' }],
    ['network', { network: '10.20.0.0/33' }],
    ['network', { network: '10.20.0/16' }],
    ['network', { network: '010.20.0.0/16' }],
    ['network', { network: 'fd00::/129' }],
    ['kibPerSecond', { kibPerSecond: 0 }],
    ['kibPerSecond', { kibPerSecond: 1e7 }],
    ['kibPerSecond', { kibPerSecond: 1.5 }],
    ['saveAs', { saveAs: 'a.pdf' }],
    ['saveAs', { scope: 'file', saveAs: '' }],
    ['saveAs', { scope: 'file', saveAs: '../a' }],
    ['saveAs', { scope: 'file', saveAs: 'a\\b' }],
    ['saveAs', { scope: 'file', saveAs: 'a\r\nSet-Cookie: x' }],
    ['saveAs', { scope: 'file', saveAs: 'a\u0085b' }],
    ['saveAs', { scope: 'file', saveAs: '\ud800' }],
    ['saveAs', { scope: 'file', saveAs: '长'.repeat(86) }],
  ])('refuses %s %j', (field, change) => {
    expect(() => sign(ring, { ...request, ...change })).toThrow(UnsignableRequest);
    expect(() => sign(ring, { ...request, ...change })).toThrow(field);
  });

  it('carries the longest of everything', () => {
    const target = sign(ring, {
      asset: 'a'.repeat(40),
      path: `${'a'.repeat(128)}/${'b'.repeat(128)}/${'c'.repeat(128)}/${'d'.repeat(125)}`,
      scope: 'file',
      expires: 99_999_999_999,
      epoch: 9_999_999_999,
      notBefore: 1_000_000_000,
      session: 's'.repeat(32),
      network: '2001:0db8:0000:0000:0000:0000:0000:0000/032',
      kibPerSecond: 9_999_999,
      saveAs: '长'.repeat(85),
    });
    expect(codeOf(target, { asker: { client: '2001:db8:ffff::1' } })).toBe('ok');
  });
});

describe('verify', () => {
  it.each([
    ['10.20.0.0/16', '10.20.0.1', true],
    ['10.20.3.4/16', '10.20.0.1', true],
    ['10.20.0.0/32', '10.20.0.1', false],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['0.0.0.0/0', '::1', false],
    ['::/0', '10.0.0.1', false],
    ['fe80::/10', 'fe80::1%eth0', true],
    ['::ffff:10.0.0.0/104', '10.9.9.9', true],
    ['::ffff:a00:0/104', '11.9.9.9', false],
    ['10.0.0.0/8', '::10.0.0.1', false],
    ['::10.0.0.0/104', '::10.9.9.9', true],
    ['2001:db8::/33', '2001:db8:8000::', false],
    ['10.0.0.0/8', '', false],
    ['10.0.0.0/8', 'unknown', false],
    ['10.0.0.0/8', '10.0.0.1, 10.0.0.2', false],
  ])('F47 network %s, client %s: %s', (network, client, allowed) => {
    expect(codeOf(sign(ring, { ...request, network }), { asker: { client } })).toBe(
      allowed ? 'ok' : 'network-not-allowed',
    );
  });

  it('answers the first check that fails', () => {
    const all: SignRequest = {
      ...request,
      expires: NOW,
      notBefore: NOW + 31,
      network: '10.0.0.0/8',
      session: 'revokedSession',
    };
    expect(codeOf(sign(ring, all))).toBe('signature-expired');
    expect(codeOf(sign(ring, { ...all, expires: NOW + 1 }))).toBe('signature-not-yet-valid');
    expect(codeOf(sign(ring, { ...all, expires: NOW + 1, notBefore: NOW }))).toBe('network-not-allowed');
    expect(codeOf(sign(ring, { ...all, expires: NOW + 1, notBefore: NOW, network: '203.0.113.0/24' }))).toBe(
      'revoked',
    );
  });

  it('tells what a rightly signed but refused URL was for, and nothing of a forged one', () => {
    const expired = sign(ring, { ...request, expires: NOW, session: 'abc' });
    expect(verify(expired, context)).toMatchObject({
      refused: { asset: request.asset, path: request.path, session: 'abc' },
    });
    expect(verify(expired.replace('j=abc', 'j=abd'), context)).toEqual({
      granted: false,
      code: 'signature-invalid',
    });
  });

  it('knows no session by a name of Object.prototype', () => {
    for (const session of ['__proto__', 'constructor', 'toString']) {
      expect(codeOf(sign(ring, { ...request, session }))).toBe('ok');
      const list = listOf({ sessions: { [session]: NOW + 10 } });
      expect(codeOf(sign(ring, { ...request, session }), { revocations: list })).toBe('revoked');
    }
  });

  it('F40 accepts none of 1,000,000 mutations', () => {
    const targets = golden.vectors.filter((vector) => vector.expect === 'ok');
    const random = randomSequence(42);
    const alphabet = 'abcABC019-_.~=/%?:;\\\u0000 \u00e9#+@';
    const accepted: string[] = [];
    for (let i = 0; i < 1_000_000; i += 1) {
      const vector = targets[i % targets.length] as Vector;
      const bare = vector.url.split('?', 1)[0] as string;
      // The path after a play token's asset is free within the grammar: only what is signed is mutated.
      const signed = bare.includes('~s=file~')
        ? bare.length
        : bare.indexOf('/', bare.indexOf('~h=') + 47) + 1;
      const at = Math.floor(random() * signed);
      const other = alphabet[Math.floor(random() * alphabet.length)] as string;
      const kind = i % 4;
      const mutated =
        kind === 0
          ? bare.slice(0, at) + other + bare.slice(at + 1)
          : kind === 1
            ? bare.slice(0, at) + bare.slice(at + 1)
            : kind === 2
              ? bare.slice(0, at) + other + bare.slice(at)
              : bare.slice(0, at) + (bare[at + 1] ?? '') + (bare[at] ?? '') + bare.slice(at + 2);
      const verdict = verify(mutated, { ring, revocations, now: vector.now, asker: vector });
      // A `?` inside the last segment of a play URL, and a swap of equal characters, change nothing signed.
      if (verdict.granted && mutated !== bare) accepted.push(mutated);
    }
    expect(accepted).toEqual([]);
  });

  it('is not slowed down by hostile lengths', () => {
    const bare = sign(ring, request);
    for (const tail of ['a/'.repeat(500_000), `${'a'.repeat(127)}/`.repeat(4_000), 'a'.repeat(1_000_000)]) {
      expect(codeOf(`${bare}/${tail}`)).toBe('not-found');
    }
    expect(codeOf(`${bare}?${'x'.repeat(1_000_000)}`)).toBe('ok');
  });
});

describe('KeyRing', () => {
  const secret = 'A'.repeat(43);
  it.each([
    ['', 'not JSON'],
    ['[]', 'no list of keys'],
    ['{"keys":[]}', 'no list of keys'],
    ['{"keys":[1]}', 'not an object'],
    [`{"keys":[{"kid":"a b","secret":"${secret}","state":"signing"}]}`, 'key id'],
    [`{"keys":[{"kid":"a","secret":"${secret}","state":"retired"}]}`, 'neither'],
    [`{"keys":[{"kid":"a","secret":"${secret}","state":"verifying"}]}`, 'no key is signing'],
    [`{"keys":[{"kid":"a","secret":"AAAA","state":"signing"}]}`, 'shorter than 32'],
    [`{"keys":[{"kid":"a","secret":"${secret}=","state":"signing"}]}`, 'base64url'],
    [
      `{"keys":[{"kid":"a","secret":"${secret}","state":"signing"},{"kid":"a","secret":"${secret}","state":"verifying"}]}`,
      'twice',
    ],
    [
      `{"keys":[{"kid":"a","secret":"${secret}","state":"signing"},{"kid":"b","secret":"${secret}","state":"signing"}]}`,
      'two keys are signing',
    ],
  ])('refuses %s', (text, problem) => {
    expect(() => KeyRing.parse(text)).toThrow(problem);
  });

  it('F45 never shows a secret', () => {
    const text = JSON.stringify(golden.keyRing);
    const shown =
      JSON.stringify(KeyRing.parse(text)) + inspect(KeyRing.parse(text), { depth: 9, showHidden: true });
    expect(shown).not.toContain('pU3KGCUwux1t');
    try {
      KeyRing.parse(`${text}x`);
      expect.unreachable();
    } catch (error) {
      expect(`${String(error)}${JSON.stringify(error)}`).not.toContain('pU3KGCUwux1t');
    }
  });

  it('signs with a fresh ring', () => {
    const fresh = KeyRing.parse(KeyRing.fresh());
    expect(codeOf(sign(fresh, request), { ring: fresh })).toBe('ok');
    expect(codeOf(sign(fresh, request))).toBe('signature-invalid');
  });
});

/** A repeatable sequence (mulberry32), so that a failure can be seen again. */
function randomSequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
