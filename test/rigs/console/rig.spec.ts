import { expect, it } from 'vitest';
import { hasChromium } from '../../servers/chromium.js';
import { shortForm } from '../options.js';
import { RIGS } from '../registry.js';
import { runConsole } from './run.js';

it.skipIf(process.env['LECTERN_TEST_BROWSER'] !== 'required' && !hasChromium())(
  'a file that the page sends arrives whole through breaks, reloads, a killed browser and a restart',
  async () => {
    const { failures } = await runConsole({ ...shortForm(RIGS.console), print: (line) => console.log(line) });
    expect(failures).toEqual([]);
  },
);
