import { sql } from 'kysely';
import { type ExpectedVersion, type Queryable, requireVersion, type Transaction } from '#libs/database';
import { type Clock, recordOf, systemClock } from '#libs/kernel';
import {
  type Account,
  findAccount,
  idOfAccount,
  lockAll,
  lockPath,
  readPath,
  toAccount,
} from './accounts.js';
import { AMOUNTS, ASSET_COUNTERS, type AssetCounts, readDay } from './counters.js';
import { utcDay } from './day.js';
import { post } from './ledger.js';
import { columnsOf, type Limits, type LimitsWish, ROOM_LIMITS, type RoomRequest } from './limits.js';
import { ReservationMismatch, ReservationNotHeld, UnitNotFound } from './quotas.errors.js';
import { countHeld } from './held-reservations.js';
import { type PersonBounds, requireWithinBounds } from './person-bounds.js';
import { type QuotaStatus, statusOf } from './quota-status.js';
import { type Recount, recount } from './recount.js';
import { isLimitedByDay, requireRoom } from './room.js';

/** Quota held by an unfinished upload. */
export interface Reservation {
  /** The upload's id. */
  readonly id: string;
  readonly account: string;
  readonly bytes: number;
  readonly assets: number;
  readonly expiresAt: Date;
}

/**
 * What units and doctors may hold, and hold. Limits bind originals (stored and reserved); what is made from
 * them is counted apart. Every change is an entry in an append-only ledger, made under locks on the account
 * and all units above it, root first: however many ask at once, none gets a byte over a limit.
 */
export class Quotas {
  readonly #clock: Clock;
  readonly #perPerson: PersonBounds | undefined;

  /** @param options.perPerson no bounds of a person unless said */
  constructor(options: { clock?: Clock; perPerson?: PersonBounds } = {}) {
    this.#clock = options.clock ?? systemClock;
    this.#perPerson = options.perPerson;
  }

