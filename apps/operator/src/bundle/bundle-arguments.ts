import { CommandUsage } from '../command.js';
import { isMetricsAddress } from '../metrics-at.js';

const MIB = 1024 * 1024;
const MOST_FILES = 20;
const MOST_MIB = 50;

export interface BundleArguments {
  /** Where the archive goes: a file or a folder, or `-` for standard output; the folder that it is started in unless said. */
  readonly to: string | undefined;
  /** Files of logs, `-` for standard input; those of the installation unless said. */
  readonly logs: readonly string[] | undefined;
  readonly metrics: readonly string[] | undefined;
  /** Of each log. */
  readonly logBytes: number;
  /** Whether the doctor and verify are asked. */
  readonly checks: boolean;
}

/** @throws CommandUsage */
export function readArguments(given: readonly string[]): BundleArguments {
  const lists = new Map<string, string[]>();
  let list: string[] | undefined;
  for (const argument of given.flatMap((text) => /^(--[a-z-]+)=(.*)$/s.exec(text)?.slice(1) ?? [text])) {
    if (argument.startsWith('--')) {
      if (!OPTIONS.has(argument)) throw new CommandUsage(`There is no option ${argument}.`);
      list = lists.get(argument) ?? [];
      lists.set(argument, list);
    } else if (list === undefined) throw new CommandUsage(`${argument} stands behind no option.`);
    else list.push(argument);
  }
  const one = (option: string, what: string): string | undefined => {
    const values = lists.get(option);
    if (values === undefined) return undefined;
    const [value = ''] = values;
    if (values.length !== 1 || value === '') throw new CommandUsage(`${option} wants ${what}.`);
    return value;
  };
  const many = (option: string, what: string): readonly string[] | undefined => {
    const values = lists.get(option);
    if (values === undefined) return undefined;
    if (values.length === 0 || values.length > MOST_FILES || values.includes(''))
      throw new CommandUsage(`${option} wants ${what}, ${MOST_FILES} at most.`);
    return values;
  };
  const metrics = many('--metrics', 'addresses such as http://delivery:8081');
  for (const address of metrics ?? [])
    if (!isMetricsAddress(address))
      throw new CommandUsage('--metrics wants addresses such as http://delivery:8081.');
  const mib = one('--log-mib', 'a number of MiB') ?? '5';
  if (!/^\d{1,3}$/.test(mib) || Number(mib) < 1 || Number(mib) > MOST_MIB)
    throw new CommandUsage(`--log-mib wants a number from 1 to ${MOST_MIB}.`);
  if ((lists.get('--no-checks') ?? []).length > 0) throw new CommandUsage('--no-checks wants no value.');
  return {
    to: one('--to', 'one file or folder, or - for standard output'),
    logs: many('--logs', 'files of logs, or - for standard input'),
    metrics,
    logBytes: Number(mib) * MIB,
    checks: !lists.has('--no-checks'),
  };
}

const OPTIONS: ReadonlySet<string> = new Set(['--to', '--logs', '--metrics', '--log-mib', '--no-checks']);
