import { type RawBuilder, sql } from 'kysely';
import {
  advisoryLock,
  type ExpectedVersion,
  fetchPage,
  holdExternalId,
  type Language,
  type Page,
  type PageRequest,
  type Queryable,
  requireVersion,
  type Role,
  type Transaction,
} from '#libs/database';
import { type Clock, systemClock } from '#libs/kernel';
import {
  AssignedByAdministrator,
  DisabledByAdministrator,
  EmailTaken,
  PersonChanged,
  PersonDisabled,
} from './identity.errors.js';

/** Since when somebody may not call, and whether that was an administrator's decision. */
export interface Disabling {
  readonly byAdministrator: boolean;
  readonly disabledAt: Date;
}

/** Somebody who has called, is expected, or is disabled. */
export interface Person {
  /** The subject of their tokens. */
  readonly id: string;
  readonly name: string | null;
  /** What they may do: as assigned here, or else as their token said last; null where nobody knows. */
  readonly role: Role | null;
  /** Where their account stands, or will. */
  readonly unit: string | null;
  readonly assignedRole: Role | null;
  readonly assignedUnit: string | null;
  /** As their token said last. */
  readonly tokenRole: Role | null;
  readonly externalId: string | null;
  readonly email: string | null;
  /** Whether they can sign in with a password. */
  readonly hasPassword: boolean;
  readonly disabledAt: Date | null;
  /** To the hour. */
  readonly lastSeenAt: Date | null;
  readonly createdAt: Date;
  readonly version: number;
  /** Bytes of their originals, of what was made of them, and how many assets that is; those in the trash count. */
  readonly usedBytes: number;
  readonly derivedBytes: number;
  readonly assets: number;
}

export interface PeopleFilters {
  /** Words that id, name or external id contain, whatever their case. */
  readonly q?: string | undefined;
  readonly role?: Role | undefined;
  /** Those whose unit is this one or lies below it. */
  readonly under?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly externalId?: string | undefined;
}

/** Who calls, by their credentials. */
export interface Credentials {
  readonly subject: string;
  readonly name: string;
  readonly role: Role;
  readonly unit: string | null;
  readonly apiKey?: string | undefined;
  /** Whether that is what stands of them here, and nobody else's word. */
  readonly isLocal?: boolean | undefined;
  /** Where they get mails; left out, what was said last stays. */
  readonly email?: string | undefined;
}

/** Who somebody is that has been let in. */
interface Admitted {
  readonly subject: string;
  readonly role: Role;
  /** The version of the person that they were judged by; undefined of whoever has not been admitted. */
  readonly personVersion?: number | undefined;
}

/** What a list says of somebody, such as the platform's; what is left out stays. */
export interface Listed {
  readonly id: string;
  readonly name?: string | undefined;
  readonly role?: Role | undefined;
  readonly unit?: string | undefined;
  readonly externalId?: string | undefined;
}

/** What an administrator says of somebody; null leaves it to their token again. */
export interface Assignment {
  readonly role?: Role | null | undefined;
  readonly unit?: string | null | undefined;
}

/** How somebody wishes to be written to. */
export interface Wishes {
  /** As their token said last; null where it said none. */
  readonly email: string | null;
  /** null where they have not said. */
  readonly language: Language | null;
  /** The kinds of notices that they do not want. */
  readonly mutedNotices: readonly string[];
}

const HOUR_MS = 3_600_000;

