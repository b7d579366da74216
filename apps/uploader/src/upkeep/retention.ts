import type { Audit } from '#libs/audit';
import { type Asset, type Assets, type DueAsset, dueAssets, thinAsset, UnderLegalHold } from '#libs/catalog';
import type { Database } from '#libs/database';
import { withoutVariants } from '#libs/hls';
import type { Logger } from '#libs/http';
import { type Clock, randomToken } from '#libs/kernel';
import type { Quotas } from '#libs/quotas';
import { bytesOf, masterOf, nameOf, pathUnderAsset, type Storage, underAsset } from '#libs/storage';
import type { Revocations } from '../playback/revocations.js';
import type { RetentionMetrics } from '../retention-metrics.js';
import type { AssetStory } from '../rest/asset-story.js';

export interface RetentionParts {
  readonly database: Database;
  readonly storage: Storage;
  readonly assets: Assets;
  readonly quotas: Quotas;
  readonly audit: Audit;
  readonly revocations: Revocations;
  readonly metrics: RetentionMetrics;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly story: AssetStory;
}

const BATCH = 100;

/**
 * Does what the rules say, asset by asset: each is judged anew in the transaction that changes it, so that several replicas
 * may be at it, and nothing is done that a hold, a viewer or another rule has come before.
 */
export class Retention {
  constructor(private readonly parts: RetentionParts) {}

  async sweep(signal: AbortSignal): Promise<void> {
    const { database, clock, logger, revocations } = this.parts;
    const at = clock.now();
    let trashed = 0;
    for (let after = ''; !signal.aborted; ) {
      const batch = await dueAssets(database.kysely, { at, after, limit: BATCH, free: true });
      for (const due of batch) {
        if (signal.aborted) break;
        try {
          if (due.action === 'drop-rungs') await this.thin(due.id, at);
          else if (await this.trash(due.id, at)) trashed += 1;
        } catch (error) {
          // A hold that was placed this moment.
          if (!(error instanceof UnderLegalHold))
            logger.warn({ err: error, asset: due.id }, 'an asset could not be retired yet');
        }
        after = due.id;
      }
      if (batch.length < BATCH) break;
    }
    if (trashed > 0) await revocations.publish();
  }

  private async trash(id: string, at: Date): Promise<boolean> {
    const { database, assets, audit, metrics, story } = this.parts;
    const due = await database.transaction(async (tx) => {
      const found = await this.stillDue(tx, id, at, 'trash');
      if (found === undefined) return undefined;
      await assets.trash(tx, id);
      await assets.bumpEpoch(tx, id);
      const facts = { rule: found.rule, bytes: found.bytes };
      await audit.append(tx, {
        actor: 'system',
        action: 'asset.trashed',
        subject: id,
        unit: found.unit,
        facts,
      });
      return found;
    });
    if (due === undefined) return false;
    metrics.done('trash', due.bytes);
    await story.tell('asset trashed', id, { subject: 'system' });
    return true;
  }

  private async thin(id: string, at: Date): Promise<void> {
    const { database, storage, assets, audit, quotas, metrics, logger } = this.parts;
    const asset = await assets.get(database.kysely, id);
    const [planned] = await dueAssets(database.kysely, { at, id, limit: 1, free: true });
    if (planned?.action !== 'drop-rungs' || asset.master === null) return;
    const master = await this.putMaster(asset, planned.rungs);
    const done = await database.transaction(async (tx) => {
      const found = await this.stillDue(tx, id, at, 'drop-rungs');
      const isSame = found?.rungs.join() === planned.rungs.join();
      if (found === undefined || !isSame || (await assets.get(tx, id)).master !== asset.master)
        return undefined;
      const bytes = found.bytes + master.before - master.bytes;
      const folders = await thinAsset(tx, id, {
        rungs: found.rungs,
        master: pathUnderAsset(master.key),
        bytes,
      });
      await quotas.addDerived(tx, { account: asset.account, asset: id, bytes: -bytes });
      const facts = { rule: found.rule, rungs: found.rungs, bytes };
      await audit.append(tx, {
        actor: 'system',
        action: 'asset.rungs-dropped',
        subject: id,
        unit: asset.unit,
        facts,
      });
      return { folders, bytes };
    });
    if (done === undefined) return storage.remove(master.key);
    metrics.done('drop-rungs', done.bytes);
    try {
      // No session is open that could have the old one.
      await storage.remove(underAsset(id, asset.master));
      for (const folder of done.folders)
        for await (const { key } of storage.list(underAsset(id, folder))) await storage.remove(key);
    } catch (error) {
      // What is left is an orphan: the sweep of these removes it.
      logger.warn({ err: error, asset: id }, 'dropped rungs could not be removed yet');
    }
  }

  /** The asset as it is due still; it stays so until `tx` ends. */
  private async stillDue(
    tx: Parameters<Assets['trash']>[0],
    id: string,
    at: Date,
    action: DueAsset['action'],
  ): Promise<DueAsset | undefined> {
    await this.parts.assets.hold(tx, id);
    const [due] = await dueAssets(tx, { at, id, limit: 1, free: true });
    return due?.action === action ? due : undefined;
  }

  /** Stores the master playlist without these rungs. */
  private async putMaster(asset: Asset, rungs: readonly string[]) {
    const { database, storage, assets } = this.parts;
    const renditions = (await assets.renditionsOf(database.kysely, [asset.id])).get(asset.id) ?? [];
    const gone = new Set(
      renditions
        .filter(({ rung }) => rungs.includes(rung))
        .map(({ folder }) => nameOf(underAsset(asset.id, folder))),
    );
    const object = await storage.open(underAsset(asset.id, asset.master ?? ''));
    try {
      const text = (await bytesOf(object, 0, object.bytes)).toString('utf8');
      const thinned = Buffer.from(withoutVariants(text, (uri) => gone.has(uri.split('/')[0] ?? '')));
      const key = masterOf(asset.id, renditions.length - gone.size, randomToken(10));
      const source = (async function* () {
        yield thinned;
      })();
      await storage.put(key, source, { bytes: thinned.byteLength });
      return { key, bytes: thinned.byteLength, before: object.bytes };
    } finally {
      await object.close();
    }
  }
}
