import { sql } from 'kysely';
import { advisoryLock, type Queryable, type Transaction } from '#libs/database';
import { readLines, type UsageLine, wholeLines } from './journal/index.js';
import { dayOf } from './usage-window.js';

/** A segment of lines as delivery wrote it (`libs/usage/journal`), or as far as it has. */
export interface Segment {
  /** Nobody else's, ever. */
  readonly name: string;
  readonly content: Buffer;
  /** Whether its writer was done with it. Of another the last line may be half written, and is left for later. */
  readonly isWhole: boolean;
}

export interface TakenIn {
  /** Segments in which there was something new. */
  readonly segments: number;
  readonly lines: number;
  /** Lines that said nothing, such as one that a killed writer has torn. */
  readonly broken: number;
}

/** Of a segment, as far as it has been counted. */
export interface TakenSegment {
  readonly bytes: number;
  /** When it was counted first. */
  readonly takenAt: Date;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** What is counted as it happens: what delivery sends, and what workers encode. */
export class UsageCounts {
  /**
   * Counts what segments say, each byte of each segment once, however often and by how many it is handed over: how far
   * a segment has been counted stands in the same transaction. What was sent counts for the unit that the session's
   * viewer had when it was opened and all above it, and for the viewer; where nobody knows the session, for the asset's
   * unit; and where nobody knows that, for the account `''`.
   *
   * Of an asset that is there yet it counts as well.
   *
   * A view is a session in which media was on its way, and counts on the day on which it began. Minutes are those of the
   * clock in which media was. They are counted once, also where several replicas tell of the same minute, for as long as
   * `forget` lets them be remembered.
   */
  async take(tx: Transaction, segments: readonly Segment[], now: Date): Promise<TakenIn> {
    await advisoryLock(tx, 'usage');
    const known = await this.taken(
      tx,
      segments.map(({ name }) => name),
    );
    const gathered = new Gathered();
    const ends: { name: string; bytes: number }[] = [];
    let broken = 0;
    for (const { name, content, isWhole } of segments) {
      const begin = known.get(name)?.bytes ?? 0;
      const end = isWhole ? content.length : wholeLines(content);
      if (end <= begin) continue;
      const read = readLines(content.subarray(begin, end));
      for (const line of read.lines) gathered.add(line);
      broken += read.broken;
      ends.push({ name, bytes: end });
    }
    if (ends.length === 0) return { segments: 0, lines: 0, broken: 0 };
    await gathered.count(tx);
    await sql`insert into usage_segments as known (name, bytes, taken_at)
      select name, bytes, ${now} from unnest(${ends.map(({ name }) => name)}::text[],
        ${ends.map(({ bytes }) => bytes)}::bigint[]) as ends (name, bytes)
      on conflict (name) do update set bytes = excluded.bytes`.execute(tx);
    return { segments: ends.length, lines: gathered.lines, broken };
  }

  /** How far each of these segments has been counted, and since when; one of which nothing was is not in it. */
  async taken(q: Queryable, names: readonly string[]): Promise<ReadonlyMap<string, TakenSegment>> {
    const rows = await q
      .selectFrom('usageSegments')
      .selectAll()
      .where('name', '=', sql<string>`any(${[...names]})`)
      .execute();
    return new Map(rows.map((row) => [row.name, row]));
  }

  /** Counts renditions that were encoded of a recording, for the account of its owner and all above it. */
  async encoded(
    tx: Transaction,
    { account, encodes, now }: { readonly account: string; readonly encodes: number; readonly now: Date },
  ): Promise<void> {
    if (encodes === 0) return;
    await sql`insert into usage_days as counted (account, day, encodes)
      select account, ${dayOf(now)}::date, ${encodes}::bigint
      from (select unnest(path) as account from accounts where id = ${account}) path order by account
      on conflict (account, day) do update set encodes = counted.encodes + excluded.encodes`.execute(tx);
  }

  /**
   * Forgets what is only needed to count what comes late: `before` which sessions ended, minutes were watched; and
   * `segmentsBefore` which segments were taken. A segment that is handed over later than that counts anew.
   */
  async forget(
    tx: Transaction,
    { before, segmentsBefore }: { readonly before: Date; readonly segmentsBefore: Date },
  ): Promise<void> {
    await tx.deleteFrom('pastSessions').where('endedAt', '<', before).execute();
    await tx.deleteFrom('watchedHours').where('hour', '<', before).execute();
    await tx.deleteFrom('usageSegments').where('takenAt', '<', segmentsBefore).execute();
  }
}

interface Sent {
  readonly asset: string;
  readonly session: string;
  readonly day: string;
  bytes: number;
}

interface Watched {
  readonly asset: string;
  readonly session: string;
  /** ISO 8601. */
  readonly hour: string;
  readonly minutes: boolean[];
}

/** Lines added up by asset and session. */
class Gathered {
  readonly #sent = new Map<string, Sent>();
  readonly #watched = new Map<string, Watched>();
  lines = 0;

  add({ at, media, asset, session, bytes }: UsageLine): void {
    this.lines += 1;
    const day = dayOf(new Date(at * 1000));
    const key = `${asset}/${session}/${day}`;
    const sent = this.#sent.get(key);
    if (sent === undefined) this.#sent.set(key, { asset, session, day, bytes });
    else sent.bytes += bytes;
    if (media === undefined) return;
    for (let minute = Math.floor(media / MINUTE); minute * MINUTE <= at; minute += 1)
      this.#watch(asset, session, minute);
  }

