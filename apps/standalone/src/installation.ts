import { existsSync } from 'node:fs';
import path from 'node:path';
import { EmbeddedPostgres } from '#libs/database';
import { type Environment, InvalidSettings } from '#libs/kernel';
import type { Ground, Installation } from '../../operator/src/installation.js';
import { readStandaloneSettings, replacing, unlessSet } from './config.js';
import { AlreadyStarted, holdFolder } from './sole-start.js';

/**
 * The installation that DATABASE_URL and LECTERN_STORAGE… name, or else that of the data folder of `npm start`, whether
 * it runs or not: the database server is started for so long where it does not.
 */
export function standaloneInstallation(environment: Environment): Installation {
  // As it is said, for where other settings are wrong.
  const data = path.resolve(environment['LECTERN_DATA'] || './data');
  const log = environment['LECTERN_LOG_PATH'] || path.join(data, 'lectern.log');
  const server = path.join(data, 'postgres', 'server.log');
  return {
    environment: withStorage(environment, data),
    logs: [...(log === '-' ? [] : [`${log}.old`, log]), server],
    secretFiles: ['keys/ring.json', 'start.json', 'postgres/password', 'postgres/application-password'].map(
      (file) => path.join(data, file),
    ),
    enter: () => enter(environment),
  };
}

async function enter(given: Environment): Promise<Ground> {
  const settings = readStandaloneSettings(given);
  const data = path.resolve(settings.LECTERN_DATA);
  const environment = withStorage(given, data);
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

function withStorage(environment: Environment, data: string): Environment {
  const media = path.join(data, 'media');
  const ring = path.join(data, 'keys', 'ring.json');
  return unlessSet(environment, {
    ...(existsSync(media) && { LECTERN_STORAGE_PATH: media }),
    ...(existsSync(ring) && { LECTERN_KEY_RING: ring }),
    LECTERN_S3_BUCKET: 'lectern',
  });
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
