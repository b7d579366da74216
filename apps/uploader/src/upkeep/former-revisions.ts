import {
  type Asset,
  type Assets,
  derivedPathsOf,
  folderOwnerOf,
  otherTakesOf,
  placeOf,
  type Revisions,
} from '#libs/catalog';
import type { Database } from '#libs/database';
import type { Logger } from '#libs/http';
import type { Clock } from '#libs/kernel';
import { assetFolder, attemptFrontOf, originalOf, pathUnderAsset, type Storage } from '#libs/storage';

export interface FormerRevisionParts {
  readonly database: Database;
  readonly storage: Storage;
  readonly assets: Assets;
  readonly revisions: Revisions;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What was replaced, and what was to replace something and could not: restorable for as long as the trash keeps, then gone. */
export class FormerRevisions {
  constructor(
    private readonly parts: FormerRevisionParts,
    private readonly keepSeconds: number,
  ) {}

  async sweep(signal: AbortSignal): Promise<void> {
    const { database, revisions, clock, logger } = this.parts;
    const now = clock.now();
    const date = new Date(now.getTime() - this.keepSeconds * 1000);
    for (const take of await revisions.retiredBefore(database.kysely, { date, now, limit: 100 })) {
      if (signal.aborted) return;
      await this.purge(take).catch((error: unknown) =>
        logger.warn({ err: error, asset: folderOwnerOf(take) }, 'a former revision could not be removed yet'),
      );
    }
  }

  /** Objects first, then the row, so that a crash leaves nothing unknown. */
  private async purge(take: Asset): Promise<void> {
    const { database, storage, revisions, clock } = this.parts;
    const isOurs = await database.transaction((tx) => revisions.beginPurge(tx, take, clock.now()));
    if (!isOurs) return;
    const fronts = await this.frontsOf(take);
    for await (const { key } of storage.list(assetFolder(folderOwnerOf(take)))) {
      const front = attemptFrontOf(pathUnderAsset(key));
      if (front !== undefined && fronts.has(front)) await storage.remove(key);
    }
    await storage.remove(originalOf(...placeOf(take)));
    await database.transaction((tx) => revisions.purge(tx, take));
  }

  /** The fronts of what is named by this take and by no other of the asset. */
  private async frontsOf(take: Asset): Promise<ReadonlySet<string>> {
    const { database, assets } = this.parts;
    const asset = folderOwnerOf(take);
    const all = [
      ...(await assets.among(database.kysely, [asset])),
      ...((await otherTakesOf(database.kysely, [asset])).get(asset) ?? []),
    ];
    const renditions = await assets.renditionsOf(
      database.kysely,
      all.map(({ id }) => id),
    );
    const named = (each: Asset) => [
      ...(renditions.get(each.id) ?? []).map(({ folder }) => `${folder}/`),
      ...derivedPathsOf(each).flatMap((path) => attemptFrontOf(path) ?? []),
    ];
    const others = new Set(all.filter(({ id }) => id !== take.id).flatMap(named));
    const own = all.filter(({ id }) => id === take.id).flatMap(named);
    return new Set(own.filter((front) => !others.has(front)));
  }
}
