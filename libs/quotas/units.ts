import { sql } from 'kysely';
import {
  type AccountKind,
  type ExpectedVersion,
  fetchPage,
  type Page,
  type PageRequest,
  type Queryable,
  requireVersion,
  type Transaction,
  VersionConflict,
} from '#libs/database';
import { type Clock, newId, recordOf, systemClock } from '#libs/kernel';
import {
  type Account,
  accountOfPerson,
  findAccount,
  lockAll,
  lockPath,
  subtreeOf,
  toAccount,
} from './accounts.js';
import { ACCOUNT_COUNTERS, COUNTERS, countsOf, DAY_COUNTERS, readDay } from './counters.js';
import { utcDay } from './day.js';
import { post } from './ledger.js';
import { columnsOf } from './limits.js';
import { type Holdings, UnitExists, UnitMisplaced, UnitNotEmpty, UnitNotFound } from './quotas.errors.js';

const KINDS: readonly AccountKind[] = ['region', 'county', 'hospital', 'department', 'doctor'];

export type UnitKind = Exclude<AccountKind, 'doctor'>;

/** The tree of units and doctors. */
export class Units {
  readonly #clock: Clock;

  constructor(options: { clock?: Clock } = {}) {
    this.#clock = options.clock ?? systemClock;
  }

  /**
   * Makes a unit: a region without a parent, the others below a larger kind (levels may be skipped).
   *
   * @throws UnitNotFound for the parent, UnitMisplaced, UnitExists
   */
  async create(
    tx: Transaction,
    unit: {
      id?: string | undefined;
      kind: UnitKind;
      name: string;
      parentId?: string | null | undefined;
    },
  ): Promise<Account> {
    const { id = newId('unt'), kind, name, parentId = null } = unit;
    const created = await this.#insert(tx, id, kind, name, parentId);
    if (created === undefined) throw new UnitExists();
    return created;
  }

  /** A unit, or a person's account. @throws UnitNotFound */
  async get(q: Queryable, id: string): Promise<Account> {
    return findAccount(q, id);
  }

  /** What lies below `under`, at any depth, itself not included; without `under` everything. Newest first. */
  async list(
    q: Queryable,
    request: PageRequest & {
      under?: string | undefined;
      /** Only those directly below it; null for those below none. */
      parent?: string | null | undefined;
      kinds?: readonly AccountKind[] | undefined;
    },
  ): Promise<Page<Account>> {
    let query = q.selectFrom('accounts').selectAll();
    const { under, parent, kinds } = request;
    if (under !== undefined)
      query = query.where('id', '<>', under).where(sql<boolean>`path @> array[${under}]::text[]`);
    if (parent !== undefined) query = query.where('parentId', 'is not distinct from', parent);
    if (kinds !== undefined) query = query.where('kind', 'in', [...kinds]);
    const page = await fetchPage(query, 'accounts', request);
    return { ...page, items: page.items.map(toAccount) };
  }

