import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { runTurns } from './run.js';

/**
 * npm run rig -- turns: a doctor sends a small file that claims millions of pictures, copies of it and many clips;
 * what becomes of them, and how long another unit's single clip waits. On one machine, in one process.
 */
const { passed, failures } = await runTurns({
  ...readOptions('turns', RIGS.turns),
  print: (line) => console.log(line),
});
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
