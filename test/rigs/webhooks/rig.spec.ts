import { expect, it } from 'vitest';
import { shortForm } from '../options.js';
import { RIGS } from '../registry.js';
import { runWebhooks } from './run.js';

it('events reach receivers that were down, in order, whatever others do and whoever dies', async () => {
  const { failures } = await runWebhooks({ ...shortForm(RIGS.webhooks), print: (line) => console.log(line) });
  expect(failures).toEqual([]);
});
