import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { Assets } from '#libs/catalog';
import { databaseUrl, openDatabase } from '#libs/database';
import { InvalidSettings, loadSettings, startFault, withRules } from '#libs/kernel';
import { KeyRing } from '#libs/signing';
import { openStorage, storageRules, storageSettings } from '#libs/storage';
import type { Ground, Installation } from '../installation.js';
import { checkStored } from './stored-check.js';
import { checkTrail, linesOf } from './trail-check.js';

const verifySettings = withRules(
  z.object({
    ...storageSettings,
    DATABASE_URL: databaseUrl,
    LECTERN_KEY_RING: z.string().min(1).optional(),
  }),
  storageRules,
);

const USAGE =
  'npm run verify, or npm run verify -- --deep, which reads every original; see "Backup and restore" in docs/day-two.md';

/**
 * Is the audit trail what was written, and does storage hold what the database promises? `--deep` reads every original
 * and compares its SHA-256. Prints one line of JSON for each entry or object that is missing or altered, and sets the exit code: 0 when nothing is, 1 when something is, 2
 * where it could not look: arguments or settings that make no sense, a database or a storage that does not answer, a
 * Ctrl-C.
 *
 * @param installation whose database and storage are looked at
 */
export async function runStoredCheck(
  given: readonly string[],
  installation: Pick<Installation, 'enter'>,
): Promise<void> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());
  try {
    const { values } = parseArgs({
      args: [...given],
      options: { deep: { type: 'boolean', default: false } },
    });
    const { environment, release } = await installation.enter();
    try {
      process.exitCode = await look(environment, values.deep, stopping.signal);
    } finally {
      await release();
    }
  } catch (error) {
    const isUsage = String((error as { code?: string }).code).startsWith('ERR_PARSE');
    const hint = isUsage || error instanceof InvalidSettings ? `\n  hint: ${USAGE}` : '';
    console.error(`lectern verify: ${startFault(error)}${hint}`);
    if (process.env['LECTERN_DEBUG'] !== undefined) console.error(error);
    process.exitCode = 2;
  }
}

async function look(environment: Ground['environment'], deep: boolean, signal: AbortSignal): Promise<number> {
  const settings = loadSettings(verifySettings, environment);
  const database = openDatabase({
    url: settings.DATABASE_URL,
    maxConnections: 1,
    applicationName: 'lectern-verify',
  });
  const storage = await openStorage(settings);
  try {
    // Of a folder that is not there, or a server that is away, every object would seem to be missing.
    await storage.ping();
    const path = settings.LECTERN_KEY_RING;
    const keyRing = path === undefined ? undefined : KeyRing.parse(await readFile(path, 'utf8'));
    const trail = await checkTrail({ database, storage, keyRing }, { signal });
    for (const line of linesOf(trail, keyRing !== undefined)) console.log(line);
    const report = await checkStored({ database, assets: new Assets(), storage }, { deep, signal }, (found) =>
      console.log(JSON.stringify(found)),
    );
    if (signal.aborted) {
      console.error(`lectern verify: stopped after ${report.assets} assets.`);
      return 2;
    }
    console.log(
      `${report.assets} assets, ${report.bytes} bytes: ${report.missing.length} missing or altered`,
    );
    return report.missing.length === 0 && trail.intact ? 0 : 1;
  } finally {
    await storage.close();
    await database.close();
  }
}
