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
import { type Account, findAccount, lockAll, lockPath, subtreeOf, toAccount } from './accounts.js';
import { COUNTERS, countsOf, readDay } from './counters.js';
import { utcDay } from './day.js';
import { post } from './ledger.js';
import { columnsOf } from './limits.js';
import { UnitExists, UnitMisplaced, UnitNotEmpty, UnitNotFound } from './quotas.errors.js';

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
    return this.#insert(tx, unit.id ?? newId('unt'), unit.kind, unit.name, unit.parentId ?? null);
  }

  /** A unit or doctor. @throws UnitNotFound */
  async get(q: Queryable, id: string): Promise<Account> {
    return findAccount(q, id);
  }

  /** What lies below `under`, at any depth, itself not included; without `under` everything. Newest first. */
  async list(
    q: Queryable,
    request: PageRequest & { under?: string | undefined; kinds?: readonly AccountKind[] | undefined },
  ): Promise<Page<Account>> {
    let query = q.selectFrom('accounts').selectAll();
    const { under, kinds } = request;
    if (under !== undefined)
      query = query.where('id', '<>', under).where(sql<boolean>`path @> array[${under}]::text[]`);
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

  /** Removes a unit in which nothing is and nothing ever was. @throws UnitNotFound, UnitNotEmpty */
  async remove(tx: Transaction, id: string): Promise<void> {
    await findAccount(tx, id);
    const used = await sql<{ used: boolean }>`select
        exists (select from accounts where parent_id = ${id}) or
        exists (select from ledger where accounts @> array[${id}]::text[]) or
        exists (select from courses where unit = ${id}) or
        exists (select from api_keys where unit = ${id}) as used`.execute(tx);
    if (used.rows[0]?.used !== false) throw new UnitNotEmpty();
    await tx.deleteFrom('accounts').where('id', '=', id).execute();
  }

  /**
   * Makes sure that a doctor's account stands below `unit`, under this name. Idempotent; a doctor who comes
   * from another unit is moved with all that the account holds.
   *
   * @param enrolment.doctor the subject of the doctor's token
   * @throws UnitNotFound, UnitMisplaced, UnitExists when the subject is the id of a unit
   */
  async enrol(tx: Transaction, enrolment: { doctor: string; name: string; unit: string }): Promise<Account> {
    const { doctor, name, unit } = enrolment;
    const row = await tx.selectFrom('accounts').selectAll().where('id', '=', doctor).executeTakeFirst();
    if (row === undefined) return this.#insert(tx, doctor, 'doctor', name, unit, true);
    if (row.kind !== 'doctor') throw new UnitExists();
    if (row.parentId !== unit) await this.#move(tx, doctor, unit);
    else if (row.name === name) return toAccount(row);
    await tx.updateTable('accounts').set({ name }).where('id', '=', doctor).execute();
    return findAccount(tx, doctor);
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

  async #insert(
    tx: Transaction,
    id: string,
    kind: AccountKind,
    name: string,
    parentId: string | null,
    again = false,
  ): Promise<Account> {
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
    if (row !== undefined) return toAccount(row);
    if (!again || parentId === null) throw new UnitExists();
    return this.enrol(tx, { doctor: id, name, unit: parentId });
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
