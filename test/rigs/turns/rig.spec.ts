import { expect, it } from 'vitest';
import { shortForm } from '../options.js';
import { RIGS } from '../registry.js';
import { runTurns } from './run.js';

it('F63 a crowded file, its copies and many clips hold up no other unit, and end', async () => {
  const { failures } = await runTurns({ ...shortForm(RIGS.turns), print: (line) => console.log(line) });
  expect(failures).toEqual([]);
});
