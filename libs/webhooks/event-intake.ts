import { type Database, EventLog, type LoggedEvent, type Transaction } from '#libs/database';
import { sql } from 'kysely';
import type { Deliveries } from './deliveries.js';
import type { WebhookEvent } from './event-types.js';
import type { Disabled } from './turns.js';

export interface TakenIn {
  readonly events: number;
  /** Deliveries that failed from the beginning, since too many of their endpoint wait. */
  readonly backlogFull: number;
  /** Whether events were gone from the log before anybody looked. */
  readonly missed: boolean;
}

const CONSUMER = 'webhooks';
const AT_A_TIME = 500;

/** Makes deliveries of what is logged: each event is taken in once, whichever replica comes first, in the order of the log. */
export class EventIntake {
  readonly #log = new EventLog();

  constructor(
    private readonly database: Database,
    private readonly deliveries: Deliveries,
  ) {}

  /** Some of what can be read by now; the deliveries and the place in the log are one transaction. */
  async takeIn(): Promise<TakenIn> {
    return this.database.transaction(
      async (tx) => {
        const { events, missed } = await this.#log.take(tx, CONSUMER, AT_A_TIME);
        const { backlogFull } = await this.deliveries.enqueue(tx, events.map(eventOf));
        return { events: events.length, backlogFull, missed };
      },
      { lostCommit: 'repeat' },
    );
  }

  /** Whether something is logged that was not taken in: what cannot be read yet, since others began before it, counts. */
  async isBehind(): Promise<boolean> {
    const { rows } = await sql<{ behind: boolean }>`select exists (select from events e, event_consumers c
      where c.name = ${CONSUMER} and (e.xact, e.seq) > (c.xact, c.seq)) as behind`.execute(
      this.database.kysely,
    );
    return rows[0]?.behind === true;
  }
}

/** Logs, if and only if `tx` commits, that an endpoint was disabled: others may be told of it. */
export async function logDisabled(tx: Transaction, { id, unit, failingSince }: Disabled): Promise<void> {
  const data = JSON.stringify({ because: 'failures', failingSince: failingSince.toISOString() });
  await sql`select log_event('webhook.disabled', ${id}, null, ${unit}, ${data}::jsonb)`.execute(tx);
}

function eventOf({ xact, seq, type, subject, unit, units, at, data }: LoggedEvent): WebhookEvent {
  // What an upload becomes is one thing with it, and told in one order.
  const { asset } = data;
  const ordering = typeof asset === 'string' ? asset : subject;
  return { id: `${xact}-${seq}`, type, subject, unit, units, ordering, at, data };
}
