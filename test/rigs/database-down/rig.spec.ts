import { expect, it } from 'vitest';
import { shortForm } from '../options.js';
import { RIGS } from '../registry.js';
import { databaseDown } from './run.js';

it('a restart of PostgreSQL costs senders and viewers a wait, and nothing else', async () => {
  const { failures } = await databaseDown({
    ...shortForm(RIGS['database-down']),
    print: (line) => console.log(line),
  });
  expect(failures).toEqual([]);
});
