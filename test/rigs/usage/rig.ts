import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { usageRig } from './run.js';

/**
 * npm run rig -- usage: players count what they get, while whoever delivers it, counts it and keeps it is killed; then the
 * log of a province's month is taken in and asked.
 */
const values = readOptions('usage', RIGS.usage);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const { passed, failures } = await usageRig({ ...values, print: (line) => console.log(line) });
for (const failure of failures) console.error(`FAILED ${failure}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
