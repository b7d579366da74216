import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { runFirstLesson } from './run.js';

/** npm run rig -- first-lesson: how many presses and seconds lie between a recording and its playing. */
const { failures } = await runFirstLesson({
  ...readOptions('first-lesson', RIGS['first-lesson']),
  print: (line) => console.log(line),
});
for (const failure of failures) console.log(`FAILED ${failure}`);
process.exitCode = failures.length === 0 ? 0 : 1;
