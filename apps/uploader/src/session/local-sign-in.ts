import type { IncomingMessage } from 'node:http';
import type { Audit } from '#libs/audit';
import type { Database } from '#libs/database';
import { type Caller, TooManyPasswordsTried } from '#libs/http';
import {
  type Guess,
  GUESSES,
  InvitationOver,
  type LocalAccounts,
  normalisedPassword,
  type PasswordGuesses,
  type PasswordHasher,
  type People,
  type Person,
  requireGoodPassword,
  SignInBusy,
  type SignInSessions,
  WrongPassword,
} from '#libs/identity';
import type { SignInMetrics } from '../sign-in-metrics.js';
import { LocalAccountsOff } from '../rest/local-accounts.errors.js';
import { NoPassword, NoRoleHere } from './session.errors.js';
import type { Begun, SignIn } from './sign-in.js';

export interface LocalSignInParts {
  readonly database: Database;
  readonly accounts: LocalAccounts;
  readonly guesses: PasswordGuesses;
  readonly hasher: PasswordHasher;
  readonly people: People;
  readonly sessions: SignInSessions;
  readonly audit: Audit;
  readonly signIn: SignIn;
  readonly metrics: SignInMetrics;
}

/** A request, and whose address it came from. */
interface From {
  readonly raw: IncomingMessage;
  readonly address: string;
}

/** Somebody who got in. */
export type LetIn = Begun & { readonly caller: Caller };

/** How people come in who have a password here. */
export class LocalSignIn {
  constructor(
    private readonly parts: LocalSignInParts,
    /** Whether there are such people at all. */
    private readonly isOn: boolean,
  ) {}

  /**
   * Begins a session of whom a name and a password are of. That there is nobody of the name takes as long as a wrong
   * password, and is answered alike.
   *
   * @throws WrongPassword, TooManyPasswordsTried, SignInBusy, PersonDisabled, NoRoleHere, LocalAccountsOff
   */
  async begin(
    { raw, address }: From,
    { name, password }: { name: string; password: string },
  ): Promise<LetIn> {
    this.requireOn();
    const { database, accounts, guesses, metrics } = this.parts;
    const account = await accounts.named(database.kysely, name);
    const guess = { account: account?.subject ?? name.toLowerCase(), address };
    const shown = await this.requirePassword(account, guess, password);
    const { caller } = await this.callerFor(shown.subject);
    const begun = await this.parts.signIn.beginFor(raw, caller, 'password', async (tx) => {
      await accounts.hold(tx, shown);
      await guesses.right(tx, guess);
    });
    metrics.begun('password');
    return { ...begun, caller };
  }

  /**
   * Sets the password of whom an invitation is for, which ends it and all their sessions, and begins one.
   *
   * @throws InvitationOver, PasswordRefused, SignInBusy, PersonDisabled, PersonChanged, NoRoleHere, LocalAccountsOff
   */
  async accept({ raw, address }: From, sent: { secret: string; password: string }): Promise<LetIn> {
    this.requireOn();
    const { database, accounts, guesses, hasher, sessions, audit, metrics } = this.parts;
    const invitation = await accounts.invitation(database.kysely, sent.secret).catch((error: unknown) => {
      if (error instanceof InvitationOver) metrics.refused(error.code);
      throw error;
    });
    const { subject, purpose, invitedBy } = invitation;
    const { caller, person } = await this.callerFor(subject);
    // Who invites a doctor gets no administrator's session by it, whatever has become of the doctor since.
    const isMore = caller.role === 'admin' || caller.role === 'auditor';
    if (isMore && !invitation.byAdministrator) throw new InvitationOver();
    const hash = await hasher.hash(goodPassword(sent.password, person));
    const begun = await this.parts.signIn.beginFor(raw, caller, 'password', async (tx) => {
      await accounts.accept(tx, invitation);
      await accounts.set(tx, { subject, hash });
      await sessions.endAllOf(tx, subject);
      await guesses.welcome(tx, { account: subject, address });
      await audit.append(tx, {
        actor: subject,
        action: 'password.set',
        subject,
        unit: person.unit,
        facts: { purpose, invitedBy },
      });
    });
    metrics.begun('invitation');
    return { ...begun, caller };
  }

  /**
   * Changes the caller's own password, which ends all their other sessions.
   *
   * @throws WrongPassword, TooManyPasswordsTried, PasswordRefused, SignInBusy, NoPassword, LocalAccountsOff
   */
  async change(
    caller: Caller,
    address: string,
    { current, password }: { current: string; password: string },
  ): Promise<void> {
    this.requireOn();
    const { database, accounts, guesses, hasher, people, sessions, audit } = this.parts;
    const { subject, signIn } = caller;
    const before = await accounts.hashOf(database.kysely, subject);
    if (before === undefined) throw new NoPassword();
    const good = goodPassword(password, await people.find(database.kysely, subject));
    const guess = { account: subject, address };
    await this.requirePassword({ subject, hash: before }, guess, current);
    const hash = await hasher.hash(good);
    await database.transaction(async (tx) => {
      await accounts.change(tx, { subject, instead: before, hash });
      const ended = await sessions.endAllOf(tx, subject, signIn);
      await guesses.right(tx, guess);
      await audit.append(tx, { actor: subject, action: 'password.changed', subject, facts: { ended } });
    });
  }

  /** @throws WrongPassword, TooManyPasswordsTried, SignInBusy */
  private async requirePassword(
    account: { readonly subject: string; readonly hash: string | undefined } | undefined,
    guess: Guess,
    password: string,
  ): Promise<{ subject: string; hash: string }> {
    const { database, guesses, hasher, metrics } = this.parts;
    const refused = <E extends { readonly code: string }>(error: E): E => {
      metrics.refused(error.code);
      return error;
    };
    const retryAfterSeconds = await database.transaction((tx) => guesses.begin(tx, guess));
    if (retryAfterSeconds > 0)
      throw refused(new TooManyPasswordsTried({ policy: 'passwords', ...GUESSES, retryAfterSeconds }));
    const matches = await hasher
      .matches(normalisedPassword(password), account?.hash)
      .catch(async (error: unknown) => {
        await database.transaction((tx) => guesses.uncount(tx, guess));
        if (error instanceof SignInBusy) metrics.refused(error.code);
        throw error;
      });
    if (matches && account?.hash !== undefined) return { subject: account.subject, hash: account.hash };
    await database.transaction((tx) => guesses.wrong(tx, account?.subject));
    throw refused(new WrongPassword());
  }

  /** What somebody is by what stands of them here. @throws NoRoleHere */
  private async callerFor(subject: string): Promise<{ caller: Caller; person: Person }> {
    const person = await this.parts.people.find(this.parts.database.kysely, subject);
    if (person === undefined || person.role === null) throw new NoRoleHere('has no role');
    const { role, unit, version } = person;
    if (unit === null && (role === 'doctor' || role === 'unit-admin')) throw new NoRoleHere('has no unit');
    const name = person.name ?? subject;
    return { person, caller: { subject, name, role, unit, isLocal: true, personVersion: version } };
  }

  private requireOn(): void {
    if (!this.isOn) throw new LocalAccountsOff();
  }
}

/** @throws PasswordRefused */
function goodPassword(password: string, person: Person | undefined): string {
  const normal = normalisedPassword(password);
  requireGoodPassword(normal, person === undefined ? [] : [person.id, person.email, person.name]);
  return normal;
}
