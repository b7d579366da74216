import type { Transaction } from '#libs/database';

/** Removes what somebody was still to be told of; a mail that is on its way goes out. */
export async function forgetNotices(tx: Transaction, person: string): Promise<void> {
  await tx.deleteFrom('notices').where('person', '=', person).execute();
}
