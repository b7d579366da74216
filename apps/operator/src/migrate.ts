/**
 * Brings the database to this release, tables and job queue, gives the services' role its rights, and ends: for a
 * container that runs before the services, or an operator who wants the migration apart. It may run at any time, also
 * several at once. Needs DATABASE_URL, and DATABASE_OWNER_URL where the services' role is not the owner of the tables. With
 * `--wait` it waits for as long as the database does not answer.
 */
import { z } from 'zod';
import { QUEUES } from '#libs/catalog';
import { bringUpToDate, databaseSettings } from '#libs/database';
import { loadSettings, startFault } from '#libs/kernel';
import { waiting } from './waiting.js';

const settings = z.object(databaseSettings);

try {
  const { DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl } = loadSettings(settings, process.env);
  const migrate = () => bringUpToDate({ url, ownerUrl, queues: QUEUES });
  const applied = await (process.argv.includes('--wait') ? waiting('migrate', migrate) : migrate());
  console.log(
    applied.length === 0 ? 'The database is up to date.' : `The database is migrated: ${applied.join(', ')}.`,
  );
} catch (error) {
  if (process.env['LECTERN_DEBUG'] !== undefined) console.error(error);
  console.error(`lectern migrate: ${startFault(error)}`);
  process.exitCode = 1;
}
