import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { type Rule, setting } from '#libs/kernel';
import { NfsStorage } from './nfs/nfs-storage.js';
import type { S3Storage } from './s3/s3-storage.js';
import type { Storage } from './storage.js';

/** The names of the backends, as LECTERN_STORAGE has them. */
export const storageBackend = z.enum(['nfs', 's3']);
type Backend = z.output<typeof storageBackend>;

/** As every S3 server takes it, and the edge (docker/edge/entrypoint.sh). */
const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** The settings by which every app finds the same storage; spread into an app's own schema. */
export const storageSettings = {
  LECTERN_STORAGE: storageBackend
    .default('nfs')
    .describe('Where objects are kept: `nfs` (a path) or `s3` (a bucket)'),
  LECTERN_STORAGE_PATH: z
    .string()
    .refine(isAbsolute, 'must be an absolute path')
    .optional()
    .describe('The folder of the `nfs` backend: a mounted ReadWriteMany claim, or any POSIX path'),
  LECTERN_S3_ENDPOINT: z.url().optional().describe('The S3 server, for all but AWS'),
  LECTERN_S3_REGION: z.string().default('us-east-1').describe('The region of the bucket'),
  LECTERN_S3_BUCKET: z
    .string()
    .regex(
      BUCKET_NAME,
      'must be the name of a bucket alone, 3 to 63 lower-case letters, digits, dots and hyphens',
    )
    .optional()
    .describe('The bucket of the `s3` backend'),
  LECTERN_S3_ACCESS_KEY: setting
    .secret(z.string())
    .optional()
    .describe('The access key id (or LECTERN_S3_ACCESS_KEY_FILE)'),
  LECTERN_S3_SECRET_KEY: setting
    .secret(z.string())
    .optional()
    .describe('The secret access key (or LECTERN_S3_SECRET_KEY_FILE)'),
  LECTERN_S3_PATH_STYLE: z
    .stringbool()
    .optional()
    .describe('Path-style addressing; the default wherever LECTERN_S3_ENDPOINT is set'),
  LECTERN_S3_TIMEOUT_SECONDS: z.coerce
    .number()
    .min(1)
    .max(600)
    .default(60)
    .describe('After so long without an answer or a byte from the S3 server a try has failed'),
} as const;

const percent = (fallback: number) => z.coerce.number().min(1).max(100).default(fallback);

/** From where on a storage that has a bound is spared; spread into the schemas of apps that fill it. */
export const watermarkSettings = {
  LECTERN_DISK_ENCODE_PERCENT: percent(85).describe(
    'How full the storage may be, in percent, for encoding to go on; beyond it encode jobs wait',
  ),
  LECTERN_DISK_UPLOAD_PERCENT: percent(92).describe(
    'How full the storage may be, in percent, for new uploads to begin; beyond it they get 507',
  ),
} as const;

export type StorageSettings = z.output<z.ZodObject<typeof storageSettings>>;

interface OpenOptions {
  readonly createBucket?: boolean | undefined;
}

/** What each backend needs of the settings, and how it is opened. */
const BACKENDS: Readonly<Record<Backend, BackendEntry>> = {
  nfs: {
    needs: ['LECTERN_STORAGE_PATH'],
    open: async (settings) => new NfsStorage({ root: given(settings, 'LECTERN_STORAGE_PATH') }),
  },
  s3: {
    needs: ['LECTERN_S3_BUCKET', 'LECTERN_S3_ACCESS_KEY', 'LECTERN_S3_SECRET_KEY'],
    open: (settings, options) => connectBucket(settings, options),
  },
};

interface BackendEntry {
  readonly needs: readonly (keyof StorageSettings)[];
  open(settings: StorageSettings, options: OpenOptions): Promise<Storage>;
}

/** What each backend needs; for `withRules` of an app's schema. */
export const storageRules: readonly Rule<StorageSettings>[] = storageBackend.options.flatMap((backend) =>
  BACKENDS[backend].needs.map((name) => ({
    of: [name, 'LECTERN_STORAGE'],
    holds: (settings) => settings.LECTERN_STORAGE !== backend || settings[name] !== undefined,
    otherwise: `is needed with LECTERN_STORAGE=${backend}`,
  })),
);

/** Opens the storage that the settings name; with `createBucket` a missing bucket is made. */
export async function openStorage(settings: StorageSettings, options: OpenOptions = {}): Promise<Storage> {
  return BACKENDS[settings.LECTERN_STORAGE].open(settings, options);
}

/** The same of a bucket, as what it is. The settings must name one. */
export async function connectBucket(
  settings: StorageSettings,
  options: OpenOptions = {},
): Promise<S3Storage> {
  // The SDK costs memory and start time that a start on a path need not pay.
  const { S3Storage } = await import('./s3/s3-storage.js');
  return S3Storage.connect({
    endpoint: settings.LECTERN_S3_ENDPOINT,
    forcePathStyle: settings.LECTERN_S3_PATH_STYLE,
    ...options,
    requestTimeoutMs: settings.LECTERN_S3_TIMEOUT_SECONDS * 1000,
    region: settings.LECTERN_S3_REGION,
    bucket: given(settings, 'LECTERN_S3_BUCKET'),
    accessKeyId: given(settings, 'LECTERN_S3_ACCESS_KEY'),
    secretAccessKey: given(settings, 'LECTERN_S3_SECRET_KEY'),
  });
}

function given(settings: StorageSettings, name: keyof StorageSettings): string {
  const value = settings[name];
  if (typeof value !== 'string') throw new TypeError(`${name} is not set`);
  return value;
}
