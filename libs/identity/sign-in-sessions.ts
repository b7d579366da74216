import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { advisoryLock, type Queryable, type Role, type Scope, type Transaction } from '#libs/database';
import { type Clock, newId, systemClock } from '#libs/kernel';
import { hashOfSecret } from './secrets.js';

/** Who signed in. */
interface SignedIn {
  readonly subject: string;
  readonly name: string;
  readonly role: Role;
  readonly unit: string | null;
  /** The id of the API key that it was begun with; it ends with that. Null for any other sign-in. */
  readonly apiKey: string | null;
}

/**
 * Who calls from a browser. What they are is what their API key says, or what stands of them here where they signed in
 * with a password; what an identity provider said counts until the next sign-in there.
 */
interface SignInSession extends SignedIn {
  /** All that the API key is good for that it was begun with; null where it is good for everything. */
  readonly scopes: readonly Scope[] | null;
  readonly id: string;
  readonly byPassword: boolean;
  readonly expiresAt: Date;
}

const SECRET = /^[A-Za-z0-9_-]{43}$/;
/** Of one person, on as many machines; the oldest ends for one more. */
const MOST_PER_PERSON = 20;
/** One that has ended is known for a while, so that its cookie is not taken for a guess; of one person no more than these. */
const MOST_KEPT = 100;
const KEPT_MS = 86_400_000;

/** The sessions of people in browsers: 256 random bits each, of which only the SHA-256 is kept. */
export class SignInSessions {
  readonly #clock: Clock;

  constructor(options: { clock?: Clock } = {}) {
    this.#clock = options.clock ?? systemClock;
  }

  /**
   * Begins one. Of more than 20 of a person the oldest ends.
   *
   * @returns the secret, 43 characters of base64url, which nobody can be shown again
   */
  async begin(
    tx: Transaction,
    { byPassword = false, ...person }: SignedIn & { readonly byPassword?: boolean },
    seconds: number,
  ): Promise<{ readonly secret: string; readonly session: Omit<SignInSession, 'scopes'> }> {
    await advisoryLock(tx, `sign-in ${person.subject}`);
    const createdAt = this.#clock.now();
    const older = (most: number) =>
      tx
        .selectFrom('signInSessions')
        .select('id')
        .where('subject', '=', person.subject)
        .orderBy('createdAt', 'desc')
        .orderBy('id')
        .offset(most - 1);
    await tx
      .updateTable('signInSessions')
      .set({ expiresAt: createdAt })
      .where('id', 'in', older(MOST_PER_PERSON).where('expiresAt', '>', createdAt))
      .execute();
    await tx.deleteFrom('signInSessions').where('id', 'in', older(MOST_KEPT)).execute();
    const secret = randomBytes(32).toString('base64url');
    const { subject, name, role, unit, apiKey } = person;
    const session = {
      id: newId('sig'),
      subject,
      name,
      role,
      unit,
      apiKey,
      byPassword,
      expiresAt: new Date(createdAt.getTime() + seconds * 1000),
    };
    await tx
      .insertInto('signInSessions')
      .values({ ...session, hash: hashOfSecret(secret), createdAt })
      .execute();
    return { secret, session };
  }

  /**
   * Whose session a secret is: `over` for one that has expired, has ended, or whose API key has; undefined for what was
   * none within the last day.
   */
  async find(q: Queryable, secret: string): Promise<SignInSession | 'over' | undefined> {
    if (!SECRET.test(secret)) return undefined;
    const row = await q
      .selectFrom('signInSessions as s')
      .leftJoin('apiKeys as k', 'k.id', 's.apiKey')
      .leftJoin('people as p', 'p.id', 's.subject')
      .select(['s.id', 's.subject', 's.name', 's.role', 's.unit', 's.apiKey', 's.byPassword', 's.expiresAt'])
      .select(['k.name as keyName', 'k.role as keyRole', 'k.unit as keyUnit', 'k.scopes'])
      .select(['k.revokedAt', 'k.expiresAt as keyExpiresAt'])
      .select((eb) => [
        'p.name as ownName',
        eb.fn.coalesce('p.role', 'p.assignedRole').as('ownRole'),
        eb.fn.coalesce('p.unit', 'p.assignedUnit').as('ownUnit'),
      ])
      .where('s.hash', '=', hashOfSecret(secret))
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const now = this.#clock.now();
    const isKeyOver = row.revokedAt !== null || (row.keyExpiresAt !== null && row.keyExpiresAt <= now);
    if (row.expiresAt <= now || isKeyOver) return 'over';
    const { id, subject, apiKey, byPassword, expiresAt, scopes } = row;
    const session = { id, subject, apiKey, byPassword, expiresAt, scopes };
    const { name, role, unit, keyName, keyRole, keyUnit, ownName, ownRole, ownUnit } = row;
    if (keyRole !== null) return { ...session, name: keyName ?? name, role: keyRole, unit: keyUnit };
    if (!byPassword) return { ...session, name, role, unit };
    const isNothing = ownRole === null || (ownUnit === null && ownRole !== 'admin' && ownRole !== 'auditor');
    return isNothing ? 'over' : { ...session, name: ownName ?? subject, role: ownRole, unit: ownUnit };
  }

  /** Of many at once, by their ids, those that have not ended. */
  async liveAmong(q: Queryable, ids: readonly string[]): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set();
    const rows = await q
      .selectFrom('signInSessions')
      .select('id')
      .where('id', '=', sql<string>`any(${[...ids]})`)
      .where('expiresAt', '>', this.#clock.now())
      .execute();
    return new Set(rows.map(({ id }) => id));
  }

  /** Idempotent. */
  async end(tx: Transaction, id: string): Promise<void> {
    await this.#end(tx).where('id', '=', id).execute();
  }

  /** Ends all of a person, but for one. @returns how many */
  async endAllOf(tx: Transaction, subject: string, but?: string): Promise<number> {
    let query = this.#end(tx).where('subject', '=', subject);
    if (but !== undefined) query = query.where('id', '<>', but);
    return Number((await query.executeTakeFirst()).numUpdatedRows);
  }

  /** Removes those that ended a day ago. */
  async sweep(tx: Transaction): Promise<void> {
    const dayAgo = new Date(this.#clock.now().getTime() - KEPT_MS);
    await tx.deleteFrom('signInSessions').where('expiresAt', '<=', dayAgo).execute();
  }

  #end(tx: Transaction) {
    const now = this.#clock.now();
    return tx.updateTable('signInSessions').set({ expiresAt: now }).where('expiresAt', '>', now);
  }
}