  /**
   * Holds quota for an upload, on the account and everything above it. The same call again changes nothing.
   *
   * @throws QuotaExceeded, DailyQuotaExceeded, AssetQuotaExceeded, FileTooLarge naming the unit that binds
   * @throws TooManyOpenUploads, TooManyBytesReserved where there is room, but not for one person
   * @throws ReservationMismatch when the id is another reservation's; ReservationNotHeld when it has ended
   * @throws UnitNotFound
   */
  async reserve(
    tx: Transaction,
    request: { reservation: string; account: string; bytes: number; assets: number; expiresAt: Date },
  ): Promise<void> {
    const { reservation, account, bytes, assets, expiresAt } = request;
    const path = await lockPath(tx, account);
    const known = await tx
      .selectFrom('reservations')
      .selectAll()
      .where('id', '=', reservation)
      .executeTakeFirst();
    if (known !== undefined) {
      if (known.state !== 'held') throw new ReservationNotHeld();
      if (known.account !== account || known.bytes !== bytes || known.assets !== assets)
        throw new ReservationMismatch();
      return;
    }
    const day = utcDay(this.#clock);
    await this.#requireRoom(tx, path, day, { uploads: 1, bytes, assets, fileBytes: bytes });
    await tx
      .insertInto('reservations')
      .values({ id: reservation, account, bytes, assets, day, dayBytes: bytes, expiresAt, endedAt: null })
      .execute();
    await post(tx, {
      kind: 'reserve',
      account,
      accounts: idsOf(path),
      reservation,
      day,
      amounts: AMOUNTS.reserve({ bytes, assets }),
    });
  }

  /**
   * Raises a held reservation to `bytes` in all, for a body whose length is not known; nothing happens when
   * it has as many already.
   *
   * @throws as `reserve`
   */
  async extend(tx: Transaction, request: { reservation: string; bytes: number }): Promise<void> {
    const held = await this.#hold(tx, request.reservation);
    const more = request.bytes - held.bytes;
    if (more <= 0) return;
    const day = utcDay(this.#clock);
    const path = await lockPath(tx, held.account);
    await this.#requireRoom(tx, path, day, { uploads: 0, bytes: more, assets: 0, fileBytes: request.bytes });
    await tx
      .updateTable('reservations')
      .set({ bytes: request.bytes, day, dayBytes: held.day === day ? held.dayBytes + more : more })
      .where('id', '=', held.id)
      .execute();
    await post(tx, {
      kind: 'extend',
      account: held.account,
      accounts: idsOf(path),
      reservation: held.id,
      day,
      amounts: AMOUNTS.extend(more),
    });
  }

  /**
   * Turns a reservation into the bytes of a stored asset; what was reserved beyond them is free again.
   * Exactly once.
   *
   * @throws ReservationNotHeld, or ReservationMismatch when more bytes came than are reserved
   */
  async settle(
    tx: Transaction,
    request: { reservation: string; bytes: number; asset: string },
  ): Promise<void> {
    const held = await this.#hold(tx, request.reservation);
    if (request.bytes > held.bytes) throw new ReservationMismatch();
    await this.#end(tx, held.id, 'settled');
    const path = await lockPath(tx, held.account);
    const returned = this.#returned(held, held.bytes - request.bytes);
    await post(tx, {
      kind: 'settle',
      account: held.account,
      accounts: idsOf(path),
      reservation: held.id,
      asset: request.asset,
      day: returned.day,
      amounts: AMOUNTS.settle(held, request.bytes, returned.bytes),
    });
  }

  /** Gives a reservation back. Idempotent: false, and nothing happens, when it is not held (any more). */
  async release(tx: Transaction, request: { reservation: string }): Promise<boolean> {
    const held = await this.#find(tx, request.reservation);
    if (held === undefined) return false;
    await this.#end(tx, held.id, 'released');
    const path = await lockPath(tx, held.account);
    const { bytes, day } = this.#returned(held, held.bytes);
    await post(tx, {
      kind: 'release',
      account: held.account,
      accounts: idsOf(path),
      reservation: held.id,
      day,
      amounts: AMOUNTS.release(held, bytes),
    });
    return true;
  }

  /** Reservations that are held, by their ids from `after` on. */
  async held(q: Queryable, request: { after?: string | undefined; limit: number }): Promise<Reservation[]> {
    return q
      .selectFrom('reservations')
      .select(['id', 'account', 'bytes', 'assets', 'expiresAt'])
      .where('state', '=', 'held')
      .where('id', '>', request.after ?? '')
      .orderBy('id')
      .limit(request.limit)
      .execute();
  }

  /** Counts bytes that were made from an asset's original. */
  async addDerived(
    tx: Transaction,
    request: { account: string; asset: string; bytes: number },
  ): Promise<void> {
    const { account, asset, bytes } = request;
    const accounts = idsOf(await lockPath(tx, account));
    await post(tx, { kind: 'derive', account, accounts, asset, amounts: AMOUNTS.derive(bytes) });
  }

  /**
   * Takes an asset that is gone off the counters: exactly what the ledger holds for it, original and derived.
   * Idempotent.
   */
  async removeOriginal(
    tx: Transaction,
    request: { asset: string },
  ): Promise<{ usedBytes: number; derivedBytes: number }> {
    const removed = { usedBytes: 0, derivedBytes: 0 };
    for (const { account, asset: _, ...stored } of await this.#holdings(tx, request.asset)) {
      if (ASSET_COUNTERS.every((counter) => stored[counter] === 0)) continue;
      removed.usedBytes += stored.usedBytes;
      removed.derivedBytes += stored.derivedBytes;
      await post(tx, {
        kind: 'remove',
        account,
        accounts: idsOf(await lockPath(tx, account)),
        asset: request.asset,
        amounts: AMOUNTS.remove(stored),
      });
    }
    return removed;
  }

  /**
   * What the ledger holds for two assets of one account changes places, but for so many derived bytes of `asset`, which
   * stay with it.
   */
  async exchange(
    tx: Transaction,
    request: { account: string; asset: string; other: string; keptDerivedBytes: number },
  ): Promise<void> {
    const { account, asset, other, keptDerivedBytes } = request;
    const accounts = idsOf(await lockPath(tx, account));
    const held = await assetHoldings(tx, asset, other);
    const of = (id: string) => held.find((each) => each.asset === id && each.account === account);
    const usedBytes = (of(other)?.usedBytes ?? 0) - (of(asset)?.usedBytes ?? 0);
    const derivedBytes = (of(other)?.derivedBytes ?? 0) + keptDerivedBytes - (of(asset)?.derivedBytes ?? 0);
    const entry = { kind: 'move', account, accounts } as const;
    await post(tx, { ...entry, asset, amounts: { usedBytes, derivedBytes } });
    await post(tx, {
      ...entry,
      asset: other,
      amounts: { usedBytes: -usedBytes, derivedBytes: -derivedBytes },
    });
  }

  /**
   * Counts assets on another account from now on: exactly what the ledger holds for each, original and derived, even
   * where that is over a limit there.
   *
   * @throws UnitNotFound
   */
  async moveOriginals(tx: Transaction, request: { assets: readonly string[]; to: string }): Promise<void> {
    const { to } = request;
    const { held, paths } = await lockHoldings(tx, request.assets, to);
    const target = paths.get(to) ?? [];
    for (const { asset, account, ...stored } of held) {
      if (account === to || ASSET_COUNTERS.every((counter) => stored[counter] === 0)) continue;
      const path = paths.get(account) ?? [];
      const entry = { kind: 'move', asset } as const;
      await post(tx, {
        ...entry,
        account,
        accounts: path.filter((id) => !target.includes(id)),
        amounts: AMOUNTS.remove(stored),
      });
      await post(tx, {
        ...entry,
        account: to,
        accounts: target.filter((id) => !path.includes(id)),
        amounts: recordOf(ASSET_COUNTERS, (counter) => stored[counter]),
      });
    }
  }

  /**
   * Of an account, what those may know whom its limits bind; undefined where it has none. As in a refusal: `limit` in
   * bytes, null where other limits than that of bytes bind.
   *
   * @throws UnitNotFound
   */
  async binding(
    q: Queryable,
    account: string,
  ): Promise<{ account: string; name: string; limit: number | null; used: number } | undefined> {
    const { id, name, limits, usedBytes } = await findAccount(q, account);
    if (ROOM_LIMITS.every((limit) => limits[limit] === null)) return undefined;
    return { account: idOfAccount(id), name, limit: limits.bytes, used: usedBytes };
  }

  /** What an account holds, and what may still come. @throws UnitNotFound */
  async status(q: Queryable, account: string): Promise<QuotaStatus> {
    const path = await readPath(q, account);
    const daily = await readDay(q, idsOf(path), utcDay(this.#clock));
    const open = await countHeld(q, { under: account });
    return statusOf(path, daily, { open, perPerson: this.#perPerson });
  }

  /**
   * Replaces all limits of an account; what it holds already stays, even above a limit.
   *
   * @throws UnitNotFound, VersionConflict
   */
  async setLimits(
    tx: Transaction,
    account: string,
    limits: LimitsWish,
    options: { expectedVersion?: ExpectedVersion | undefined } = {},
  ): Promise<Account> {
    return this.#writeLimits(tx, account, () => limits, options.expectedVersion);
  }

  /** Changes the limits that are named, null for none of its own; the others stay. @throws as `setLimits` */
  async changeLimits(
    tx: Transaction,
    account: string,
    change: LimitsWish,
    options: { expectedVersion?: ExpectedVersion | undefined } = {},
  ): Promise<Account> {
    const named = Object.entries(change).filter(([, value]) => value !== undefined);
    const changed = (limits: Limits) => ({ ...limits, ...Object.fromEntries(named) });
    return this.#writeLimits(tx, account, changed, options.expectedVersion);
  }

  /** Leaves an account to the limits of the units above it. @throws UnitNotFound, VersionConflict */
  async clearLimits(
    tx: Transaction,
    account: string,
    options: { expectedVersion?: ExpectedVersion | undefined } = {},
  ): Promise<Account> {
    return this.setLimits(tx, account, {}, options);
  }

  /**
   * Compares the counters of an account and everything below it with the sums of the ledger. With `correct`
   * (which wants a transaction) the counters that differ are set to the ledger's sums.
   *
   * @throws UnitNotFound
   */
  async recompute(q: Queryable, account: string, options: { correct: boolean }): Promise<Recount> {
    await findAccount(q, account);
    return recount(q, account, utcDay(this.#clock), options.correct);
  }

  async #writeLimits(
    tx: Transaction,
    account: string,
    wanted: (limits: Limits) => LimitsWish,
    expected: ExpectedVersion | undefined,
  ): Promise<Account> {
    const locked = (await lockAll(tx, [account])).get(account);
    if (locked === undefined) throw new UnitNotFound();
    requireVersion(locked.version, expected);
    const row = await tx
      .updateTable('accounts')
      .set((eb) => ({ ...columnsOf(wanted(locked.limits)), version: eb('version', '+', 1) }))
      .where('id', '=', account)
      .returningAll()
      .executeTakeFirstOrThrow();
    return toAccount(row);
  }

  async #requireRoom(
    tx: Transaction,
    path: readonly Account[],
    day: string,
    request: RoomRequest & { readonly uploads: 0 | 1 },
  ): Promise<void> {
    const counts = isLimitedByDay(path) ? await readDay(tx, idsOf(path), day) : new Map();
    requireRoom(path, { day, counts }, request);
    const person = path.at(-1);
    if (this.#perPerson !== undefined && person !== undefined)
      await requireWithinBounds(tx, person, this.#perPerson, request);
  }

  /** Locks a reservation that is held. @throws ReservationNotHeld */
  async #hold(tx: Transaction, id: string) {
    const held = await this.#find(tx, id);
    if (held === undefined) throw new ReservationNotHeld();
    return held;
  }

  async #find(tx: Transaction, id: string) {
    return tx
      .selectFrom('reservations')
      .selectAll()
      .where('id', '=', id)
      .where('state', '=', 'held')
      .forUpdate()
      .executeTakeFirst();
  }

  async #end(tx: Transaction, id: string, state: 'settled' | 'released'): Promise<void> {
    const { numUpdatedRows } = await tx
      .updateTable('reservations')
      .set({ state, endedAt: this.#clock.now() })
      .where('id', '=', id)
      .where('state', '=', 'held')
      .executeTakeFirstOrThrow();
    if (numUpdatedRows !== 1n) throw new ReservationNotHeld();
  }

  /** Bytes that come back to the day on which they were reserved; those of an earlier day don't. */
  #returned(held: { day: string; dayBytes: number }, bytes: number): { day: string; bytes: number } {
    const day = utcDay(this.#clock);
    return { day, bytes: held.day === day ? Math.min(held.dayBytes, bytes) : 0 };
  }

  /** What the ledger holds for an asset, with the accounts locked against others who would take it too. */
  async #holdings(tx: Transaction, asset: string) {
    for (const { account } of await assetHoldings(tx, asset)) await lockPath(tx, account);
    return assetHoldings(tx, asset);
  }
}

async function assetHoldings(q: Queryable, ...assets: readonly string[]) {
  const sums = ASSET_COUNTERS.map((counter) => sql`sum(${sql.ref(counter)})::bigint as ${sql.ref(counter)}`);
  const { rows } = await sql<{ asset: string; account: string } & AssetCounts>`
    select asset, account, ${sql.join(sums)}
    from ledger where asset = any(${[...assets]}) group by asset, account order by asset, account`.execute(q);
  return rows;
}

/** What the ledger holds for assets, with the accounts and `to` locked, and everything above them. */
async function lockHoldings(tx: Transaction, assets: readonly string[], to: string) {
  for (;;) {
    const above: string[] = [];
    for (const id of new Set([to, ...(await assetHoldings(tx, ...assets)).map(({ account }) => account)]))
      above.push(...(await findAccount(tx, id)).path);
    const locked = await lockAll(tx, above);
    const held = await assetHoldings(tx, ...assets);
    const paths = new Map([...locked.values()].map(({ id, path }) => [id, path]));
    // Somebody may have moved an account while this waited: then look again.
    const isWhole = [to, ...held.map(({ account }) => account)].every((id) =>
      paths.get(id)?.every((ancestor) => locked.has(ancestor)),
    );
    if (isWhole) return { held, paths };
  }
}

function idsOf(path: readonly Account[]): string[] {
  return path.map((account) => account.id);
}
