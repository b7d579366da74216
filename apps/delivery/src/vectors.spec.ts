import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { MemoryStorage } from '#libs/storage';
import { runVectors } from './vector-run.js';

const golden = JSON.parse(
  readFileSync(new URL('../../../test/vectors/signed-urls.json', import.meta.url), 'utf8'),
) as { vectors: { name: string; url: string; expect: string }[] };

it('F40 every golden vector, through the verifier and as raw bytes through the server', async () => {
  const result = await runVectors(golden, new MemoryStorage());
  expect(result.failures).toEqual([]);
  expect(result.passed).toBe(golden.vectors.length);
});

it('names each vector that fails', async () => {
  const [first, second, ...rest] = golden.vectors;
  const wrong = { ...golden, vectors: [{ ...first, expect: 'revoked' }, second, ...rest.slice(0, 3)] };
  const result = await runVectors(wrong, new MemoryStorage());
  expect(result.passed).toBe(4);
  expect(result.failures).toEqual(['play: master playlist: the verifier says ok, expected revoked']);
});

it('F40 targets that no request line can hold are refused too', async () => {
  const url = golden.vectors[0]?.url ?? '';
  const vectors = [
    `${url} x`,
    `${url}\u00e9`,
    `${url}\u0001`,
    `${url}#x`,
    `http://localhost${url}`,
    `/${url}`,
  ].map((target, index) => ({
    ...golden.vectors[0],
    name: String(index),
    url: target,
    expect: 'not-found',
    grant: undefined,
  }));
  const result = await runVectors({ ...golden, vectors }, new MemoryStorage());
  expect(result.failures).toEqual([]);
});
