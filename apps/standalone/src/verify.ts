/**
 * `npm run verify`: does storage hold what the database promises? Of the installation that DATABASE_URL and
 * LECTERN_STORAGE… name, or else of the data folder of `npm start`, whether it runs or not. See runStoredCheck.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { EmbeddedPostgres } from '#libs/database';
import { InvalidSettings } from '#libs/kernel';
import { type Ground, runStoredCheck } from '../../operator/src/verify/stored-check-program.js';
import { readStandaloneSettings, replacing, unlessSet } from './config.js';
import { AlreadyStarted, holdFolder } from './sole-start.js';

await runStoredCheck(process.argv.slice(2), prepare);

async function prepare(): Promise<Ground> {
  const settings = readStandaloneSettings(process.env);
  const data = path.resolve(settings.LECTERN_DATA);
  const media = path.join(data, 'media');
  const environment = unlessSet(process.env, {
    ...(existsSync(media) && { LECTERN_STORAGE_PATH: media }),
    LECTERN_S3_BUCKET: 'lectern',
  });
  if (settings.DATABASE_URL !== undefined) return { environment, release: async () => undefined };
  const folder = path.join(data, 'postgres');
  if (!existsSync(path.join(folder, 'cluster')))
    throw new InvalidSettings([
      `LECTERN_DATA: there is no database of npm start in ${data}`,
      'DATABASE_URL: is needed where npm start did not make the database',
    ]);
  const server = await useServer(data, folder);
  return { environment: replacing(environment, { DATABASE_URL: server.url }), release: server.release };
}

/** The embedded server: the one that runs, or one that runs for so long. */
async function useServer(
  data: string,
  dataFolder: string,
): Promise<{ url: string; release: () => Promise<void> }> {
  const letGo = await holdFolder(data).catch((error: unknown) => {
    if (error instanceof AlreadyStarted) return undefined;
    throw error;
  });
  try {
    const server = await EmbeddedPostgres.start({ dataFolder });
    if (letGo === undefined) return { url: server.url, release: async () => undefined };
    return {
      url: server.url,
      release: async () => {
        await server.stop();
        await letGo();
      },
    };
  } catch (error) {
    await letGo?.();
    throw error;
  }
}
