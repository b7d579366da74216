import type { Audit } from '#libs/audit';
import {
  type Asset,
  AssetNotFound,
  assetOf,
  type Assets,
  destinationOf,
  ENDED_BY_ADMINISTRATOR,
  endOf,
  hasLapsed,
  jobOwnerOf,
  PACKAGE_ASSET,
  type Revisions,
  type Upload,
  type UploadLeases,
  UploadNotFound,
  type Uploads,
  wasDismissed,
} from '#libs/catalog';
import type { Database, JobQueue, Transaction } from '#libs/database';
import { ResumableSha256 } from '#libs/digest';
import type { Logger } from '#libs/http';
import type { Clock } from '#libs/kernel';
import type { AssetKind, MediaType } from '#libs/media-type/sniff';
import type { Quotas } from '#libs/quotas';
import { ObjectNotFound, originalOf, type Storage, UnfinishedObjectLost } from '#libs/storage';
import { DigestMismatch, FencedOff, ReplacementOfAnotherKind, UnsupportedMedia } from './intake.errors.js';
import type { Pieces } from './pieces.js';
import { resumableOf } from './resumable-of.js';
import { recogniseStored } from './sniffer.js';
import { LEASE_MS, type Tenure } from './tenure.js';
import type { UploadStory } from './upload-story.js';

export interface UploadEndingParts {
  readonly database: Database;
  readonly storage: Storage;
  readonly uploads: Uploads;
  readonly uploadLeases: UploadLeases;
  readonly pieces: Pieces;
  readonly assets: Assets;
  readonly revisions: Revisions;
  readonly quotas: Quotas;
  readonly audit: Audit;
  readonly queue: JobQueue;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly story: UploadStory;
}

/** Which administrator ends an upload, and why. */
export interface Dismissal {
  readonly actor: string;
  readonly reason: string | undefined;
}

/** What is known of a file when all of it is there. */
export interface FileFacts {
  readonly bytes: number;
  readonly sha256: string;
  readonly media: MediaType;
  /** None of its bytes came: storage had them. */
  readonly instant: boolean;
}

/**
 * How an upload ends: as an asset, exactly once, or given up or expired, with its quota free and its bytes
 * removed. What a crash interrupts the sweep takes up again.
 */
export class UploadEnding {
  private readonly finishes = new Map<string, Promise<Asset>>();

  constructor(private readonly parts: UploadEndingParts) {}

  /**
   * Publishes the object, then completes the upload, settles the quota, writes the audit row and queues the
   * job in one transaction. Idempotent: after a crash in the middle a second call goes on where the first
   * stood, and concurrent calls share one run.
   */
  finish(id: string): Promise<Asset> {
    const running = this.finishes.get(id);
    if (running !== undefined) return running;
    const run = this.finishOnce(id)
      .catch(async (error: unknown) => {
        throw await this.reasonOf(id, error);
      })
      .finally(() => this.finishes.delete(id));
    this.finishes.set(id, run);
    return run;
  }

  /** Gives an upload up: reservation released, bytes removed. Idempotent; a completed upload is left alone. */
  async abandon(id: string, reason: string): Promise<void> {
    if (await this.lapse(id, (tx) => this.parts.uploads.abandon(tx, id, { reason })))
      await this.discard(id, reason);
  }

  /**
   * Ends an upload that is not complete by an administrator's word: its quota is free at once, and who ended it
   * and why stands in the audit trail. Whoever sends it, on whatever replica, is stopped and told.
   *
   * @returns false, and nothing happened, where it had ended, or its bytes belong to a final upload already
   * @throws UploadNotFound
   */
  async end(id: string, { actor, reason }: Dismissal): Promise<boolean> {
    const { database, uploads, uploadLeases, quotas, audit } = this.parts;
    const ended = await database.transaction(async (tx) => {
      const { lease, fence, owner, unit, offset } = await uploads.lock(tx, id);
      if (!(await uploads.abandon(tx, id, { reason: ENDED_BY_ADMINISTRATOR }))) return false;
      if (lease !== null)
        await uploadLeases.askToYield(tx, { upload: id, holder: lease.holder, fence, ended: true });
      await quotas.release(tx, { reservation: id });
      await audit.append(tx, {
        actor,
        action: 'upload.ended',
        subject: id,
        unit,
        facts: { owner, offset, reason: reason ?? null },
      });
      return true;
    });
    if (ended) await this.discard(id, ENDED_BY_ADMINISTRATOR);
    return ended;
  }

