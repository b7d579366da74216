import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { databaseSettings, patienceSettings } from '#libs/database';
import { logSettings } from '#libs/http/settings';
import { jailSettings } from '#libs/jail';
import { loadSettings, setting, withRules } from '#libs/kernel';
import { storageRules, storageSettings, watermarkSettings } from '#libs/storage';
import { defaultMediaSettings, type MediaSettings } from './media-settings.js';

const GIB = 1024 ** 3;

export const workerSettings = withRules(
  z.object({
    ...storageSettings,
    ...watermarkSettings,
    ...databaseSettings,
    ...patienceSettings,
    LECTERN_WORKER_HOST: z
      .string()
      .default('0.0.0.0')
      .describe('The address of the worker\u2019s health and metrics'),
    LECTERN_WORKER_PORT: setting.port(8082).describe('The port of the worker\u2019s health and metrics'),
    LECTERN_SCRATCH: z
      .string()
      .default(path.join(tmpdir(), 'lectern-scratch'))
      .describe(
        'A folder on this machine for unfinished work; what a crash left there is removed at each start',
      ),
    LECTERN_SCRATCH_BYTES: setting
      .count(defaultMediaSettings.scratchBytes)
      .describe('The largest original that is copied into scratch, where the storage has no local files'),
    LECTERN_PACKAGE_JOBS: setting.count(2).describe('How many uploads are made playable at the same time'),
    LECTERN_ENCODE_JOBS: setting.count(1).describe('How many ladders are encoded at the same time'),
    LECTERN_ENCODE_THREADS: setting.count(availableParallelism()).describe('Threads of one encoder'),
    LECTERN_FFMPEG_MEMORY_BYTES: setting.count(3 * GIB).describe('Memory that one ffmpeg may have'),
    LECTERN_RECORDING_SECONDS: setting
      .count(defaultMediaSettings.recordingSeconds)
      .describe('The longest recording that is processed'),
    LECTERN_USAGE_HOLD_DAYS: setting
      .count(7)
      .describe(
        'How many days segments of usage are kept that were counted: no backup of the database that is put back may be older',
      ),
    ...jailSettings,
    ...logSettings,
  }),
  storageRules,
);

export type WorkerSettings = Readonly<z.output<typeof workerSettings>>;

/** @throws InvalidSettings naming every problem at once */
export function readWorkerSettings(
  environment: Readonly<Record<string, string | undefined>>,
): WorkerSettings {
  return loadSettings(workerSettings, environment);
}

export function mediaSettingsOf(settings: WorkerSettings): MediaSettings {
  return {
    ...defaultMediaSettings,
    jail: settings.LECTERN_JAIL,
    threads: settings.LECTERN_ENCODE_THREADS,
    memoryBytes: settings.LECTERN_FFMPEG_MEMORY_BYTES,
    recordingSeconds: settings.LECTERN_RECORDING_SECONDS,
    scratchBytes: settings.LECTERN_SCRATCH_BYTES,
  };
}