  /**
   * Renames a unit or moves it with everything below it; where nothing is named, the version stays. What it holds counts above its new place from then
   * on, and not above the old one, even where that is over a limit there.
   *
   * @throws UnitNotFound, UnitMisplaced, VersionConflict
   */
  async update(
    tx: Transaction,
    id: string,
    change: { name?: string | undefined; parentId?: string | undefined },
    options: { expectedVersion?: ExpectedVersion | undefined } = {},
  ): Promise<Account> {
    const before = await findAccount(tx, id);
    requireVersion(before.version, options.expectedVersion);
    if (Object.values(change).every((value) => value === undefined)) return before;
    if (change.parentId !== undefined && change.parentId !== before.parentId)
      await this.#move(tx, id, change.parentId);
    const row = await tx
      .updateTable('accounts')
      .set((eb) => ({ name: change.name ?? before.name, version: eb('version', '+', 1) }))
      .where('id', '=', id)
      .where('version', '=', before.version)
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) throw new VersionConflict([before.version], before.version + 1);
    return toAccount(row);
  }

  /**
   * Removes a unit that holds nothing. What the ledger says of it stays; another unit may have its id later.
   *
   * @returns what it was
   * @throws UnitNotFound, also for a person; UnitNotEmpty, VersionConflict
   */
  async remove(
    tx: Transaction,
    id: string,
    options: { expectedVersion?: ExpectedVersion | undefined } = {},
  ): Promise<Account> {
    const unit = (await lockPath(tx, id)).at(-1);
    if (unit === undefined || unit.kind === 'doctor') throw new UnitNotFound();
    requireVersion(unit.version, options.expectedVersion);
    // Whoever puts something into it right now holds a lock on its row, and is waited for.
    await tx.selectFrom('accounts').select('id').where('id', '=', id).forUpdate().execute();
    await requireEmpty(tx, unit);
    // Of what came to its end the rows are left, which nobody sees any more.
    await tx.deleteFrom('uploads').where('unit', '=', id).execute();
    await tx.deleteFrom('courses').where('unit', '=', id).execute();
    await tx.updateTable('apiKeys').set({ unit: null }).where('unit', '=', id).execute();
    await this.#closeDay(tx, id);
    await tx.deleteFrom('accounts').where('id', '=', id).execute();
    return unit;
  }

  /**
   * Makes sure that a doctor's account stands below `unit`, under this name. Idempotent; a doctor who comes
   * from another unit is moved with all that the account holds.
   *
   * @param enrolment.doctor the subject of the doctor's token
   * @throws UnitNotFound, UnitMisplaced
   */
  async enrol(tx: Transaction, enrolment: { doctor: string; name: string; unit: string }): Promise<Account> {
    const { name, unit } = enrolment;
    const id = accountOfPerson(enrolment.doctor);
    const row = await tx.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined)
      return (await this.#insert(tx, id, 'doctor', name, unit)) ?? this.enrol(tx, enrolment);
    if (row.parentId !== unit) await this.#move(tx, id, unit);
    else if (row.name === name) return toAccount(row);
    await tx.updateTable('accounts').set({ name }).where('id', '=', id).execute();
    return findAccount(tx, id);
  }

  /**
   * Makes the account of a person who has not come yet, below the unit in which they are expected: `enrol` makes it
   * theirs, and moves it where their token names another unit. Somebody who is known stays as they are.
   *
   * @throws UnitNotFound, UnitMisplaced
   */
  async expect(tx: Transaction, expected: { person: string; unit: string }): Promise<void> {
    const { person, unit } = expected;
    await this.#insert(tx, accountOfPerson(person), 'doctor', person, unit);
  }

  /** Those of `ids` that are units, and no people's accounts. */
  async among(q: Queryable, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await q
      .selectFrom('accounts')
      .select('id')
      .where('id', '=', sql<string>`any(${[...ids]})`)
      .where('kind', '<>', 'doctor')
      .execute();
    return new Set(rows.map(({ id }) => id));
  }

  /** The unit right above an account; undefined where the account is not there, or nothing stands above it. */
  async parentOf(q: Queryable, id: string): Promise<string | undefined> {
    const row = await q.selectFrom('accounts').select('parentId').where('id', '=', id).executeTakeFirst();
    return row?.parentId ?? undefined;
  }

  /** The account that an id means which may be a unit's or a person's: the unit's where there are both, or neither. */
  async resolve(q: Queryable, id: string): Promise<string> {
    const person = accountOfPerson(id);
    const rows = await q.selectFrom('accounts').select('id').where('id', 'in', [id, person]).execute();
    return rows.length === 1 && rows[0]?.id === person ? person : id;
  }

  /** Whether an account is `unit` or lies below it; false when either is unknown. */
  async isWithin(q: Queryable, question: { account: string; unit: string }): Promise<boolean> {
    const found = await q
      .selectFrom('accounts')
      .select('id')
      .where('id', '=', question.account)
      .where(sql<boolean>`path @> array[${question.unit}]::text[]`)
      .executeTakeFirst();
    return found !== undefined;
  }

  /** The ids from the root to this account. @throws UnitNotFound */
  async pathOf(q: Queryable, id: string): Promise<readonly string[]> {
    return (await findAccount(q, id)).path;
  }

  /** Undefined where the id has been taken. */
  async #insert(
    tx: Transaction,
    id: string,
    kind: AccountKind,
    name: string,
    parentId: string | null,
  ): Promise<Account | undefined> {
    // The parent's lock keeps it from being moved before the new path is written. Those above it are locked
    // too, root first: what counts in the same transaction wants them next, and would wait in a circle.
    const parent = parentId === null ? undefined : (await lockPath(tx, parentId)).at(-1);
    requirePlace(kind, parent);
    const row = await tx
      .insertInto('accounts')
      .values({
        id,
        kind,
        name,
        parentId,
        path: [...(parent?.path ?? []), id],
        ...columnsOf({}),
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returningAll()
      .executeTakeFirst();
    return row === undefined ? undefined : toAccount(row);
  }

  /** What was counted today goes with the unit: a later one of its id begins at nothing, also by the ledger. */
  async #closeDay(tx: Transaction, id: string): Promise<void> {
    const day = utcDay(this.#clock);
    const counted = (await readDay(tx, [id], day)).get(id);
    if (counted === undefined || DAY_COUNTERS.every((counter) => counted[counter] === 0)) return;
    const amounts = recordOf(DAY_COUNTERS, (counter) => -counted[counter]);
    await post(tx, { kind: 'move', account: id, accounts: [id], day, amounts });
  }

  async #move(tx: Transaction, id: string, parentId: string): Promise<void> {
    const { account, parent } = await lockMove(tx, id, parentId);
    requirePlace(account.kind, parent);
    if (parent.path.includes(account.id)) throw new UnitMisplaced();
    await this.#moveCounters(tx, account, account.path.slice(0, -1), parent.path);
    await sql`update accounts set
        path = ${[...parent.path]}::text[] || path[${account.path.length}::integer:],
        parent_id = case when id = ${account.id} then ${parentId} else parent_id end
      where path @> array[${account.id}]::text[]`.execute(tx);
  }

  async #moveCounters(
    tx: Transaction,
    account: Account,
    from: readonly string[],
    to: readonly string[],
  ): Promise<void> {
    const day = utcDay(this.#clock);
    const today = await readDay(tx, [account.id], day);
    const amounts = countsOf(account, today.get(account.id));
    if (COUNTERS.every((counter) => amounts[counter] === 0)) return;
    const negative = recordOf(COUNTERS, (counter) => -amounts[counter]);
    const entry = { kind: 'move', account: account.id, day } as const;
    await post(tx, { ...entry, accounts: from.filter((id) => !to.includes(id)), amounts: negative });
    await post(tx, { ...entry, accounts: to.filter((id) => !from.includes(id)), amounts });
  }
}

