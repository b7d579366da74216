import { sql } from 'kysely';
import type { Queryable } from '#libs/database';

/** From these parts of their limit on, in percent, accounts are counted as full. */
export const FULL_PERCENT = [80, 95, 100] as const;

/** How full the quotas of all units, or of all people, are: of those that have a limit of bytes of their own. */
interface Fullness {
  readonly limited: number;
  /** By `FULL_PERCENT`; what counts for 95 % counts for 80 % too. */
  readonly full: Readonly<Record<(typeof FULL_PERCENT)[number], number>>;
  /** Of the fullest: what is stored and reserved, as a part of its limit; undefined where none has a limit. */
  readonly fullest: number | undefined;
}

export interface QuotaFigures {
  readonly usedBytes: number;
  readonly reservedBytes: number;
  readonly derivedBytes: number;
  /** The sum of the limits of the units that have none above them; undefined where one of these has no limit. */
  readonly limitBytes: number | undefined;
  readonly units: Fullness;
  readonly people: Fullness;
}

/** What of its own limit of bytes an account has stored or reserved; of none nothing is left. */
const PART = sql`case when limit_bytes = 0 then 1.0
  else (used_bytes + reserved_bytes)::numeric / limit_bytes end`;

interface Row {
  readonly people: boolean;
  readonly limited: number;
  readonly at80: number;
  readonly at95: number;
  readonly at100: number;
  readonly fullest: number | null;
}

/** What all accounts hold together, and how many are nearly full. One pass over the accounts. */
export async function quotaFigures(q: Queryable): Promise<QuotaFigures> {
  const { rows } = await sql<Row>`
    select kind = 'doctor' as people, count(*)::integer as limited,
        count(*) filter (where part >= 0.80)::integer as at80,
        count(*) filter (where part >= 0.95)::integer as at95,
        count(*) filter (where part >= 1)::integer as at100, max(part)::double precision as fullest
      from (select kind, ${PART} as part
              from accounts where limit_bytes is not null) limited
      group by 1`.execute(q);
  const totals = await sql<{ used: number; reserved: number; derived: number; limit: number | null }>`
    select coalesce(sum(used_bytes), 0)::bigint as used, coalesce(sum(reserved_bytes), 0)::bigint as reserved,
        coalesce(sum(derived_bytes), 0)::bigint as derived,
        case when bool_and(limit_bytes is not null) then sum(limit_bytes)::bigint end as limit
      from accounts where parent_id is null`.execute(q);
  const [total] = totals.rows;
  return {
    usedBytes: total?.used ?? 0,
    reservedBytes: total?.reserved ?? 0,
    derivedBytes: total?.derived ?? 0,
    limitBytes: total?.limit ?? undefined,
    units: fullnessOf(rows.find(({ people }) => !people)),
    people: fullnessOf(rows.find(({ people }) => people)),
  };
}

function fullnessOf(row: Row | undefined): Fullness {
  const { limited = 0, at80 = 0, at95 = 0, at100 = 0, fullest = null } = row ?? {};
  return { limited, full: { 80: at80, 95: at95, 100: at100 }, fullest: fullest ?? undefined };
}

/** A unit of which so much of its own limit of bytes is stored or reserved. */
export interface FullUnit {
  readonly id: string;
  readonly name: string;
  readonly percent: number;
}

/** The units that are at least so full, the fullest first; a thousand at most. */
export async function fullUnits(q: Queryable, percent: (typeof FULL_PERCENT)[number]): Promise<FullUnit[]> {
  const { rows } = await sql<FullUnit>`
    select id, name, floor(100 * part)::integer as percent
      from (select id, name, ${PART} as part
              from accounts where kind <> 'doctor' and limit_bytes is not null) limited
      where part >= ${percent / 100}::numeric
      order by part desc, id limit 1000`.execute(q);
  return rows;
}
