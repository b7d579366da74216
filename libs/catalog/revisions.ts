import { sql } from 'kysely';
import { json, type Queryable, type Transaction } from '#libs/database';
import { type Asset, type AssetChange, changeOfAssets } from './asset.js';
import { indexCard } from './asset-texts.js';
import { AssetEdited, AssetNotFound, RevisionNotFound, RevisionNotRestorable } from './catalog.errors.js';
import { isHeld, watchHolds } from './holds.js';
import { jobOwnerOf, MAKE_POSTER, type PosterJobData } from './queues.js';
import { type Releases, releasesIn } from './releases.js';

/** Where what becomes of takes is written down: the ledger, the audit trail and the queue. */
interface RevisionBooks {
  readonly quotas: {
    moveOriginals(tx: Transaction, request: { assets: readonly string[]; to: string }): Promise<void>;
    exchange(
      tx: Transaction,
      request: { account: string; asset: string; other: string; keptDerivedBytes: number },
    ): Promise<void>;
    removeOriginal(tx: Transaction, request: { asset: string }): Promise<unknown>;
  };
  readonly audit: {
    append(
      tx: Transaction,
      entry: {
        actor: string;
        action: string;
        subject: string;
        unit: string;
        facts: Readonly<Record<string, string | number | null>>;
      },
    ): Promise<unknown>;
  };
  readonly queue: {
    send(
      tx: Transaction,
      name: string,
      data: PosterJobData,
      options: { of: { unit: string; person: string } },
    ): Promise<unknown>;
  };
}

/** Why a replacement was not taken, although nothing is wrong with it. */
const SUPERSEDED = {
  code: 'superseded',
  reason: 'A later replacement, or a version that was restored meanwhile, is shown already.',
} as const;

/**
 * The takes of an asset. The one that is served lies in the asset's own row; each other has a row of its own, which
 * `replaces` the asset: what is to be served, until it is ready, and what was served, until it is removed. All of their
 * objects lie in the asset's folder, under names that never meet, so that URLs of either open by the same signature.
 */
export class Revisions {
  readonly #releases: Releases;

  constructor(private readonly books: RevisionBooks) {
    this.#releases = releasesIn(books.audit);
  }

  /** To be called before anything is written to a take: nobody else changes any of the asset until `tx` ends. @throws AssetNotFound */
  async hold(tx: Transaction, asset: string): Promise<Asset> {
    return this.#lock(tx, asset);
  }

  /**
   * Has a take served that is ready, in the place of what is: new sessions play it, and those that are open go on with
   * what they began. One that was begun before what is served now has failed instead.
   *
   * @returns whether it is served
   * @throws AssetNotFound where the asset is gone; AssetEdited where people changed what its master playlist should name
   */
  async adopt(tx: Transaction, asset: string, take: string): Promise<boolean> {
    const before = await this.#lock(tx, asset);
    const next = await this.#lock(tx, take);
    const isLate =
      next.revisedAt === null || (before.revisedAt !== null && next.revisedAt < before.revisedAt);
    if (isLate) {
      await changeOfAssets(tx, { state: 'failed', failure: json(SUPERSEDED), retiredAt: clock() })
        .where('id', '=', take)
        .execute();
      await this.failed(tx, next, SUPERSEDED.code);
      return false;
    }
    if (next.master !== null && next.version !== before.version) throw new AssetEdited();
    await this.#copyPutTexts(tx, before, next);
    const after = await this.#exchange(tx, before, next, next.revisedAt);
    await this.#tell(tx, 'system', 'asset.replaced', after, before);
    // Others see only what was released.
    await this.#releases.settle(tx, [asset], { by: after.owner, newBytes: true });
    const { putPoster } = after;
    if (putPoster === null || putPoster.second === null) return true;
    // It was of the recording that is served no more.
    const wish = { ...putPoster, id: `${take}.${after.attempt}`, state: 'waiting' as const, failure: null };
    await changeOfAssets(tx, { putPoster: json(wish) })
      .where('id', '=', asset)
      .execute();
    await this.books.queue.send(tx, MAKE_POSTER, { asset, wish: wish.id }, { of: jobOwnerOf(after) });
    return true;
  }

