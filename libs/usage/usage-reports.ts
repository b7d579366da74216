import { sql } from 'kysely';
import { type AssetKind, InvalidCursor, type Page, type Queryable } from '#libs/database';
import type { UsageWindow } from './usage-window.js';

/** What was sent and watched in one period. */
export interface ViewingPoint {
  /** `YYYY-MM-DD`, or `YYYY-MM`. */
  readonly period: string;
  readonly sentBytes: number;
  readonly minutesWatched: number;
  /** Sessions that began to watch. */
  readonly views: number;
  /** Different people who watched. */
  readonly viewers: number;
}

/** What was used in one period. */
export interface UsagePoint extends ViewingPoint {
  /** Originals that came in. */
  readonly receivedBytes: number;
  /** Originals that are stored when the period, or the window in it, ends. */
  readonly usedBytes: number;
  /** What was made of them and is stored then. */
  readonly derivedBytes: number;
  readonly encodes: number;
}

/** What is asked for: the accounts that count together. */
export type UsageSubject = readonly string[];

/** An asset of which something was sent, by its place in a list of those that were watched most. */
export interface UsedAsset {
  readonly id: string;
  readonly kind: AssetKind;
  readonly title: string;
}

/** Which part of that list. */
export interface UsedAssetsRequest {
  /** Those of this unit and all below it. */
  readonly under?: string | undefined;
  /** Those of this person. */
  readonly owner?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

type Sums = Omit<UsagePoint, 'period' | 'viewers'>;
type ViewingSums = Omit<ViewingPoint, 'period' | 'viewers'>;

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
      await this.#viewers(q, asked(subjects), window),
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
          views: changes?.views ?? 0,
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

  /** For each asset a point for each period of the window. */
  async assetSeries(q: Queryable, assets: readonly string[], window: UsageWindow): Promise<ViewingPoint[][]> {
    const { from, to } = window;
    const subjects = asked(assets.map((asset) => [asset]));
    const { rows } = await sql<Row & ViewingSums>`
      select subject, to_char(day, ${formatOf(window)}) as period, sum(sent_bytes)::bigint as sent_bytes,
        sum(minutes)::bigint as minutes_watched, sum(views)::bigint as views
      from ${subjects} join usage_asset_days on asset = account
      where day between ${from}::date and ${to}::date group by 1, 2`.execute(q);
    const sums = new Map(rows.map((row) => [keyOf(row), row]));
    const ofAssets = sql`(select asset as account, month, viewer, days from usage_asset_viewers)`;
    const viewers = await this.#viewers(q, subjects, window, ofAssets);
    return assets.map((_, subject) =>
      window.periods.map((period) => {
        const key = `${subject}/${period}`;
        const { sentBytes = 0, minutesWatched = 0, views = 0 } = sums.get(key) ?? {};
        return { period, sentBytes, minutesWatched, views, viewers: viewers.get(key) ?? 0 };
      }),
    );
  }

  /** Assets of which something was sent in the window, most watched first. @throws InvalidCursor */
  async usedAssets(
    q: Queryable,
    { from, to }: UsageWindow,
    { under, owner, cursor, limit }: UsedAssetsRequest,
  ): Promise<Page<UsedAsset>> {
    const after = cursor === undefined ? undefined : placeOf(cursor);
    const { rows } = await sql<UsedAsset & Place>`
      select id, kind, title, minutes, bytes from (
        select assets.id, assets.kind, assets.title, sum(used.minutes)::bigint as minutes,
          sum(used.sent_bytes)::bigint as bytes
        from usage_asset_days used join assets on assets.id = used.asset
          left join accounts home on home.id = assets.unit
        where used.day between ${from}::date and ${to}::date
          and (${under ?? null}::text is null or ${under ?? null} = any(home.path))
          and (${owner ?? null}::text is null or assets.owner = ${owner ?? null})
        group by assets.id
      ) found
      where ${after === undefined} or (minutes, bytes, id) <
        (${after?.minutes ?? 0}::bigint, ${after?.bytes ?? 0}::bigint, ${after?.id ?? ''}::text)
      order by minutes desc, bytes desc, id desc limit ${limit + 1}`.execute(q);
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    const nextCursor = rows.length > limit && last !== undefined ? cursorOf(last) : null;
    return { items: items.map(({ id, kind, title }) => ({ id, kind, title })), nextCursor };
  }

  /** How often people have begun to watch each of these assets; one that nobody watched is not in it. */
  async views(q: Queryable, assets: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const { rows } = await sql<{ asset: string; views: number }>`
      select asset, sum(views)::bigint as views from usage_asset_days where asset = any(${[...assets]})
      group by asset`.execute(q);
    return new Map(rows.map(({ asset, views }) => [asset, views]));
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
        sum(minutes)::bigint as minutes_watched, sum(views)::bigint as views, sum(encodes)::bigint as encodes
      from ${asked(subjects)} join (
        select account, day, received_bytes, used_bytes, derived_bytes, 0 as sent_bytes, 0 as minutes, 0 as views, 0 as encodes
          from ledger_days
        union all
        select account, day, 0, 0, 0, sent_bytes, minutes, views, encodes from usage_days
      ) days using (account)
      where day between ${from}::date and ${to}::date group by 1, 2`.execute(q);
    return new Map(rows.map((row) => [keyOf(row), row]));
  }

  async #viewers(
    q: Queryable,
    subjects: ReturnType<typeof asked>,
    window: UsageWindow,
    viewers = sql`usage_viewers`,
  ) {
    const months = masksOf(window);
    const inWindow = sql`(select * from unnest(${[...months.keys()]}::date[], ${[...months.values()]}::text[])
      as t (month, days)) asked_month`;
    const watched = sql`${subjects} join ${viewers} known using (account) join ${inWindow} using (month)`;
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

interface Place {
  readonly minutes: number;
  readonly bytes: number;
  readonly id: string;
}

function cursorOf({ minutes, bytes, id }: Place): string {
  return Buffer.from(`${minutes}:${bytes}:${id}`).toString('base64url');
}

/** @throws InvalidCursor */
function placeOf(cursor: string): Place {
  const parts = /^(\d{1,15}):(\d{1,15}):([a-z0-9_]{1,64})$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (parts?.[3] === undefined) throw new InvalidCursor();
  return { minutes: Number(parts[1]), bytes: Number(parts[2]), id: parts[3] };
}
