import { sql } from 'kysely';
import {
  fetchPage,
  json,
  notify,
  type Page,
  type PageRequest,
  type Queryable,
  type Transaction,
  type WebhookAttempt,
} from '#libs/database';
import { type Clock, newId, systemClock } from '#libs/kernel';
import { WEBHOOKS } from './due.js';
import { holdEndpoint } from './endpoints.js';
import { bodyOf, TEST_EVENT, type WebhookEvent } from './event-types.js';
import { WebhookBacklogFull, WebhookDeliveryNotFound, WebhookDisabled } from './webhooks.errors.js';

export type DeliveryState = 'waiting' | 'delivered' | 'failed';

/** One event for one endpoint, and what became of it. */
export interface Delivery {
  readonly id: string;
  readonly endpointId: string;
  /** The same in the delivery that a replay made. */
  readonly eventId: string;
  readonly eventType: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  /** When it is tried next; null also while an earlier one of the same asset waits. */
  readonly dueAt: Date | null;
  /** Of the last answer. */
  readonly status: number | null;
  readonly fault: string | null;
  readonly answer: string | null;
  /** The delivery that this one sends once more. */
  readonly replayOf: string | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

export interface DeliveryStory extends Delivery {
  readonly body: string;
  /** The last 40 attempts, the first first. */
  readonly tried: readonly WebhookAttempt[];
}

export interface WebhookFigures {
  readonly waiting: number;
  /** Since the oldest waits that is sent at all; 0 where none does. */
  readonly oldestSeconds: number;
  readonly disabled: number;
}

/** Of one endpoint. */
export const MOST_WAITING = 10_000;
/** A delivery can be looked at, and sent once more, for so long after its end. */
const KEPT_MS = 14 * 24 * 3_600_000;
const ROWS_AT_A_TIME = 1_000;

const COLUMNS = [
  'id',
  'endpointId',
  'eventId',
  'eventType',
  'state',
  'attempts',
  'dueAt',
  'status',
  'fault',
  'answer',
  'replayOf',
  'createdAt',
  'endedAt',
] as const;

interface Listener {
  readonly id: string;
  readonly unit: string | null;
  readonly eventTypes: readonly string[];
}

/** What endpoints were told, and what they are still to be told. */
export class Deliveries {
  readonly #clock: Clock;

  constructor(options: { clock?: Clock } = {}) {
    this.#clock = options.clock ?? systemClock;
  }

  /**
   * Makes a delivery of each event for each endpoint that wants it, once: an event that an endpoint has is passed over. Of
   * an endpoint of which 10,000 wait, further ones have failed from the beginning, and can be sent once more later. One
   * that is disabled is told nothing.
   *
   * @returns how many of them failed so
   */
  async enqueue(tx: Transaction, events: readonly WebhookEvent[]): Promise<{ backlogFull: number }> {
    const listeners = await this.#listeners(tx, events);
    if (listeners.length === 0) return { backlogFull: 0 };
    const ids = listeners.map(({ id }) => id);
    const { rows: waiting } = await sql<{ endpointId: string; count: number }>`
      select endpoint_id, count(*) as count from webhook_deliveries
        where state = 'waiting' and endpoint_id = any(${ids}) group by endpoint_id`.execute(tx);
    const counts = new Map(waiting.map(({ endpointId, count }) => [endpointId, count]));
    const orderings = events.map(({ ordering }) => ordering).filter((ordering) => ordering !== null);
    const { rows: taken } = await sql<{ endpointId: string; ordering: string }>`
      select distinct endpoint_id, ordering from webhook_deliveries
        where state = 'waiting' and endpoint_id = any(${ids}) and ordering = any(${orderings})`.execute(tx);
    const occupied = new Set(taken.map(({ endpointId, ordering }) => `${endpointId} ${ordering}`));
    const now = this.#clock.now();
    let backlogFull = 0;
    const made = events.flatMap((event) => {
      const body = bodyOf(event);
      return listeners
        .filter((listener) => isFor(listener, event))
        .map(({ id: endpointId }) => {
          const count = counts.get(endpointId) ?? 0;
          const isFull = count >= MOST_WAITING;
          const lane = `${endpointId} ${event.ordering}`;
          const isBehind = event.ordering !== null && occupied.has(lane);
          if (isFull) backlogFull += 1;
          else {
            counts.set(endpointId, count + 1);
            occupied.add(lane);
          }
          return {
            ...rowOf(endpointId, event, body, now),
            ...(isFull
              ? { state: 'failed' as const, fault: 'backlog-full', endedAt: now, dueAt: null }
              : { dueAt: isBehind ? null : now }),
          };
        });
    });
    // All are made at one moment: their ids keep them in order in lists.
    const sorted = made.map(() => newId('whd')).toSorted();
    const rows = made.map((row, at) => ({ ...row, id: sorted[at] ?? row.id }));
    for (let at = 0; at < rows.length; at += ROWS_AT_A_TIME)
      await tx
        .insertInto('webhookDeliveries')
        .values(rows.slice(at, at + ROWS_AT_A_TIME))
        .onConflict((conflict) =>
          conflict.columns(['endpointId', 'eventId']).where('replayOf', 'is', null).doNothing(),
        )
        .execute();
    if (rows.length > 0) await notify(tx, WEBHOOKS, '');
    return { backlogFull };
  }

