/**
 * `node dist/apps/operator/src/main.js COMMAND …`, as in the uploader's image: what an engineer asks beside running
 * services. `npm run operator` is apps/standalone/src/operator.ts, which also knows the data folder of `npm start`.
 */
import { described } from './installation.js';
import { runOperator } from './run-operator.js';

await runOperator(process.argv.slice(2), described);
