import { describe, expect, it } from 'vitest';
import { csvOf, wantsCsv } from './csv.js';

describe('a table for spreadsheets', () => {
  it('begins with the mark of UTF-8, and quotes what has to be', () => {
    const at = new Date('2026-11-30T08:00:00Z');
    expect(
      csvOf(
        ['title', 'share'],
        [
          ['心肺 "复苏",\n1', 0.5],
          [at, null],
        ],
      ),
    ).toBe('\uFEFFtitle,share\r\n"心肺 ""复苏"",\n1",0.5\r\n2026-11-30T08:00:00.000Z,\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '\n=1', '＝1', '＠x'])(
    'calculates nothing: %j',
    (text) => {
      expect(
        csvOf(['a'], [[text]])
          .split('\r\n')
          .slice(1)
          .join('\r\n'),
      ).toBe(/[\r\n]/.test(text) ? `"'${text}"\r\n` : `'${text}\r\n`);
    },
  );

  it.each([
    [undefined, undefined, false],
    [undefined, '*/*', false],
    [undefined, 'text/csv', true],
    [undefined, 'text/csv, application/json;q=0.5', true],
    [undefined, 'application/json, text/csv;q=0.5', false],
    [undefined, 'text/csv;q=0', false],
    ['csv', 'application/json', true],
    ['json', 'text/csv', false],
  ] as const)('is wanted with format %s and Accept %s: %s', (format, accept, expected) => {
    expect(wantsCsv(format, accept)).toBe(expected);
  });
});
