import { z } from 'zod';
import { deliverySettings } from '../../apps/delivery/src/config.js';
import { standaloneSettings } from '../../apps/standalone/src/config.js';
import { uploaderSettings } from '../../apps/uploader/src/config.js';
import { workerSettings } from '../../apps/worker/src/config.js';
import { cell, table } from './page.js';

/** The settings of each app, by the name that the reference gives its table. */
export const SETTINGS = {
  standalone: standaloneSettings,
  uploader: uploaderSettings,
  delivery: deliverySettings,
  worker: workerSettings,
} as const;

/** The settings that the schemas mark as secret. */
export function secretSettings(): Set<string> {
  const secrets = Object.values(SETTINGS).flatMap((schema) => {
    const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
    return Object.keys(properties).filter((name) => (properties[name] as Setting).secret === true);
  });
  return new Set(secrets);
}

/** Defaults that are worked out on each machine, in words that hold on all of them. */
const WORKED_OUT: Readonly<Record<string, string>> = {
  LECTERN_SCRATCH: '`lectern-scratch` in the system’s folder for temporary files',
  LECTERN_ENCODE_THREADS: 'the number of processors',
};

interface Setting {
  readonly description?: string;
  readonly default?: string | number | boolean;
  readonly enum?: readonly string[];
  /** What must not be seen by others; `NAME_FILE` keeps it out of the environment. */
  readonly secret?: boolean;
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
    return [`\`${name}\``, required.has(name) ? 'required' : defaultOf(name, setting), meaningOf(setting)];
  });
  return table(['setting', 'default', 'meaning'], rows);
}

function defaultOf(name: string, setting: Setting): string {
  const workedOut = WORKED_OUT[name];
  if (workedOut !== undefined) return workedOut;
  if (setting.default === undefined) return '–';
  if (setting.default === '') return 'empty';
  const plainly = typeof setting.default === 'number' ? inWords(name, setting.default) : '';
  return `\`${setting.default}\`${plainly}`;
}

function meaningOf(setting: Setting): string {
  const sentence = cell(setting.description ?? '');
  const values = setting.enum?.map((value) => `\`${value}\``) ?? [];
  const choice = values.every((value) => sentence.includes(value)) ? '' : `; one of ${values.join(', ')}`;
  return `${sentence}${choice}${setting.secret === true ? ' **(secret)**' : ''}`;
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
