import { expect, it } from 'vitest';
import { hasChromium } from '../../servers/chromium.js';
import { shortForm } from '../options.js';
import { RIGS } from '../registry.js';
import { runThinLink } from './run.js';

const required = process.env['LECTERN_TEST_BROWSER'] === 'required';

it.skipIf(!required && !hasChromium())(
  'a viewer at the end of a thin link watches without a stall',
  async () => {
    const { failures } = await runThinLink({
      ...shortForm(RIGS['thin-link']),
      print: (line) => console.log(line),
    });
    expect(failures).toEqual([]);
  },
);