/**
 * Who may call. People come from the identity provider, and are recorded when they are first seen; what an administrator
 * says of their role or unit holds against what their tokens say.
 */
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
   * Lets somebody in whose credentials hold, notes that they were seen, and says what they are here: as assigned, or else
   * as their credentials say. An API key never says more than its owner is assigned.
   *
   * @throws PersonDisabled
   */
  async admit<C extends Credentials>(
    q: Queryable,
    credentials: C,
  ): Promise<C & { readonly personVersion: number }> {
    const { subject } = credentials;
    // One query for everybody who has been here before.
    const known = await q
      .selectFrom('people')
      .leftJoin('disabledPeople', 'disabledPeople.subject', 'people.id')
      .select([
        'name',
        'role',
        'unit',
        'assignedRole',
        'assignedUnit',
        'lastSeenAt',
        'version',
        'mailAddress',
      ])
      .select('disabledPeople.byAdministrator as isDisabledByAdministrator')
      .where('id', '=', subject)
      .executeTakeFirst();
    const admitted = {
      ...credentials,
      role: roleOf(credentials, known?.assignedRole ?? null),
      unit: known?.assignedUnit ?? credentials.unit,
      personVersion: known?.version ?? 1,
    };
    if (known === undefined || known.isDisabledByAdministrator !== null)
      await this.requireEnabled(q, { subject, isAdministrator: admitted.role === 'admin' });
    if (known === undefined || this.#isNews(known, credentials)) await this.#see(q, credentials);
    return admitted;
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

  /**
   * As `requireEnabled`, and it stays so until `tx` ends: whoever disables them, or says what they are, waits, and then
   * finds what was begun here.
   *
   * @throws PersonDisabled; PersonChanged where something was said of them since they were admitted
   */
  async holdStanding(tx: Transaction, { subject, role, personVersion }: Admitted): Promise<void> {
    await advisoryLock(tx, lockOf(subject), { shared: true });
    // Also against lists, which take no lock of each of their people.
    const person = await tx
      .selectFrom('people')
      .select('version')
      .where('id', '=', subject)
      .forShare()
      .executeTakeFirst();
    if (personVersion !== undefined && person !== undefined && person.version !== personVersion)
      throw new PersonChanged();
    await this.requireEnabled(tx, { subject, isAdministrator: role === 'admin' });
  }

  /** Of many at once, by their ids, the version that each is at. */
  async versionsAmong(q: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await q
      .selectFrom('people')
      .select(['id', 'version'])
      .where('id', '=', sql<string>`any(${[...ids]})`)
      .execute();
    return new Map(rows.map(({ id, version }) => [id, version]));
  }

  /** Those that are known, newest first. @throws InvalidCursor */
  async list(q: Queryable, request: PageRequest & PeopleFilters): Promise<Page<Person>> {
    const { role, under, disabled, externalId } = request;
    let query = peopleOf(q);
    for (const word of wordsOf(request.q ?? ''))
      query = query.where('people.searchText', 'like', `%${word.replace(/[\\%_]/g, '\\$&')}%`);
    if (role !== undefined) query = query.where(sql<boolean>`${ROLE} = ${role}`);
    if (under !== undefined)
      query = query.where(
        sql<boolean>`${UNIT} in (select u.id from accounts u where u.path @> array[${under}]::text[])`,
      );
    if (disabled !== undefined)
      query = query.where('disabledPeople.subject', disabled ? 'is not' : 'is', null);
    if (externalId !== undefined) query = query.where('people.externalId', '=', externalId);
    return fetchPage(query, 'people', request);
  }

  /** undefined for somebody nobody has heard of. */
  async find(q: Queryable, id: string): Promise<Person | undefined> {
    return peopleOf(q).where('people.id', '=', id).executeTakeFirst();
  }

  /** Those of `ids` that are known. */
  async among(q: Queryable, ids: readonly string[]): Promise<Person[]> {
    return peopleOf(q)
      .where('people.id', '=', sql<string>`any(${[...ids]})`)
      .execute();
  }

  /**
   * Begins an edit of somebody, known or not: nobody else edits them until `tx` ends.
   *
   * @throws VersionConflict
   */
  async hold(tx: Transaction, id: string, expected?: ExpectedVersion): Promise<Person> {
    await advisoryLock(tx, lockOf(id));
    await this.know(tx, id);
    const person = await peopleOf(tx).where('people.id', '=', id).executeTakeFirstOrThrow();
    requireVersion(person.version, expected);
    return person;
  }

  /** Ends an edit: the version counts it. */
  async edited(tx: Transaction, id: string): Promise<void> {
    await tx
      .updateTable('people')
      .set((eb) => ({ version: eb('version', '+', 1) }))
      .where('id', '=', id)
      .execute();
  }

  /**
   * Says what somebody is, whatever their tokens say; what is left out stays.
   *
   * @param person as `hold` returned them
   * @throws AssignedByAdministrator
   */
  async assign(
    tx: Transaction,
    person: Person,
    { role, unit }: Assignment,
    by: { isAdministrator: boolean },
  ): Promise<void> {
    const { assignedByAdministrator } = await tx
      .selectFrom('people')
      .select('assignedByAdministrator')
      .where('id', '=', person.id)
      .executeTakeFirstOrThrow();
    if (assignedByAdministrator && !by.isAdministrator) throw new AssignedByAdministrator();
    const assignedRole = role === undefined ? person.assignedRole : role;
    const assignedUnit = unit === undefined ? person.assignedUnit : unit;
    const isAny = assignedRole !== null || assignedUnit !== null;
    await tx
      .updateTable('people')
      .set({ assignedRole, assignedUnit, assignedByAdministrator: isAny && by.isAdministrator })
      .where('id', '=', person.id)
      .execute();
  }

  /** @param person as `hold` returned them @throws ExternalIdTaken */
  async setExternalId(tx: Transaction, person: Person, externalId: string | null): Promise<void> {
    const { id, name, unit } = person;
    if (externalId !== null) await holdExternalId(tx, 'people', { id, externalId, unit });
    const searchText = searchTextOf({ id, name, externalId });
    await tx.updateTable('people').set({ externalId, searchText }).where('id', '=', id).execute();
  }

  /** Until a token says another one. @param person as `hold` returned them */
  async setName(tx: Transaction, { id }: Person, name: string): Promise<void> {
    const { externalId } = await tx
      .selectFrom('people')
      .select('externalId')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const searchText = searchTextOf({ id, name, externalId });
    await tx.updateTable('people').set({ name, searchText }).where('id', '=', id).execute();
  }

  /** @param person as `hold` returned them @throws EmailTaken */
  async setEmail(tx: Transaction, { id }: Person, email: string | null): Promise<void> {
    if (email !== null) {
      await advisoryLock(tx, 'e-mail addresses');
      const other = await tx
        .selectFrom('people')
        .select('id')
        .where('id', '<>', id)
        .where((eb) =>
          eb.or([
            eb(sql<string>`lower(email)`, '=', email.toLowerCase()),
            eb(sql<string>`lower(id)`, '=', email.toLowerCase()),
          ]),
        )
        .executeTakeFirst();
      if (other !== undefined) throw new EmailTaken();
    }
    await tx.updateTable('people').set({ email }).where('id', '=', id).execute();
  }

  /** Records what a list says of people, as if their tokens had said it; all of them in one statement. */
  async record(
    tx: Transaction,
    listed: readonly Listed[],
    known: ReadonlyMap<string, Person>,
  ): Promise<void> {
    if (listed.length === 0) return;
    const rows = listed.map(({ id, ...said }) => {
      const before = known.get(id);
      const name = said.name ?? before?.name ?? null;
      const externalId = said.externalId ?? before?.externalId ?? null;
      return {
        id,
        name,
        role: said.role ?? before?.tokenRole ?? null,
        unit: said.unit ?? null,
        externalId,
        searchText: searchTextOf({ id, name, externalId }),
        assignedRole: null,
        assignedUnit: null,
        lastSeenAt: null,
      };
    });
    await tx
      .insertInto('people')
      .values(rows)
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((eb) => ({
          name: eb.ref('excluded.name'),
          role: eb.ref('excluded.role'),
          unit: eb.fn.coalesce('excluded.unit', 'people.unit'),
          externalId: eb.ref('excluded.externalId'),
          searchText: eb.ref('excluded.searchText'),
          version: eb('people.version', '+', 1),
        })),
      )
      .execute();
  }

  /** Idempotent, but an administrator's word counts more than a unit admin's. @returns whether it changed anything */
  async disable(tx: Transaction, subject: string, by: { isAdministrator: boolean }): Promise<boolean> {
    await advisoryLock(tx, lockOf(subject));
    const before = await this.disabling(tx, subject);
    if (before !== undefined && (before.byAdministrator || !by.isAdministrator)) return false;
    const byAdministrator = by.isAdministrator;
    await this.know(tx, subject);
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

  /** An API key's name, role and unit are its own: of its owner it says only that they are there. */
  #isNews(
    known: {
      name: string | null;
      role: Role | null;
      unit: string | null;
      mailAddress: string | null;
      lastSeenAt: Date | null;
    },
    { name, role, unit, email, apiKey, isLocal }: Credentials,
  ): boolean {
    const now = this.#clock.now().getTime();
    if (known.lastSeenAt === null || now - known.lastSeenAt.getTime() >= HOUR_MS) return true;
    if (apiKey !== undefined || isLocal === true) return false;
    if (email !== undefined && addressIn(email) !== known.mailAddress) return true;
    return known.name !== name || known.role !== role || known.unit !== unit;
  }

  async #see(
    q: Queryable,
    { subject: id, name, role, unit, email, apiKey, isLocal }: Credentials,
  ): Promise<void> {
    const lastSeenAt = this.#clock.now();
    const said = { name, role, unit, ...(email !== undefined && { mailAddress: addressIn(email) }) };
    await q
      .insertInto('people')
      .values({
        id,
        ...said,
        assignedRole: null,
        assignedUnit: null,
        externalId: null,
        searchText: searchTextOf({ id, name, externalId: null }),
        lastSeenAt,
      })
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((eb) => {
          if (isLocal === true) return { lastSeenAt };
          if (apiKey !== undefined)
            return {
              name: eb.fn.coalesce('people.name', 'excluded.name'),
              role: eb.fn.coalesce('people.role', 'excluded.role'),
              unit: eb.fn.coalesce('people.unit', 'excluded.unit'),
              lastSeenAt,
            };
          const searchText = sql<string>`excluded.search_text
            || case when people.external_id is null then ''
                 else e'\n' || lower(normalize(people.external_id, NFKC)) end`;
          return { ...said, searchText, lastSeenAt };
        }),
      )
      .execute();
  }

  /** Where somebody gets mails, as the identity provider has just said. */
  async setMailAddress(tx: Transaction, id: string, email: string): Promise<void> {
    await this.know(tx, id);
    await tx
      .updateTable('people')
      .set({ mailAddress: addressIn(email) })
      .where('id', '=', id)
      .execute();
  }

  /** How somebody wishes to be written to; as nobody has wished of whom nothing is known. */
  async wishes(q: Queryable, id: string): Promise<Wishes> {
    const row = await q
      .selectFrom('people')
      .select((eb) => eb.fn.coalesce('mailAddress', 'email').as('email'))
      .select(['language', 'mutedNotices'])
      .where('id', '=', id)
      .executeTakeFirst();
    return row ?? { email: null, language: null, mutedNotices: [] };
  }

  /** Changes what is named. */
  async wish(tx: Transaction, id: string, change: Partial<Omit<Wishes, 'email'>>): Promise<void> {
    await this.know(tx, id);
    const { language, mutedNotices } = change;
    if (language === undefined && mutedNotices === undefined) return;
    await tx
      .updateTable('people')
      .set({
        ...(language !== undefined && { language }),
        ...(mutedNotices !== undefined && { mutedNotices: [...mutedNotices] }),
      })
      .where('id', '=', id)
      .execute();
  }

  /** Makes sure that somebody is listed who has not come yet. Idempotent. */
  async know(tx: Transaction, id: string): Promise<void> {
    await tx
      .insertInto('people')
      .values({
        id,
        name: null,
        role: null,
        unit: null,
        assignedRole: null,
        assignedUnit: null,
        externalId: null,
        searchText: searchTextOf({ id, name: null, externalId: null }),
        lastSeenAt: null,
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  }
}

const ROLE: RawBuilder<Role | null> = sql`coalesce(people.assigned_role, people.role)`;
const UNIT: RawBuilder<string | null> = sql`coalesce(accounts.parent_id, people.assigned_unit, people.unit)`;

function peopleOf(q: Queryable) {
  return q
    .selectFrom('people')
    .leftJoin('accounts', (join) => join.on(sql<boolean>`accounts.id = '@' || people.id`))
    .leftJoin('disabledPeople', 'disabledPeople.subject', 'people.id')
    .leftJoin('passwords', 'passwords.subject', 'people.id')
    .select(['people.id', 'people.createdAt', 'people.version', 'people.lastSeenAt', 'people.externalId'])
    .select(['people.email', sql<boolean>`passwords.subject is not null`.as('hasPassword')])
    .select(['people.assignedRole', 'people.assignedUnit', 'people.role as tokenRole'])
    .select('disabledPeople.disabledAt')
    .select((eb) => [
      ROLE.as('role'),
      UNIT.as('unit'),
      eb.fn.coalesce('people.name', 'accounts.name').as('name'),
      eb.fn.coalesce('accounts.usedBytes', sql<number>`0`).as('usedBytes'),
      eb.fn.coalesce('accounts.derivedBytes', sql<number>`0`).as('derivedBytes'),
      eb.fn.coalesce('accounts.assets', sql<number>`0`).as('assets'),
    ]);
}

/** An owner who is no administrator any more has no keys of one; who is one may give a script less. */
function roleOf({ role, apiKey }: Credentials, assigned: Role | null): Role {
  if (assigned === null) return role;
  const isLess = role === 'doctor' || assigned === 'admin';
  return apiKey !== undefined && isLess ? role : assigned;
}

/** A plain address, or none: whoever writes to it has not to look at it again. */
function addressIn(text: string): string | null {
  return text.length <= 254 && /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/.test(text) ? text : null;
}

function searchTextOf(of: { id: string; name: string | null; externalId: string | null }): string {
  return [of.id, of.name, of.externalId]
    .filter((part) => part !== null)
    .map(normalise)
    .join('\n');
}

function wordsOf(query: string): string[] {
  return normalise(query).split(/\s+/u).filter(Boolean).slice(0, 10);
}

/** Full-width and half-width, upper and lower case, composed and decomposed forms become one. */
function normalise(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function lockOf(subject: string): string {
  return `person ${subject}`;
}
