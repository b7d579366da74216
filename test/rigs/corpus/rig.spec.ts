import { expect, it } from 'vitest';
import { runCorpus } from '../../corpus/run.js';
import { shortForm } from '../options.js';
import { RIGS } from '../registry.js';

it('what is healthy plays, what is not is told: the most telling inputs of the corpus', async () => {
  const { passed, failures } = await runCorpus({
    ...shortForm(RIGS.corpus),
    print: (line) => console.log(line),
  });
  expect(failures).toEqual([]);
  expect(passed).toBeGreaterThan(10);
});
