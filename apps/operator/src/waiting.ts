import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseNotMigrated, DatabaseUnavailable } from '#libs/database';
import { startFault } from '#libs/kernel';

const PAUSE_MS = 1_000;

/**
 * Does what needs the database, over again for as long as that does not answer or is not migrated; says so whenever the
 * reason changes. For containers that run before a service: one that ended would be started again ever more rarely.
 */
export async function waiting<T>(program: string, task: () => Promise<T>): Promise<T> {
  for (let said = ''; ; await delay(PAUSE_MS)) {
    try {
      return await task();
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable) && !(error instanceof DatabaseNotMigrated)) throw error;
      const reason = startFault(error);
      if (reason !== said) console.log(`lectern ${program}: waiting. ${reason}`);
      said = reason;
    }
  }
}
