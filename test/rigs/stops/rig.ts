import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { runStops } from './run.js';

/**
 * npm run rig -- stops: `npm start` is stopped and killed in each of its states, in each way, and started again on what
 * that has left.
 */
const values = readOptions('stops', RIGS.stops);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const { passed, failures } = await runStops({ ...values, print: (line) => console.log(line) });
for (const failure of failures) console.error(`FAILED ${failure}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
