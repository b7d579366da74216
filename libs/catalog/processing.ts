import { sql } from 'kysely';
import {
  type AssetKind,
  type Captions,
  json,
  type Picture,
  type PutTracks,
  type Storyboard,
  type Transaction,
} from '#libs/database';
import { type Asset, type AssetChange, changeOfAssets } from './asset.js';
import { AssetEdited, AttemptRunning, StaleAttempt } from './catalog.errors.js';
import type { RenditionReport } from './rendition.js';

/** After so many attempts that ended without a word an asset has failed. */
export const MAX_TRIES = 5;

const UNFINISHED = ['processing', 'playable'] as const;

/** Why an asset has failed whose processing was cancelled. What plays of it already goes on playing. */
export const CANCELLED = {
  code: 'cancelled',
  reason: 'An administrator stopped its processing. It can be tried again.',
} as const;

/**
 * What workers do with an asset. An attempt has a number that only grows, and a worker says it with everything it
 * writes. Once another attempt has begun, or the asset is finished, gone or in the trash, its writes throw
 * StaleAttempt and change nothing.
 */
export class Processing {
  /**
   * Begins the next attempt, for `worker` until `leaseUntil`. undefined when there is nothing to do: the asset is
   * gone, in the trash or finished; or its attempts are spent, and it has just failed, which `onSpent` is told.
   *
   * @throws AttemptRunning when another worker's lease runs: try again later
   */
  async startAttempt(
    tx: Transaction,
    id: string,
    request: { worker: string; leaseUntil: Date; now?: Date; onSpent?: () => void },
  ): Promise<{ attempt: number; asset: Asset } | undefined> {
    const before = await tx
      .selectFrom('assets')
      .selectAll()
      .where('id', '=', id)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (before === undefined || before.deletedAt !== null) return undefined;
    if (before.state === 'ready' || before.state === 'failed') return undefined;
    const now = request.now ?? new Date();
    if (before.workerUntil !== null && before.workerUntil > now && before.worker !== request.worker)
      throw new AttemptRunning();
    if (before.tries >= MAX_TRIES) {
      const reason = 'Processing was tried several times and did not come to an end.';
      await this.#write(tx, id, before.attempt, { ...failed({ code: 'internal', reason }), ...noLease });
      await endRenditions(tx, id);
      request.onSpent?.();
      return undefined;
    }
    const asset = await this.#write(tx, id, before.attempt, {
      attempt: before.attempt + 1,
      tries: before.tries + 1,
      worker: request.worker,
      workerUntil: request.leaseUntil,
    });
    return { attempt: asset.attempt, asset };
  }

  /** Prolongs the lease. False when the attempt is over. */
  async renewAttempt(
    tx: Transaction,
    id: string,
    request: { attempt: number; leaseUntil: Date },
  ): Promise<boolean> {
    const { numUpdatedRows } = await tx
      .updateTable('assets')
      .set({ workerUntil: request.leaseUntil })
      .where('id', '=', id)
      .where('attempt', '=', request.attempt)
      .where('worker', 'is not', null)
      .where('deletedAt', 'is', null)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /**
   * Ends an attempt before its time, so that another may begin at once. It counts as a try only with
   * `counts`: not when the worker itself broke it off, or waited for something that was away.
   */
  async releaseAttempt(
    tx: Transaction,
    id: string,
    request: { attempt: number; counts?: boolean },
  ): Promise<boolean> {
    const refund = request.counts === true ? 0 : 1;
    const { numUpdatedRows } = await tx
      .updateTable('assets')
      .set((eb) => ({ ...noLease, tries: eb.fn<number>('greatest', [eb('tries', '-', refund), sql.lit(0)]) }))
      .where('id', '=', id)
      .where('attempt', '=', request.attempt)
      .where('worker', 'is not', null)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /**
   * What probing found.
   *
   * @param request.kind what it has turned out to be, where that may be another than the container's: WebM can be sound
   * alone
   * @throws StaleAttempt
   */
  async probed(
    tx: Transaction,
    id: string,
    request: { attempt: number; facts: Readonly<Record<string, unknown>>; kind?: AssetKind },
  ): Promise<void> {
    const { attempt, facts, kind } = request;
    await this.#write(tx, id, attempt, { facts: json(facts), ...(kind !== undefined && { kind }) });
  }

  /** Records a rendition, anew or further on. @throws StaleAttempt */
  async addRendition(
    tx: Transaction,
    id: string,
    request: { attempt: number; rendition: RenditionReport },
  ): Promise<void> {
    const { attempt, rendition } = request;
    await this.#write(tx, id, attempt, {});
    await tx
      .insertInto('renditions')
      .values({ ...unmeasured, ...rendition, assetId: id, attempt })
      .onConflict((conflict) => conflict.columns(['assetId', 'rung']).doUpdateSet({ ...rendition, attempt }))
      .execute();
  }

  /** @param request.percent 0 to 100. @throws StaleAttempt */
  async progress(
    tx: Transaction,
    id: string,
    request: { attempt: number; rung: string; percent: number },
  ): Promise<void> {
    const { attempt, rung } = request;
    const percent = Math.round(Math.min(100, Math.max(0, request.percent)));
    await this.#require(tx, id, attempt);
    await tx
      .updateTable('renditions')
      .set({ percent, state: sql`case when state = 'queued' then 'encoding' else state end` })
      .where('assetId', '=', id)
      .where('rung', '=', rung)
      .where('attempt', '=', attempt)
      .execute();
  }

  /**
   * -> playable, with `master` as the current playlist, and `sound` as that without a picture.
   *
   * @param request.facts what was found out by making it: told instead of what probing found
   * @param request.put what people put beside it, as the playlist names it, and of which version and master playlist of
   *   the asset that is; of a take that replaces the asset's, of which version of that
   * @throws StaleAttempt; AssetEdited where that is not what people put by now, or another playlist is in force
   */
  async publishMaster(
    tx: Transaction,
    id: string,
    request: {
      attempt: number;
      master: string;
      sound?: string | undefined;
      facts?: Readonly<Record<string, unknown>>;
      put?:
        | { readonly version: number; readonly tracks: PutTracks | null; readonly master: string | null }
        | undefined;
    },
  ): Promise<void> {
    const { attempt, master, sound, facts = {}, put } = request;
    const { replaces, version, master: inForce } = await this.#require(tx, id, attempt);
    if (put !== undefined) {
      const present = await versionOf(tx, replaces, version);
      if (present !== put.version || inForce !== put.master) throw new AssetEdited();
    }
    await this.#write(tx, id, attempt, {
      master,
      sound: sound ?? null,
      facts: sql`facts || ${json(facts)}::jsonb`,
      state: 'playable',
      playableAt: sql<Date>`coalesce(playable_at, clock_timestamp())`,
      ...(put !== undefined && put.tracks !== null && { putTracks: json(put.tracks) }),
      // What its playlist names is what people put by then: see Revisions.adopt.
      ...(put !== undefined && replaces !== null && { version: put.version }),
    });
  }

  /** @throws StaleAttempt */
  async setPoster(
    tx: Transaction,
    id: string,
    request: { attempt: number; poster: readonly Picture[] | null },
  ): Promise<void> {
    const { attempt, poster } = request;
    await this.#write(tx, id, attempt, { poster: poster === null ? null : json(poster) });
  }

  /** @throws StaleAttempt */
  async setImages(
    tx: Transaction,
    id: string,
    request: { attempt: number; images: readonly Picture[] | null },
  ): Promise<void> {
    const { attempt, images } = request;
    await this.#write(tx, id, attempt, { images: images === null ? null : json(images) });
  }

  /** @throws StaleAttempt */
  async setStoryboard(
    tx: Transaction,
    id: string,
    request: { attempt: number; storyboard: Storyboard },
  ): Promise<void> {
    const { attempt, storyboard } = request;
    await this.#write(tx, id, attempt, { storyboard: json(storyboard) });
  }

  /** What there is of the recording's own text tracks, which the current master playlist names. @throws StaleAttempt */
  async setCaptions(
    tx: Transaction,
    id: string,
    request: { attempt: number; captions: Captions },
  ): Promise<void> {
    const { attempt, captions } = request;
    await this.#write(tx, id, attempt, { captions: json(captions) });
  }

  /** Takes away a rendition that the current master playlist does not name any more. @throws StaleAttempt */
  async withdrawRendition(
    tx: Transaction,
    id: string,
    request: { attempt: number; rung: string },
  ): Promise<void> {
    const { attempt, rung } = request;
    await this.#write(tx, id, attempt, {});
    await tx.deleteFrom('renditions').where('assetId', '=', id).where('rung', '=', rung).execute();
  }

  /**
   * Counts bytes that the attempt made (negative: removed), for showing; quota is counted elsewhere.
   *
   * @returns the account on which the asset is counted now: it may have been given to somebody since the attempt began
   * @throws StaleAttempt
   */
  async addDerivedBytes(
    tx: Transaction,
    id: string,
    request: { attempt: number; bytes: number },
  ): Promise<string> {
    const { attempt, bytes } = request;
    const { account } = await this.#write(tx, id, attempt, {
      derivedBytes: sql<number>`greatest(0, derived_bytes + ${bytes}::bigint)`,
    });
    return account;
  }

  /** Everything is done, and the attempt with it; a rendition that was not done has failed. @throws StaleAttempt */
  async ready(tx: Transaction, id: string, request: { attempt: number }): Promise<void> {
    await this.#write(tx, id, request.attempt, {
      state: 'ready',
      playableAt: sql<Date>`coalesce(playable_at, clock_timestamp())`,
      readyAt: sql<Date>`clock_timestamp()`,
      ...noLease,
    });
    await endRenditions(tx, id);
  }

  /** @param request.reason a sentence that a doctor understands. @throws StaleAttempt */
  async fail(
    tx: Transaction,
    id: string,
    request: { attempt: number; code: string; reason: string },
  ): Promise<void> {
    const { attempt, code, reason } = request;
    await this.#write(tx, id, attempt, { ...failed({ code, reason }), ...noLease });
    await endRenditions(tx, id);
  }

  /** Fails an asset that is not finished; an attempt that runs is over. @returns false where it was finished, or gone */
  async cancel(tx: Transaction, id: string): Promise<boolean> {
    const row = await changeOfAssets(tx, { ...failed(CANCELLED), ...noLease })
      .set((eb) => ({ attempt: eb('attempt', '+', 1) }))
      .where('id', '=', id)
      .where('state', 'in', [...UNFINISHED])
      .where('deletedAt', 'is', null)
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) return false;
    await endRenditions(tx, id);
    return true;
  }

  async #require(
    tx: Transaction,
    id: string,
    attempt: number,
  ): Promise<Pick<Asset, 'version' | 'master' | 'replaces'>> {
    const row = await tx
      .selectFrom('assets')
      .select(['version', 'master', 'replaces'])
      .where('id', '=', id)
      .where('attempt', '=', attempt)
      .where('state', 'in', [...UNFINISHED])
      .where('deletedAt', 'is', null)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (row === undefined) throw new StaleAttempt();
    return row;
  }

  async #write(tx: Transaction, id: string, attempt: number, values: AssetChange): Promise<Asset> {
    const row = await changeOfAssets(tx, values)
      .where('id', '=', id)
      .where('attempt', '=', attempt)
      .where('state', 'in', [...UNFINISHED])
      .where('deletedAt', 'is', null)
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) throw new StaleAttempt();
    return row;
  }
}

/** Of the asset as people edit it. */
async function versionOf(tx: Transaction, replaces: string | null, own: number): Promise<number> {
  if (replaces === null) return own;
  const row = await tx.selectFrom('assets').select('version').where('id', '=', replaces).executeTakeFirst();
  return row?.version ?? own;
}

const noLease = { worker: null, workerUntil: null };

/** No attempt goes on: what is not done now never will be. */
async function endRenditions(tx: Transaction, id: string): Promise<void> {
  await tx
    .updateTable('renditions')
    .set({ state: 'failed' })
    .where('assetId', '=', id)
    .where('state', 'in', ['queued', 'encoding'])
    .execute();
}

function failed(failure: { code: string; reason: string }) {
  return {
    state: 'failed',
    failure: json(failure),
    retiredAt: sql<Date>`case when replaces is not null then clock_timestamp() end`,
  } as const;
}

const unmeasured = {
  width: null,
  height: null,
  bandwidth: null,
  averageBandwidth: null,
  frameRate: null,
  codecs: null,
  channels: null,
  keyframeBandwidth: null,
  durationSeconds: null,
};
