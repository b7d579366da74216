import { type Courses, mayChange, type Viewer } from '#libs/catalog';
import type { Database } from '#libs/database';
import { type Caller, Forbidden } from '#libs/http';
import { accountOfPerson, UnitNotFound, type Units } from '#libs/quotas';

/** How far a caller sees: a unit admin's reach is their unit and what lies below it; beyond it is a 404. */
export class Reach {
  constructor(
    private readonly database: Database,
    private readonly units: Units,
    private readonly courses: Courses,
  ) {}

  /** The caller as the catalog wants a viewer: with the path of units above them. */
  async viewer(caller: Caller): Promise<Viewer> {
    const unitPath = caller.unit === null ? [] : await this.units.pathOf(this.database.kysely, caller.unit);
    return { role: caller.role, subject: caller.subject, unit: caller.unit, unitPath };
  }

  /** @throws UnitNotFound when the account lies outside the caller's reach: they are not told that it exists */
  async require(caller: Caller, account: string): Promise<void> {
    if (!(await this.covers(caller, account))) throw new UnitNotFound();
  }

  /** Whether the account lies in the caller's reach; for who sees all of them, also one that is not there. */
  async covers(caller: Caller, account: string): Promise<boolean> {
    if (caller.role === 'admin' || caller.role === 'auditor') return true;
    if (caller.role !== 'unit-admin' || caller.unit === null) return false;
    return this.units.isWithin(this.database.kysely, { account, unit: caller.unit });
  }

  /** Whether an account's limits bind the caller: their own, or a unit's that they stand below. */
  async binds(caller: Caller, account: string): Promise<boolean> {
    if (account === accountOfPerson(caller.subject)) return true;
    if (caller.unit === null) return false;
    return this.units.isWithin(this.database.kysely, { account: caller.unit, unit: account });
  }

  /** Of which subtree a list is: the unit that is asked for, or else all of the caller's reach. @throws UnitNotFound */
  async under(caller: Caller, unit: string | undefined): Promise<string | undefined> {
    const under = unit ?? (caller.role === 'unit-admin' ? (caller.unit ?? '') : undefined);
    if (under !== undefined) await this.requireUnit(caller, under);
    return under;
  }

  /**
   * A unit, not a doctor, that there is: the caller's own, or one in their reach.
   *
   * @throws UnitNotFound
   */
  async requireUnit(caller: Caller, id: string): Promise<void> {
    if (id !== caller.unit) await this.require(caller, id);
    const { kind } = await this.units.get(this.database.kysely, id);
    if (kind === 'doctor') throw new UnitNotFound();
  }

  /**
   * Only who may change a course may put assets into it.
   *
   * @throws CourseNotFound when the caller may not even see it
   */
  async requireCourse(caller: Caller, id: string): Promise<void> {
    const viewer = await this.viewer(caller);
    const course = await this.courses.visibleTo(this.database.kysely, viewer, id);
    if (!(await mayChange(this.database.kysely, viewer, course))) {
      throw new Forbidden('Only who may change a course may put assets into it.');
    }
  }

  /** Limits come from above: a unit admin sets those of what lies below, never their own unit's. */
  async requireAbove(caller: Caller, account: string): Promise<void> {
    await this.require(caller, account);
    if (caller.role !== 'admin' && caller.unit === account)
      throw new Forbidden('The limits of your own unit are set by the unit above it.');
  }
}
