import { expect, it } from 'vitest';
import { rigsAreRequired } from '../../servers/not-here.js';
import { hasStrace } from '../crash/traced-task.js';
import { shortForm } from '../options.js';
import { RIGS } from '../registry.js';
import { failSystemCalls } from './storage-faults.js';

/** The first part of the short form of `npm run rig -- faults`. */
const { injections, seed } = shortForm(RIGS.faults);
const traces = hasStrace() || rigsAreRequired();
if (!traces) console.warn('strace is not installed: no system call is made to fail.');

it.skipIf(!traces)(
  'F01 F02 F03 F10 system calls that fail are told by their names, and never tried again',
  async () => {
    const outcome = await failSystemCalls({ cycles: injections, seed });
    expect(outcome.failures).toEqual([]);
    expect(outcome.refusals).toBeGreaterThan(0);
  },
  // Node's own end hangs at times under strace, in a futex, and is waited for: all of them may.
  900_000,
);
