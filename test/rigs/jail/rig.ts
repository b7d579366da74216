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
const row = (cells: readonly string[]) => cells.map((cell) => cell.padStart(10)).join('');
console.log(`\n${row(['ms', 'median', 'jailed', 'ratio', 'least', 'jailed', 'ratio'])}`);
for (const { job, without, jailed } of await costs(rounds, seconds)) {
  const pair = (before: number, after: number) => [
    before.toFixed(0),
    after.toFixed(0),
    (after / before).toFixed(3),
  ];
  console.log(row([job, ...pair(without.median, jailed.median), ...pair(without.least, jailed.least)]));
}
const attempts = tried.reduce((sum, { report }) => sum + report.attempts.length, 0);
console.log(`${attempts - failures.length} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
