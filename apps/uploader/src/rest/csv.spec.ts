import { expect, it } from 'vitest';
import { csvLine } from './csv.js';

it('writes lines that spreadsheets read as what was written, and never run', () => {
  expect(csvLine([1, -2, null, 'plain', 'a,b', 'say "x"', 'two\nlines', '心肺'])).toBe(
    '1,-2,,plain,"a,b","say ""x""","two\nlines",心肺\r\n',
  );
  for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1']) expect(csvLine([text])).toBe(`'${text}\r\n`);
  expect(csvLine(['=HYPERLINK("x")', '\r=1'])).toBe(`"'=HYPERLINK(""x"")","'\r=1"\r\n`);
});
