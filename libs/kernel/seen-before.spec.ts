import { expect, it } from 'vitest';
import { SeenBefore } from './seen-before.js';

const names = (count: number, of: string) =>
  Array.from({ length: count }, (_, n) => `assets/${of}/${n}/index.m3u8`);

it('knows nearly all of what it has room for, and takes few for others', () => {
  const seen = new SeenBefore(2 ** 14);
  const known = names(2_000, 'a');
  expect(known.filter((name) => seen.meet(name)).length).toBeLessThan(5);
  expect(known.filter((name) => seen.meet(name)).length).toBeGreaterThan(1_700);
  expect(names(2_000, 'b').filter((name) => seen.meet(name)).length).toBeLessThan(5);
});

it('has forgotten what was met long ago', () => {
  const seen = new SeenBefore(2 ** 10);
  seen.meet('once');
  for (const name of names(20_000, 'c')) seen.meet(name);
  expect(seen.meet('once')).toBe(false);
  expect(seen.meet('once')).toBe(true);
  expect(seen.meet('')).toBe(false);
});
