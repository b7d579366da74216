import { sql } from 'kysely';
import { type HoldKind, type Queryable, type Transaction } from '#libs/database';
import { type Asset, changeOfAssets } from './asset.js';
import { holdKind } from './holds.js';

/** What is to become of an asset by the rules that are in force. */
export interface DueAsset {
  readonly id: string;
  readonly title: string;
  readonly owner: string;
  readonly unit: string;
  readonly action: 'trash' | 'drop-rungs';
  /** The rule that says so; the oldest, where several do. */
  readonly rule: string;
  /** Bytes that are free then: the original and all that was made of it, or the rungs. */
  readonly bytes: number;
  /** The rungs to be dropped; none for `trash`. */
  readonly rungs: readonly string[];
  /** By what it is held: then nothing becomes of it. */
  readonly hold: HoldKind | null;
}

export interface DueRequest {
  /** Of which moment: what is due then. */
  readonly at: Date;
  /** From behind this asset on: they come in the order of their ids. */
  readonly after?: string | undefined;
  readonly limit: number;
  /** Only of this unit and what lies below it. */
  readonly under?: string | undefined;
  /** Only this one. */
  readonly id?: string | undefined;
  /** Only what is not held. */
  readonly free?: boolean | undefined;
}

/**
 * What is due. Every rule whose unit and tag fit an asset counts; one that keeps originals wins over those that put them
 * into the trash. Of a recording that is thinned the source, the smallest rung and the sound stay, so that it plays at
 * once; none is thinned while a session on it is open.
 */
export async function dueAssets(q: Queryable, request: DueRequest): Promise<DueAsset[]> {
  const { at, after = '', limit, under, id, free } = request;
  const fits = sql`rule.unit = any(home.path) and (rule.tag is null or rule.tag = any(course.tags))`;
  const used = (since: string) => sql`case ${sql.raw(since)}
    when 'uploaded' then greatest(a.created_at, used.restored_at)
    else greatest(a.created_at, used.restored_at, used.watched_at) end`;
  const { rows } = await sql<DueAsset>`
    select a.id, a.title, a.owner, a.unit,
      case when trash.rule is not null then 'trash' else 'drop-rungs' end as action,
      coalesce(trash.rule, thin.rule) as rule,
      case when trash.rule is not null then a.bytes + a.derived_bytes else rungs.bytes end as bytes,
      case when trash.rule is not null then '{}'::text[] else rungs.names end as rungs,
      ${holdKind('a')} as hold
    from assets a
    join accounts home on home.id = a.unit
    left join courses course on course.id = a.course_id and course.deleted_at is null
    left join asset_uses used on used.asset_id = a.id
    left join lateral (
      select rule.id as rule from retention_rules rule
      where ${fits} and ${used('rule.trash_since')} < ${at}::timestamptz - make_interval(days => rule.trash_after_days)
        and not exists (select from retention_rules rule where ${fits} and rule.keeps_originals)
      order by rule.created_at, rule.id limit 1) trash on true
    left join lateral (
      select rule.id as rule from retention_rules rule
      where ${fits} and ${used("'watched'")} < ${at}::timestamptz - make_interval(days => rule.drop_rungs_after_days)
        and a.state = 'ready' and a.kind = 'video' and a.master is not null and a.thinned_at is null
        and not exists (select from playback_sessions session where session.asset_id = a.id
          and session.kind = 'play' and session.revoked_at is null and session.expires_at > ${at})
      order by rule.created_at, rule.id limit 1) thin on trash.rule is null
    left join lateral (
      select array_agg(picture.rung order by picture.rung) as names, sum(picture.bytes)::bigint as bytes
      from (select r.*, row_number() over (order by r.bandwidth, r.rung) as place from renditions r
        where r.asset_id = a.id and r.state = 'done' and r.width is not null) picture
      where picture.place > 1 and picture.rung <> 'source') rungs on thin.rule is not null
    where a.deleted_at is null and a.replaces is null and (trash.rule is not null or rungs.names is not null)
      and a.id > ${after}
      and ${id === undefined ? sql`true` : sql`a.id = ${id}`}
      and ${under === undefined ? sql`true` : sql`home.path @> array[${under}]::text[]`}
      and ${free === true ? sql`${holdKind('a')} is null` : sql`true`}
    order by a.id limit ${limit}`.execute(q);
  return rows;
}

/**
 * Takes rungs off an asset, which has `master` without them from then on.
 *
 * @param request.bytes by how many derived bytes there are fewer now
 * @returns the folders of the rungs, below the asset
 */
export async function thinAsset(
  tx: Transaction,
  id: string,
  request: { rungs: readonly string[]; master: string; bytes: number },
): Promise<string[]> {
  const { rungs, master, bytes } = request;
  await changeOfAssets(tx, {
    master,
    thinnedAt: sql<Date>`clock_timestamp()`,
    derivedBytes: sql<number>`greatest(0, derived_bytes - ${bytes}::bigint)`,
  })
    .where('id', '=', id)
    .execute();
  const gone = await tx
    .deleteFrom('renditions')
    .where('assetId', '=', id)
    .where('rung', '=', sql<string>`any(${[...rungs]})`)
    .returning('folder')
    .execute();
  return gone.map(({ folder }) => folder);
}

/**
 * Has the dropped rungs made again: ready -> playable, with all attempts to spend. Who calls queues the job.
 *
 * @returns undefined where none are missing (any more)
 */
export async function unthinAsset(tx: Transaction, id: string): Promise<Asset | undefined> {
  return changeOfAssets(tx, { state: 'playable', thinnedAt: null, tries: 0 })
    .where('id', '=', id)
    .where('thinnedAt', 'is not', null)
    .where('state', '=', 'ready')
    .where('deletedAt', 'is', null)
    .returningAll()
    .executeTakeFirst();
}