  /** Sends an event that means nothing. @throws WebhookNotFound, WebhookDisabled, WebhookBacklogFull */
  async test(tx: Transaction, endpointId: string, by: string): Promise<Delivery> {
    const { unit } = await this.#room(tx, endpointId);
    const at = this.#clock.now();
    const id = newId('whd');
    const about = { subject: endpointId, unit, units: [], ordering: null };
    const event = { id: `evt_${id}`, type: TEST_EVENT, ...about, at, data: { by } } as const;
    return this.#insert(tx, { ...rowOf(endpointId, event, bodyOf(event), at), id });
  }

  /**
   * Sends it at once: one that waits is tried now, and so is the one that it waits for; of one that has ended a copy is
   * made, behind what waits of the same asset.
   *
   * @returns the delivery that is sent
   * @throws WebhookNotFound, WebhookDeliveryNotFound, WebhookDisabled, WebhookBacklogFull
   */
  async replay(tx: Transaction, endpointId: string, id: string): Promise<Delivery> {
    await this.#room(tx, endpointId, { evenIfFull: true });
    const found = await tx
      .selectFrom('webhookDeliveries')
      .select([...COLUMNS, 'ordering', 'body'])
      .where('endpointId', '=', endpointId)
      .where('id', '=', id)
      .executeTakeFirst();
    if (found === undefined) throw new WebhookDeliveryNotFound();
    const now = this.#clock.now();
    const { ordering, body, ...delivery } = found;
    if (delivery.state === 'waiting') {
      await sql`update webhook_deliveries set due_at = ${now}
        where endpoint_id = ${endpointId} and state = 'waiting' and due_at is not null
          and (id = ${id} or ordering = ${ordering})`.execute(tx);
      await notify(tx, WEBHOOKS, '');
      return { ...delivery, dueAt: delivery.dueAt && now };
    }
    await this.#room(tx, endpointId);
    const ahead = await tx
      .selectFrom('webhookDeliveries')
      .select('id')
      .where('endpointId', '=', endpointId)
      .where('state', '=', 'waiting')
      .where('ordering', '=', ordering)
      .executeTakeFirst();
    const { eventId, eventType } = delivery;
    const copy = { endpointId, eventId, eventType, ordering, body };
    return this.#insert(tx, {
      ...freshRow(now),
      ...copy,
      replayOf: id,
      dueAt: ordering === null || ahead === undefined ? now : null,
    });
  }

  /** Of one endpoint, newest first. @throws InvalidCursor */
  async list(
    q: Queryable,
    endpointId: string,
    request: PageRequest & {
      readonly state?: DeliveryState | undefined;
      readonly type?: string | undefined;
    },
  ): Promise<Page<Delivery>> {
    let query = q.selectFrom('webhookDeliveries').select(COLUMNS).where('endpointId', '=', endpointId);
    if (request.state !== undefined) query = query.where('state', '=', request.state);
    if (request.type !== undefined) query = query.where('eventType', '=', request.type);
    return fetchPage(query, 'webhookDeliveries', request);
  }

  /** @throws WebhookDeliveryNotFound */
  async get(q: Queryable, endpointId: string, id: string): Promise<DeliveryStory> {
    const row = await q
      .selectFrom('webhookDeliveries')
      .select([...COLUMNS, 'body', 'tried'])
      .where('endpointId', '=', endpointId)
      .where('id', '=', id)
      .executeTakeFirst();
    if (row === undefined) throw new WebhookDeliveryNotFound();
    return row;
  }

  /** Of all endpoints. */
  async figures(q: Queryable): Promise<WebhookFigures> {
    const { rows } = await sql<{ waiting: number; oldest: Date | null; disabled: number }>`
      select count(*) as waiting, min(d.created_at) as oldest,
          (select count(*) from webhook_endpoints where disabled_because = 'failures') as disabled
        from webhook_deliveries d join webhook_endpoints e on e.id = d.endpoint_id
        where d.state = 'waiting' and e.disabled_at is null`.execute(q);
    const { waiting = 0, oldest = null, disabled = 0 } = rows[0] ?? {};
    const age = oldest === null ? 0 : (this.#clock.now().getTime() - oldest.getTime()) / 1000;
    return { waiting, oldestSeconds: Math.max(0, age), disabled };
  }

  /** Removes what ended 14 days ago, and gives up what waits for an endpoint that was disabled then. */
  async forget(tx: Transaction, limit: number): Promise<void> {
    const now = this.#clock.now();
    const before = new Date(now.getTime() - KEPT_MS);
    await sql`delete from webhook_deliveries where id in
      (select id from webhook_deliveries where ended_at < ${before} limit ${limit})`.execute(tx);
    await sql`update webhook_deliveries d set state = 'failed', fault = 'webhook-disabled', ended_at = ${now},
        due_at = null, leased_until = null
      from webhook_endpoints e where e.id = d.endpoint_id and d.state = 'waiting' and e.disabled_at < ${before}`.execute(
      tx,
    );
  }

  /** Held in the order of their ids, and until `tx` ends, so that nobody ends a delivery that others come behind. */
  async #listeners(tx: Transaction, events: readonly WebhookEvent[]): Promise<Listener[]> {
    const types = [...new Set(events.map(({ type }) => type))];
    const units = [...new Set(events.flatMap((event) => event.units))];
    const { rows } = await sql<Listener>`
      select id, unit, event_types from webhook_endpoints
        where disabled_at is null and event_types && ${types}::text[]
          and (unit is null or unit = any(${units}::text[]))
        order by id for no key update`.execute(tx);
    return rows;
  }

  async #room(tx: Transaction, endpointId: string, { evenIfFull = false } = {}) {
    const endpoint = await holdEndpoint(tx, endpointId);
    if (endpoint.disabledAt !== null) throw new WebhookDisabled();
    if (evenIfFull) return endpoint;
    const { rows } = await sql<{ count: number }>`select count(*) as count from webhook_deliveries
      where state = 'waiting' and endpoint_id = ${endpointId}`.execute(tx);
    if ((rows[0]?.count ?? 0) >= MOST_WAITING) throw new WebhookBacklogFull(MOST_WAITING);
    return endpoint;
  }

  async #insert(tx: Transaction, row: ReturnType<typeof rowOf>): Promise<Delivery> {
    const made = await tx
      .insertInto('webhookDeliveries')
      .values(row)
      .returning(COLUMNS)
      .executeTakeFirstOrThrow();
    await notify(tx, WEBHOOKS, '');
    return made;
  }
}

function isFor({ unit, eventTypes }: Listener, event: WebhookEvent): boolean {
  return eventTypes.includes(event.type) && (unit === null || event.units.includes(unit));
}

function rowOf(endpointId: string, event: WebhookEvent, body: string, now: Date) {
  const { id: eventId, ordering } = event;
  const eventType: string = event.type;
  return { ...freshRow(now), endpointId, eventId, eventType, ordering, body };
}

function freshRow(now: Date) {
  return {
    id: newId('whd') as string,
    state: 'waiting' as DeliveryState,
    dueAt: now as Date | null,
    leasedUntil: null,
    status: null,
    fault: null as string | null,
    answer: null,
    tried: json([]),
    replayOf: null as string | null,
    createdAt: now,
    endedAt: null as Date | null,
  };
}
