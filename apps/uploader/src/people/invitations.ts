import type { Audit } from '#libs/audit';
import type { Database } from '#libs/database';
import { type Caller, Forbidden } from '#libs/http';
import {
  type Invitation,
  type InvitationPurpose,
  InvitationNotFound,
  type LocalAccounts,
  type People,
  type Person,
  type SignInSessions,
} from '#libs/identity';
import type { Revocations } from '../playback/revocations.js';
import { LocalAccountsOff } from '../rest/local-accounts.errors.js';
import { NotInvitable, PasswordIsSet } from './people.errors.js';

export interface InvitationsParts {
  readonly database: Database;
  readonly people: People;
  readonly accounts: LocalAccounts;
  readonly sessions: SignInSessions;
  readonly audit: Audit;
  readonly revocations: Revocations;
}

/** An invitation is good for a week. */
const LIFE_SECONDS = 7 * 86_400;

/** Links by which people set a password: the first one, or another in the place of one that an admin has ended. */
export class Invitations {
  constructor(
    private readonly parts: InvitationsParts,
    /** Whether anybody signs in with a password. */
    private readonly isOn: boolean,
  ) {}

  /**
   * Makes the secret of a link, in the place of any before it. To reset ends at once what they had: password, sessions and
   * signed URLs.
   *
   * @param person in the caller's reach
   * @throws LocalAccountsOff, Forbidden, NotInvitable, PasswordIsSet, RevocationNotInForce
   */
  async invite(
    caller: Caller,
    { id }: Person,
    purpose: InvitationPurpose,
  ): Promise<{ secret: string; invitation: Invitation }> {
    if (!this.isOn) throw new LocalAccountsOff();
    const { database, people, accounts, sessions, audit, revocations } = this.parts;
    const made = await database.transaction(async (tx) => {
      const person = await people.hold(tx, id);
      requireInvitable(caller, person);
      if (person.hasPassword && purpose === 'invitation') throw new PasswordIsSet();
      const facts: Record<string, unknown> = { purpose };
      if (purpose === 'reset') {
        await accounts.clear(tx, id);
        facts['ended'] = await sessions.endAllOf(tx, id);
        facts['revoked'] = await revocations.revokeAllOf(tx, { viewer: id });
      }
      const whom = {
        subject: id,
        purpose,
        invitedBy: caller.subject,
        byAdministrator: caller.role === 'admin',
      };
      const invited = await accounts.invite(tx, whom, LIFE_SECONDS);
      await audit.append(tx, {
        actor: caller.subject,
        action: 'person.invited',
        subject: id,
        unit: person.unit,
        facts: { ...facts, expiresAt: invited.invitation.expiresAt.toISOString() },
      });
      return invited;
    });
    if (purpose === 'reset') await revocations.publish();
    return made;
  }

  /** @param person in the caller's reach @throws InvitationNotFound */
  async end(caller: Caller, { id, unit }: Person): Promise<void> {
    const { database, accounts, audit } = this.parts;
    await database.transaction(async (tx) => {
      if (!(await accounts.uninvite(tx, id))) throw new InvitationNotFound();
      await audit.append(tx, {
        actor: caller.subject,
        action: 'person.uninvited',
        subject: id,
        unit,
        facts: {},
      });
    });
  }
}

/** @throws Forbidden, NotInvitable */
function requireInvitable(caller: Caller, person: Person): void {
  const roles = [person.role, person.assignedRole, person.tokenRole];
  if (caller.role !== 'admin' && roles.some((role) => role === 'admin' || role === 'auditor'))
    throw new Forbidden('Only an administrator invites somebody who is an admin or auditor.');
  // Whoever sits down at a session that was left open would have it for good.
  if (person.id === caller.subject && person.hasPassword && caller.signIn !== undefined)
    throw new Forbidden(
      'Your own password you change by `PUT /v1/me/password`, which wants the present one.',
    );
  if (person.disabledAt !== null) throw new NotInvitable('disabled');
  if (person.role === null) throw new NotInvitable('no-role');
  if (person.unit === null && (person.role === 'doctor' || person.role === 'unit-admin'))
    throw new NotInvitable('no-unit');
}
