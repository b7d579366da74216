import type { Audit } from '#libs/audit';
import {
  type Asset,
  type Assets,
  derivedPathsOf,
  type Holds,
  otherTakesOf,
  placeOf,
  type Rendition,
  type Uploads,
} from '#libs/catalog';
import { advisoryLock, type Database } from '#libs/database';
import type { Logger } from '#libs/http';
import type { Clock } from '#libs/kernel';
import {
  assetFolder,
  ASSETS,
  attemptFrontOf,
  originalOf,
  ownerOf,
  pathUnderAsset,
  type Storage,
  type StoredObject,
  underAsset,
} from '#libs/storage';
import { UnfinishedOrphans } from './unfinished-orphans.js';

/** Stored objects that the database does not know, and never will. */
export interface Orphan {
  /** Their common front: `assets/<asset>`, one folder or master playlist below it; `uploads/<upload>`. */
  readonly folder: string;
  /** null for what belongs to an upload. */
  readonly asset: string | null;
  readonly reason: 'asset-unknown' | 'rendition-unknown' | 'never-finished';
  readonly bytes: number;
  /** When the newest of them was stored. */
  readonly modifiedAt: Date;
  readonly things: readonly { remove(): Promise<void> }[];
}

export interface OrphanParts {
  readonly database: Database;
  readonly storage: Storage;
  readonly assets: Assets;
  readonly uploads: Uploads;
  readonly holds: Holds;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Assets whose objects are looked at together. */
const BATCH = 200;
const SWEEP_EVERY_MS = 24 * 3_600_000;
/** So many unknown assets, and more than known ones: storage and database do not belong together. */
const SUSPICIOUS_ASSETS = 20;

/**
 * What crashes left in storage. An asset or a rendition is an orphan only when it was stored longer ago than
 * the window and nothing that is alive can name it any more:
 *
 * - an asset's id comes from an upload; once that upload is neither open nor finishing and there is no asset,
 *   there never will be one;
 * - a worker's attempt stores under names of its own and tells the database later, fenced by its number;
 *   once the asset is ready or failed every earlier attempt is refused, and a new one uses new names.
 *
 * What was never finished at all is in UnfinishedOrphans.
 *
 * Objects are listed first and judged by the database after that, so that what is judged can only have become
 * better known meanwhile.
 */
export class Orphans {
  private readonly unfinished: UnfinishedOrphans;

  constructor(
    private readonly parts: OrphanParts,
    /** In seconds; longer than any playback session, whose playlists may name what was replaced. */
    private readonly windowSeconds: number,
  ) {
    this.unfinished = new UnfinishedOrphans(parts, (date) => this.isOld(date));
  }

  /** Goes through all of storage. */
  async *find(signal?: AbortSignal): AsyncGenerator<Orphan> {
    for await (const { orphans } of this.judged(signal)) yield* orphans;
    yield* this.unfinished.find(signal);
  }

  /** Those of `folders` (as `find` names them) that are orphans still. */
  async among(folders: readonly string[]): Promise<Orphan[]> {
    const ids = new Set(folders.map(ownerOf).flatMap(({ of, id }) => (of === 'asset' ? [id] : [])));
    const found: Orphan[] = [];
    for (const id of ids) {
      const objects: StoredObject[] = [];
      for await (const object of this.parts.storage.list(assetFolder(id))) objects.push(object);
      found.push(...(await this.judge(new Map([[id, objects]]))).orphans);
    }
    for await (const orphan of this.unfinished.find()) found.push(orphan);
    return found.filter(({ folder }) => folders.includes(folder));
  }

  /**
   * Told in the audit trail first, so that nothing is ever removed without a trace. False where a legal hold keeps it,
   * and nothing is removed.
   */
  async remove(orphan: Orphan, actor: string): Promise<boolean> {
    const { database, audit, holds } = this.parts;
    const { asset, folder, reason, bytes, things } = orphan;
    const isFree = await database.transaction(async (tx) => {
      await holds.watch(tx);
      if (asset !== null && (await holds.heldAmong(tx, [asset])).size > 0) return false;
      await audit.append(tx, {
        actor,
        action: 'orphan.removed',
        subject: asset ?? ownerOf(folder).id,
        facts: { folder, reason, bytes, objects: things.length },
      });
      return true;
    });
    if (isFree) for (const thing of things) await thing.remove();
    return isFree;
  }

  /**
   * Finds and removes, once a day on one of the replicas. Removes nothing where most of what storage holds is
   * unknown: then it is the database that is wrong, and an administrator decides.
   */
  async sweep(signal: AbortSignal): Promise<void> {
    if (!(await this.isDue())) return;
    const { logger } = this.parts;
    const orphans: Orphan[] = [];
    let known = 0;
    for await (const judged of this.judged(signal)) {
      if (signal.aborted) return;
      known += judged.known;
      orphans.push(...judged.orphans);
    }
    const unknown = orphans.filter(({ reason }) => reason === 'asset-unknown').length;
    if (unknown >= SUSPICIOUS_ASSETS && unknown > known) {
      logger.error({ unknown, known }, 'storage holds mostly assets that the database does not know');
      return;
    }
    let removed = 0;
    for (const orphan of orphans) {
      if (signal.aborted) return;
      if (await this.remove(orphan, 'system')) removed += 1;
    }
    for await (const orphan of this.unfinished.find(signal)) {
      if (signal.aborted) return;
      if (await this.remove(orphan, 'system')) removed += 1;
    }
    if (removed > 0) logger.warn({ orphans: removed }, 'orphaned objects were removed');
  }

