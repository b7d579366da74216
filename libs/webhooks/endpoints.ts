import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import {
  advisoryLock,
  type ExpectedVersion,
  fetchPage,
  type Page,
  type PageRequest,
  type Queryable,
  requireVersion,
  type Transaction,
} from '#libs/database';
import { type Clock, newId, systemClock } from '#libs/kernel';
import { makeDue } from './due.js';
import type { WebhookEventType } from './event-types.js';
import { TooManyWebhooks, WebhookNotFound } from './webhooks.errors.js';

/** An address that is told of events. Its secret is shown to nobody again. */
export interface Endpoint {
  readonly id: string;
  /** Whose events, and of what lies below it; null: everybody's. */
  readonly unit: string | null;
  readonly url: string;
  readonly description: string;
  readonly eventTypes: readonly WebhookEventType[];
  readonly disabledAt: Date | null;
  readonly disabledBecause: 'failures' | 'person' | null;
  /** Of the first failure since the last success. */
  readonly failingSince: Date | null;
  /** Until when a secret of before signs, too. */
  readonly previousUntil: Date | null;
  readonly createdBy: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface EndpointChange {
  readonly url?: string | undefined;
  readonly description?: string | undefined;
  readonly eventTypes?: readonly WebhookEventType[] | undefined;
  readonly enabled?: boolean | undefined;
}

interface Versioned {
  readonly expectedVersion?: ExpectedVersion | undefined;
}

/** Of one unit, and of the whole installation beside the units. */
export const MOST_OF_A_UNIT = 20;
/** Of all units: units can be made without end. */
const MOST_OF_ALL = 1_000;
const PREVIOUS_MS = 24 * 3_600_000;

const COLUMNS = [
  'id',
  'unit',
  'url',
  'description',
  'eventTypes',
  'disabledAt',
  'disabledBecause',
  'failingSince',
  'previousUntil',
  'createdBy',
  'version',
  'createdAt',
  'updatedAt',
] as const;

/** The addresses that are told of events. */
export class Endpoints {
  readonly #clock: Clock;

  constructor(options: { clock?: Clock } = {}) {
    this.#clock = options.clock ?? systemClock;
  }

  /**
   * @returns also the secret, `whsec_` and 43 characters of base64url
   * @throws TooManyWebhooks
   */
  async create(
    tx: Transaction,
    endpoint: Pick<Endpoint, 'unit' | 'url' | 'description' | 'eventTypes' | 'createdBy'>,
  ): Promise<{ endpoint: Endpoint; secret: string }> {
    await advisoryLock(tx, 'webhook-endpoints');
    const { rows } = await sql<{ unit: number; all: number }>`
      select count(*) filter (where unit is not distinct from ${endpoint.unit}) as unit, count(*) as all
        from webhook_endpoints`.execute(tx);
    const [held] = rows;
    if ((held?.unit ?? 0) >= MOST_OF_A_UNIT) throw new TooManyWebhooks(MOST_OF_A_UNIT);
    if ((held?.all ?? 0) >= MOST_OF_ALL) throw new TooManyWebhooks(MOST_OF_ALL);
    const now = this.#clock.now();
    const secret = newSecret();
    const { eventTypes, ...rest } = endpoint;
    const row = await tx
      .insertInto('webhookEndpoints')
      .values({
        id: newId('whk'),
        ...rest,
        eventTypes: [...new Set(eventTypes)],
        secret,
        previousSecret: null,
        previousUntil: null,
        disabledAt: null,
        disabledBecause: null,
        failingSince: null,
        createdAt: now,
        updatedAt: now,
      })
      .returning(COLUMNS)
      .executeTakeFirstOrThrow();
    return { endpoint: row as Endpoint, secret };
  }

  /** @throws WebhookNotFound */
  async get(q: Queryable, id: string): Promise<Endpoint> {
    const row = await q
      .selectFrom('webhookEndpoints')
      .select(COLUMNS)
      .where('id', '=', id)
      .executeTakeFirst();
    if (row === undefined) throw new WebhookNotFound();
    return row as Endpoint;
  }

