import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { databaseSettings, databaseUrl } from '#libs/database';
import {
  type Environment,
  InvalidSettings,
  loadSettings,
  placeIn,
  requireFreePorts,
  setting,
  withRules,
} from '#libs/kernel';
import { storageSettings } from '#libs/storage';
import { readDeliverySettings } from '../../delivery/src/config.js';
import { readUploaderSettings } from '../../uploader/src/config.js';
import { readWorkerSettings } from '../../worker/src/config.js';
import { holdFolder } from './sole-start.js';

export const standaloneSettings = withRules(
  z.object({
    ...storageSettings,
    LECTERN_DATA: z
      .string()
      .default('./data')
      .describe('The folder for everything: media, database, keys, scratch space'),
    LECTERN_HOST: z.string().default('127.0.0.1').describe('The address that both services listen on'),
    LECTERN_PORT: setting.port(8080).describe('The port of the API'),
    LECTERN_DELIVERY_PORT: setting.port(8081).describe('The port of delivery'),
    LECTERN_LOG_PATH: z
      .string()
      .optional()
      .describe(
        'Where the log goes: a file, or `-` for standard output; lectern.log in the data folder when not set',
      ),
    ...databaseSettings,
    DATABASE_URL: databaseUrl.optional().describe('PostgreSQL; the embedded one when not set'),
  }),
  [
    {
      of: ['LECTERN_DELIVERY_PORT', 'LECTERN_PORT'],
      holds: ({ LECTERN_PORT: port, LECTERN_DELIVERY_PORT: other }) => port === 0 || port !== other,
      otherwise: 'must be another port than LECTERN_PORT',
    },
  ],
);

export type StandaloneSettings = Readonly<z.output<typeof standaloneSettings>>;

export function readStandaloneSettings(environment: Environment): StandaloneSettings {
  return loadSettings(standaloneSettings, environment);
}

/**
 * Every setting of the three services that is wrong, at once and before anything is started: what `npm start` gives them
 * itself is taken to be right.
 *
 * @throws InvalidSettings
 */
export function requireSettings(environment: Environment): void {
  const filled = unlessSet(environment, GIVEN);
  const problems = new Set<string>();
  for (const read of [
    readStandaloneSettings,
    readUploaderSettings,
    readDeliverySettings,
    readWorkerSettings,
  ]) {
    try {
      read(read === readStandaloneSettings ? environment : filled);
    } catch (error) {
      if (!(error instanceof InvalidSettings)) throw error;
      for (const problem of error.problems) problems.add(problem);
    }
  }
  if (problems.size > 0) throw new InvalidSettings([...problems]);
}

/**
 * What can be known of a start before anything is made or built for it: whether its settings are right, its folder is no
 * other start's, and its ports are free.
 *
 * @throws InvalidSettings for the settings, or else for the ports
 * @throws AlreadyStarted
 */
export async function requireStart(environment: Environment): Promise<StandaloneSettings> {
  requireSettings(environment);
  const settings = readStandaloneSettings(environment);
  const data = path.resolve(settings.LECTERN_DATA);
  if (existsSync(data)) await holdFolder(data).then((letGo) => letGo());
  await requireFreePorts(
    placeIn(settings, 'LECTERN_HOST', 'LECTERN_PORT'),
    placeIn(settings, 'LECTERN_HOST', 'LECTERN_DELIVERY_PORT'),
  );
  return settings;
}

/** The environment with values for what it does not set, neither by itself nor by a file. */
export function unlessSet(environment: Environment, values: Readonly<Record<string, string>>): Environment {
  const missing = Object.entries(values).filter(
    ([name]) => !environment[name] && !environment[`${name}_FILE`],
  );
  return { ...environment, ...Object.fromEntries(missing) };
}

/** The environment with other values, however it sets them itself. */
export function replacing(environment: Environment, values: Readonly<Record<string, string>>): Environment {
  const files = Object.keys(values).map((name) => [`${name}_FILE`, undefined]);
  return { ...environment, ...Object.fromEntries(files), ...values };
}

/** Stands for what a start makes or chooses where nothing else is said. */
const GIVEN = {
  DATABASE_URL: 'postgres://127.0.0.1/lectern',
  LECTERN_STORAGE_PATH: '/',
  LECTERN_S3_BUCKET: 'lectern',
  LECTERN_KEY_RING: '/ring.json',
  LECTERN_DELIVERY_URL: 'http://127.0.0.1',
} as const;
