import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { runSwitching } from './run.js';

/**
 * npm run rig -- switching: a recording on all its rungs. The holes and overlaps of every pair of them are printed, and
 * a player in Chromium changes up and down between them.
 */
const { failures } = await runSwitching({
  ...readOptions('switching', RIGS.switching),
  print: (line) => console.log(line),
});
for (const failure of failures) console.log(`FAILED ${failure}`);
process.exitCode = failures.length === 0 ? 0 : 1;
