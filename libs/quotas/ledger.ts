import { sql } from 'kysely';
import type { LedgerEntryKind, Transaction } from '#libs/database';
import { recordOf } from '#libs/kernel';
import { ACCOUNT_COUNTERS, type Counts, DAY_COLUMNS, DAY_COUNTERS, NOTHING } from './counters.js';

export interface Entry {
  readonly kind: LedgerEntryKind;
  readonly account: string;
  /** Whose counters change; the caller holds their locks. */
  readonly accounts: readonly string[];
  readonly reservation?: string;
  readonly asset?: string;
  /** The UTC day whose counters change. */
  readonly day?: string;
  /** What the entry adds to (or, negative, takes from) the counters of each of its accounts. */
  readonly amounts: Partial<Counts>;
}

/**
 * Writes an entry and changes the counters by it: the only place where counters change, so that they are at
 * any time the sums of the ledger. The database refuses counters below zero.
 */
export async function post(tx: Transaction, entry: Entry): Promise<void> {
  const { kind, account, reservation, asset, day } = entry;
  const accounts = [...entry.accounts];
  if (accounts.length === 0) return;
  const amounts = { ...NOTHING, ...entry.amounts };
  await tx
    .updateTable('accounts')
    .set((eb) => recordOf(ACCOUNT_COUNTERS, (counter) => eb(counter, '+', amounts[counter])))
    .where('id', '=', sql<string>`any(${accounts})`)
    .execute();
  if (day !== undefined) await addToDay(tx, accounts, day, amounts);
  await tx
    .insertInto('ledger')
    .values({
      kind,
      account,
      accounts,
      reservation: reservation ?? null,
      asset: asset ?? null,
      day: day ?? null,
      ...amounts,
    })
    .execute();
}

async function addToDay(tx: Transaction, accounts: string[], day: string, amounts: Counts): Promise<void> {
  const changes = DAY_COUNTERS.map((counter) => ({
    column: sql.ref(DAY_COLUMNS[counter]),
    more: Math.max(0, amounts[counter]),
    less: Math.max(0, -amounts[counter]),
  }));
  if (changes.some(({ more }) => more > 0)) {
    const columns = changes.map(({ column }) => column);
    const values = changes.map(({ more }) => sql`${more}::bigint`);
    const sums = columns.map((column) => sql`${column} = daily_usage.${column} + excluded.${column}`);
    await sql`insert into daily_usage (account, day, ${sql.join(columns)})
      select account, ${day}::date, ${sql.join(values)} from unnest(${accounts}::text[]) as account
      on conflict (account, day) do update set ${sql.join(sums)}`.execute(tx);
  }
  // The insert can't do this: it may not offer less than 0, even where it would add to a row that is there.
  if (changes.some(({ less }) => less > 0)) {
    const rests = changes.map(({ column, less }) => sql`${column} = ${column} - ${less}::bigint`);
    await sql`update daily_usage set ${sql.join(rests)}
      where account = any(${accounts}) and day = ${day}`.execute(tx);
  }
}
