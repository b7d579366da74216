import { expect, it } from 'vitest';
import { shortForm } from '../options.js';
import { RIGS } from '../registry.js';
import { attack } from './attack.js';

/** The short form of `npm run rig -- strangers`. */
it('F60 strangers who hold what they can take no memory, and nothing from callers', async () => {
  const short = shortForm(RIGS.strangers);
  expect(await attack({ ...short, print: (line) => console.log(line) })).toEqual([]);
});
