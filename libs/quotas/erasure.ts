import { sql } from 'kysely';
import type { Transaction } from '#libs/database';
import { accountOfPerson } from './accounts.js';

/**
 * Gives the account of a person, with all that is counted on it, to a pseudonym: in the tree, in the ledger, and in what
 * was used by day. What counts for the units above does not change.
 *
 * @param renamed.pseudonym as the audit trail makes them: of no other the ledger is changed
 */
export async function renameAccount(
  tx: Transaction,
  { person, pseudonym }: { readonly person: string; readonly pseudonym: string },
): Promise<void> {
  const [from, to] = [accountOfPerson(person), accountOfPerson(pseudonym)];
  await sql`update accounts set id = ${to}, name = ${pseudonym}, path = trim_array(path, 1) || ${to}::text
    where id = ${from}`.execute(tx);
  await sql`select rename_in_ledger(${from}, ${to})`.execute(tx);
  await tx.updateTable('ledgerDays').set({ account: to }).where('account', '=', from).execute();
}
