import { expect, it } from 'vitest';
import { shortForm } from '../options.js';
import { RIGS } from '../registry.js';
import { runRevocations } from './run.js';

it('F61 a long list is written and read without a pause, and in force within 10 seconds', async () => {
  const print = (line: string): void => console.log(line);
  const { passed, failures } = await runRevocations({ ...shortForm(RIGS.revocations), print });
  expect(failures).toEqual([]);
  expect(passed).toBeGreaterThan(5);
});
