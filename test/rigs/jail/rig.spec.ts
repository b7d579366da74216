import { expect, it } from 'vitest';
import { shortForm } from '../options.js';
import { RIGS } from '../registry.js';
import { costs } from './cost.js';
import { gapsOf, tryEverywhere } from './tried.js';

/** The short form of `npm run rig -- jail`. */
const short = shortForm(RIGS.jail);

it('F62 each forbidden act is refused inside the jail', async () => {
  const tried = await tryEverywhere(short.image);
  expect(tried.flatMap((each) => gapsOf(each))).toEqual([]);
});

it('F62 a probe, a poster and an encode are made in the jail', async () => {
  const found = await costs(1, short.seconds);
  expect(found.map(({ job }) => job)).toEqual(['probe', 'poster', 'encode']);
});