  /** Ends an open upload whose time is over, unless somebody writes to it; whether it did. */
  async expireIfDue(upload: Upload): Promise<boolean> {
    const { uploads, clock } = this.parts;
    const { id, expiresAt } = upload;
    const now = clock.now();
    if (expiresAt > now) return false;
    const expired = await this.lapse(id, (tx) => uploads.expire(tx, id, now));
    if (expired) await this.discard(id, 'expired');
    return expired;
  }

  /** Ends an upload whose bytes the storage has lost, so that its sender begins anew; not once it is in other hands. */
  async endLost(tenure: Tenure): Promise<void> {
    const { uploads, logger } = this.parts;
    const { id } = tenure.upload;
    const ended = await this.lapse(
      id,
      async (tx) => (await tenure.renew(tx)) && uploads.abandon(tx, id, { reason: STORAGE_LOST }),
    );
    if (!ended) return;
    const asset = tenure.upload.assetId;
    logger.error({ upload: id, asset }, 'the storage has lost an unfinished upload');
    await this.discard(id, STORAGE_LOST);
  }

  /**
   * Why a writer, or a finish, failed: by `error`, or because its upload had ended meanwhile. It may have written, or
   * published, once more after that end: then it tidies up itself.
   */
  async reasonOf(id: string, error: unknown): Promise<unknown> {
    const { database, storage, uploads } = this.parts;
    const upload = await uploads.get(database.kysely, id).catch(() => undefined);
    if (upload === undefined) return error;
    const isVain = error instanceof AssetNotFound && hasLapsed(upload);
    // What ended with other bytes than its writer's goes from under them.
    const isLost = error instanceof ObjectNotFound || error instanceof UnfinishedObjectLost;
    const isOvertaken = isLost && upload.state === 'completed';
    // What an administrator ends goes from under its writer, who may meet any error by that.
    if (!(error instanceof FencedOff || isVain || isOvertaken || wasDismissed(upload))) return error;
    if (hasLapsed(upload)) await this.discard(id);
    // The asset has been published; only what this writer left beside it goes.
    else if (upload.state === 'completed' && upload.storage !== null)
      await resumableOf(storage).discard(upload.storage);
    return endOf(upload) ?? (isOvertaken ? new FencedOff() : error);
  }

  /** Ends uploads past their time, and goes on with finishes that a crash interrupted. */
  async sweep(signal: AbortSignal): Promise<void> {
    const { database, uploads, clock, logger } = this.parts;
    const now = clock.now();
    for (const upload of await uploads.expired(database.kysely, { now, limit: 100 })) {
      if (signal.aborted) return;
      await this.expireIfDue(upload);
    }
    const olderThan = new Date(now.getTime() - LEASE_MS);
    for (const { id, offset, bytes } of await uploads.cutOff(database.kysely, { olderThan, limit: 100 })) {
      if (signal.aborted) return;
      if (offset !== bytes) await this.abandon(id, 'cut-off');
    }
    for (const upload of await uploads.stuckFinishing(database.kysely, { olderThan, limit: 100 })) {
      if (signal.aborted) return;
      await this.finish(upload.id).catch((error: unknown) =>
        logger.warn({ err: error, upload: upload.id, asset: upload.assetId }, 'finish failed again'),
      );
    }
    for (const upload of await uploads.undiscarded(database.kysely, { olderThan, limit: 100 })) {
      if (signal.aborted) return;
      await this.discard(upload.id);
    }
  }

