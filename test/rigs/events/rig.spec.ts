import { expect, it } from 'vitest';
import { shortForm } from '../options.js';
import { RIGS } from '../registry.js';
import { runEvents } from './run.js';

it('a crowd of listeners misses no event and gets none twice, whatever is killed', async () => {
  const { failures } = await runEvents({ ...shortForm(RIGS.events), print: (line) => console.log(line) });
  expect(failures).toEqual([]);
});
