import { basename, dirname } from 'node:path';
import { parseArgs as parse, type ParseArgsConfig } from 'node:util';

/**
 * As Node's `parseArgs`, for a program that a person runs: `--help` prints the options and ends with 0, an option that
 * is not known ends with a sentence, the options and 1.
 */
export function parseArgs<T extends ParseArgsConfig>(config: T): ReturnType<typeof parse<T>> {
  const known = Object.entries(config.options ?? {}).map(([name, { type }]) =>
    type === 'string' ? `--${name} VALUE` : `--${name}`,
  );
  const program = basename(dirname(process.argv[1] ?? 'rig/rig.js'));
  const hint = known.length === 0 ? 'it takes no options' : `its options are ${known.join(', ')}`;
  if (process.argv.includes('--help')) {
    console.log(`${program}: ${hint}`);
    process.exit(0);
  }
  try {
    return parse(config);
  } catch (error) {
    if (!String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS')) throw error;
    console.error(`${program}: ${(error as Error).message.split('. ')[0]}.\n  hint: ${hint}`);
    process.exit(1);
  }
}
