import { sql } from 'kysely';
import { advisoryLock, type Database, json, type Transaction, type WebhookAttempt } from '#libs/database';
import type { Clock } from '#libs/kernel';
import { makeDue, TURNS } from './due.js';
import { pauseMs, type Retries } from './retries.js';

/** A delivery that somebody has in hand, and what it takes to send it. */
export interface Taken {
  readonly id: string;
  readonly endpointId: string;
  readonly eventType: string;
  readonly attempts: number;
  readonly url: string;
  readonly body: string;
  /** The present one first. */
  readonly secrets: readonly string[];
}

/** How an attempt ended. */
export interface Attempted extends WebhookAttempt {
  readonly isTaken: boolean;
  readonly answer: string | null;
}

/** An endpoint that was disabled since it has taken nothing for as long as is tried. */
export interface Disabled {
  readonly id: string;
  readonly unit: string | null;
  readonly failingSince: Date;
}

/** `again`: it failed and will be tried again. `lost`: somebody else has it, or it is gone. */
export type Settled = 'delivered' | 'again' | 'given-up' | 'lost';

export interface TurnParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly retries: Retries;
  /** Deliveries of one endpoint that are under way at a time, at all replicas together. */
  readonly perEndpoint: number;
  /** Longer than an attempt may take. Whoever dies with a delivery in hand leaves it to others afterwards. */
  readonly leaseMs: number;
}

const MOST_TRIED = 40;
/** An endpoint that has taken nothing for so long was away, and did not merely refuse one delivery. */
const AWAY_MS = 5 * 60_000;

/**
 * Whose turn it is: any replica takes deliveries that are due and nobody has in hand, few of each endpoint at a time, so
 * that one that hangs holds up no other. Of one asset and endpoint the earlier delivery is ended before the next one is due.
 */
export class Turns {
  constructor(private readonly parts: TurnParts) {}

  /** At most so many that are due: nobody else gets them until the lease ends. Endpoints take turns. */
  async take(most: number): Promise<Taken[]> {
    const { database, clock, perEndpoint, leaseMs } = this.parts;
    return database.transaction(
      async (tx) => {
        // Counting what is under way, and adding to it, is one step for all replicas.
        await advisoryLock(tx, TURNS);
        const now = clock.now();
        const { rows } = await sql<
          Omit<Taken, 'secrets'> & { secret: string; previousSecret: string | null }
        >`
          with free as (
            select e.*, ${perEndpoint}::integer - (select count(*)::integer from webhook_deliveries l
                where l.endpoint_id = e.id and l.state = 'waiting' and l.due_at is not null
                  and l.leased_until > ${now}) as room
              from webhook_endpoints e where e.disabled_at is null
          ), chosen as (
            select due.id as delivery, free.url, free.secret,
                case when free.previous_until > ${now} then free.previous_secret end as previous_secret
              from free cross join lateral (
                select d.id, d.due_at, d.seq, row_number() over (order by d.due_at, d.seq) as turn
                  from webhook_deliveries d
                  where d.endpoint_id = free.id and d.state = 'waiting' and d.due_at <= ${now}
                    and (d.leased_until is null or d.leased_until <= ${now})
                  order by d.due_at, d.seq limit greatest(free.room, 0)
              ) due
              order by due.turn, due.due_at, due.seq limit ${most}
          )
          update webhook_deliveries d
            set attempts = attempts + 1, leased_until = ${new Date(now.getTime() + leaseMs)}
            from chosen where d.id = chosen.delivery
            returning d.id, d.endpoint_id, d.event_type, d.attempts, d.body, chosen.url, chosen.secret,
              chosen.previous_secret`.execute(tx);
        return rows.map(({ secret, previousSecret, ...taken }) => ({
          ...taken,
          secrets: previousSecret === null ? [secret] : [secret, previousSecret],
        }));
      },
      { lostCommit: 'repeat' },
    );
  }

