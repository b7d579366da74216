import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { runEvents } from './run.js';

/** npm run rig -- events: a crowd listens to one uploader; PostgreSQL and that uploader are killed under it. */
const { passed, failures } = await runEvents({
  ...readOptions('events', RIGS.events),
  print: (line) => console.log(line),
});
for (const failure of failures) console.error(`FAILED ${failure}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
