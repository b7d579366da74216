import { parseArgs } from 'node:util';

type Value = number | string | boolean;

/** One thing that a program can be told. */
export interface Option {
  /** What holds unless it is told. */
  readonly full: Value;
  /** What holds in the short form, where that is something else. */
  readonly short?: Value;
  /** What `--help` prints in place of `full`. */
  readonly shown?: string;
  readonly says: string;
}

/** A program that a person runs by its name, and what there is to know before running it. */
export interface Program {
  /** One sentence: of a rig what a run that passes shows, of a benchmark what it measures against whom. */
  readonly shows: string;
  /** About how long the full form takes, on two cores that other work shares. */
  readonly takes: string;
  /** About how long the short form takes. Without it there is no short form. */
  readonly takesShort?: string;
  /** What it can't run without, beyond what `npm test` needs. */
  readonly needs?: string;
  /** By their names in code: `hangSeconds` is `--hang-seconds` on the command line. */
  readonly options: Readonly<Record<string, Option>>;
}

type Kind<T> = T extends number ? number : T extends string ? string : boolean;

/** The values of a program's options, by their names. */
export type Values<P extends Program> = {
  readonly [Name in keyof P['options']]: Kind<P['options'][Name]['full']>;
};

/**
 * What the command line says, and what holds where it says nothing: the short form after `--short`. `--help` prints the
 * options and ends the process with 0; what can't be understood ends it with a sentence, a hint and 2.
 */
export function readOptions<P extends Program>(
  name: string,
  program: P,
  argv = process.argv.slice(2),
): Values<P> {
  if (argv.includes('--help')) {
    console.log(help(name, program));
    process.exit(0);
  }
  try {
    return read(program, argv);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    console.error(`${name}: ${error.message.split('. ')[0]?.replace(/\.$/, '')}.\n  hint: ${hint(program)}`);
    process.exit(2);
  }
}

/** The values of the short form, for the spec that runs it. */
export function shortForm<P extends Program>(program: P): Values<P> {
  return read(program, ['--short']);
}

/** What a program shows, how long it takes, what it needs and what it can be told. */
export function help(name: string, program: Program): string {
  const { shows, takes, takesShort, needs } = program;
  const short = takesShort === undefined ? '' : `, with --short ${takesShort}`;
  const lines = Object.entries(program.options).map(([option, { full, short, shown, says }]) => {
    const usual = shown ?? (full === '' || full === false ? '' : String(full));
    const values = [usual, short === undefined ? '' : `with --short ${short}`].filter((text) => text !== '');
    return `  ${written(option, full).padEnd(25)} ${says}${values.length === 0 ? '' : ` (${values.join('; ')})`}`;
  });
  return [
    `${name}: ${shows}`,
    `Takes about ${takes}${short}.${needs === undefined ? '' : ` Needs ${needs}.`}`,
    ...(lines.length === 0 ? [] : ['', ...lines]),
  ].join('\n');
}

/** As it stands on the command line. */
function written(option: string, value: Value): string {
  const kind = { number: ' N', string: ' TEXT', boolean: '' }[
    typeof value as 'number' | 'string' | 'boolean'
  ];
  return `--${flag(option)}${kind}`;
}

function hint({ options, takesShort }: Program): string {
  const known = Object.entries(options).map(([option, { full }]) => written(option, full));
  if (takesShort !== undefined) known.push('--short');
  return known.length === 0 ? 'it takes no options' : `its options are ${known.join(', ')}`;
}

function flag(option: string): string {
  return option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** @throws TypeError with a sentence for a person */
function read<P extends Program>(program: P, argv: readonly string[]): Values<P> {
  const { options, takesShort } = program;
  const known = Object.entries(options).map(
    ([name, { full }]) => [flag(name), { type: typeof full === 'boolean' ? 'boolean' : 'string' }] as const,
  );
  const { values } = parseArgs({
    args: [...argv],
    options: {
      ...Object.fromEntries(known),
      ...(takesShort !== undefined && { short: { type: 'boolean' } as const }),
    },
  });
  const given = values as Readonly<Record<string, string | boolean | undefined>>;
  const read = Object.entries(options).map(([name, { full, short }]) => {
    const text = given[flag(name)];
    if (text === undefined) return [name, given['short'] === true ? (short ?? full) : full];
    return [name, typeof full === 'number' ? numberOf(flag(name), text) : text];
  });
  return Object.fromEntries(read) as Values<P>;
}

function numberOf(name: string, text: string | boolean): number {
  const number = Number(text);
  if (String(text).trim() === '' || !Number.isFinite(number))
    throw new TypeError(`--${name} takes a number, not '${text}'`);
  return number;
}