  /** Takes the day's turn, by an entry of the trail; false when somebody has had it. */
  private async isDue(): Promise<boolean> {
    const { database, audit, clock } = this.parts;
    const due = new Date(clock.now().getTime() - SWEEP_EVERY_MS);
    return database.transaction(async (tx) => {
      await advisoryLock(tx, 'orphan-sweep');
      const turn = { action: 'orphans.sought', subject: 'storage' };
      const last = await audit.lastAt(tx, turn);
      if (last !== undefined && last > due) return false;
      await audit.append(tx, { actor: 'system', ...turn });
      return true;
    });
  }

  private async *judged(signal?: AbortSignal): AsyncGenerator<{ orphans: Orphan[]; known: number }> {
    const { storage } = this.parts;
    let batch = new Map<string, StoredObject[]>();
    for await (const object of storage.list(ASSETS, signal === undefined ? {} : { signal })) {
      const { id } = ownerOf(object.key);
      const objects = batch.get(id);
      if (objects !== undefined) objects.push(object);
      else {
        // Backends list an asset's objects together, so those of a full batch are whole.
        if (batch.size >= BATCH) {
          yield await this.judge(batch);
          batch = new Map();
        }
        batch.set(id, [object]);
      }
    }
    if (batch.size > 0) yield await this.judge(batch);
  }

  private async judge(batch: ReadonlyMap<string, readonly StoredObject[]>) {
    const { database, assets, uploads, holds } = this.parts;
    const ids = [...batch.keys()];
    // In this order: an upload that ends between the two has made its asset by then.
    const toCome = new Set(await uploads.assetsToCome(database.kysely, ids));
    const rows = new Map((await assets.among(database.kysely, ids)).map((asset) => [asset.id, asset]));
    const renditions = await assets.renditionsOf(database.kysely, ids);
    const takes = await otherTakesOf(database.kysely, ids);
    const takeIds = [...takes.values()].flat().map(({ id }) => id);
    for (const [id, made] of await assets.renditionsOf(database.kysely, takeIds)) renditions.set(id, made);
    const held = await holds.heldAmong(database.kysely, ids);
    const orphans: Orphan[] = [];
    for (const [id, objects] of batch) {
      if (held.has(id)) continue;
      const asset = rows.get(id);
      // While it is being replaced somebody stores what nobody names yet.
      if (toCome.has(id)) continue;
      if (asset !== undefined)
        orphans.push(...this.renditionsOf([asset, ...(takes.get(id) ?? [])], renditions, objects));
      else orphans.push(...this.asOrphan(assetFolder(id), id, 'asset-unknown', objects));
    }
    return { orphans, known: rows.size };
  }

  /** @param takes of one asset, the one that is served first */
  private renditionsOf(
    takes: readonly [Asset, ...Asset[]],
    renditions: ReadonlyMap<string, readonly Rendition[]>,
    objects: readonly StoredObject[],
  ) {
    const [asset] = takes;
    // An attempt at any of them may store what the database does not know yet. One that waits to be removed has none.
    const isSettled = ({ state, worker, retiredAt, updatedAt }: Asset) =>
      (state === 'ready' || state === 'failed' || retiredAt !== null) &&
      worker === null &&
      this.isOld(updatedAt);
    if (asset.deletedAt !== null || !takes.every(isSettled)) return [];
    const known = new Set([
      ...takes.flatMap(({ id }) => (renditions.get(id) ?? []).map(({ folder }) => `${folder}/`)),
      ...takes
        .flatMap((take) => [pathUnderAsset(originalOf(...placeOf(take))), ...derivedPathsOf(take)])
        .flatMap((path) => attemptFrontOf(path) ?? []),
    ]);
    // Whatever else an asset has is not judged here.
    const fronts = Map.groupBy(objects, ({ key }) => attemptFrontOf(pathUnderAsset(key)) ?? '');
    return [...fronts]
      .filter(([front]) => front !== '' && !known.has(front))
      .flatMap(([front, found]) =>
        this.asOrphan(underAsset(asset.id, front.replace(/\/$/, '')), asset.id, 'rendition-unknown', found),
      );
  }

  /** None while one of the objects is younger than the window. */
  private asOrphan(
    folder: string,
    asset: string,
    reason: Orphan['reason'],
    objects: readonly StoredObject[],
  ): Orphan[] {
    const modifiedAt = new Date(Math.max(0, ...objects.map((object) => object.modifiedAt.getTime())));
    if (objects.length === 0 || !this.isOld(modifiedAt)) return [];
    const bytes = objects.reduce((sum, object) => sum + object.bytes, 0);
    const things = objects.map(({ key }) => ({ remove: () => this.parts.storage.remove(key) }));
    return [{ folder, asset, reason, bytes, modifiedAt, things }];
  }

  private isOld(date: Date): boolean {
    return date.getTime() < this.parts.clock.now().getTime() - this.windowSeconds * 1000;
  }
}