  /** Waits until no finish of this process is under way. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.finishes.values());
  }

  /**
   * The asset of an upload whose bytes are stored: quota settled, audit row written and job queued in the one
   * transaction in which `end` says whether it is this call that ends the upload.
   */
  async complete(
    upload: Upload,
    facts: FileFacts,
    end: (tx: Transaction) => Promise<boolean>,
  ): Promise<Asset> {
    const { database, assets, revisions, quotas, audit, queue, story } = this.parts;
    const { bytes, sha256, media, instant } = facts;
    const { replaces } = upload;
    let isOurs = false;
    const complete = async (tx: Transaction): Promise<Asset> => {
      const isEnded = await end(tx);
      // After a lost commit it was this call all the same.
      isOurs ||= isEnded;
      if (!isEnded) return assets.get(tx, assetOf(upload));
      const replaced = replaces === null ? undefined : await revisions.hold(tx, replaces);
      if (replaced !== undefined) requireSameKind(replaced, media.kind);
      const asset = await assets.create(tx, {
        id: upload.assetId,
        owner: replaced?.owner ?? upload.owner,
        unit: upload.unit,
        account: upload.account,
        courseId: upload.courseId,
        kind: media.kind,
        fileName: upload.fileName,
        title: replaced?.title ?? upload.title ?? upload.fileName,
        externalId: upload.externalId,
        replaces,
        revisedAt: upload.createdAt,
        contentType: media.contentType,
        bytes,
        sha256,
        state: isProcessed(media.kind) ? 'processing' : 'ready',
        facts: media.charset === undefined ? {} : { charset: media.charset },
      });
      await quotas.settle(tx, { reservation: upload.id, bytes, asset: asset.id });
      if (isProcessed(media.kind))
        await queue.send(tx, PACKAGE_ASSET, { asset: asset.id }, { of: jobOwnerOf(asset) });
      await audit.append(tx, {
        actor: upload.owner,
        action: replaced === undefined ? 'asset.uploaded' : 'asset.replacement-uploaded',
        subject: replaced?.id ?? asset.id,
        unit: upload.unit,
        facts: {
          ...(replaced !== undefined && { revision: asset.id }),
          bytes,
          sha256,
          door: upload.door,
          ...(instant ? { instant } : {}),
        },
      });
      if (replaced === undefined) return asset;
      if (asset.state === 'ready') await revisions.adopt(tx, replaced.id, asset.id);
      return assets.get(tx, replaced.id);
    };
    const made = await database.transaction(complete, { lostCommit: 'repeat' });
    if (isOurs) {
      if (upload.kind === 'direct') story.received(upload, bytes);
      story.finished(upload, bytes);
    }
    return made;
  }

  /**
   * As `complete`, of an upload whose bytes storage has already: it becomes `asset`, and not the one that it was to
   * become. Whoever sends its bytes, on whatever replica, is stopped.
   *
   * @throws AssetNotFound where it is not open any more, or is being put together: nothing has happened
   */
  replace(upload: Upload, asset: string, facts: FileFacts): Promise<Asset> {
    const { uploads, uploadLeases } = this.parts;
    const { id } = upload;
    return this.complete({ ...upload, assetId: asset }, facts, async (tx) => {
      const { lease, fence } = await uploads.lock(tx, id);
      if (!(await uploads.adoptedAs(tx, id, asset))) return false;
      if (lease !== null) await uploadLeases.askToYield(tx, { upload: id, holder: lease.holder, fence });
      return true;
    });
  }

  /** Removes what an upload kept on its way that became an asset without it. */
  async tidy(id: string): Promise<void> {
    const { database, storage, uploads, pieces, logger } = this.parts;
    const upload = await uploads.get(database.kysely, id);
    try {
      if (upload.storage !== null) await resumableOf(storage).discard(upload.storage);
      await pieces.remove(upload);
      await database.transaction((tx) => uploads.discarded(tx, id), { lostCommit: 'repeat' });
    } catch (err) {
      // The sweep comes back to it.
      const asset = upload.assetId;
      logger.warn({ err, upload: id, asset }, 'what came of an upload could not be removed yet');
    }
  }

