import { runCorpus, UnknownInput } from '../../corpus/run.js';
import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';

/**
 * npm run corpus: some four hundred inputs, most of them made by ffmpeg, are sent to a Lectern of its own; each must become
 * what test/corpus/inputs says, as the API tells it, as a strict checker of HLS finds it and as Chromium plays it. Words
 * without dashes are names of inputs.
 */
const argv = process.argv.slice(2);
const names = argv.filter((word, i) => !word.startsWith('-') && !takesValue(argv[i - 1]));
const options = argv.filter((word) => !names.includes(word));
const values = readOptions('corpus', RIGS.corpus, [
  ...options,
  ...(names.length > 0 ? ['--only', names.join(',')] : []),
]);
try {
  const { passed, failures } = await runCorpus({ ...values, print: (line) => console.log(line) });
  console.log(`${passed} passed, ${failures.length} failed`);
  process.exitCode = failures.length === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof UnknownInput)) throw error;
  console.error(`corpus: ${error.message}.\n  hint: test/corpus/inputs names them all`);
  process.exitCode = 2;
}

/** Whether a word is an option whose value is the next word. */
function takesValue(word: string | undefined): boolean {
  return ['--only', '--folder', '--in-flight', '--patience-seconds'].includes(word ?? '');
}
