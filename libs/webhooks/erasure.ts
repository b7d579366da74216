import { sql } from 'kysely';
import type { Transaction } from '#libs/database';

/**
 * Has a pseudonym stand for a person in deliveries, also in those that are still to be sent, and as who made an endpoint. What
 * receivers answered is removed where it names the person. What was sent is theirs.
 */
export async function renameInWebhooks(
  tx: Transaction,
  { person, pseudonym }: { readonly person: string; readonly pseudonym: string },
): Promise<void> {
  const [from, to] = [JSON.stringify(person), JSON.stringify(pseudonym)];
  await sql`update webhook_deliveries set body = replace(body, ${from}, ${to})
    where position(${from}::text in body) > 0`.execute(tx);
  await sql`update webhook_deliveries set answer = null where position(${person}::text in answer) > 0`.execute(
    tx,
  );
  await tx
    .updateTable('webhookEndpoints')
    .set({ createdBy: pseudonym })
    .where('createdBy', '=', person)
    .execute();
}