  /**
   * Has a take served again that was replaced, with the captions and chapters that it had. What was served is kept in its
   * place; a replacement that was begun before comes too late.
   *
   * @param revision null of the first
   * @throws AssetNotFound, RevisionNotFound, RevisionNotRestorable
   */
  async restore(tx: Transaction, asset: string, revision: string | null, actor: string): Promise<Asset> {
    const before = await this.#lock(tx, asset);
    if (before.deletedAt !== null) throw new AssetNotFound();
    const take = await findTake(tx, asset, revision);
    if (take === undefined || take.purgingAt !== null) throw new RevisionNotFound();
    const next = await this.#lock(tx, take.id);
    if (next.retiredAt === null || next.state !== 'ready') throw new RevisionNotRestorable(next.state);
    const after = await this.#exchange(tx, before, next, new Date());
    await this.#tell(tx, actor, 'asset.revision-restored', after, before);
    await this.#releases.settle(tx, [asset], { by: actor, newBytes: true });
    return after;
  }

  /** Writes into the audit trail that a take has failed; the asset is as it was. */
  async failed(tx: Transaction, take: Asset, code: string): Promise<void> {
    await this.books.audit.append(tx, {
      actor: 'system',
      action: 'asset.replacement-failed',
      subject: take.replaces ?? take.id,
      unit: take.unit,
      facts: { revision: take.revision, code },
    });
  }

  /**
   * Takes that were retired before `date` and that nothing holds, nor anybody who began with them plays still, the oldest
   * first.
   */
  async retiredBefore(q: Queryable, request: { date: Date; now: Date; limit: number }): Promise<Asset[]> {
    return q
      .selectFrom('assets')
      .selectAll()
      .where('replaces', 'is not', null)
      .where('retiredAt', '<', request.date)
      .where(isFree(request.now))
      .orderBy('retiredAt')
      .limit(request.limit)
      .execute();
  }

  /** Commits to removing a take: from then on it can't be restored, so its objects may go. False when it is not retired (any more), or held. */
  async beginPurge(tx: Transaction, take: Asset, now: Date): Promise<boolean> {
    await watchHolds(tx);
    const { numUpdatedRows } = await tx
      .updateTable('assets')
      .set({
        purgingAt: sql<Date>`coalesce(purging_at, clock_timestamp())`,
        deletedAt: sql<Date>`coalesce(deleted_at, clock_timestamp())`,
      })
      .where('id', '=', take.id)
      .where('retiredAt', 'is not', null)
      .where(sql<boolean>`revision is not distinct from ${take.revision}`)
      .where(isFree(now))
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /** Removes the row of a take whose objects are gone, and frees its quota. */
  async purge(tx: Transaction, take: Asset): Promise<void> {
    const { numDeletedRows } = await tx
      .deleteFrom('assets')
      .where('id', '=', take.id)
      .where('purgingAt', 'is not', null)
      .executeTakeFirstOrThrow();
    if (numDeletedRows === 0n) return;
    await this.books.quotas.removeOriginal(tx, { asset: take.id });
    await this.books.audit.append(tx, {
      actor: 'system',
      action: 'asset.revision-purged',
      subject: take.replaces ?? take.id,
      unit: take.unit,
      facts: { revision: take.revision, bytes: take.bytes },
    });
  }

  /** The two rows change what they have; attempts at either are over, and the ledger follows. */
  async #exchange(tx: Transaction, asset: Asset, take: Asset, revisedAt: Date | null): Promise<Asset> {
    const { quotas } = this.books;
    const { id, account } = asset;
    if (take.account !== account) await quotas.moveOriginals(tx, { assets: [take.id], to: account });
    // The poster that somebody put stays with the asset.
    const kept = (asset.putPoster?.pictures ?? []).reduce((sum, { bytes = 0 }) => sum + bytes, 0);
    await quotas.exchange(tx, { account, asset: id, other: take.id, keptDerivedBytes: kept });
    const over = { attempt: Math.max(asset.attempt, take.attempt) + 1, worker: null, workerUntil: null };
    await changeOfAssets(tx, {
      ...columnsOf(asset),
      ...over,
      account,
      derivedBytes: Math.max(0, asset.derivedBytes - kept),
      retiredAt: clock(),
    })
      .where('id', '=', take.id)
      .execute();
    const derivedBytes = take.derivedBytes + kept;
    const after = await changeOfAssets(tx, { ...columnsOf(take), ...over, revisedAt, derivedBytes })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await indexCard(tx, after);
    await this.#exchangeRows(tx, id, take.id);
    return after;
  }

