import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { takePictures } from './run.js';

/** npm run pictures: every page of the console at three widths, in both languages and themes, and the README's three. */
const problems = await takePictures({
  ...readOptions('pictures', RIGS.pictures),
  print: (line) => console.log(line),
});
for (const problem of problems) console.log(`FAILED ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;
