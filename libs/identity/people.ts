import { sql } from 'kysely';
import { advisoryLock, type Queryable, type Transaction } from '#libs/database';
import { type Clock, systemClock } from '#libs/kernel';
import { DisabledByAdministrator, PersonDisabled } from './identity.errors.js';

/** Since when somebody may not call, and whether that was an administrator's decision. */
export interface Disabling {
  readonly byAdministrator: boolean;
  readonly disabledAt: Date;
}

/** Who may call. People come from the identity provider; what is kept of them here is who is disabled. */
export class People {
  readonly #clock: Clock;

  constructor(options: { clock?: Clock } = {}) {
    this.#clock = options.clock ?? systemClock;
  }

  /** undefined for somebody who may call. */
  async disabling(q: Queryable, subject: string): Promise<Disabling | undefined> {
    return q
      .selectFrom('disabledPeople')
      .select(['byAdministrator', 'disabledAt'])
      .where('subject', '=', subject)
      .executeTakeFirst();
  }

  /**
   * Whoever is disabled may do nothing, whatever token or key they have. Only an administrator keeps an administrator
   * from calling: an admin of a unit could else lock everybody out who may undo it.
   *
   * @throws PersonDisabled
   */
  async requireEnabled(q: Queryable, person: { subject: string; isAdministrator: boolean }): Promise<void> {
    const disabling = await this.disabling(q, person.subject);
    if (disabling === undefined) return;
    if (disabling.byAdministrator || !person.isAdministrator) throw new PersonDisabled();
  }

  /** Of many at once, those who are disabled. */
  async disabledAmong(q: Queryable, subjects: readonly string[]): Promise<ReadonlyMap<string, Disabling>> {
    const rows = await q
      .selectFrom('disabledPeople')
      .selectAll()
      .where('subject', '=', sql<string>`any(${[...subjects]})`)
      .execute();
    return new Map(rows.map(({ subject, ...disabling }) => [subject, disabling]));
  }

  /** As `requireEnabled`, and it stays so until `tx` ends: disabling the person waits. @throws PersonDisabled */
  async holdEnabled(tx: Transaction, person: { subject: string; isAdministrator: boolean }): Promise<void> {
    await advisoryLock(tx, lockOf(person.subject), { shared: true });
    await this.requireEnabled(tx, person);
  }

  /** Idempotent, but an administrator's word counts more than a unit admin's. @returns whether it changed anything */
  async disable(tx: Transaction, subject: string, by: { isAdministrator: boolean }): Promise<boolean> {
    await advisoryLock(tx, lockOf(subject));
    const before = await this.disabling(tx, subject);
    if (before !== undefined && (before.byAdministrator || !by.isAdministrator)) return false;
    const byAdministrator = by.isAdministrator;
    await tx
      .insertInto('disabledPeople')
      .values({ subject, byAdministrator, disabledAt: this.#clock.now() })
      .onConflict((conflict) => conflict.column('subject').doUpdateSet({ byAdministrator }))
      .execute();
    return true;
  }

  /** Idempotent. @returns whether it changed anything @throws DisabledByAdministrator */
  async enable(tx: Transaction, subject: string, by: { isAdministrator: boolean }): Promise<boolean> {
    await advisoryLock(tx, lockOf(subject));
    const before = await this.disabling(tx, subject);
    if (before === undefined) return false;
    if (before.byAdministrator && !by.isAdministrator) throw new DisabledByAdministrator();
    await tx.deleteFrom('disabledPeople').where('subject', '=', subject).execute();
    return true;
  }
}

function lockOf(subject: string): string {
  return `person ${subject}`;
}
