import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { runBrowsers } from './run.js';

/** npm run rig -- browsers: the console's whole job in Firefox and in WebKit, over a link that breaks. */
const { failures } = await runBrowsers({
  ...readOptions('browsers', RIGS.browsers),
  print: (line) => console.log(line),
});
for (const failure of failures) console.log(`FAILED ${failure}`);
process.exitCode = failures.length === 0 ? 0 : 1;
