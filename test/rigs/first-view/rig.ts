import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { runFirstView } from './run.js';

/** npm run rig -- first-view: what somebody with a slow phone on a thin link waits for, as Chromium measures it. */
const { failures } = await runFirstView({
  ...readOptions('first-view', RIGS['first-view']),
  print: (line) => console.log(line),
});
for (const failure of failures) console.log(`FAILED ${failure}`);
process.exitCode = failures.length === 0 ? 0 : 1;
