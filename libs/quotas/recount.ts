import { sql } from 'kysely';
import type { Queryable } from '#libs/database';
import { lockAll, subtreeOf } from './accounts.js';
import {
  ACCOUNT_COUNTERS,
  accountCountsOf,
  columnsOfDay,
  type Counter,
  COUNTERS,
  type Counts,
  DAY_COLUMNS,
  DAY_COUNTERS,
  isOfDay,
} from './counters.js';

/** A counter that is not what the ledger says. */
interface Drift {
  readonly account: string;
  readonly field: Counter;
  readonly counter: number;
  readonly ledger: number;
}

export interface Recount {
  readonly accounts: readonly Drift[];
  /** The sum of all differences, whatever their sign: 0 when every counter is right. */
  readonly drift: number;
  readonly corrected: boolean;
}

/** Counters against the sums of the ledger, both of one moment. */
export async function recount(q: Queryable, root: string, day: string, correct: boolean): Promise<Recount> {
  const ids = await subtreeOf(q, root);
  if (correct) {
    if (!q.isTransaction) throw new Error('Counters are corrected in a transaction only.');
    await lockAll(q as Parameters<typeof lockAll>[0], ids);
  }
  const accounts: Drift[] = [];
  for (const { id, counters, ledger } of await compare(q, ids, day)) {
    const wrong = COUNTERS.filter((field) => counters[field] !== ledger[field]);
    for (const field of wrong)
      accounts.push({ account: id, field, counter: counters[field], ledger: ledger[field] });
    if (correct && wrong.length > 0) await overwrite(q, id, day, ledger);
  }
  const drift = accounts.reduce((sum, found) => sum + Math.abs(found.counter - found.ledger), 0);
  return { accounts, drift, corrected: correct && accounts.length > 0 };
}

async function compare(q: Queryable, ids: string[], day: string) {
  const sums = COUNTERS.map((counter) => {
    const column = sql.ref(counter);
    const sum = isOfDay(counter)
      ? sql`sum(${column}) filter (where day = ${day}::date)`
      : sql`sum(${column})`;
    return sql`(${sum})::bigint as ${column}`;
  });
  const counters = [
    ...ACCOUNT_COUNTERS.map((counter) => sql`a.${sql.ref(counter)}`),
    ...DAY_COUNTERS.map(
      (counter) => sql`coalesce(d.${sql.ref(DAY_COLUMNS[counter])}, 0)::bigint as ${sql.ref(counter)}`,
    ),
  ];
  const summed = COUNTERS.map((counter) => sql`${sql.lit(counter)}, coalesce(s.${sql.ref(counter)}, 0)`);
  const { rows } = await sql<Counts & { id: string; ledger: Counts }>`
    with sums as (
      select counted.account, ${sql.join(sums)}
      from ledger, unnest(ledger.accounts) as counted (account)
      where ledger.accounts && ${ids}::text[] group by counted.account
    )
    select a.id, ${sql.join(counters)}, jsonb_build_object(${sql.join(summed)}) as ledger
    from accounts a left join sums s on s.account = a.id
      left join daily_usage d on d.account = a.id and d.day = ${day}::date
    where a.id = any(${ids}) order by cardinality(a.path), a.id`.execute(q);
  return rows.map(({ id, ledger, ...counters }) => ({ id, counters, ledger }));
}

async function overwrite(q: Queryable, id: string, day: string, counts: Counts): Promise<void> {
  const daily = columnsOfDay(counts);
  await q.updateTable('accounts').set(accountCountsOf(counts)).where('id', '=', id).execute();
  await q
    .insertInto('dailyUsage')
    .values({ account: id, day, ...daily })
    .onConflict((conflict) => conflict.columns(['account', 'day']).doUpdateSet(daily))
    .execute();
}
