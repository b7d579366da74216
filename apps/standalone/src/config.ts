import { z } from 'zod';
import { databaseSettings, databaseUrl } from '#libs/database';
import { InvalidSettings, loadSettings, setting } from '#libs/kernel';
import { storageSettings } from '#libs/storage';
import { readDeliverySettings } from '../../delivery/src/config.js';
import { readUploaderSettings } from '../../uploader/src/config.js';
import { readWorkerSettings } from '../../worker/src/config.js';

export const standaloneSettings = z.object({
  ...storageSettings,
  LECTERN_DATA: z
    .string()
    .default('./data')
    .describe('The folder for everything: media, database, keys, scratch space'),
  LECTERN_HOST: z.string().default('127.0.0.1').describe('The address that both services listen on'),
  LECTERN_PORT: setting.port(8080).describe('The port of the API'),
  LECTERN_DELIVERY_PORT: setting.port(8081).describe('The port of delivery'),
  LECTERN_LOG_FILE: z
    .string()
    .optional()
    .describe(
      'Where the log goes: a file, or `-` for standard output; lectern.log in the data folder when not set',
    ),
  ...databaseSettings,
  DATABASE_URL: databaseUrl.optional().describe('PostgreSQL; the embedded one when not set'),
});

export type StandaloneSettings = Readonly<z.output<typeof standaloneSettings>>;

export function readStandaloneSettings(
  environment: Readonly<Record<string, string | undefined>>,
): StandaloneSettings {
  return loadSettings(standaloneSettings, environment);
}

/**
 * Every setting of the three services that is wrong, at once and before anything is started: what `npm start` gives them
 * itself is taken to be right.
 *
 * @throws InvalidSettings
 */
export function requireSettings(environment: Readonly<Record<string, string | undefined>>): void {
  const filled = { ...environment };
  for (const [name, value] of Object.entries(GIVEN))
    if (!environment[name] && !environment[`${name}_FILE`]) filled[name] = value;
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

/** Stands for what a start makes or chooses where nothing else is said. */
const GIVEN = {
  DATABASE_URL: 'postgres://127.0.0.1/lectern',
  LECTERN_STORAGE_PATH: '/',
  LECTERN_S3_BUCKET: 'lectern',
  LECTERN_KEY_RING: '/ring.json',
  LECTERN_DELIVERY_URL: 'http://127.0.0.1',
} as const;
