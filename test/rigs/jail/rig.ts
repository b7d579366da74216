import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { costs } from './cost.js';
import { gapsOf, tableOf, tryEverywhere } from './tried.js';

/**
 * npm run rig -- jail: every forbidden act is tried from inside the jail, as root, as an ordinary user, and in the
 * worker's image; and a probe, a poster and an encode are timed with the jail and without it.
 */
const { rounds, seconds, image } = readOptions('jail', RIGS.jail);
const tried = await tryEverywhere(image);
console.log(tableOf(tried));
const failures = tried.flatMap((each) => gapsOf(each));
for (const failure of failures) console.error(`FAILED ${failure}`);
console.log(
  `\n${'median of'.padEnd(12)}${'without'.padStart(10)}${'jailed'.padStart(10)}${'ratio'.padStart(8)}`,
);
for (const { job, without, jailed } of await costs(rounds, seconds))
  console.log(
    `${job.padEnd(12)}${`${without.toFixed(0)} ms`.padStart(10)}${`${jailed.toFixed(0)} ms`.padStart(10)}${(jailed / without).toFixed(3).padStart(8)}`,
  );
const attempts = tried.reduce((sum, { report }) => sum + report.attempts.length, 0);
console.log(`${attempts - failures.length} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