  private async finishOnce(id: string): Promise<Asset> {
    const { database, uploads, assets, storage } = this.parts;
    const before = await uploads.get(database.kysely, id);
    if (before.state === 'completed') return assets.get(database.kysely, assetOf(before));
    if (before.state === 'open' && !(await this.beginToFinish(before))) throw new FencedOff();
    // What could be said of it while it was open is said by now.
    const upload = before.state === 'open' ? await uploads.get(database.kysely, id) : before;
    if (upload.bytes === null || upload.storage === null || upload.digest === null)
      throw new UploadNotFound();
    const sha256 = ResumableSha256.resume(upload.digest).hex();
    if (upload.declaredSha256 !== null && upload.declaredSha256 !== sha256) {
      await this.abandon(id, 'sha256-mismatch');
      throw new DigestMismatch();
    }
    const key = originalOf(...destinationOf(upload));
    await resumableOf(storage)
      .publish(upload.storage, key, upload.bytes)
      .catch(async (error: unknown) => {
        if (error instanceof UnfinishedObjectLost) await this.abandon(id, STORAGE_LOST);
        throw error;
      });
    const media = await recogniseStored(storage, key, upload.fileName).catch(async (error: unknown) => {
      if (error instanceof UnsupportedMedia) {
        await this.abandon(id, error.code);
        await storage.remove(key);
      }
      throw error;
    });
    const facts = { bytes: upload.bytes, sha256, media, instant: false };
    return this.complete(upload, facts, (tx) => uploads.completed(tx, id)).catch(async (error: unknown) => {
      // What it was to replace is of another kind, or gone for good.
      const isVain = upload.replaces !== null && error instanceof AssetNotFound;
      if (error instanceof ReplacementOfAnotherKind || isVain) await this.abandon(id, error.code);
      throw error;
    });
  }

  private beginToFinish({ id, fence }: Upload): Promise<boolean> {
    const { database, uploads } = this.parts;
    return database.transaction((tx) => uploads.finishing(tx, id, { fence }), {
      lostCommit: async (tx) => (await uploads.get(tx, id)).state === 'finishing' || undefined,
    });
  }

  /** Frees the quota of an upload in the one transaction in which `end` says whether it is this call that ends it. */
  private lapse(id: string, end: (tx: Transaction) => Promise<boolean>): Promise<boolean> {
    const { database, quotas } = this.parts;
    const lapse = async (tx: Transaction): Promise<boolean> => {
      if (!(await end(tx))) return false;
      await quotas.release(tx, { reservation: id });
      return true;
    };
    // After itself it finds that the upload has ended, and leaves its bytes to the sweep.
    return database.transaction(lapse, { lostCommit: 'repeat' });
  }

  /**
   * Only of an upload that was given up or has expired: its asset never came to be.
   *
   * @param reason of its end, where this is the call that ended it
   */
  private async discard(id: string, reason?: string): Promise<void> {
    const { database, storage, uploads, pieces, logger, story } = this.parts;
    const upload = await uploads.get(database.kysely, id);
    if (reason !== undefined) story.ended(upload, reason);
    try {
      if (upload.storage !== null) await resumableOf(storage).discard(upload.storage);
      // What an instant upload had cloned, a direct one had stored, or a finish had published when it failed.
      await storage.remove(originalOf(...destinationOf(upload)));
      await pieces.remove(upload);
      await database.transaction((tx) => uploads.discarded(tx, id), { lostCommit: 'repeat' });
    } catch (error) {
      // The sweep comes back to it: the reservation is free already, only bytes wait.
      const asset = upload.assetId;
      logger.warn({ err: error, upload: id, asset }, 'an abandoned upload could not be discarded yet');
    }
  }
}

const STORAGE_LOST = 'storage-lost';

/** Sound and pictures are told apart only once they have been probed. @throws ReplacementOfAnotherKind */
function requireSameKind(asset: Asset, kind: AssetKind): void {
  const sort = (each: AssetKind) => (each === 'audio' ? 'video' : each);
  if (sort(asset.kind) !== sort(kind)) throw new ReplacementOfAnotherKind(asset.kind, kind);
}

function isProcessed(kind: AssetKind): boolean {
  return kind !== 'attachment';
}
