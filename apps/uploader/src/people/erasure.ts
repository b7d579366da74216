import type { Audit, AuditAnchors } from '#libs/audit';
import {
  type PersonalTraces,
  renameInCatalog,
  requireFreePerson,
  tracesOf,
  type Uploads,
} from '#libs/catalog';
import { type Database, keptAnswersOf, renameInLogs, type Transaction } from '#libs/database';
import { credentialsOf, erasePerson, type People, type Person } from '#libs/identity';
import type { Clock } from '#libs/kernel';
import { forgetNotices } from '#libs/notices';
import { accountOfPerson, renameAccount } from '#libs/quotas';
import { renameInUsage } from '#libs/usage';
import { renameInWebhooks } from '#libs/webhooks';
import type { Intake } from '../intake/intake.js';
import type { Revocations } from '../playback/revocations.js';
import type { Handover } from './handover.js';
import { LessonsNotPlaced, PersonStillUploading } from './people.errors.js';

export interface ErasureParts {
  readonly database: Database;
  readonly people: People;
  readonly uploads: Uploads;
  readonly intake: Intake;
  readonly handover: Handover;
  readonly audit: Audit;
  readonly anchors: AuditAnchors;
  readonly revocations: Revocations;
  readonly clock: Clock;
}

/** Where somebody's lessons go: to another person, or they stay with the unit, and a pseudonym owns them. */
export type LessonsTo = Person | 'unit';

/** What there is of somebody. */
export interface PersonalRecords extends PersonalTraces {
  readonly apiKeys: number;
  readonly sessions: number;
  /** Answers that are kept for when a request is repeated. */
  readonly answers: number;
}

export interface Erased extends PersonalRecords {
  /** What stands in their place; null while they are not erased. */
  readonly pseudonym: string | null;
  /** If not, the same request goes on. */
  readonly complete: boolean;
}

/** Somebody has been named anew since it was stated whose pseudonyms go. */
class NamedMeanwhile extends Error {}

/** Erases people: who they are, and whatever names them, but for what was done, which a pseudonym has done then. */
export class Erasure {
  constructor(private readonly parts: ErasureParts) {}

  /** Changes nothing. @throws PersonUnderLegalHold */
  async survey(person: Person): Promise<PersonalRecords> {
    const { database } = this.parts;
    return database.transaction(async (tx) => {
      await requireFreePerson(tx, { person: person.id, unit: person.unit });
      return recordsOf(tx, person.id);
    });
  }

  /**
   * From the first step on the person may not call; then their uploads end, their lessons go, and in one transaction
   * everything else. What breaks off, the same call goes on with. An anchor of the audit trail states the erasure before it is made, so
   * that it can be told from names that somebody has removed from the database.
   *
   * @param lessonsTo undefined where nobody has said it, which is right for somebody who has none
   * @throws PersonUnderLegalHold, LessonsNotPlaced, PersonStillUploading, ReceiverDisabled, ReceiverWithoutUnit,
   *   RevocationNotInForce, StorageUnavailable
   */
  async erase(actor: string, person: Person, lessonsTo: LessonsTo | undefined): Promise<Erased> {
    const { database, handover } = this.parts;
    const found = await this.survey(person);
    if (lessonsTo === undefined && found.assets + found.courses > 0) throw new LessonsNotPlaced(found);
    await this.#begin(actor, person);
    await this.#endUploads(actor, person.id);
    if (lessonsTo !== undefined && lessonsTo !== 'unit') {
      const { complete } = await handover.give(actor, person, lessonsTo);
      if (!complete) return { ...found, pseudonym: null, complete };
    }
    for (let tries = 1; ; tries += 1) {
      const { pseudonym, pseudonyms } = await this.#state(person.id);
      try {
        await database.transaction((tx) => this.#finish(tx, actor, person, lessonsTo, pseudonym, pseudonyms));
        return { ...found, pseudonym, complete: true };
      } catch (error) {
        if (!(error instanceof NamedMeanwhile) || tries === 3) throw error;
      }
    }
  }

  async #begin(actor: string, { id, unit }: Person): Promise<void> {
    const { database, people, audit, revocations } = this.parts;
    await database.transaction(async (tx) => {
      await people.hold(tx, id);
      await requireFreePerson(tx, { person: id, unit });
      await people.disable(tx, id, { isAdministrator: true });
      const revoked = await revocations.revokeAllOf(tx, { viewer: id });
      await audit.append(tx, {
        actor,
        action: 'person.erasure-begun',
        subject: id,
        unit,
        facts: { revoked },
      });
    });
    await revocations.publish();
  }

  async #endUploads(actor: string, owner: string): Promise<void> {
    const { database, uploads, intake } = this.parts;
    for (let cursor: string | undefined; ; ) {
      const page = await uploads.listUnfinished(database.kysely, { owner, limit: 100, cursor });
      for (const { id } of page.items) await intake.end(id, { actor, reason: 'erasure' });
      if (page.nextCursor === null) return;
      cursor = page.nextCursor;
    }
  }

  /** Outside the database, and before anything is removed. */
  async #state(person: string): Promise<{ pseudonym: string; pseudonyms: string[] }> {
    const { database, audit, anchors, clock } = this.parts;
    const named = await database.transaction(async (tx) => ({
      pseudonym: await audit.pseudonymOf(tx, person),
      pseudonyms: await audit.pseudonymsOf(tx, person),
    }));
    await anchors.state({ kind: 'erasure', pseudonyms: named.pseudonyms }, clock.now());
    return named;
  }

  async #finish(
    tx: Transaction,
    actor: string,
    { id: person, unit }: Person,
    lessonsTo: LessonsTo | undefined,
    pseudonym: string,
    pseudonyms: readonly string[],
  ): Promise<void> {
    const { people, audit } = this.parts;
    await people.hold(tx, person);
    await requireFreePerson(tx, { person, unit });
    const { apiKeys, sessions, answers, ...traces } = await recordsOf(tx, person);
    const left = lessonsTo === 'unit' ? 0 : traces.assets + traces.courses;
    if (traces.uploads + left > 0) throw new PersonStillUploading();
    const renamed = { person, pseudonym };
    const accounts = { from: accountOfPerson(person), to: accountOfPerson(pseudonym) };
    await renameAccount(tx, renamed);
    await renameInCatalog(tx, renamed);
    await renameInUsage(tx, { ...renamed, accounts });
    await renameInWebhooks(tx, renamed);
    await renameInLogs(tx, renamed);
    await forgetNotices(tx, person);
    await erasePerson(tx, renamed);
    const facts = { apiKeys, sessions, answers, lessons: lessonsTo === 'unit' ? traces.assets : 0 };
    if (!(await audit.erase(tx, { actor, person, pseudonyms, unit, facts }))) throw new NamedMeanwhile();
  }
}

async function recordsOf(tx: Transaction, person: string): Promise<PersonalRecords> {
  return {
    ...(await tracesOf(tx, person)),
    ...(await credentialsOf(tx, person)),
    answers: await keptAnswersOf(tx, person),
  };
}
