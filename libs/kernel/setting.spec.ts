import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { InvalidSettings, loadSettings } from './settings.js';
import { setting } from './setting.js';

const schema = z.object({
  LECTERN_FLAG: setting.flag(false),
  LECTERN_COUNT: setting.count(3),
  LECTERN_PORT: setting.port(8080),
  LECTERN_LIST: setting.list('a, b'),
  LECTERN_ORIGINS: setting.origins('*'),
});

describe('a setting', () => {
  it('that is not set is its default', () => {
    expect(loadSettings(schema, {})).toEqual({
      LECTERN_FLAG: false,
      LECTERN_COUNT: 3,
      LECTERN_PORT: 8080,
      LECTERN_LIST: ['a', 'b'],
      LECTERN_ORIGINS: ['*'],
    });
  });

  it.each<[string, unknown]>([
    ['true', true],
    ['on', true],
    ['1', true],
    ['false', false],
    ['off', false],
    ['0', false],
  ])('that is a flag may be written %s', (text, value) => {
    expect(loadSettings(schema, { LECTERN_FLAG: text }).LECTERN_FLAG).toBe(value);
  });

  it('that is a list loses its blanks and its empty items', () => {
    const { LECTERN_LIST, LECTERN_ORIGINS } = loadSettings(schema, {
      LECTERN_LIST: ' x,, y ,',
      LECTERN_ORIGINS: 'https://learn.example.org, http://localhost:5173',
    });
    expect([LECTERN_LIST, LECTERN_ORIGINS]).toEqual([
      ['x', 'y'],
      ['https://learn.example.org', 'http://localhost:5173'],
    ]);
  });

  it.each([
    { LECTERN_FLAG: 'maybe' },
    { LECTERN_COUNT: '0' },
    { LECTERN_COUNT: '1.5' },
    { LECTERN_PORT: '65536' },
    { LECTERN_PORT: '-1' },
    { LECTERN_ORIGINS: 'https://learn.example.org/' },
    { LECTERN_ORIGINS: '*, learn.example.org' },
  ])('is refused as %j', (environment) => {
    expect(() => loadSettings(schema, environment)).toThrow(InvalidSettings);
  });
});
