import { sql } from 'kysely';
import type { Queryable, Transaction } from '#libs/database';

/** Part of every transaction that revokes: until a list is written that has it, it counts as unpublished. */
export async function noteRevocation(tx: Transaction): Promise<void> {
  await tx.insertInto('unpublishedRevocations').defaultValues().execute();
}

/** Some 200 KB: what is decoded, and put together with the others, in a moment. */
const MEMBERS_OF_A_TEXT = 5_000;

/** What the revocation list is made from, and how far it is made: a crash loses neither. */
export class RevocationEntries {
  /**
   * The entries of the list, as members of JSON objects: the lowest epoch still accepted of each asset, and for each
   * revoked session the Unix second at which its URLs die anyway. PostgreSQL writes them, many in a text, so however
   * many there are they cost this process little, and no turn of it much. A trashed asset is always among them; one whose epoch was raised before
   * `raisedAfter` is not, since the URLs of earlier epochs are dead by then.
   */
  async members(
    q: Queryable,
    at: { readonly now: Date; readonly raisedAfter: Date },
  ): Promise<{ assets: string[]; sessions: string[] }> {
    const { rows } = await sql<{ kind: 'assets' | 'sessions'; members: string }>`
      select kind, string_agg(member, ',') as members from (
        select 'assets' as kind, to_json(id) || ':' || epoch as member, row_number() over () as n
          from assets where epoch > 0 and
            (deleted_at is not null or epoch_raised_at is null or epoch_raised_at > ${at.raisedAfter})
        union all
        select 'sessions', to_json(id) || ':' || ceil(extract(epoch from expires_at))::bigint, row_number() over ()
          from playback_sessions where revoked_at is not null and expires_at > ${at.now}
      ) as entries group by kind, n / ${MEMBERS_OF_A_TEXT}::integer`.execute(q);
    const of = (kind: 'assets' | 'sessions') =>
      rows.flatMap((row) => (row.kind === kind ? [row.members] : []));
    return { assets: of('assets'), sessions: of('sessions') };
  }

  /** Whether something was revoked that no list has. */
  async isUnpublished(q: Queryable): Promise<boolean> {
    const row = await q.selectFrom('unpublishedRevocations').select('id').limit(1).executeTakeFirst();
    return row !== undefined;
  }

  /** For how long the oldest revocation has been waiting that no list has, in seconds; 0 where none waits. */
  async unpublishedSeconds(q: Queryable): Promise<number> {
    const { rows } = await sql<{ seconds: number | null }>`
      select extract(epoch from clock_timestamp() - min(noted_at))::double precision as seconds
        from unpublished_revocations`.execute(q);
    return Math.max(0, rows[0]?.seconds ?? 0);
  }

  /**
   * Takes what was noted so far as published, once `tx` commits: the list that is made afterwards in `tx` has it.
   *
   * @returns whether there was anything
   */
  async take(tx: Transaction): Promise<boolean> {
    const { numDeletedRows } = await tx.deleteFrom('unpublishedRevocations').executeTakeFirstOrThrow();
    return numDeletedRows > 0n;
  }

  /** The version that was given out last; 0 when none was. */
  async lastVersion(q: Queryable): Promise<number> {
    const { rows } = await sql<{ version: number }>`
      select case when is_called then last_value else 0 end as version from revocation_versions`.execute(q);
    return rows[0]?.version ?? 0;
  }

  /** The next version of the list. It is above every one before and above `written`, which a restored backup may not know. */
  async nextVersion(tx: Transaction, written: number): Promise<number> {
    const { rows } = await sql<{ version: number }>`
      select setval('revocation_versions', greatest(nextval('revocation_versions'), ${written}::bigint + 1)) as version
    `.execute(tx);
    return rows[0]?.version ?? written + 1;
  }
}
