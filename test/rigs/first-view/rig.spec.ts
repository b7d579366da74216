import { expect, it } from 'vitest';
import { hasChromium } from '../../servers/chromium.js';
import { shortForm } from '../options.js';
import { RIGS } from '../registry.js';
import { runFirstView } from './run.js';

it.skipIf(process.env['LECTERN_TEST_BROWSER'] !== 'required' && !hasChromium())(
  'what is shown at first stays where it is',
  async () => {
    const { failures } = await runFirstView({
      ...shortForm(RIGS['first-view']),
      print: (line) => console.log(line),
    });
    expect(failures).toEqual([]);
  },
);
