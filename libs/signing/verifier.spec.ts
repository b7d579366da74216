import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  KeyRing,
  RevocationList,
  type SignRequest,
  sign,
  Verifier,
  verify,
  type VerifyOptions,
} from '#libs/signing';
import { listOf } from './testing/revocation-lists.js';

interface Golden {
  keyRing: unknown;
  revocations: unknown;
  vectors: { name: string; url: string; now: number; client: string }[];
}

const golden = JSON.parse(
  readFileSync(new URL('../../test/vectors/signed-urls.json', import.meta.url), 'utf8'),
) as Golden;
const ring = KeyRing.parse(JSON.stringify(golden.keyRing));
const revocations = RevocationList.parse(JSON.stringify(golden.revocations));
const NOW = 1_790_000_000;
const context: VerifyOptions = { ring, revocations, now: NOW, asker: { client: '203.0.113.9' } };
const ASSET = 'ast_e0zbgj09tqm83xssss6ys3';
const request: SignRequest = {
  asset: ASSET,
  path: 'hls/1.m3u8',
  scope: 'play',
  expires: NOW + 3600,
  epoch: 0,
};

describe('Verifier', () => {
  it('F40 gives the verdicts of verify on every golden vector, in any order, and again', () => {
    const verifier = new Verifier();
    const vectors = [...golden.vectors, ...golden.vectors, ...golden.vectors.toReversed()];
    for (const { url, now, client } of vectors) {
      const options = { ring, revocations, now, asker: { client } };
      expect(verifier.verify(url, options)).toEqual(verify(url, options));
    }
  });

  it('F40 agrees with verify on tokens it knows, with every other path', () => {
    const play = sign(ring, { ...request, session: 'one', kibPerSecond: 7 });
    const file = sign(ring, { ...request, scope: 'file', saveAs: 'a.pdf' });
    const long = (length: number) => `a/${'b'.repeat(127)}/`.repeat(8).slice(0, length);
    const paths = [
      'hls/1.m3u8',
      'hls/2.m3u8',
      'source/original',
      'source',
      'sources/x',
      'a',
      '',
      '/',
      'a/',
      '/a',
      'a//b',

      '.a',
      'a/.b',
      '../a',
      'a/../b',
      'a%2fb',
      'a?b',
      'a?b/c',
      'a#b',
      'a b',
      'a\\b',
      'a\n',
      'é',
      long(511),
      long(512),
      long(513),
      long(600),
      'a/'.repeat(900),
      'b'.repeat(128),
      'b'.repeat(129),
    ];
    for (const target of [play, file]) {
      const verifier = new Verifier();
      // It is known from the second time on.
      for (let time = 0; time < 2; time++) expect(verifier.verify(target, context).granted).toBe(true);
      for (const path of paths) {
        const other = target.replace('hls/1.m3u8', path);
        expect(verifier.verify(other, context), path).toEqual(verify(other, context));
      }
    }
  });

  it('a token that is known is granted to nobody else, at no other time', () => {
    const verifier = new Verifier();
    const bound = sign(ring, { ...request, network: '203.0.113.0/24', notBefore: NOW });
    const codeOf = (change: Partial<VerifyOptions>) => {
      const verdict = verifier.verify(bound, { ...context, ...change });
      return verdict.granted ? 'ok' : verdict.code;
    };
    for (let time = 0; time < 2; time++) expect(codeOf({})).toBe('ok');
    expect(codeOf({ asker: { client: '198.51.100.1' } })).toBe('network-not-allowed');
    expect(codeOf({ now: NOW + 3599 })).toBe('ok');
    expect(codeOf({ now: NOW + 3600 })).toBe('signature-expired');
    expect(codeOf({ now: NOW - 31 })).toBe('signature-not-yet-valid');
    for (let time = 0; time < 2; time++) expect(codeOf({})).toBe('ok');
    const asset = listOf({ assets: { [ASSET]: 1 } });
    expect(codeOf({ revocations: asset })).toBe('revoked');
    for (let time = 0; time < 2; time++) expect(codeOf({})).toBe('ok');
    expect(codeOf({ ring: KeyRing.parse(KeyRing.fresh()) })).toBe('signature-invalid');
  });

  it('remembers a bounded number', () => {
    const verifier = new Verifier();
    for (let n = 0; n < 21_000; n += 1) {
      const target = sign(ring, { ...request, session: `s${n}` });
      for (let time = 0; time < 2; time++) expect(verifier.verify(target, context).granted).toBe(true);
    }
    const first = sign(ring, { ...request, session: 's0' });
    expect(verifier.verify(first, context)).toEqual(verify(first, context));
  });
});
