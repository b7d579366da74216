import { readFileSync } from 'node:fs';
import {
  type Environment,
  isMisnamed,
  SECRET_SETTINGS,
  SETTING_NAMES,
  withoutServiceLinks,
} from '#libs/kernel';

const FILE = '_FILE';

/**
 * Every setting that there is, a line each: its value, `default`, or of a secret one whether it is set. Of variables that
 * look like settings and are none the names alone.
 *
 * @param given the environment as people gave it
 * @param used the same with what `npm start` adds
 */
export function settingsList(given: Environment, used: Environment): string {
  const [asGiven, inForce] = [withoutServiceLinks(given), withoutServiceLinks(used)];
  const names = [...SETTING_NAMES].toSorted();
  const width = Math.max(...names.map((name) => name.length));
  const rows = names.map((name) => {
    const added = !isGiven(asGiven, name) && isGiven(inForce, name) ? '  (npm start gives it)' : '';
    return `${name.padEnd(width)}  ${valueOf(inForce, name)}${added}`;
  });
  const strangers = Object.keys(asGiven)
    .filter((name) => isMisnamed(name))
    .toSorted();
  const unknown = strangers.length === 0 ? ['  none'] : strangers.map((name) => `  ${name}`);
  return [
    ...rows,
    '',
    'Variables that look like settings and are none (their values are left out):',
    ...unknown,
    '',
  ].join('\n');
}

function isGiven(environment: Environment, name: string): boolean {
  return Boolean(environment[name]) || Boolean(environment[`${name}${FILE}`]);
}

function valueOf(environment: Environment, name: string): string {
  const secret = SECRET_SETTINGS.has(name);
  const value = settingIn(environment, name);
  if (value === undefined) return secret ? 'not set' : 'default';
  const from = environment[name] ? '' : '  (from a file)';
  if (value === '') return `the file of ${name}${FILE} is empty or can't be read`;
  return `${secret ? 'set' : bare(value)}${from}`;
}

/** A setting by itself or from its file, whatever else is wrong with the settings; empty where the file holds nothing. */
export function settingIn(environment: Environment, name: string): string | undefined {
  const direct = environment[name];
  if (direct) return direct;
  const file = environment[`${name}${FILE}`];
  if (!file) return undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

/** The environment without what looks like a setting and is none: programs refuse to start with it. */
export function withoutUnknown(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !isMisnamed(name)));
}

/** In one line, and URLs without user, query and fragment. */
function bare(value: string): string {
  return value
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/([a-z][a-z0-9+.-]*:\/\/)[^\s,/?#]*@/gi, '$1')
    .replaceAll(/([a-z][a-z0-9+.-]*:\/\/[^\s,?#]*)[?#][^\s,]*/gi, '$1');
}
