/**
 * Waits until the database answers and is at this release, and ends: for a container that runs before a service that
 * migrates nothing. Says what it waits for. Needs DATABASE_URL.
 */
import { z } from 'zod';
import { QUEUES } from '#libs/catalog';
import { databaseSettings, openReadyDatabase } from '#libs/database';
import { loadSettings, startFault } from '#libs/kernel';
import { waiting } from './waiting.js';

try {
  const { DATABASE_URL: url } = loadSettings(z.object(databaseSettings), process.env);
  const options = { url, queues: QUEUES, applicationName: 'lectern-await', onWarning: () => undefined };
  const database = await waiting('await-database', () => openReadyDatabase({ ...options, waitMs: 5_000 }));
  await database.close();
  console.log('The database is up to date.');
} catch (error) {
  if (process.env['LECTERN_DEBUG'] !== undefined) console.error(error);
  console.error(`lectern await-database: ${startFault(error)}`);
  process.exitCode = 1;
}
