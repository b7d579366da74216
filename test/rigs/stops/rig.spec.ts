import { expect, it } from 'vitest';
import { shortForm } from '../options.js';
import { RIGS } from '../registry.js';
import { runStops } from './run.js';

it('F07 npm start, stopped or killed while it starts, leaves nothing running and starts again', async () => {
  const { failures } = await runStops({ ...shortForm(RIGS.stops), print: (line) => console.log(line) });
  expect(failures).toEqual([]);
});
