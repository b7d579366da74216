import { randomBytes } from 'node:crypto';
import { advisoryLock, type Queryable, type Role, type Scope, type Transaction } from '#libs/database';
import { type Clock, newId, systemClock } from '#libs/kernel';
import { hashOfSecret } from './secrets.js';

/** Who signed in, as it was then: what changes at the identity provider counts from the next sign-in on. */
interface SignedIn {
  readonly subject: string;
  readonly name: string;
  readonly role: Role;
  readonly unit: string | null;
  /** The id of the API key that it was begun with; it ends with that. Null for a sign-in at the identity provider. */
  readonly apiKey: string | null;
}

interface SignInSession extends SignedIn {
  /** All that the API key is good for that it was begun with; null where it is good for everything. */
  readonly scopes: readonly Scope[] | null;
  readonly id: string;
  readonly expiresAt: Date;
}

const SECRET = /^[A-Za-z0-9_-]{43}$/;
/** Of one person, on as many machines; the oldest ends for one more. */
const MOST_PER_PERSON = 20;

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
    person: SignedIn,
    seconds: number,
  ): Promise<{ readonly secret: string; readonly session: Omit<SignInSession, 'scopes'> }> {
    await advisoryLock(tx, `sign-in ${person.subject}`);
    const older = tx
      .selectFrom('signInSessions')
      .select('id')
      .where('subject', '=', person.subject)
      .orderBy('createdAt', 'desc')
      .orderBy('id')
      .offset(MOST_PER_PERSON - 1);
    await tx.deleteFrom('signInSessions').where('id', 'in', older).execute();
    const secret = randomBytes(32).toString('base64url');
    const createdAt = this.#clock.now();
    const { subject, name, role, unit, apiKey } = person;
    const session = {
      id: newId('sig'),
      subject,
      name,
      role,
      unit,
      apiKey,
      expiresAt: new Date(createdAt.getTime() + seconds * 1000),
    };
    await tx
      .insertInto('signInSessions')
      .values({ ...session, hash: hashOfSecret(secret), createdAt })
      .execute();
    return { secret, session };
  }

  /** Undefined for an unknown or expired one, one that has ended, or whose API key has. */
  async find(q: Queryable, secret: string): Promise<SignInSession | undefined> {
    if (!SECRET.test(secret)) return undefined;
    const now = this.#clock.now();
    return q
      .selectFrom('signInSessions as s')
      .leftJoin('apiKeys as k', 'k.id', 's.apiKey')
      .select(['s.id', 's.subject', 's.name', 's.role', 's.unit', 's.apiKey', 's.expiresAt', 'k.scopes'])
      .where('s.hash', '=', hashOfSecret(secret))
      .where('s.expiresAt', '>', now)
      .where('k.revokedAt', 'is', null)
      .where((eb) => eb.or([eb('k.expiresAt', 'is', null), eb('k.expiresAt', '>', now)]))
      .executeTakeFirst();
  }

  /** Idempotent. */
  async end(tx: Transaction, id: string): Promise<void> {
    await tx.deleteFrom('signInSessions').where('id', '=', id).execute();
  }

  /** Removes those that have expired. */
  async sweep(tx: Transaction): Promise<void> {
    await tx.deleteFrom('signInSessions').where('expiresAt', '<=', this.#clock.now()).execute();
  }
}
