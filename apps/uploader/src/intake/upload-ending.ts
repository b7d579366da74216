import type { Audit } from '#libs/audit';
import {
  type Asset,
  type Assets,
  PACKAGE_ASSET,
  PartialUploadsNotReady,
  type Upload,
  UploadNotFound,
  type StoredPart,
  type UploadParts,
  type Uploads,
} from '#libs/catalog';
import type { Database, JobQueue, Transaction } from '#libs/database';
import { ResumableSha256 } from '#libs/digest';
import type { Logger } from '#libs/http';
import type { Clock } from '#libs/kernel';
import { type AssetKind, type MediaType, recognise, SNIFF_BYTES } from '#libs/media-type/sniff';
import type { Quotas } from '#libs/quotas';
import {
  originalOf,
  parseStorageKey,
  type Storage,
  type StorageKey,
  UnfinishedObjectLost,
  uploadFolder,
  wholePieceOf,
} from '#libs/storage';
import { DigestMismatch, FencedOff, UnsupportedMedia } from './intake.errors.js';
import { LEASE_MS } from './lease-watch.js';
import { resumableOf } from './resumable-of.js';

export interface UploadEndingParts {
  readonly database: Database;
  readonly storage: Storage;
  readonly uploads: Uploads;
  readonly uploadParts: UploadParts;
  readonly assets: Assets;
  readonly quotas: Quotas;
  readonly audit: Audit;
  readonly queue: JobQueue;
  readonly clock: Clock;
  readonly logger: Logger;
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
    const run = this.finishOnce(id).finally(() => this.finishes.delete(id));
    this.finishes.set(id, run);
    return run;
  }

  /** Gives an upload up: reservation released, bytes removed. Idempotent; a completed upload is left alone. */
  async abandon(id: string, reason: string): Promise<void> {
    const { database, uploads, quotas } = this.parts;
    const abandoned = await database.transaction(async (tx) => {
      if (!(await uploads.abandon(tx, id, { reason }))) return false;
      await quotas.release(tx, { reservation: id });
      return true;
    });
    if (abandoned) await this.discard(id);
  }

  /** Makes a complete partial upload an object of its own. Idempotent. @throws PartialUploadsNotReady */
  async publishPiece({ id, bytes, storage, digest, ...upload }: Upload): Promise<Omit<StoredPart, 'number'>> {
    const complete = upload.concat === 'partial' && upload.state === 'open' && upload.offset === bytes;
    if (!complete || storage === null || digest === null) throw new PartialUploadsNotReady();
    const key = wholePieceOf(id);
    await resumableOf(this.parts.storage).publish(storage, key, bytes);
    return { key, bytes, sha256: ResumableSha256.resume(digest).hex() };
  }

  /** Removes what storage holds of the pieces of an upload that has ended. Idempotent. */
  async removePieces(upload: Upload): Promise<void> {
    if (upload.concat === null && upload.partBytes === null) return;
    const { database, storage, uploadParts } = this.parts;
    for (const { key } of await uploadParts.list(database.kysely, upload.id))
      if (key !== null) await storage.remove(parseStorageKey(key));
    for await (const { key } of storage.list(uploadFolder(upload.id))) await storage.remove(key);
    await database.transaction((tx) => uploadParts.forget(tx, upload.id, upload.concatOf ?? []));
  }

  /** Ends an open upload whose time is over, unless somebody writes to it; whether it did. */
  async expireIfDue(upload: Upload): Promise<boolean> {
    const { database, uploads, quotas, clock } = this.parts;
    const now = clock.now();
    if (upload.expiresAt > now) return false;
    const expired = await database.transaction(async (tx) => {
      if (!(await uploads.expire(tx, upload.id, now))) return false;
      await quotas.release(tx, { reservation: upload.id });
      return true;
    });
    if (expired) await this.discard(upload.id);
    return expired;
  }

  /** Ends an upload whose bytes the storage has lost, so that its sender begins anew; not once `lease` was overtaken. */
  async endLost(id: string, lease: { fence: string; holder: string }): Promise<void> {
    const { database, uploads, quotas, logger } = this.parts;
    const ended = await database.transaction(async (tx) => {
      if (!(await uploads.renewLease(tx, id, { ...lease, ttlMs: LEASE_MS }))) return false;
      if (!(await uploads.abandon(tx, id, { reason: 'storage-lost' }))) return false;
      await quotas.release(tx, { reservation: id });
      return true;
    });
    if (!ended) return;
    logger.error({ upload: id }, 'the storage has lost an unfinished upload');
    await this.discard(id);
  }

  /** A writer that came back after its upload had ended may have written once more: it tidies up itself. */
  async discardIfOver(id: string): Promise<void> {
    const { state, storage } = await this.parts.uploads.get(this.parts.database.kysely, id);
    if (state === 'abandoned' || state === 'expired') await this.discard(id);
    // The asset has been published; only what this writer left beside it goes.
    if (state === 'completed' && storage !== null) await resumableOf(this.parts.storage).discard(storage);
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
        logger.warn({ err: error, upload: upload.id }, 'finish failed again'),
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
  complete(upload: Upload, facts: FileFacts, end: (tx: Transaction) => Promise<boolean>): Promise<Asset> {
    const { database, assets, quotas, audit, queue } = this.parts;
    const { bytes, sha256, media, instant } = facts;
    return database.transaction(async (tx: Transaction) => {
      if (!(await end(tx))) return assets.get(tx, upload.assetId);
      const asset = await assets.create(tx, {
        id: upload.assetId,
        owner: upload.owner,
        unit: upload.unit,
        account: upload.account,
        courseId: upload.courseId,
        kind: media.kind,
        fileName: upload.fileName,
        title: upload.title ?? upload.fileName,
        contentType: media.contentType,
        bytes,
        sha256,
        state: isProcessed(media.kind) ? 'processing' : 'ready',
      });
      await quotas.settle(tx, { reservation: upload.id, bytes, asset: asset.id });
      if (isProcessed(media.kind)) await queue.send(tx, PACKAGE_ASSET, { asset: asset.id });
      await audit.append(tx, {
        actor: upload.owner,
        action: 'asset.uploaded',
        subject: asset.id,
        unit: upload.unit,
        facts: { bytes, sha256, door: upload.door, ...(instant ? { instant } : {}) },
      });
      return asset;
    });
  }

  /** By its first bytes; undefined where it is nothing that is taken. */
  async recogniseStored(key: StorageKey, fileName: string): Promise<MediaType | undefined> {
    const object = await this.parts.storage.open(key);
    try {
      const chunks: Uint8Array[] = [];
      for await (const chunk of object.read({ start: 0, end: Math.min(SNIFF_BYTES, object.bytes) - 1 }))
        chunks.push(chunk);
      return await recognise(Buffer.concat(chunks), fileName);
    } finally {
      await object.close();
    }
  }

  private async finishOnce(id: string): Promise<Asset> {
    const { database, uploads, assets, storage } = this.parts;
    const upload = await uploads.get(database.kysely, id);
    if (upload.state === 'completed') return assets.get(database.kysely, upload.assetId);
    if (
      upload.state === 'open' &&
      !(await database.transaction((tx) => uploads.finishing(tx, id, { fence: upload.fence })))
    )
      throw new FencedOff();
    if (upload.bytes === null || upload.storage === null || upload.digest === null)
      throw new UploadNotFound();
    const sha256 = ResumableSha256.resume(upload.digest).hex();
    if (upload.declaredSha256 !== null && upload.declaredSha256 !== sha256) {
      await this.abandon(id, 'sha256-mismatch');
      throw new DigestMismatch();
    }
    const key = originalOf(upload.assetId);
    await resumableOf(storage)
      .publish(upload.storage, key, upload.bytes)
      .catch(async (error: unknown) => {
        if (error instanceof UnfinishedObjectLost) await this.abandon(id, 'storage-lost');
        throw error;
      });
    const media = await this.recogniseStored(key, upload.fileName);
    if (media === undefined) {
      await this.abandon(id, 'unsupported-media-type');
      await storage.remove(key);
      throw new UnsupportedMedia(upload.fileName);
    }
    const facts = { bytes: upload.bytes, sha256, media, instant: false };
    return this.complete(upload, facts, (tx) => uploads.completed(tx, id));
  }

  /** Only of an upload that was given up or has expired: its asset never came to be. */
  private async discard(id: string): Promise<void> {
    const { database, storage, uploads, logger } = this.parts;
    const upload = await uploads.get(database.kysely, id);
    try {
      if (upload.storage !== null) await resumableOf(this.parts.storage).discard(upload.storage);
      // What an instant upload had cloned, a direct one had stored, or a finish had published when it failed.
      await storage.remove(originalOf(upload.assetId));
      await this.removePieces(upload);
      await database.transaction((tx) => uploads.discarded(tx, id));
    } catch (error) {
      // The sweep comes back to it: the reservation is free already, only bytes wait.
      logger.warn({ err: error, upload: id }, 'an abandoned upload could not be discarded yet');
    }
  }
}

function isProcessed(kind: AssetKind): boolean {
  return kind !== 'attachment';
}
