import { expect, it } from 'vitest';
import { shortForm } from '../options.js';
import { RIGS } from '../registry.js';
import { usageRig } from './run.js';

it('what players got is what is counted, through kills and a database that was put back', async () => {
  const { failures } = await usageRig({ ...shortForm(RIGS.usage), print: (line) => console.log(line) });
  expect(failures).toEqual([]);
});
