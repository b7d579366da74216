import { sql } from 'kysely';
import type { Queryable } from '#libs/database';
import { lockAll, subtreeOf } from './accounts.js';

type CountedField =
  | 'usedBytes'
  | 'derivedBytes'
  | 'reservedBytes'
  | 'assets'
  | 'reservedAssets'
  | 'dailyBytes';

/** A counter that is not what the ledger says. */
interface Drift {
  readonly account: string;
  readonly field: CountedField;
  readonly counter: number;
  readonly ledger: number;
}

export interface Recount {
  readonly accounts: readonly Drift[];
  /** The sum of all differences, whatever their sign: 0 when every counter is right. */
  readonly drift: number;
  readonly corrected: boolean;
}

const FIELDS: readonly CountedField[] = [
  'usedBytes',
  'derivedBytes',
  'reservedBytes',
  'assets',
  'reservedAssets',
  'dailyBytes',
];

type Counts = Record<CountedField, number>;

/** Counters against the sums of the ledger, both of one moment. */
export async function recount(q: Queryable, root: string, day: string, correct: boolean): Promise<Recount> {
  const ids = await subtreeOf(q, root);
  if (correct) {
    if (!q.isTransaction) throw new Error('Counters are corrected in a transaction only.');
    await lockAll(q as Parameters<typeof lockAll>[0], ids);
  }
  const accounts: Drift[] = [];
  for (const { id, counters, ledger } of await compare(q, ids, day)) {
    const wrong = FIELDS.filter((field) => counters[field] !== ledger[field]);
    for (const field of wrong)
      accounts.push({ account: id, field, counter: counters[field], ledger: ledger[field] });
    if (correct && wrong.length > 0) await overwrite(q, id, day, ledger);
  }
  const drift = accounts.reduce((sum, found) => sum + Math.abs(found.counter - found.ledger), 0);
  return { accounts, drift, corrected: correct && accounts.length > 0 };
}

async function compare(q: Queryable, ids: string[], day: string) {
  const { rows } = await sql<Counts & { id: string } & { ledger: Counts }>`
    with sums as (
      select counted.account, sum(used_bytes)::bigint as used_bytes, sum(derived_bytes)::bigint as derived_bytes,
        sum(reserved_bytes)::bigint as reserved_bytes, sum(assets)::bigint as assets,
        sum(reserved_assets)::bigint as reserved_assets,
        coalesce(sum(daily_bytes) filter (where day = ${day}::date), 0)::bigint as daily_bytes
      from ledger, unnest(ledger.accounts) as counted (account)
      where ledger.accounts && ${ids}::text[] group by counted.account
    )
    select a.id, a.used_bytes, a.derived_bytes, a.reserved_bytes, a.assets, a.reserved_assets,
      coalesce(d.bytes, 0)::bigint as daily_bytes,
      jsonb_build_object('usedBytes', coalesce(s.used_bytes, 0), 'derivedBytes', coalesce(s.derived_bytes, 0),
        'reservedBytes', coalesce(s.reserved_bytes, 0), 'assets', coalesce(s.assets, 0),
        'reservedAssets', coalesce(s.reserved_assets, 0), 'dailyBytes', coalesce(s.daily_bytes, 0)) as ledger
    from accounts a left join sums s on s.account = a.id
      left join daily_usage d on d.account = a.id and d.day = ${day}::date
    where a.id = any(${ids}) order by cardinality(a.path), a.id`.execute(q);
  return rows.map(({ id, ledger, ...counters }) => ({ id, counters, ledger }));
}

async function overwrite(q: Queryable, id: string, day: string, counts: Counts): Promise<void> {
  const { dailyBytes, ...counters } = counts;
  await q.updateTable('accounts').set(counters).where('id', '=', id).execute();
  await q
    .insertInto('dailyUsage')
    .values({ account: id, day, bytes: dailyBytes })
    .onConflict((conflict) => conflict.columns(['account', 'day']).doUpdateSet({ bytes: dailyBytes }))
    .execute();
}
