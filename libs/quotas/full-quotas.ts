import { sql } from 'kysely';
import type { Transaction } from '#libs/database';
import { idOfAccount } from './accounts.js';

/** An account whose quota has become nearly full, or is so no more. */
export interface FullQuota {
  /** The subject of the person whose quota it is; undefined of a unit's. */
  readonly person: string | undefined;
  readonly name: string;
  /** The unit and those above it, root first. */
  readonly units: readonly string[];
  readonly percent: number;
  readonly isOver: boolean;
}

/** It is over from here on, not from just below: who comes and goes about the limit is told once. */
const FULL = 0.9;
const FREE = 0.85;

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly path: string[];
  readonly percent: number;
  readonly isOver: boolean;
}

/**
 * Notes which accounts have 90 % of their own limit of bytes stored or reserved, and which have 85 % or less again. Each
 * crossing is told once, to whoever calls first, if `tx` commits. A limit of nothing is none that fills.
 */
export async function noteFullQuotas(tx: Transaction, now: Date): Promise<FullQuota[]> {
  const { rows } = await sql<Row>`
    with filled as (
      insert into full_quotas (account, since)
        select id, ${now} from accounts
          where limit_bytes > 0 and used_bytes + reserved_bytes >= limit_bytes * ${FULL}::numeric
        on conflict (account) do nothing
        returning account, false as is_over
    ), freed as (
      delete from full_quotas f using accounts a
        where a.id = f.account
          and (coalesce(a.limit_bytes, 0) = 0 or a.used_bytes + a.reserved_bytes <= a.limit_bytes * ${FREE}::numeric)
        returning f.account, true as is_over
    )
    select a.id, a.kind, a.name, a.path, c.is_over,
        floor(100.0 * (a.used_bytes + a.reserved_bytes) / greatest(a.limit_bytes, 1))::integer as percent
      from (select * from filled union all select * from freed) c join accounts a on a.id = c.account
      order by a.id`.execute(tx);
  return rows.map(({ id, kind, name, path, percent, isOver }) => ({
    person: kind === 'doctor' ? idOfAccount(id) : undefined,
    name,
    units: path,
    percent,
    isOver,
  }));
}
