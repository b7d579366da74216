import { sql } from 'kysely';
import { advisoryLock, notify, type Transaction } from '#libs/database';

/** Told, without a payload, when there may be something to send. */
export const WEBHOOKS = 'webhooks';

/** The lock of whoever takes turns, or changes whose turn it is. */
export const TURNS = 'webhook-turns';

/** What waits for a later attempt at the endpoint is due now; of each order still one after the other. */
export async function makeDue(tx: Transaction, endpointId: string, now: Date): Promise<void> {
  await advisoryLock(tx, TURNS);
  await sql`update webhook_deliveries set due_at = ${now}
    where endpoint_id = ${endpointId} and state = 'waiting' and due_at > ${now}`.execute(tx);
  await notify(tx, WEBHOOKS, '');
}
