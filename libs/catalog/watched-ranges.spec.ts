import { describe, expect, it } from 'vitest';
import { credit, lengthOf, MOST_RANGES } from './watched-ranges.js';

const range = (text: string) => {
  const [from = 0, to = 0] = text.split('-').map(Number);
  return { from, to };
};
const ranges = (text: string) => (text === '' ? [] : text.split(' ').map(range));
const shown = (list: readonly { from: number; to: number }[]) =>
  list.map(({ from, to }) => `${from}-${to}`).join(' ');

describe('what a report adds to what was watched', () => {
  it.each([
    // watched, reported, budget -> ranges, credited
    ['', '0-10', 100, '0-10', 10],
    ['', '0-10', 4, '0-4', 4],
    ['', '0-10', 0, '', 0],
    ['0-10', '0-10', 100, '0-10', 0],
    ['0-10', '5-20', 100, '0-20', 10],
    ['0-10', '5-20', 3, '0-13', 3],
    ['0-10 20-30', '5-25', 100, '0-30', 10],
    ['0-10 20-30', '0-40', 12, '0-32', 12],
    ['', '50-60 0-10', 12, '0-2 50-60', 12],
    ['0-10', '10.3-12', 100, '0-12', 2],
    ['0-10', '10.6-12', 100, '0-10 10.6-12', 1.4],
    ['5-10', '2-4.75', 100, '2-10', 3],
    ['', '0-1.23456', 100, '0-1.235', 1.235],
  ])('%s, reported %s within %d s: %s', (watched, reported, budget, expected, seconds) => {
    const { ranges: all, credited } = credit(ranges(watched), ranges(reported), budget);
    expect([shown(all), credited]).toEqual([expected, seconds]);
    expect(lengthOf(all)).toBeCloseTo(lengthOf(ranges(watched)) + seconds, 6);
  });

  it('is bounded: of too many stretches the shortest are forgotten', () => {
    const many = Array.from({ length: MOST_RANGES }, (_, at) => ({ from: at * 10, to: at * 10 + 5 }));
    const { ranges: all } = credit(many, [{ from: 90_000, to: 90_001 }, range('95000-95008')], 100);
    expect(all).toHaveLength(MOST_RANGES);
    expect(shown(all.slice(-1))).toBe('95000-95008');
  });
});