  /** All, or those of a unit and of what lies below it; newest first. @throws InvalidCursor */
  async list(
    q: Queryable,
    request: PageRequest & { readonly under?: string | undefined },
  ): Promise<Page<Endpoint>> {
    let query = q.selectFrom('webhookEndpoints').select(COLUMNS);
    const { under } = request;
    if (under !== undefined)
      query = query.where(
        sql<boolean>`unit in (select id from accounts where path @> array[${under}]::text[])`,
      );
    const { items, nextCursor } = await fetchPage(query, 'webhookEndpoints', request);
    return { items: items as readonly Endpoint[], nextCursor };
  }

  /**
   * Changes what is named and nothing else. One that is enabled again begins anew: what waits is tried at once.
   *
   * @throws WebhookNotFound, VersionConflict
   */
  async update(tx: Transaction, id: string, change: EndpointChange, { expectedVersion }: Versioned = {}) {
    const before = await this.#hold(tx, id, expectedVersion);
    const { enabled, eventTypes, ...rest } = change;
    const isSwitched = enabled !== undefined && enabled === (before.disabledAt !== null);
    const isEdited = eventTypes !== undefined || Object.values(rest).some((value) => value !== undefined);
    if (!isSwitched && !isEdited) return { endpoint: before, isSwitched, isEdited };
    const now = this.#clock.now();
    const switched = enabled
      ? { disabledAt: null, disabledBecause: null, failingSince: null }
      : { disabledAt: now, disabledBecause: 'person' as const };
    const row = await tx
      .updateTable('webhookEndpoints')
      .set((eb) => ({
        url: rest.url ?? before.url,
        description: rest.description ?? before.description,
        eventTypes: [...new Set(eventTypes ?? before.eventTypes)],
        ...(isSwitched ? switched : {}),
        updatedAt: now,
        version: eb('version', '+', 1),
      }))
      .where('id', '=', id)
      .returning(COLUMNS)
      .executeTakeFirstOrThrow();
    if (isSwitched && enabled) await makeDue(tx, id, now);
    return { endpoint: row as Endpoint, isSwitched, isEdited };
  }

  /**
   * A new secret. Beside it the one of before signs for a day, so that receivers can change over meanwhile.
   *
   * @throws WebhookNotFound, VersionConflict
   */
  async rotate(tx: Transaction, id: string, { expectedVersion }: Versioned = {}) {
    await this.#hold(tx, id, expectedVersion);
    const now = this.#clock.now();
    const secret = newSecret();
    const row = await tx
      .updateTable('webhookEndpoints')
      .set((eb) => ({
        previousSecret: eb.ref('secret'),
        previousUntil: new Date(now.getTime() + PREVIOUS_MS),
        secret,
        updatedAt: now,
        version: eb('version', '+', 1),
      }))
      .where('id', '=', id)
      .returning(COLUMNS)
      .executeTakeFirstOrThrow();
    return { endpoint: row as Endpoint, secret };
  }

  /** With all its deliveries. @throws WebhookNotFound, VersionConflict */
  async remove(tx: Transaction, id: string, { expectedVersion }: Versioned = {}): Promise<Endpoint> {
    const endpoint = await this.#hold(tx, id, expectedVersion);
    await tx.deleteFrom('webhookEndpoints').where('id', '=', id).execute();
    return endpoint;
  }

  /** Those that were disabled since nobody took anything there, the last first. */
  async disabledByFailures(q: Queryable): Promise<Endpoint[]> {
    const rows = await q
      .selectFrom('webhookEndpoints')
      .select(COLUMNS)
      .where('disabledBecause', '=', 'failures')
      .orderBy('disabledAt', 'desc')
      .limit(MOST_OF_ALL)
      .execute();
    return rows as Endpoint[];
  }

  async #hold(tx: Transaction, id: string, expected: ExpectedVersion | undefined): Promise<Endpoint> {
    const endpoint = await holdEndpoint(tx, id);
    requireVersion(endpoint.version, expected);
    return endpoint;
  }
}

/** The endpoint, which stays as it is until `tx` ends: whatever adds or ends a delivery of it holds it. @throws WebhookNotFound */
export async function holdEndpoint(tx: Transaction, id: string): Promise<Endpoint> {
  const row = await tx
    .selectFrom('webhookEndpoints')
    .select(COLUMNS)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new WebhookNotFound();
  return row as Endpoint;
}

function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64url')}`;
}
