/**
 * Brings the database to this release, tables and job queue, and ends: for a container that runs before the services,
 * or an operator who wants the migration apart. Uploader and worker do the same when they start, so it may run at any
 * time, also several at once. Needs DATABASE_URL alone.
 */
import { z } from 'zod';
import { QUEUES } from '#libs/catalog';
import { databaseUrl, JobQueue, migrate, openDatabase } from '#libs/database';
import { loadSettings, startFault } from '#libs/kernel';

const settings = z.object({ DATABASE_URL: databaseUrl });

async function bringUpToDate(): Promise<readonly string[]> {
  const { DATABASE_URL: url } = loadSettings(settings, process.env);
  const database = openDatabase({ url, applicationName: 'lectern-migrate' });
  try {
    const applied = await migrate(database);
    const queue = new JobQueue(database, { queues: QUEUES });
    await queue.start();
    await queue.stop();
    return applied;
  } finally {
    await database.close();
  }
}

try {
  const applied = await bringUpToDate();
  console.log(
    applied.length === 0 ? 'The database is up to date.' : `The database is migrated: ${applied.join(', ')}.`,
  );
} catch (error) {
  if (process.env['LECTERN_DEBUG'] !== undefined) console.error(error);
  console.error(`lectern migrate: ${startFault(error)}`);
  process.exitCode = 1;
}
