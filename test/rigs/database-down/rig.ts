import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { databaseDown } from './run.js';

/**
 * npm run rig -- database-down: PostgreSQL is killed and started anew, again and again, under people who send and people
 * who watch: their answers get slow, and none is a failure.
 */
const values = readOptions('database-down', RIGS['database-down']);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const { passed, failures } = await databaseDown({ ...values, print: (line) => console.log(line) });
for (const failure of failures.slice(0, 50)) console.error(`FAILED ${failure}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
