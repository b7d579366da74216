import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { advisoryLock, type Transaction } from '#libs/database';
import { type Clock, systemClock } from '#libs/kernel';

/** Whose password is tried, and from where. */
export interface Guess {
  /** The subject, or what was sent as a name where it means nobody. */
  readonly account: string;
  readonly address: string;
}

/** So many in vain cost nothing; then each costs a wait, twice as long as the one before up to a quarter of an hour. */
interface Patience {
  readonly free: number;
  readonly firstSeconds: number;
}

interface Counted {
  readonly failures: number;
  readonly since: Date;
  readonly lastAt: Date;
  readonly knownUntil: Date | null;
}

const LONGEST_SECONDS = 900;
/** From one address, of one account: somebody who mistypes, or guesses. */
const HERE: Patience = { free: 5, firstSeconds: 30 };
/** The same where so many passwords of whatever accounts were wrong at this address. */
const HERE_IN_A_CROWD: Patience = { free: 2, firstSeconds: LONGEST_SECONDS };
const CROWD = { most: 100, seconds: 900 } as const;
/** From everywhere, of one account; whoever has signed in at their address before does not wait for it. */
const ANYWHERE: Patience = { free: 50, firstSeconds: 30 };
/** After so long without another one, none is remembered. That is not soon enough to be worth waiting for. */
const FORGOTTEN_SECONDS = 7_200;
const KNOWN_SECONDS = 30 * 86_400;
/** The audit trail is told of those who were refused this often at most, */
const TOLD_SECONDS = 900;
/** and of so many accounts by themselves; of the others in one entry. */
const MOST_TOLD = 50;

/** What the bound on guesses is, as an answer tells it. */
export const GUESSES = { most: HERE.free, windowSeconds: LONGEST_SECONDS } as const;

/** Somebody's wrong passwords that the audit trail is to be told of. */
interface Refusals {
  /** Undefined for all others together: those of whom there are too many, and of accounts that there are not. */
  readonly subject: string | undefined;
  readonly failures: number;
  readonly since: Date;
}

/**
 * How often passwords were wrong, at all replicas together: of an account from an address, of an account, and from an
 * address. A wrong one makes the next wait, for a quarter of an hour at most: nobody is shut out for good. What others
 * guess at the same address makes somebody wait only after two wrong ones of their own.
 */
export class PasswordGuesses {
  readonly #clock: Clock;

  constructor(options: { clock?: Clock } = {}) {
    this.#clock = options.clock ?? systemClock;
  }

  /**
   * Counts a password as wrong before it is looked at, so that of many at once no more are than may be.
   *
   * @returns how many seconds it has to wait; 0 where it may be looked at, and only then it is counted
   */
  async begin(tx: Transaction, guess: Guess): Promise<number> {
    // One account's guesses come one after another.
    await advisoryLock(tx, `password ${keysOf(guess).account}`);
    const keys = keysOf(guess);
    const rows = await tx
      .selectFrom('passwordGuesses')
      .selectAll()
      .where('key', 'in', Object.values(keys))
      .execute();
    const [account, address, here] = [keys.account, keys.address, keys.here].map((key) =>
      rows.find((row) => row.key === key),
    );
    const now = this.#clock.now();
    const isCrowd =
      address !== undefined && age(address.since, now) < CROWD.seconds && address.failures >= CROWD.most;
    const isKnown = here?.knownUntil !== undefined && here.knownUntil !== null && here.knownUntil > now;
    const waits = [waitOf(here, isCrowd ? HERE_IN_A_CROWD : HERE, now)];
    if (!isKnown) waits.push(waitOf(account, ANYWHERE, now));
    const seconds = Math.max(...waits);
    if (seconds > 0) return seconds;
    await this.#count(tx, [keys.account, keys.here], sql`password_guesses.last_at`, FORGOTTEN_SECONDS);
    await this.#count(tx, [keys.address], sql`password_guesses.since`, CROWD.seconds);
    return 0;
  }

  /** It was not looked at: it is counted no longer. */
  async uncount(tx: Transaction, guess: Guess): Promise<void> {
    for (const key of Object.values(keysOf(guess)).toSorted())
      await tx
        .updateTable('passwordGuesses')
        .set({ failures: sql<number>`greatest(failures - 1, 0)` })
        .where('key', '=', key)
        .execute();
  }

  /** It was the right one: it is counted no longer, and its address is known from now on. */
  async right(tx: Transaction, guess: Guess): Promise<void> {
    await this.uncount(tx, guess);
    await this.#know(tx, guess);
  }

