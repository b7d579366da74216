import { expect, it } from 'vitest';
import { z } from 'zod';
import { unknownNames } from './known-names.js';

const limits = z
  .object({ dailyBytes: z.int().nullable().optional(), softPercent: z.int() })
  .meta({ id: 'L' });
const named = (value: unknown, schema?: z.ZodType) =>
  unknownNames(value, schema).map(({ name, nearest }) => [name, nearest]);

it('knows what a name was probably meant to be, and says nothing where none is near', () => {
  expect(named({ dailybyte: 1, soft_percent: 2, colour: 'red' }, limits)).toEqual([
    ['dailybyte', 'dailyBytes'],
    ['soft_percent', 'softPercent'],
    ['colour', null],
  ]);
  expect(unknownNames({ x: 1 }, limits)[0]?.known).toEqual(['dailyBytes', 'softPercent']);
});

it('finds names at any depth, behind whatever their schema is wrapped in', () => {
  const schema = z
    .object({
      units: z.array(z.object({ id: z.string(), limits: limits.optional() })),
      more: z.union([z.object({ left: z.int() }), z.object({ right: z.int() })]).nullable(),
    })
    .refine(() => true)
    .optional();
  const value = { units: [{ id: 'a' }, { id: 'b', limits: { dailyByte: 1 } }], more: { rigt: 1, left: 2 } };
  expect(named(value, schema)).toEqual([
    ['units.1.limits.dailyByte', 'units.1.limits.dailyBytes'],
    ['more.rigt', 'more.right'],
  ]);
});

it('lets names be where any are wanted, and leaves other types to the schema', () => {
  expect(named({ any: { thing: 1 } }, z.object({ any: z.record(z.string(), z.int()) }))).toEqual([]);
  expect(named({ other: 1 }, z.looseObject({ any: z.int() }))).toEqual([]);
  expect(named({ title: { nested: 1 } }, z.object({ title: z.string() }))).toEqual([]);
  for (const value of [undefined, null, 'text', 7]) expect(named(value, limits)).toEqual([]);
});

it('without a schema knows no name, not even those that objects have by themselves', () => {
  expect(named({ x: 1 })).toEqual([['x', null]]);
  expect(named({})).toEqual([]);
  expect(named(JSON.parse('{"constructor":1,"__proto__":2}'), limits)).toEqual([
    ['constructor', null],
    ['__proto__', null],
  ]);
});

it('tells of a bounded number of names, each cut short', () => {
  const value = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`${index}`.repeat(100), 1]));
  const found = unknownNames(value, limits);
  expect(found).toHaveLength(20);
  expect(Math.max(...found.map(({ name }) => name.length))).toBeLessThanOrEqual(100);
});
