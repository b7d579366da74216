import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { runClient } from './run.js';

/** npm run rig -- client: a file that half came from one machine and half from another, and one over a bad link. */
const { failures } = await runClient({
  ...readOptions('client', RIGS.client),
  print: (line) => console.log(line),
});
for (const failure of failures) console.log(`FAILED ${failure}`);
process.exitCode = failures.length === 0 ? 0 : 1;
