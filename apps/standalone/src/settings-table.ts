import { z } from 'zod';
import { deliverySettings } from '../../delivery/src/config.js';
import { uploaderSettings } from '../../uploader/src/config.js';
import { workerSettings } from '../../worker/src/config.js';
import { standaloneSettings } from './config.js';

/** The settings of each app, by the name that the operations page gives its table. */
export const SETTINGS = {
  standalone: standaloneSettings,
  uploader: uploaderSettings,
  delivery: deliverySettings,
  worker: workerSettings,
} as const;

/** Defaults that are worked out on each machine, in words that hold on all of them. */
const WORKED_OUT: Readonly<Record<string, string>> = {
  LECTERN_SCRATCH: '`lectern-scratch` in the system’s folder for temporary files',
  LECTERN_ENCODE_THREADS: 'the number of processors',
};

/** What must not be seen by others; `NAME_FILE` keeps it out of the environment. */
const SECRET = /^DATABASE_URL$|_SECRET(?:_KEY)?$/;

interface Setting {
  readonly description?: string;
  readonly default?: string | number | boolean;
  readonly enum?: readonly string[];
}

/**
 * A schema's settings as a Markdown table, in the schema's order: name, default (or that it is required), and
 * description; secrets are marked. The text is the same on every machine.
 */
export function settingsTable(schema: z.ZodType): string {
  const described = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const required = new Set(described.required);
  const rows = Object.entries(described.properties ?? {}).map(([name, property]) => {
    const setting = property as Setting;
    return `| \`${name}\` | ${required.has(name) ? 'required' : defaultOf(name, setting)} | ${meaningOf(name, setting)} |`;
  });
  return ['| setting | default | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

/**
 * The document with each table between `<!-- settings:NAME -->` and `<!-- /settings:NAME -->` made anew from
 * the schemas.
 *
 * @throws Error when the document has no place for an app's table
 */
export function withSettingsTables(document: string): string {
  let text = document;
  for (const [name, schema] of Object.entries(SETTINGS)) {
    const [start, end] = [`<!-- settings:${name} -->`, `<!-- /settings:${name} -->`];
    const from = text.indexOf(start);
    const to = text.indexOf(end, from);
    if (from === -1 || to === -1) throw new Error(`The document has no place for the settings of ${name}.`);
    text = `${text.slice(0, from + start.length)}\n\n${settingsTable(schema)}\n\n${text.slice(to)}`;
  }
  return text;
}

function defaultOf(name: string, setting: Setting): string {
  const workedOut = WORKED_OUT[name];
  if (workedOut !== undefined) return workedOut;
  if (setting.default === undefined) return '–';
  if (setting.default === '') return 'empty';
  const plainly = typeof setting.default === 'number' ? inWords(name, setting.default) : '';
  return `\`${setting.default}\`${plainly}`;
}

function meaningOf(name: string, setting: Setting): string {
  const sentence = (setting.description ?? '').replaceAll('|', '\\|');
  const values = setting.enum?.map((value) => `\`${value}\``) ?? [];
  const choice = values.every((value) => sentence.includes(value)) ? '' : `; one of ${values.join(', ')}`;
  return `${sentence}${choice}${SECRET.test(name) ? ' **(secret)**' : ''}`;
}

const GIB = 1024 ** 3;
const HOUR = 3600;

function inWords(name: string, value: number): string {
  if (name.endsWith('_BYTES') && value % GIB === 0) return ` (${value / GIB} GiB)`;
  if (name.endsWith('_SECONDS') && value % (24 * HOUR) === 0 && value > 24 * HOUR)
    return ` (${value / HOUR / 24} days)`;
  if (name.endsWith('_SECONDS') && value % HOUR === 0) return ` (${value / HOUR} h)`;
  return '';
}
