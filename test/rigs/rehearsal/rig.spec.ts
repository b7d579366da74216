import { expect, it } from 'vitest';
import { NotHere, rigsAreRequired } from '../../servers/not-here.js';
import { Rehearsal } from './rehearsal.js';
import { rehearseBackup } from './backup.js';
import { rehearseKeys } from './keys.js';
import { rehearseUpgrade } from './upgrade.js';

/** The short form of `npm run rig -- rehearsal`: what takes less than a minute. */
async function held(name: string, rehearse: (rehearsal: Rehearsal) => Promise<void>): Promise<void> {
  const rehearsal = new Rehearsal(name);
  try {
    await rehearse(rehearsal);
  } catch (error) {
    if (!(error instanceof NotHere) || rigsAreRequired()) throw error;
    return console.warn(`${name}: left out, ${error.message}`);
  }
  expect(rehearsal.passed).toBeGreaterThan(5);
  expect(rehearsal.failed).toBe(0);
}

it('the signing key is replaced while URLs are in people’s hands', () => held('keys', rehearseKeys));

it('a backup under load is restored, whole and by halves', () => held('backup', rehearseBackup));

it('PostgreSQL is left for a newer major version', () => held('upgrade', rehearseUpgrade));
