import { randomBytes } from 'node:crypto';
import { advisoryLock, type Queryable, type Role, type Transaction } from '#libs/database';
import { type Clock, systemClock } from '#libs/kernel';
import { hashOfSecret } from './secrets.js';

/** How a token begins that was given for a ticket. */
export const EMBED_PREFIX = 'le_';

const TICKET_MS = 60_000;
/** A long lesson, with pauses. */
const TOKEN_MS = 12 * 3_600_000;
/** Of one person or platform; the oldest end for one more. */
const MOST = 10_000;

/** In whose name a lesson is shown, as they were when the ticket was made. */
interface Viewer {
  readonly subject: string;
  readonly name: string;
  readonly role: Role;
  readonly unit: string | null;
  /** The id of the API key that it was made with; it ends with that. */
  readonly apiKey: string | null;
}

export interface EmbedGrant extends Viewer {
  readonly assetId: string;
  readonly endsAt: Date;
}

/**
 * One lesson each, for a page in a foreign frame: a ticket of 256 random bits, good once within a minute, and the token
 * that it is changed for, good for twelve hours. Of both only the SHA-256 is kept.
 */
export class EmbedGrants {
  readonly #clock: Clock;

  constructor(options: { clock?: Clock } = {}) {
    this.#clock = options.clock ?? systemClock;
  }

  async create(
    tx: Transaction,
    grant: Viewer & { readonly assetId: string },
  ): Promise<{ readonly ticket: string; readonly expiresAt: Date }> {
    const now = this.#clock.now();
    await advisoryLock(tx, `embed ${grant.subject}`);
    await tx.deleteFrom('embedGrants').where('endsAt', '<=', now).execute();
    const older = tx
      .selectFrom('embedGrants')
      .select('ticketHash')
      .where('subject', '=', grant.subject)
      .orderBy('createdAt', 'desc')
      .offset(MOST - 1);
    await tx.deleteFrom('embedGrants').where('ticketHash', 'in', older).execute();
    const ticket = randomBytes(32).toString('base64url');
    const expiresAt = new Date(now.getTime() + TICKET_MS);
    const { assetId, subject, name, role, unit, apiKey } = grant;
    const values = { assetId, subject, name, role, unit, apiKey, createdAt: now, endsAt: expiresAt };
    await tx
      .insertInto('embedGrants')
      .values({ ...values, ticketHash: hashOfSecret(ticket), tokenHash: null })
      .execute();
    return { ticket, expiresAt };
  }

  /** Once: of many who try at the same time one gets it. @returns undefined for a ticket that was used, is too old, or never was */
  async redeem(
    tx: Transaction,
    ticket: string,
  ): Promise<{ readonly token: string; readonly assetId: string; readonly endsAt: Date } | undefined> {
    const now = this.#clock.now();
    const token = `${EMBED_PREFIX}${randomBytes(32).toString('base64url')}`;
    const row = await tx
      .updateTable('embedGrants')
      .set({ tokenHash: hashOfSecret(token), endsAt: new Date(now.getTime() + TOKEN_MS) })
      .where('ticketHash', '=', hashOfSecret(ticket))
      .where('tokenHash', 'is', null)
      .where('endsAt', '>', now)
      .returning(['assetId', 'endsAt'])
      .executeTakeFirst();
    return row && { token, ...row };
  }

  /** Undefined for an unknown token, one that is over, or whose API key is. */
  async find(q: Queryable, token: string): Promise<EmbedGrant | undefined> {
    const now = this.#clock.now();
    return q
      .selectFrom('embedGrants as g')
      .leftJoin('apiKeys as k', 'k.id', 'g.apiKey')
      .select(['g.assetId', 'g.subject', 'g.name', 'g.role', 'g.unit', 'g.apiKey', 'g.endsAt'])
      .where('g.tokenHash', '=', hashOfSecret(token))
      .where('g.endsAt', '>', now)
      .where('k.revokedAt', 'is', null)
      .where((eb) => eb.or([eb('k.expiresAt', 'is', null), eb('k.expiresAt', '>', now)]))
      .executeTakeFirst();
  }
}
