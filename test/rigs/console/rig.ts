import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { runConsole } from './run.js';

/** npm run rig -- console: one file by the page of uploads, through everything that happens to a doctor's evening. */
const { failures } = await runConsole({
  ...readOptions('console', RIGS.console),
  print: (line) => console.log(line),
});
for (const failure of failures) console.log(`FAILED ${failure}`);
process.exitCode = failures.length === 0 ? 0 : 1;
