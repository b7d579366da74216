import type { Audit } from '#libs/audit';
import type { Assets, Courses } from '#libs/catalog';
import type { Database, Transaction } from '#libs/database';
import type { People, Person } from '#libs/identity';
import { accountOfPerson, type Quotas, type Units } from '#libs/quotas';
import type { Revocations } from '../playback/revocations.js';
import { ReceiverDisabled, ReceiverWithoutUnit } from './people.errors.js';

export interface HandoverParts {
  readonly database: Database;
  readonly assets: Assets;
  readonly courses: Courses;
  readonly quotas: Quotas;
  readonly units: Units;
  readonly people: People;
  readonly audit: Audit;
  readonly revocations: Revocations;
}

/** What one call gave; where it is not complete, the same call goes on. */
export interface Given {
  readonly assets: number;
  readonly courses: number;
  readonly bytes: number;
  readonly complete: boolean;
}

/** Counters of both people, and of all units above them, are locked for so long as so many take. */
const BATCH = 100;
/** What one request does at the most. */
const MOST_BATCHES = 20;

/** Gives the lessons of somebody who leaves to somebody who stays, with all that is counted for them. */
export class Handover {
  constructor(private readonly parts: HandoverParts) {}

  /**
   * Courses and assets, those in the trash too and with all their takes, in transactions of a hundred: each is whole by itself, and where one is
   * the last that gets through, the same call goes on. Uploads under way stay whose they are.
   *
   * @throws ReceiverDisabled, ReceiverWithoutUnit, UnitNotFound, RevocationNotInForce
   */
  async give(actor: string, from: Person, to: Person): Promise<Given> {
    const { database, revocations } = this.parts;
    const given = { assets: 0, courses: 0, bytes: 0, complete: false };
    for (let batch = 0; batch < MOST_BATCHES && !given.complete; batch += 1) {
      const { assets, bytes, courses } = await database.transaction((tx) => this.batch(tx, actor, from, to));
      given.assets += assets;
      given.bytes += bytes;
      given.courses += courses;
      given.complete = assets < BATCH;
    }
    if (given.assets > 0 || given.courses > 0) await revocations.publish();
    return given;
  }

  private async batch(
    tx: Transaction,
    actor: string,
    from: Person,
    to: Person,
  ): Promise<{ assets: number; bytes: number; courses: number }> {
    const { assets, courses, quotas, people, audit, revocations } = this.parts;
    if ((await people.disabling(tx, to.id)) !== undefined) throw new ReceiverDisabled();
    const account = await this.accountOf(tx, to);
    const moved = { from: from.id, to: to.id };
    const coursesMoved = await courses.give(tx, moved);
    const { count, ids, bytes } = await assets.give(tx, { ...moved, account, limit: BATCH });
    await quotas.moveOriginals(tx, { assets: ids, to: account });
    await revocations.revokeUnseen(tx, ids);
    if (count > 0 || coursesMoved > 0)
      await audit.append(tx, {
        actor,
        action: 'person.transferred',
        subject: from.id,
        unit: from.unit,
        facts: { to: to.id, assets: count, courses: coursesMoved, bytes },
      });
    return { assets: count, bytes, courses: coursesMoved };
  }

  private async accountOf(tx: Transaction, { id, unit }: Person): Promise<string> {
    const { units } = this.parts;
    const account = accountOfPerson(id);
    if ((await units.parentOf(tx, account)) !== undefined) return account;
    if (unit === null) throw new ReceiverWithoutUnit();
    await units.expect(tx, { person: id, unit });
    return account;
  }
}
