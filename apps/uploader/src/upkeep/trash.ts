import type { Audit } from '#libs/audit';
import { type Asset, type Assets, otherTakesOf } from '#libs/catalog';
import type { Database, ExpectedVersion } from '#libs/database';
import type { Caller, Logger } from '#libs/http';
import type { Clock } from '#libs/kernel';
import type { Quotas } from '#libs/quotas';
import { assetFolder, type Storage } from '#libs/storage';
import type { Revocations } from '../playback/revocations.js';
import type { AssetStory } from '../rest/asset-story.js';

export interface TrashParts {
  readonly database: Database;
  readonly storage: Storage;
  readonly assets: Assets;
  readonly quotas: Quotas;
  readonly audit: Audit;
  readonly revocations: Revocations;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly story: AssetStory;
}

/** Deleted assets: gone for viewers at once, restorable for a while, then removed with their bytes and quota. */
export class Trash {
  constructor(
    private readonly parts: TrashParts,
    private readonly keepSeconds: number,
  ) {}

  /** Every URL that was signed for the asset dies within 10 seconds. @throws VersionConflict */
  async put(caller: Caller, asset: Asset, expectedVersion?: ExpectedVersion): Promise<void> {
    const { database, assets, audit, revocations, story } = this.parts;
    await database.transaction(async (tx) => {
      await assets.trash(tx, asset.id, { expectedVersion });
      await assets.bumpEpoch(tx, asset.id);
      await audit.append(tx, {
        actor: caller.subject,
        action: 'asset.trashed',
        subject: asset.id,
        unit: asset.unit,
        facts: {},
      });
    });
    await story.tell('asset trashed', asset.id, { subject: caller.subject });
    await revocations.publish();
  }

  async restore(caller: Caller, asset: Asset): Promise<void> {
    const { database, assets, audit, story } = this.parts;
    const isRestored = await database.transaction(async (tx) => {
      if (!(await assets.restore(tx, asset.id))) return false;
      await audit.append(tx, {
        actor: caller.subject,
        action: 'asset.restored',
        subject: asset.id,
        unit: asset.unit,
        facts: {},
      });
      return true;
    });
    if (isRestored) await story.tell('asset restored', asset.id, { subject: caller.subject });
  }

  /** Empties what has lain long enough: bytes first, then the row, so that a crash leaves nothing unknown. */
  async sweep(signal: AbortSignal): Promise<void> {
    const { database, assets, clock, logger } = this.parts;
    const before = new Date(clock.now().getTime() - this.keepSeconds * 1000);
    for (const asset of await assets.trashedBefore(database.kysely, before, 100)) {
      if (signal.aborted) return;
      await this.purge(asset).catch((error: unknown) =>
        logger.warn({ err: error, asset: asset.id }, 'a trashed asset could not be removed yet'),
      );
    }
  }

  private async purge(asset: Asset): Promise<void> {
    const { database, storage, assets, quotas, audit, story } = this.parts;
    if (!(await database.transaction((tx) => assets.beginPurge(tx, asset.id)))) return;
    for await (const object of storage.list(assetFolder(asset.id))) await storage.remove(object.key);
    await database.transaction(async (tx) => {
      const takes = (await otherTakesOf(tx, [asset.id])).get(asset.id) ?? [];
      await assets.purge(tx, asset.id);
      for (const { id } of [asset, ...takes]) await quotas.removeOriginal(tx, { asset: id });
      await audit.append(tx, {
        actor: 'system',
        action: 'asset.purged',
        subject: asset.id,
        unit: asset.unit,
        facts: { bytes: asset.bytes },
      });
    });
    await story.tell('asset purged', asset.id, { bytes: asset.bytes });
  }
}
