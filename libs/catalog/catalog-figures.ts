import { sql } from 'kysely';
import type { AssetKind, AssetState, Queryable, UploadState } from '#libs/database';

interface CatalogFigures {
  readonly assets: readonly {
    readonly kind: AssetKind;
    readonly state: AssetState;
    readonly assets: number;
    readonly bytes: number;
    readonly inTrash: number;
    /** When the one changed last that has not changed for longest. */
    readonly stillSince: Date;
  }[];
  readonly uploads: readonly {
    readonly state: UploadState;
    readonly door: string;
    readonly uploads: number;
    readonly oldest: Date;
  }[];
  /** Why assets could not be processed that failed within the last 30 days. */
  readonly failures: readonly { readonly code: string; readonly assets: number; readonly last: Date }[];
}

/** How much there is of what, without a word of what it is. Three passes over whole tables. */
export async function catalogFigures(q: Queryable): Promise<CatalogFigures> {
  const assets = await sql<CatalogFigures['assets'][number]>`
    select kind, state, count(*)::integer as assets, sum(bytes)::bigint as bytes,
        count(deleted_at)::integer as in_trash, min(updated_at) as still_since
      from assets where replaces is null group by kind, state order by kind, state`.execute(q);
  const uploads = await sql<CatalogFigures['uploads'][number]>`
    select state, door, count(*)::integer as uploads, min(created_at) as oldest
      from uploads group by state, door order by state, door`.execute(q);
  const failures = await sql<CatalogFigures['failures'][number]>`
    select coalesce(failure ->> 'code', 'unknown') as code, count(*)::integer as assets, max(updated_at) as last
      from assets where state = 'failed' and updated_at > now() - interval '30 days'
      group by 1 order by 2 desc`.execute(q);
  return { assets: assets.rows, uploads: uploads.rows, failures: failures.rows };
}
