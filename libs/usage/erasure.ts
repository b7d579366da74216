import { sql } from 'kysely';
import { advisoryLock, type Transaction } from '#libs/database';

/**
 * Has a pseudonym stand for a person in what is counted by day, by viewer, and by session: sums stay what they are.
 *
 * @param renamed.accounts that of the person, and that of the pseudonym
 */
export async function renameInUsage(
  tx: Transaction,
  renamed: {
    readonly person: string;
    readonly pseudonym: string;
    readonly accounts: { readonly from: string; readonly to: string };
  },
): Promise<void> {
  const { person, pseudonym, accounts } = renamed;
  // Segments are taken in under it: none is counted for the person in between.
  await advisoryLock(tx, 'usage');
  const { from, to } = accounts;
  for (const table of ['usage_days', 'usage_viewers'])
    await sql`update ${sql.table(table)} set account = ${to} where account = ${from}`.execute(tx);
  for (const table of ['usage_viewers', 'usage_asset_viewers', 'past_sessions'])
    await sql`update ${sql.table(table)} set viewer = ${pseudonym} where viewer = ${person}`.execute(tx);
}
