import { expect, it } from 'vitest';
import { shortForm } from '../options.js';
import { RIGS } from '../registry.js';
import { runClient } from './run.js';

it('a file comes half from one machine and half from another, and over a link that breaks', async () => {
  const { failures } = await runClient({ ...shortForm(RIGS.client), print: (line) => console.log(line) });
  expect(failures).toEqual([]);
});
