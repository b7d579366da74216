import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { attack } from './attack.js';

/**
 * npm run rig -- strangers: thousands of connections that hold bodies, heads, answers or nothing before one uploader,
 * while callers with a key work from the same address. Prints memory, the latency of liveness, and what those saw.
 */
const values = readOptions('strangers', RIGS.strangers);
console.log(`${values.connections} connections of strangers, ${values.slowForms} forms that never end`);
const wrong = await attack({ ...values, print: (line) => console.log(line) });
for (const failure of wrong.slice(0, 50)) console.error(`FAILED ${failure}`);
console.log(`${wrong.length === 0 ? 1 : 0} passed, ${wrong.length} failed`);
process.exitCode = wrong.length === 0 ? 0 : 1;