  /**
   * Notes how an attempt ended, and has the next of the same asset go. The endpoint that fails for too long is disabled, and
   * `onDisabled` is part of the transaction that does so.
   */
  async settle(
    { id, endpointId, attempts }: Taken,
    attempt: Attempted,
    onDisabled: (tx: Transaction, endpoint: Disabled) => Promise<void>,
  ): Promise<Settled> {
    const { database, clock, retries } = this.parts;
    const { isTaken, answer, ...facts } = attempt;
    return database.transaction(
      async (tx) => {
        const endpoint = await tx
          .selectFrom('webhookEndpoints')
          .select(['id', 'unit', 'disabledAt', 'failingSince'])
          .where('id', '=', endpointId)
          .forNoKeyUpdate()
          .executeTakeFirst();
        const held = await tx
          .selectFrom('webhookDeliveries')
          .select(['ordering', 'createdAt'])
          .where('id', '=', id)
          .where('state', '=', 'waiting')
          .where('attempts', '=', attempts)
          .executeTakeFirst();
        if (endpoint === undefined || held === undefined) return 'lost';
        const now = clock.now();
        const isOver = isTaken || now.getTime() - held.createdAt.getTime() >= retries.forMs;
        const again = new Date(now.getTime() + pauseMs(retries, attempts));
        await sql`update webhook_deliveries set
            state = ${isTaken ? 'delivered' : isOver ? 'failed' : 'waiting'},
            status = ${facts.status}, fault = ${facts.fault}, answer = ${answer}, leased_until = null,
            due_at = ${isOver ? null : again}, ended_at = ${isOver ? now : null},
            tried = (case when jsonb_array_length(tried) >= ${MOST_TRIED} then tried - 0 else tried end)
              || ${json([facts])}::jsonb
          where id = ${id}`.execute(tx);
        if (isOver) await release(tx, endpointId, held.ordering, now);
        if (isTaken) await this.#succeeded(tx, endpoint, now);
        else await this.#failed(tx, endpoint, now, onDisabled);
        if (isTaken) return 'delivered';
        return isOver ? 'given-up' : 'again';
      },
      { lostCommit: 'repeat' },
    );
  }

  /** Puts back what was not tried, or broken off: it is due as before. */
  async putBack({ id, attempts }: Taken): Promise<void> {
    await this.parts.database.transaction((tx) =>
      sql`update webhook_deliveries set leased_until = null, attempts = attempts - 1
          where id = ${id} and state = 'waiting' and attempts = ${attempts}`.execute(tx),
    );
  }

  /** When something is due next that is not yet, or that somebody has in hand who may have died. */
  async nextDue(): Promise<Date | undefined> {
    const now = this.parts.clock.now();
    const { rows } = await sql<{ next: Date | null }>`
      select min(greatest(d.due_at, d.leased_until)) as next
        from webhook_deliveries d join webhook_endpoints e on e.id = d.endpoint_id
        where d.state = 'waiting' and d.due_at is not null and e.disabled_at is null
          and greatest(d.due_at, d.leased_until) > ${now}`.execute(this.parts.database.kysely);
    return rows[0]?.next ?? undefined;
  }

  /** One that is up again after a while is told of all that waits at once, not when the pauses of each have passed. */
  async #succeeded(
    tx: Transaction,
    { id, failingSince }: { id: string; failingSince: Date | null },
    now: Date,
  ) {
    if (failingSince === null) return;
    await tx.updateTable('webhookEndpoints').set({ failingSince: null }).where('id', '=', id).execute();
    // One delivery that alone is never taken must not be tried anew at each success of another.
    if (now.getTime() - failingSince.getTime() >= AWAY_MS) await makeDue(tx, id, now);
  }

  async #failed(
    tx: Transaction,
    endpoint: Omit<Disabled, 'failingSince'> & { disabledAt: Date | null; failingSince: Date | null },
    now: Date,
    onDisabled: (tx: Transaction, endpoint: Disabled) => Promise<void>,
  ): Promise<void> {
    const { id, unit, disabledAt, failingSince } = endpoint;
    if (failingSince === null) {
      await tx.updateTable('webhookEndpoints').set({ failingSince: now }).where('id', '=', id).execute();
      return;
    }
    if (disabledAt !== null || now.getTime() - failingSince.getTime() < this.parts.retries.forMs) return;
    await tx
      .updateTable('webhookEndpoints')
      .set((eb) => ({ disabledAt: now, disabledBecause: 'failures', version: eb('version', '+', 1) }))
      .where('id', '=', id)
      .execute();
    await onDisabled(tx, { id, unit, failingSince });
  }
}

/** The next of the same order is due now. */
async function release(tx: Transaction, endpointId: string, ordering: string | null, now: Date) {
  if (ordering === null) return;
  await sql`update webhook_deliveries set due_at = ${now} where id =
    (select id from webhook_deliveries where endpoint_id = ${endpointId} and state = 'waiting'
      and ordering = ${ordering} order by seq limit 1) and due_at is null`.execute(tx);
}
