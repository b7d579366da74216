import { openDatabase, reachOf } from '#libs/database';
import type { Finding } from '#libs/storage/examination';

const MEND =
  'give DATABASE_URL a role of its own, and the owner of the tables to DATABASE_OWNER_URL for the program that migrates (docs/operations.md, PostgreSQL)';

/** Whether the role of DATABASE_URL may do more than a service needs. @throws DatabaseUnavailable */
export async function examineDatabaseRole(url: string): Promise<Finding> {
  const database = openDatabase({ url, applicationName: 'lectern-doctor', maxConnections: 1 });
  try {
    const { role, isSuperuser, excess } = await reachOf(database);
    const check = 'database-role';
    if (excess.length === 0)
      return {
        check,
        verdict: 'ok',
        meaning: `The database role "${role}" may do what the services need, and no more`,
      };
    const meaning = `The database role "${role}" may do more than a service needs: ${excess.join('; ')}`;
    return { check, verdict: isSuperuser ? 'wrong' : 'warning', meaning, mend: MEND };
  } finally {
    await database.close();
  }
}