  #watch(asset: string, session: string, minute: number): void {
    const hour = Math.floor((minute * MINUTE) / HOUR);
    const key = `${asset}/${session}/${hour}`;
    let watched = this.#watched.get(key);
    if (watched === undefined) {
      const begin = new Date(hour * HOUR * 1000).toISOString();
      watched = { asset, session, hour: begin, minutes: Array.from({ length: 60 }, () => false) };
      this.#watched.set(key, watched);
    }
    watched.minutes[minute % 60] = true;
  }

  /** One statement, whatever there is of it. Rows are written in the order of their keys, as `encoded` does. */
  async count(tx: Transaction): Promise<void> {
    const sent = [...this.#sent.values()];
    const watched = [...this.#watched.values()];
    const column = <T, V>(rows: readonly T[], value: (row: T) => V) => rows.map((row) => value(row));
    await sql`
      with sent as (
        select * from unnest(
          ${column(sent, ({ asset }) => asset)}::text[], ${column(sent, ({ session }) => session)}::text[],
          ${column(sent, ({ day }) => day)}::date[], ${column(sent, ({ bytes }) => bytes)}::bigint[]
        ) as line (asset, session, day, bytes)
      ), seen as (
        select asset, session, hour, minutes::bit(60) as minutes from unnest(
          ${column(watched, ({ asset }) => asset)}::text[], ${column(watched, ({ session }) => session)}::text[],
          ${column(watched, ({ hour }) => hour)}::timestamptz[],
          ${column(watched, ({ minutes }) => minutes.map(Number).join(''))}::text[]
        ) as line (asset, session, hour, minutes)
      ), before as (
        select known.* from watched_hours known join seen using (asset, session, hour)
      ), kept as (
        insert into watched_hours as known (asset, session, hour, minutes)
        select asset, session, hour, minutes from seen order by asset, session, hour
        on conflict (asset, session, hour) do update set minutes = known.minutes | excluded.minutes
      ), begun as (
        select asset, session, min((hour at time zone 'UTC')::date) as day, 1 as views
        from seen where session <> '' and not exists (
          select from watched_hours known where known.asset = seen.asset and known.session = seen.session
        ) group by asset, session
      ), watched as (
        select asset, session, (hour at time zone 'UTC')::date as day,
          sum(bit_count(seen.minutes) - bit_count(seen.minutes & coalesce(before.minutes, 0::bit(60)))) as minutes
        from seen left join before using (asset, session, hour) group by 1, 2, 3
      ), amounts as (
        select asset, session, day, coalesce(bytes, 0) as bytes, coalesce(minutes, 0) as minutes,
          coalesce(views, 0) as views
        from sent full join watched using (asset, session, day) left join begun using (asset, session, day)
      ), viewings as (
        select v.asset, v.session, coalesce(live.viewer, past.viewer) as viewer,
          case when live.id is null and past.id is null then home.unit
            else coalesce(live.unit, past.unit, own.parent_id) end as unit
        from (select distinct asset, session from amounts) v
          left join playback_sessions live on live.id = v.session
          left join past_sessions past on past.id = v.session
          left join accounts own on own.id = '@' || coalesce(live.viewer, past.viewer)
          left join assets home on home.id = v.asset
      ), shares as (
        select a.day, a.bytes, a.minutes, a.views, v.viewer, unnest(coalesce(unit.path, array[''])
          || case when v.viewer is null then '{}'::text[] else array['@' || v.viewer] end) as account
        from amounts a join viewings v using (asset, session) left join accounts unit on unit.id = v.unit
      ), counted as (
        insert into usage_days as counted (account, day, sent_bytes, minutes, views)
        select account, day, sum(bytes), sum(minutes), sum(views)
        from shares group by account, day order by account, day
        on conflict (account, day) do update set sent_bytes = counted.sent_bytes + excluded.sent_bytes,
          minutes = counted.minutes + excluded.minutes, views = counted.views + excluded.views
      ), kept_assets as (
        select id as asset from assets where id in (select asset from amounts) order by id for key share
      ), counted_assets as (
        insert into usage_asset_days as counted (asset, day, sent_bytes, minutes, views)
        select asset, day, sum(bytes), sum(minutes), sum(views)
        from amounts join kept_assets using (asset) group by asset, day order by asset, day
        on conflict (asset, day) do update set sent_bytes = counted.sent_bytes + excluded.sent_bytes,
          minutes = counted.minutes + excluded.minutes, views = counted.views + excluded.views
      ), asset_viewers as (
        insert into usage_asset_viewers as known (asset, month, viewer, days)
        select asset, date_trunc('month', day)::date as month, viewer,
          bit_or(set_bit(0::bit(31), extract(day from day)::integer - 1, 1))
        from amounts join viewings using (asset, session) join kept_assets using (asset)
        where minutes > 0 and viewer is not null group by 1, 2, 3 order by 1, 2, 3
        on conflict (asset, month, viewer) do update set days = known.days | excluded.days
      )
      insert into usage_viewers as known (account, month, viewer, days)
      select account, date_trunc('month', day)::date as month, viewer,
        bit_or(set_bit(0::bit(31), extract(day from day)::integer - 1, 1))
      from shares where minutes > 0 and viewer is not null group by 1, 2, 3 order by 1, 2, 3
      on conflict (account, month, viewer) do update set days = known.days | excluded.days`.execute(tx);
  }
}
