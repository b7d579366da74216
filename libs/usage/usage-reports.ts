import { sql } from 'kysely';
import type { Queryable } from '#libs/database';
import type { UsageWindow } from './usage-window.js';

/** What was used in one period. */
export interface UsagePoint {
  /** `YYYY-MM-DD`, or `YYYY-MM`. */
  readonly period: string;
  /** Originals that came in. */
  readonly receivedBytes: number;
  /** Originals that are stored when the period, or the window in it, ends. */
  readonly usedBytes: number;
  /** What was made of them and is stored then. */
  readonly derivedBytes: number;
  readonly sentBytes: number;
  readonly minutesWatched: number;
  /** Different people who watched. */
  readonly viewers: number;
  readonly encodes: number;
}

/** What is asked for: the accounts that count together. */
export type UsageSubject = readonly string[];

type Sums = Omit<UsagePoint, 'period' | 'viewers'>;

interface Row {
  readonly subject: number;
  readonly period: string;
}

/** What was used, read from sums by day: the time that it takes grows with days and viewers, not with what was sent. */
export class UsageReports {
  /**
   * For each subject a point for each period of the window. An account has what came and was used while it stood where it
   * stood, so what a unit that has moved had used before stays where it was used.
   */
  async series(
    q: Queryable,
    subjects: readonly UsageSubject[],
    window: UsageWindow,
  ): Promise<UsagePoint[][]> {
    const [begin, sums, viewers] = [
      await this.#before(q, subjects, window),
      await this.#sums(q, subjects, window),
      await this.#viewers(q, subjects, window),
    ];
    return subjects.map((_, subject) => {
      let [usedBytes, derivedBytes] = begin.get(subject) ?? [0, 0];
      return window.periods.map((period) => {
        const changes = sums.get(`${subject}/${period}`);
        usedBytes += changes?.usedBytes ?? 0;
        derivedBytes += changes?.derivedBytes ?? 0;
        return {
          period,
          receivedBytes: changes?.receivedBytes ?? 0,
          usedBytes,
          derivedBytes,
          sentBytes: changes?.sentBytes ?? 0,
          minutesWatched: changes?.minutesWatched ?? 0,
          viewers: viewers.get(`${subject}/${period}`) ?? 0,
          encodes: changes?.encodes ?? 0,
        };
      });
    });
  }

  /** The accounts of all that was ever counted, together: those that nothing stands above, and what belongs to no unit. */
  async everything(q: Queryable): Promise<UsageSubject> {
    const rows = await q.selectFrom('accounts').select('id').where('parentId', 'is', null).execute();
    return ['', ...rows.map(({ id }) => id)];
  }

  /** What was stored when the window began. */
  async #before(q: Queryable, subjects: readonly UsageSubject[], { from }: UsageWindow) {
    const { rows } = await sql<{ subject: number; used: number; derived: number }>`
      select subject, sum(used_bytes)::bigint as used, sum(derived_bytes)::bigint as derived
      from ${asked(subjects)} join ledger_days using (account) where day < ${from}::date group by 1`.execute(
      q,
    );
    return new Map(rows.map(({ subject, used, derived }) => [subject, [used, derived] as const]));
  }

  async #sums(q: Queryable, subjects: readonly UsageSubject[], window: UsageWindow) {
    const { from, to } = window;
    const { rows } = await sql<Row & Sums>`
      select subject, to_char(day, ${formatOf(window)}) as period,
        sum(received_bytes)::bigint as received_bytes, sum(used_bytes)::bigint as used_bytes,
        sum(derived_bytes)::bigint as derived_bytes, sum(sent_bytes)::bigint as sent_bytes,
        sum(minutes)::bigint as minutes_watched, sum(encodes)::bigint as encodes
      from ${asked(subjects)} join (
        select account, day, received_bytes, used_bytes, derived_bytes, 0 as sent_bytes, 0 as minutes, 0 as encodes
          from ledger_days
        union all
        select account, day, 0, 0, 0, sent_bytes, minutes, encodes from usage_days
      ) days using (account)
      where day between ${from}::date and ${to}::date group by 1, 2`.execute(q);
    return new Map(rows.map((row) => [keyOf(row), row]));
  }

  async #viewers(q: Queryable, subjects: readonly UsageSubject[], window: UsageWindow) {
    const months = masksOf(window);
    const inWindow = sql`(select * from unnest(${[...months.keys()]}::date[], ${[...months.values()]}::text[])
      as t (month, days)) asked_month`;
    const watched = sql`${asked(subjects)} join usage_viewers known using (account) join ${inWindow} using (month)`;
    const { rows } =
      window.interval === 'month'
        ? await sql<Row & { n: number }>`
            select subject, to_char(month, 'YYYY-MM') as period, count(distinct viewer) as n
            from ${watched} where (known.days & asked_month.days::bit(31)) <> 0::bit(31) group by 1, 2`.execute(
            q,
          )
        : await sql<Row & { n: number }>`
            select subject, to_char(month + day, 'YYYY-MM-DD') as period, count(distinct viewer) as n
            from ${watched} cross join generate_series(0, 30) day
            where get_bit(known.days & asked_month.days::bit(31), day) = 1 group by 1, 2`.execute(q);
    return new Map(rows.map((row) => [keyOf(row), row.n]));
  }
}

/** By their places in the list. */
function asked(subjects: readonly UsageSubject[]) {
  const pairs = subjects.flatMap((accounts, subject) => accounts.map((account) => ({ subject, account })));
  return sql`(select * from unnest(${pairs.map(({ subject }) => subject)}::integer[],
    ${pairs.map(({ account }) => account)}::text[]) as t (subject, account)) asked`;
}

function keyOf({ subject, period }: Row): string {
  return `${subject}/${period}`;
}

function formatOf({ interval }: UsageWindow): string {
  return interval === 'day' ? 'YYYY-MM-DD' : 'YYYY-MM';
}

/** By the first day of each month of the window, a binary digit for each of its days: 1 where it lies in the window. */
function masksOf({ from, to }: UsageWindow): Map<string, string> {
  const masks = new Map<string, string>();
  for (let month = `${from.slice(0, 7)}-01`; month <= to; month = monthAfter(month)) {
    const days = Array.from({ length: 31 }, (_, index) => {
      const day = `${month.slice(0, 8)}${String(index + 1).padStart(2, '0')}`;
      return day >= from && day <= to ? '1' : '0';
    });
    masks.set(month, days.join(''));
  }
  return masks;
}

function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10);
}