/** Locks an account, everything below it, and everything above its old and its new place. */
async function lockMove(
  tx: Transaction,
  id: string,
  parentId: string,
): Promise<{ account: Account; parent: Account }> {
  for (;;) {
    const seen = [await findAccount(tx, id), await findAccount(tx, parentId)];
    const locked = await lockAll(tx, [...(await subtreeOf(tx, id)), ...seen.flatMap(({ path }) => path)]);
    const account = locked.get(id);
    const parent = locked.get(parentId);
    if (account === undefined || parent === undefined) throw new UnitNotFound();
    // Somebody may have moved a unit above while this waited: then look again.
    if ([...account.path, ...parent.path].every((ancestor) => locked.has(ancestor)))
      return { account, parent };
  }
}

/** @throws UnitMisplaced */
function requirePlace(kind: AccountKind, parent: Account | undefined): void {
  const fits = parent === undefined ? kind === 'region' : KINDS.indexOf(parent.kind) < KINDS.indexOf(kind);
  if (!fits) throw new UnitMisplaced();
}

/** @throws UnitNotEmpty */
async function requireEmpty(tx: Transaction, unit: Account): Promise<void> {
  const { rows } = await sql<Holdings>`select
      (select count(*) from accounts where parent_id = ${unit.id} and kind <> 'doctor') as units,
      (select count(*) from accounts where parent_id = ${unit.id} and kind = 'doctor') as people,
      (select count(*) from courses where unit = ${unit.id} and deleted_at is null) as courses,
      (select count(*) from assets where unit = ${unit.id}) as assets,
      (select count(*) from uploads u where unit = ${unit.id} and (state in ('open', 'finishing')
        or state <> 'completed' and discarded_at is null
        or exists (select from upload_parts where upload = u.id))) as uploads,
      (select count(*) from api_keys where unit = ${unit.id} and revoked_at is null
        and (expires_at is null or expires_at > now())) as api_keys,
      (select count(*) from webhook_endpoints where unit = ${unit.id}) as webhooks`.execute(tx);
  const held = Object.entries(rows[0] ?? {}).filter(([, count]) => count > 0);
  if (held.length > 0) throw new UnitNotEmpty(Object.fromEntries(held));
  // Nothing is there, and yet something is counted: to be recomputed first.
  const counted = ACCOUNT_COUNTERS.filter((counter) => unit[counter] !== 0);
  if (counted.length > 0) throw new UnitNotEmpty({});
}
