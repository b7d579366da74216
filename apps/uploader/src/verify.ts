/**
 * `npm run verify`: does storage hold what the database promises? With the uploader's settings of database and storage;
 * `--deep` reads every original and compares its SHA-256. One line of JSON for each object that is missing or altered.
 * Exit code 0 when nothing is, 1 when something is, 2 for arguments or settings that make no sense.
 */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { openDatabase } from '#libs/database';
import { InvalidSettings, loadSettings } from '#libs/kernel';
import { openStorage, requireStorageSettings, storageSettings } from '#libs/storage';
import { checkStored } from './stored-check.js';

const verifySettings = z
  .object({ ...storageSettings, DATABASE_URL: z.string().min(1) })
  .superRefine((settings, context) => requireStorageSettings(settings, context));

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());

try {
  const { values } = parseArgs({ options: { deep: { type: 'boolean', default: false } } });
  process.exitCode = await verify(values.deep);
} catch (error) {
  const isUsage =
    error instanceof InvalidSettings || String((error as { code?: string }).code).startsWith('ERR_PARSE');
  if (!isUsage) throw error;
  console.error(`lectern verify: ${(error as Error).message}`);
  process.exitCode = 2;
}

async function verify(deep: boolean): Promise<number> {
  const settings = loadSettings(verifySettings, process.env);
  const database = openDatabase({
    url: settings.DATABASE_URL,
    maxConnections: 1,
    applicationName: 'lectern-verify',
  });
  const storage = await openStorage(settings);
  try {
    const options = { deep, signal: stopping.signal };
    const report = await checkStored({ database, storage }, options, (found) =>
      console.log(JSON.stringify(found)),
    );
    if (stopping.signal.aborted) {
      console.error(`lectern verify: stopped after ${report.assets} assets.`);
      return 1;
    }
    console.log(
      `${report.assets} assets, ${report.bytes} bytes: ${report.missing.length} missing or altered`,
    );
    return report.missing.length === 0 ? 0 : 1;
  } finally {
    await storage.close();
    await database.close();
  }
}
