// Lists the programs of a registry, and runs one of them by its name. Plain JavaScript that reads the registry's source:
// a list and the options of a program are printed at once, and only what is run is built first.
import { spawnSync } from 'node:child_process';
import { help } from './options.ts';

/**
 * @param {string} command the script of package.json
 * @param {Readonly<Record<string, import('./options.ts').Program>>} programs
 * @param {(name: string) => string} builtFile what `npm run build` makes of a program
 */
export function runByName(command, programs, builtFile) {
  const [name, ...more] = process.argv.slice(2);
  if (name === undefined || name === '--help') {
    console.log(list(command, programs));
    return;
  }
  const program = Object.hasOwn(programs, name) ? programs[name] : undefined;
  if (program === undefined) {
    console.error(`${command}: there is none named '${name}'.\n  hint: npm run ${command} lists them all`);
    process.exitCode = 2;
    return;
  }
  // Who is used to npm writes a second `--`.
  const args = more[0] === '--' ? more.slice(1) : more;
  if (args.includes('--help')) {
    console.log(help(name, program));
    return;
  }
  const built = spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
  if (built.status !== 0) process.exit(built.status ?? 1);
  // In place of this process: a signal reaches the program itself, and once.
  process.execve(process.execPath, [process.execPath, builtFile(name), ...args], process.env);
}

function list(command, programs) {
  const width = Math.min(Math.max(process.stdout.columns ?? 100, 60), 100);
  const entries = Object.entries(programs);
  const hasShort = entries.some(([, { takesShort }]) => takesShort !== undefined);
  const columns = (name, takes, short) =>
    `  ${name.padEnd(15)}${takes.padEnd(8)}${hasShort ? short.padEnd(8) : ''}`;
  const indent = columns('', '', '');
  const lines = entries.flatMap(([name, { shows, takes, takesShort }]) => {
    const [first, ...rest] = wrapped(shows, width - indent.length);
    return [`${columns(name, takes, takesShort ?? '–')}${first}`, ...rest.map((line) => `${indent}${line}`)];
  });
  return [
    columns('', 'takes', 'short').trimEnd(),
    ...lines,
    '',
    `  npm run ${command} -- NAME ${hasShort ? '[--short] ' : ''}[OPTIONS]`,
    `  npm run ${command} -- NAME --help    its options, and what it needs`,
  ].join('\n');
}

function wrapped(text, width) {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = `${lines.at(-1)} ${word}`.trimStart();
    if (line.length <= width) lines[lines.length - 1] = line;
    else lines.push(word);
  }
  return lines;
}
