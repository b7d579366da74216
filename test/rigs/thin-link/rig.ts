import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { runThinLink } from './run.js';

/** npm run rig -- thin-link: a recording that a viewer watches, of whose link only so much passes. */
const { failures } = await runThinLink({
  ...readOptions('thin-link', RIGS['thin-link']),
  print: (line) => console.log(line),
});
for (const failure of failures) console.log(`FAILED ${failure}`);
process.exitCode = failures.length === 0 ? 0 : 1;
