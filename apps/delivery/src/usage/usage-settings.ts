import { hostname } from 'node:os';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { setting } from '#libs/kernel';
import { openStorage, type Storage, type StorageSettings } from '#libs/storage';
import type { UsageJournalSettings } from './usage-journal.js';

const MIB = 1024 ** 2;

export const usageSettings = {
  LECTERN_USAGE_PATH: z
    .string()
    .refine(isAbsolute, 'must be an absolute path')
    .optional()
    .describe(
      'A writable folder for what was sent to whom: of the `nfs` backend the folder `usage` of the storage, of a bucket a folder of this process alone; unset: nobody\u2019s usage is counted',
    ),
  LECTERN_USAGE_MIB: setting
    .count(1024)
    .describe('The most, in MiB, that may wait in the usage folder of one replica to be counted'),
  LECTERN_USAGE_S3_ACCESS_KEY: setting
    .secret(z.string())
    .optional()
    .describe(
      'The access key id for `usage/` of the bucket (or LECTERN_USAGE_S3_ACCESS_KEY_FILE), where the other may only read',
    ),
  LECTERN_USAGE_S3_SECRET_KEY: setting
    .secret(z.string())
    .optional()
    .describe('The secret access key for `usage/` (or LECTERN_USAGE_S3_SECRET_KEY_FILE)'),
} as const;

type UsageEnvironment = z.output<z.ZodObject<typeof usageSettings>> & {
  readonly LECTERN_POD?: string | undefined;
};

/** Where a delivery tells its usage; undefined where it is told nowhere. */
export function journalSettings(environment: UsageEnvironment): UsageJournalSettings | undefined {
  const folder = environment.LECTERN_USAGE_PATH;
  if (folder === undefined) return undefined;
  const replica = (environment.LECTERN_POD ?? hostname()).replaceAll(/[^A-Za-z0-9._-]/g, '-');
  return {
    folder,
    replica: /^[A-Za-z0-9]/.test(replica) ? replica : `replica-${replica}`,
    maxBytes: environment.LECTERN_USAGE_MIB * MIB,
  };
}

/** The bucket that segments are sent to; undefined where the usage folder is the storage's own. It is the caller's to close. */
export async function usageBucket(
  environment: UsageEnvironment & StorageSettings,
): Promise<Storage | undefined> {
  if (environment.LECTERN_STORAGE !== 's3' || environment.LECTERN_USAGE_PATH === undefined) return undefined;
  const { LECTERN_USAGE_S3_ACCESS_KEY: key, LECTERN_USAGE_S3_SECRET_KEY: secret } = environment;
  return openStorage({
    ...environment,
    ...(key !== undefined && { LECTERN_S3_ACCESS_KEY: key }),
    ...(secret !== undefined && { LECTERN_S3_SECRET_KEY: secret }),
  });
}
