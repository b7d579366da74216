import type { Audit } from '#libs/audit';
import type { Database } from '#libs/database';
import type { LocalAccounts, PasswordGuesses, SignInSessions } from '#libs/identity';

export interface SignInsParts {
  readonly database: Database;
  readonly sessions: SignInSessions;
  readonly accounts: LocalAccounts;
  readonly guesses: PasswordGuesses;
  readonly audit: Audit;
}

/** What is left of sign-ins: sessions and invitations whose time is over, and guesses that the audit trail is to be told of. */
export class SignIns {
  constructor(private readonly parts: SignInsParts) {}

  async sweep(): Promise<void> {
    const { database, sessions, accounts, guesses, audit } = this.parts;
    await database.transaction(async (tx) => {
      await sessions.sweep(tx);
      await accounts.sweep(tx);
      await guesses.sweep(tx);
      for (const { subject, failures, since } of await guesses.untold(tx))
        await audit.append(tx, {
          actor: 'system',
          action: 'session.refused',
          subject: subject ?? 'people',
          facts: { failures, since: since.toISOString() },
        });
    });
  }
}
