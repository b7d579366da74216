import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { fetchPage, type Page, type PageRequest, type Queryable, type Transaction } from '#libs/database';
import { type Clock, newId, systemClock } from '#libs/kernel';
import { InvitationNotFound, InvitationOver, WrongPassword } from './identity.errors.js';
import { hashOfSecret } from './secrets.js';

export type InvitationPurpose = 'invitation' | 'reset';

/** Lets somebody set a password once. */
export interface Invitation {
  readonly id: string;
  /** Whom. */
  readonly subject: string;
  readonly purpose: InvitationPurpose;
  readonly invitedBy: string;
  /** Whether that was an administrator, who alone lets in those that are administrators or auditors. */
  readonly byAdministrator: boolean;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** Passwords of people, and the invitations by which these are set: 256 random bits, of which only the SHA-256 is kept. */
export class LocalAccounts {
  readonly #clock: Clock;

  constructor(options: { clock?: Clock } = {}) {
    this.#clock = options.clock ?? systemClock;
  }

  /**
   * Whom a name means that somebody signs in with: an id as it is, or an e-mail address whatever its case; and what is
   * kept of their password. Undefined where there is nobody.
   */
  async named(
    q: Queryable,
    name: string,
  ): Promise<{ subject: string; hash: string | undefined } | undefined> {
    const row = await q
      .selectFrom('people')
      .leftJoin('passwords', 'passwords.subject', 'people.id')
      .select(['people.id', 'passwords.hash'])
      .where((eb) =>
        eb.or([eb('people.id', '=', name), eb(sql<string>`lower(people.email)`, '=', name.toLowerCase())]),
      )
      .orderBy((eb) => eb('people.id', '=', name), 'desc')
      .limit(1)
      .executeTakeFirst();
    return row && { subject: row.id, hash: row.hash ?? undefined };
  }

  /** What is kept of somebody's password; undefined where they have none. */
  async hashOf(q: Queryable, subject: string): Promise<string | undefined> {
    const row = await q
      .selectFrom('passwords')
      .select('hash')
      .where('subject', '=', subject)
      .executeTakeFirst();
    return row?.hash;
  }

  /** Somebody has shown the password of `hash`, which stays theirs until `tx` ends. @throws WrongPassword */
  async hold(tx: Transaction, { subject, hash }: { subject: string; hash: string }): Promise<void> {
    const row = await tx
      .selectFrom('passwords')
      .select('subject')
      .where('subject', '=', subject)
      .where('hash', '=', hash)
      .forShare()
      .executeTakeFirst();
    if (row === undefined) throw new WrongPassword();
  }

  /** Gives somebody a password, in the place of any that they had, and ends their invitation. */
  async set(tx: Transaction, { subject, hash }: { subject: string; hash: string }): Promise<void> {
    const setAt = this.#clock.now();
    await tx
      .insertInto('passwords')
      .values({ subject, hash, setAt })
      .onConflict((conflict) => conflict.column('subject').doUpdateSet({ hash, setAt }))
      .execute();
    await this.uninvite(tx, subject);
  }

  /** Gives somebody who has shown the password of `instead` another one. @throws WrongPassword where they have it no longer */
  async change(tx: Transaction, of: { subject: string; instead: string; hash: string }): Promise<void> {
    const row = await tx
      .updateTable('passwords')
      .set({ hash: of.hash, setAt: this.#clock.now() })
      .where('subject', '=', of.subject)
      .where('hash', '=', of.instead)
      .returning('subject')
      .executeTakeFirst();
    if (row === undefined) throw new WrongPassword();
    await this.uninvite(tx, of.subject);
  }

  /** Nobody gets in by their password any more. Idempotent. */
  async clear(tx: Transaction, subject: string): Promise<void> {
    await tx.deleteFrom('passwords').where('subject', '=', subject).execute();
  }

  /**
   * Invites somebody, in the place of any invitation that they had.
   *
   * @returns the secret, 43 characters of base64url, which nobody can be shown again
   */
  async invite(
    tx: Transaction,
    whom: Pick<Invitation, 'subject' | 'purpose' | 'invitedBy' | 'byAdministrator'>,
    seconds: number,
  ): Promise<{ readonly secret: string; readonly invitation: Invitation }> {
    const secret = randomBytes(32).toString('base64url');
    const createdAt = this.#clock.now();
    const { subject, purpose, invitedBy, byAdministrator } = whom;
    const invitation = {
      id: newId('inv'),
      subject,
      purpose,
      invitedBy,
      byAdministrator,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + seconds * 1000),
    };
    const { subject: _, ...news } = { ...invitation, hash: hashOfSecret(secret) };
    await tx
      .insertInto('invitations')
      .values({ ...news, subject })
      .onConflict((conflict) => conflict.column('subject').doUpdateSet(news))
      .execute();
    return { secret, invitation };
  }

  /** @throws InvitationOver for one that has ended, or that there never was */
  async invitation(q: Queryable, secret: string): Promise<Invitation> {
    const found = await invitationsOf(q)
      .where('hash', '=', hashOfSecret(secret))
      .where('expiresAt', '>', this.#clock.now())
      .executeTakeFirst();
    if (!SECRET.test(secret) || found === undefined) throw new InvitationOver();
    return found;
  }

  /** Uses an invitation up: of several who try at once, one does. @throws InvitationOver */
  async accept(tx: Transaction, { id }: Invitation): Promise<void> {
    const row = await tx
      .deleteFrom('invitations')
      .where('id', '=', id)
      .where('expiresAt', '>', this.#clock.now())
      .returning('id')
      .executeTakeFirst();
    if (row === undefined) throw new InvitationOver();
  }

  /** Ends the invitation of somebody. @returns whether they had one */
  async uninvite(tx: Transaction, subject: string): Promise<boolean> {
    const row = await tx
      .deleteFrom('invitations')
      .where('subject', '=', subject)
      .returning('id')
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Somebody's open invitation. @throws InvitationNotFound */
  async invitationOf(q: Queryable, subject: string): Promise<Invitation> {
    const found = await invitationsOf(q)
      .where('subject', '=', subject)
      .where('expiresAt', '>', this.#clock.now())
      .executeTakeFirst();
    if (found === undefined) throw new InvitationNotFound();
    return found;
  }

  /** Open invitations, newest first: all, or of those whose unit is `under` or lies below it. @throws InvalidCursor */
  async invitations(
    q: Queryable,
    { under, ...request }: PageRequest & { readonly under?: string | undefined },
  ): Promise<Page<Invitation>> {
    let query = invitationsOf(q).where('invitations.expiresAt', '>', this.#clock.now());
    if (under !== undefined)
      query = query.where(sql<boolean>`exists (
        select from people left join accounts mine on mine.id = '@' || people.id
          join accounts u on u.id = coalesce(mine.parent_id, people.assigned_unit, people.unit)
          where people.id = invitations.subject and u.path @> array[${under}]::text[])`);
    return fetchPage(query, 'invitations', request);
  }

  /** Removes invitations whose time is over. */
  async sweep(tx: Transaction): Promise<void> {
    await tx.deleteFrom('invitations').where('expiresAt', '<=', this.#clock.now()).execute();
  }
}

function invitationsOf(q: Queryable) {
  return q
    .selectFrom('invitations')
    .select(['invitations.id', 'invitations.subject', 'invitations.purpose', 'invitations.invitedBy'])
    .select(['invitations.byAdministrator', 'invitations.createdAt', 'invitations.expiresAt']);
}
