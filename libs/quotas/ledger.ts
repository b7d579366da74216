import { sql } from 'kysely';
import type { LedgerEntryKind, Transaction } from '#libs/database';

/** What an entry adds to (or, negative, takes from) the counters of each of its accounts. */
interface Amounts {
  readonly usedBytes?: number;
  readonly derivedBytes?: number;
  readonly reservedBytes?: number;
  readonly assets?: number;
  readonly reservedAssets?: number;
  readonly dailyBytes?: number;
}

export interface Entry {
  readonly kind: LedgerEntryKind;
  readonly account: string;
  /** Whose counters change; the caller holds their locks. */
  readonly accounts: readonly string[];
  readonly reservation?: string;
  readonly asset?: string;
  /** The UTC day that `dailyBytes` belong to. */
  readonly day?: string;
  readonly amounts: Amounts;
}

/**
 * Writes an entry and changes the counters by it: the only place where counters change, so that they are at
 * any time the sums of the ledger. The database refuses counters below zero.
 */
export async function post(tx: Transaction, entry: Entry): Promise<void> {
  const { kind, account, reservation, asset, day, amounts } = entry;
  const accounts = [...entry.accounts];
  if (accounts.length === 0) return;
  const { dailyBytes = 0, ...counters } = { ...none, ...amounts };
  await tx
    .updateTable('accounts')
    .set((eb) => ({
      usedBytes: eb('usedBytes', '+', counters.usedBytes),
      derivedBytes: eb('derivedBytes', '+', counters.derivedBytes),
      reservedBytes: eb('reservedBytes', '+', counters.reservedBytes),
      assets: eb('assets', '+', counters.assets),
      reservedAssets: eb('reservedAssets', '+', counters.reservedAssets),
    }))
    .where('id', '=', sql<string>`any(${accounts})`)
    .execute();
  if (day !== undefined && dailyBytes !== 0) await addDaily(tx, accounts, day, dailyBytes);
  await tx
    .insertInto('ledger')
    .values({
      kind,
      account,
      accounts,
      reservation: reservation ?? null,
      asset: asset ?? null,
      day: day ?? null,
      ...counters,
      dailyBytes,
    })
    .execute();
}

const none = { usedBytes: 0, derivedBytes: 0, reservedBytes: 0, assets: 0, reservedAssets: 0 };

async function addDaily(tx: Transaction, accounts: string[], day: string, bytes: number): Promise<void> {
  if (bytes < 0) {
    await tx
      .updateTable('dailyUsage')
      .set((eb) => ({ bytes: eb('bytes', '+', bytes) }))
      .where('account', '=', sql<string>`any(${accounts})`)
      .where('day', '=', day)
      .execute();
    return;
  }
  await sql`insert into daily_usage (account, day, bytes)
    select account, ${day}::date, ${bytes}::bigint from unnest(${accounts}::text[]) as account
    on conflict (account, day) do update set bytes = daily_usage.bytes + excluded.bytes`.execute(tx);
}
