import { expect, it } from 'vitest';
import { hasChromium } from '../../servers/chromium.js';
import { shortForm } from '../options.js';
import { RIGS } from '../registry.js';
import { runSwitching } from './run.js';

const required = process.env['LECTERN_TEST_BROWSER'] === 'required';

it.skipIf(!required && !hasChromium())(
  'a player changes between rungs without a hole or a stall',
  async () => {
    const { failures } = await runSwitching({
      ...shortForm(RIGS.switching),
      print: (line) => console.log(line),
    });
    expect(failures).toEqual([]);
  },
);
