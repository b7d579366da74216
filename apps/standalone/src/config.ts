import { z } from 'zod';
import { loadSettings } from '#libs/kernel';
import { storageSettings } from '#libs/storage';

export const standaloneSettings = z.object({
  ...storageSettings,
  LECTERN_DATA: z
    .string()
    .default('./data')
    .describe('The folder for everything: media, database, keys, scratch space'),
  LECTERN_HOST: z.string().default('127.0.0.1').describe('The address that both services listen on'),
  LECTERN_PORT: z.coerce.number().int().min(0).max(65535).default(8080).describe('The port of the API'),
  LECTERN_DELIVERY_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .default(8081)
    .describe('The port of delivery'),
  DATABASE_URL: z.string().optional().describe('PostgreSQL; the embedded one when not set'),
});

export type StandaloneSettings = Readonly<z.output<typeof standaloneSettings>>;

export function readStandaloneSettings(
  environment: Readonly<Record<string, string | undefined>>,
): StandaloneSettings {
  return loadSettings(standaloneSettings, environment);
}