  async #exchangeRows(tx: Transaction, one: string, other: string): Promise<void> {
    const both = sql<string>`any(${[one, other]})`;
    const elsewhere = <Row extends { assetId: string }>(row: Row): Row => ({
      ...row,
      assetId: row.assetId === one ? other : one,
    });
    const renditions = await tx.deleteFrom('renditions').where('assetId', '=', both).returningAll().execute();
    if (renditions.length > 0) await tx.insertInto('renditions').values(renditions.map(elsewhere)).execute();
    const texts = await tx
      .deleteFrom('assetTexts')
      .where('assetId', '=', both)
      .where('source', '<>', 'card')
      .returningAll()
      .execute();
    if (texts.length > 0) await tx.insertInto('assetTexts').values(texts.map(elsewhere)).execute();
  }

  /** What people put is found by it, too. */
  async #copyPutTexts(tx: Transaction, asset: Asset, take: Asset): Promise<void> {
    const sources = (asset.putTracks?.captions ?? []).map(({ language }) => `captions:${language}`);
    if (sources.length === 0) return;
    await sql`insert into asset_texts (asset_id, source, version, search_text, search_grams)
      select ${take.id}, source, version, search_text, search_grams from asset_texts
        where asset_id = ${asset.id} and source = any(${sources})
      on conflict (asset_id, source) do update set
        search_text = excluded.search_text, search_grams = excluded.search_grams`.execute(tx);
  }

  async #tell(tx: Transaction, actor: string, action: string, after: Asset, before: Asset): Promise<void> {
    const { id: subject, unit, revision, bytes } = after;
    const facts = { revision, bytes, former: before.revision, formerBytes: before.bytes };
    await this.books.audit.append(tx, { actor, action, subject, unit, facts });
  }

  async #lock(tx: Transaction, id: string): Promise<Asset> {
    const row = await tx
      .selectFrom('assets')
      .selectAll()
      .where('id', '=', id)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (row === undefined) throw new AssetNotFound();
    return row;
  }
}

/** The takes of assets that are not served, by the assets' ids, the one that was begun last first. */
export async function otherTakesOf(q: Queryable, assets: readonly string[]): Promise<Map<string, Asset[]>> {
  const rows = await q
    .selectFrom('assets')
    .selectAll()
    .where('replaces', '=', sql<string>`any(${[...assets]})`)
    .orderBy(sql`revised_at desc nulls last`)
    .orderBy('id')
    .execute();
  return Map.groupBy(rows, (row) => row.replaces ?? '');
}

/**
 * The asset as it was with that take, as long as its objects are there; else, and where that take is served, as it is.
 *
 * @param revision null of the first
 */
export async function assetAsOf(q: Queryable, asset: Asset, revision: string | null): Promise<Asset> {
  if (asset.revision === revision) return asset;
  const take = await findTake(q, asset.id, revision);
  if (take === undefined || take.master === null || take.purgingAt !== null) return asset;
  return { ...asset, ...contentOf(take), putTracks: take.putTracks };
}

async function findTake(q: Queryable, asset: string, revision: string | null): Promise<Asset | undefined> {
  return q
    .selectFrom('assets')
    .selectAll()
    .where('replaces', '=', asset)
    .where(sql<boolean>`revision is not distinct from ${revision}`)
    .executeTakeFirst();
}

/** What a take is, as opposed to what people say of the asset. */
function contentOf(asset: Asset) {
  const { kind, fileName, contentType, bytes, sha256, state, failure, facts, master, sound } = asset;
  const { poster, images, storyboard, captions, derivedBytes, revision, revisedAt } = asset;
  const { playableAt, readyAt, thinnedAt, tries, retries, retriesSince } = asset;
  return {
    kind,
    fileName,
    contentType,
    bytes,
    sha256,
    state,
    failure,
    facts,
    master,
    sound,
    poster,
    images,
    storyboard,
    captions,
    derivedBytes,
    revision,
    revisedAt,
    playableAt,
    readyAt,
    thinnedAt,
    tries,
    retries,
    retriesSince,
  };
}

function columnsOf(asset: Asset): AssetChange {
  const { failure, facts, poster, images, storyboard, captions, ...plain } = contentOf(asset);
  const inJson = (value: unknown) => (value === null ? null : json(value));
  return {
    ...plain,
    failure: inJson(failure),
    facts: json(facts),
    poster: inJson(poster),
    images: inJson(images),
    storyboard: inJson(storyboard),
    captions: inJson(captions),
    putTracks: inJson(asset.putTracks),
  };
}

function isFree(now: Date) {
  return sql<boolean>`not ${isHeld()} and not exists (select from playback_sessions session
    where session.asset_id = assets.replaces and session.revision is not distinct from assets.revision
      and session.revoked_at is null and session.expires_at > ${now})`;
}

function clock() {
  return sql<Date>`clock_timestamp()`;
}