  /** Somebody has got in by an invitation: what was guessed of their account counts no longer. */
  async welcome(tx: Transaction, guess: Guess): Promise<void> {
    await tx.deleteFrom('passwordGuesses').where('key', '=', keysOf(guess).account).execute();
    await this.#know(tx, guess);
  }

  async #know(tx: Transaction, guess: Guess): Promise<void> {
    const keys = keysOf(guess);
    const now = this.#clock.now();
    const knownUntil = new Date(now.getTime() + KNOWN_SECONDS * 1000);
    const here = { failures: 0, since: now, lastAt: now, knownUntil };
    await tx
      .insertInto('passwordGuesses')
      .values({ key: keys.here, ...here })
      .onConflict((conflict) => conflict.column('key').doUpdateSet(here))
      .execute();
  }

  /** It was wrong: the audit trail will be told. @param subject undefined where the account is nobody's */
  async wrong(tx: Transaction, subject: string | undefined): Promise<void> {
    await tx
      .insertInto('refusedSignIns')
      .values({ subject: subject ?? '', failures: 1, since: this.#clock.now() })
      .onConflict((conflict) =>
        conflict.column('subject').doUpdateSet((eb) => ({ failures: eb('refusedSignIns.failures', '+', 1) })),
      )
      .execute();
  }

  /** What the audit trail is to be told, which is not told again; nothing while the first of it is not old enough. */
  async untold(tx: Transaction): Promise<Refusals[]> {
    const due = new Date(this.#clock.now().getTime() - TOLD_SECONDS * 1000);
    const rows = await tx
      .deleteFrom('refusedSignIns')
      .where((eb) =>
        eb.exists(
          eb.selectFrom('refusedSignIns as first').select('first.subject').where('first.since', '<=', due),
        ),
      )
      .returningAll()
      .execute();
    const named = rows
      .filter(({ subject }) => subject !== '')
      .toSorted((a, b) => b.failures - a.failures)
      .slice(0, MOST_TOLD);
    const others = rows.filter((row) => !named.includes(row));
    if (others.length === 0) return named;
    const failures = others.reduce((sum, row) => sum + row.failures, 0);
    const since = new Date(Math.min(...others.map((row) => row.since.getTime())));
    return [...named, { subject: undefined, failures, since }];
  }

  /** Removes what counts no more. */
  async sweep(tx: Transaction): Promise<void> {
    const now = this.#clock.now();
    await tx
      .deleteFrom('passwordGuesses')
      .where('lastAt', '<', new Date(now.getTime() - FORGOTTEN_SECONDS * 1000))
      .where((eb) => eb.or([eb('knownUntil', 'is', null), eb('knownUntil', '<', now)]))
      .execute();
  }

  /** @param from the moment by whose age those of before count no more */
  async #count(
    tx: Transaction,
    keys: readonly string[],
    from: ReturnType<typeof sql>,
    seconds: number,
  ): Promise<void> {
    const now = this.#clock.now();
    const over = sql<boolean>`${from} <= ${new Date(now.getTime() - seconds * 1000)}`;
    await tx
      .insertInto('passwordGuesses')
      .values(keys.toSorted().map((key) => ({ key, failures: 1, since: now, lastAt: now, knownUntil: null })))
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet({
          failures: sql<number>`case when ${over} then 1 else password_guesses.failures + 1 end`,
          since: sql<Date>`case when ${over} then excluded.since else password_guesses.since end`,
          lastAt: now,
        }),
      )
      .execute();
  }
}

/** What was guessed of somebody's account, but for what is kept of one at an address: whoever does not know that can't tell whose it is. */
export async function forgetGuesses(tx: Transaction, account: string): Promise<void> {
  await tx
    .deleteFrom('passwordGuesses')
    .where('key', '=', keysOf({ account, address: '' }).account)
    .execute();
  await tx.deleteFrom('refusedSignIns').where('subject', '=', account).execute();
}

/** Hashes: people type passwords where their name should stand. */
function keysOf({ account, address }: Guess) {
  const key = (...parts: string[]) => createHash('sha256').update(parts.join('\0')).digest('base64url');
  return {
    account: key('account', account),
    address: key('address', address),
    here: key('here', account, address),
  };
}

/** In whole seconds; 0 for nothing. */
function waitOf(counted: Counted | undefined, { free, firstSeconds }: Patience, now: Date): number {
  if (counted === undefined || counted.failures < free) return 0;
  const since = age(counted.lastAt, now);
  if (since >= FORGOTTEN_SECONDS) return 0;
  const wait = Math.min(LONGEST_SECONDS, firstSeconds * 2 ** (counted.failures - free));
  return Math.max(0, Math.ceil(wait - since));
}

function age(moment: Date, now: Date): number {
  return (now.getTime() - moment.getTime()) / 1000;
}
