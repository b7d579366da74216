import type { Readable } from 'node:stream';
import type { Audit } from '#libs/audit';
import {
  type Asset,
  type Assets,
  assetWithBytes,
  PACKAGE_ASSET,
  PartialUploadsNotReady,
  type Upload,
  UploadNotFound,
  type UploadPart,
  type UploadParts,
  type Uploads,
} from '#libs/catalog';
import type { Database, JobQueue, Transaction } from '#libs/database';
import { ResumableSha256 } from '#libs/digest';
import type { Caller, Logger } from '#libs/http';
import { type Clock, DomainError, newId } from '#libs/kernel';
import type { Quotas, Units } from '#libs/quotas';
import {
  type Appended,
  type ByteSource,
  type Checkpoint,
  ObjectNotFound,
  parseStorageKey,
  type Resumable,
  type Storage,
  StorageFault,
  type StorageKey,
  StorageUnavailable,
} from '#libs/storage';
import type { BodyChecksum } from './body-checksum.js';
import { parseFileName } from './file-name.js';
import { watched } from './incoming.js';
import {
  CallerWithoutUnit,
  ConnectionLost,
  DigestMismatch,
  EmptyFile,
  FencedOff,
  FileAboveLimit,
  LengthAlreadyKnown,
  OffsetMismatch,
  TooManyBytes,
  UnsupportedMedia,
} from './intake.errors.js';
import { LEASE_MS, type LeaseWatch, type Writer } from './lease-watch.js';
import { type AssetKind, type MediaType, recognise, SNIFF_BYTES } from './media-type.js';
import type { Reach } from './reach.js';
import type { Watermarks } from './watermarks.js';

/** What a door knows of a file before its bytes. */
export interface Intention {
  readonly door: 'tus' | 'form' | 'parts';
  readonly fileName: string;
  /** The exact length, or null where only the end of the bytes will tell. */
  readonly bytes: number | null;
  /** An upper bound that is reserved at once where `bytes` is null and a header gives one. */
  readonly expectedBytes?: number;
  readonly sha256?: string;
  readonly courseId?: string;
  readonly title?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  /** `partial`: it becomes a piece of another upload, and no asset by itself. `final`: it is made of such. */
  readonly concat?: 'partial' | 'final';
  /** The partial uploads that a final one is made of. */
  readonly concatOf?: readonly string[];
  /** It comes in numbered parts of this size. */
  readonly partBytes?: number;
}

export interface BeginOptions {
  /** How long it is kept; the setting's time unless said. */
  readonly windowMs?: number;
  /** What else is to happen in the transaction: before quota is reserved, and after the upload is there. */
  readonly first?: (tx: Transaction) => Promise<void>;
  readonly last?: (tx: Transaction, upload: Upload) => Promise<void>;
}

/** Where an upload stands after a write. `asset` is there once the upload is complete. */
export interface Progress {
  readonly offset: number;
  readonly expiresAt: Date;
  readonly asset?: Asset;
}

export interface IntakeSettings {
  readonly maxFileBytes: number;
  readonly uploadWindowMs: number;
  readonly minimumBytes: number;
  readonly minimumWindowMs: number;
}

export interface IntakeParts {
  readonly database: Database;
  readonly storage: Storage;
  readonly uploads: Uploads;
  readonly uploadParts: UploadParts;
  readonly assets: Assets;
  readonly quotas: Quotas;
  readonly units: Units;
  readonly audit: Audit;
  readonly queue: JobQueue;
  readonly reach: Reach;
  readonly leases: LeaseWatch;
  readonly watermarks: Watermarks;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Quota is held in steps of this size while a body of unknown length comes in. */
const RESERVATION_STEP = 64 * 1024 * 1024;
/** An instant upload takes no longer; what a crash leaves of one is given up after this. */
const INSTANT_MS = 10 * 60_000;

/**
 * The one way in for bytes: begin -> write -> finish | abandon. Doors know HTTP, this knows what must hold:
 * quota is reserved before a byte is taken, a byte is durable before it is acknowledged, and an upload
 * becomes an asset exactly once.
 */
export class Intake {
  private readonly finishes = new Map<string, Promise<Asset>>();

  constructor(
    private readonly parts: IntakeParts,
    private readonly settings: IntakeSettings,
  ) {}

  /**
   * Reserves quota and creates the upload, in one transaction.
   *
   * @throws EmptyFile, InvalidFileName, FileAboveLimit, CallerWithoutUnit, and what Quotas.reserve throws: nothing is left behind
   */
  async begin(caller: Caller, intention: Intention, options: BeginOptions = {}): Promise<Upload> {
    const { database, uploads, quotas, units, clock } = this.parts;
    const fileName = parseFileName(intention.fileName);
    const foreseen = intention.bytes ?? intention.expectedBytes ?? 0;
    if (intention.bytes === 0) throw new EmptyFile();
    if (foreseen > this.settings.maxFileBytes) throw new FileAboveLimit(this.settings.maxFileBytes, foreseen);
    const { unit, subject: account } = caller;
    if (unit === null) throw new CallerWithoutUnit();
    if (intention.courseId !== undefined) await this.parts.reach.requireCourse(caller, intention.courseId);
    const isFinal = intention.concat === 'final';
    if (!isFinal) await this.parts.watermarks.requireRoom(foreseen);
    const expiresAt = this.expiry(options.windowMs);
    return database.transaction(async (tx) => {
      await options.first?.(tx);
      await units.enrol(tx, { doctor: caller.subject, name: caller.name, unit });
      const id = newId('upl');
      const assets = intention.concat === 'partial' ? 0 : 1;
      await quotas.reserve(tx, { reservation: id, account, bytes: foreseen, assets, expiresAt });
      const upload = await uploads.create(tx, {
        id,
        assetId: newId('ast'),
        owner: caller.subject,
        unit,
        account,
        door: intention.door,
        fileName,
        title: intention.title ?? null,
        courseId: intention.courseId ?? null,
        bytes: intention.bytes,
        reservedBytes: foreseen,
        declaredSha256: intention.sha256 ?? null,
        metadata: intention.metadata ?? {},
        concat: intention.concat ?? null,
        concatOf: intention.concatOf ?? null,
        partBytes: intention.partBytes ?? null,
        assemblingAt: isFinal ? clock.now() : null,
        expiresAt,
        createdAt: clock.now(),
      });
      await options.last?.(tx, upload);
      return upload;
    });
  }

  /**
   * Where an upload of this caller stands. A writer that still holds it, on whatever replica, is stopped
   * first, so that the offset is the one to go on from; an upload whose finish was interrupted is finished
   * now, and one whose time is over ends.
   */
  async stand(caller: Caller, id: string): Promise<Upload> {
    const before = await this.find(caller, id);
    if (before.state === 'open' && !(await this.expireIfDue(before))) await this.parts.leases.seize(id);
    const upload = await this.find(caller, id);
    // A crash may have come between the last byte and the finish: who asks now was told that all is there.
    const isWhole = upload.state === 'open' && upload.offset === upload.bytes;
    if ((upload.state !== 'finishing' && !isWhole) || upload.concat === 'partial') return upload;
    await this.finish(id);
    return this.find(caller, id);
  }

  /**
   * Takes bytes from `offset` on. What came before a broken link or an abort is kept; with a `checksum`
   * all bytes of this go count, or none. When the declared length is reached the upload is finished, and the
   * asset is in the answer, unless it is a piece of another upload.
   *
   * @throws OffsetMismatch, TooManyBytes, UnsupportedMedia, SenderTooSlow, ConnectionLost, FencedOff, ChecksumMismatch
   */
  async write(
    caller: Caller,
    id: string,
    offset: number,
    body: Readable,
    options: { checksum?: BodyChecksum | undefined } = {},
  ): Promise<Progress> {
    const { bytes, concat, expiresAt, offset: reached } = await this.find(caller, id);
    if (concat === 'partial' && reached === bytes) {
      if (offset !== reached) throw new OffsetMismatch(reached);
      return { offset, expiresAt };
    }
    await this.interrupt(id);
    return this.pour(id, offset, body, options.checksum);
  }

  /**
   * Pours the pieces of an upload into it, from where it stands on, and finishes it. Goes on where an earlier
   * call broke off.
   */
  async assemble(id: string, open: (offset: number) => Readable): Promise<Asset> {
    const { state, offset, bytes } = await this.parts.uploads.get(this.parts.database.kysely, id);
    if (state === 'open' && offset !== bytes) await this.pour(id, offset, open(offset));
    return this.finish(id);
  }

  /** Makes a complete partial upload an object of its own. Idempotent. @throws PartialUploadsNotReady */
  async publishPiece({ id, bytes, storage, digest, ...upload }: Upload): Promise<Omit<UploadPart, 'number'>> {
    const complete = upload.concat === 'partial' && upload.state === 'open' && upload.offset === bytes;
    if (!complete || storage === null || digest === null) throw new PartialUploadsNotReady();
    const key = wholePieceOf(id);
    await this.resumable().publish(storage, key, bytes);
    return { key, bytes, sha256: ResumableSha256.resume(digest).hex() };
  }

  /** Removes what storage holds of the pieces of an upload that has ended. Idempotent. */
  async removePieces(upload: Upload): Promise<void> {
    if (upload.concat === null && upload.partBytes === null) return;
    const { database, storage, uploadParts } = this.parts;
    for (const { key } of await uploadParts.list(database.kysely, upload.id))
      await storage.remove(parseStorageKey(key));
    for await (const { key } of storage.list(parseStorageKey(`uploads/${upload.id}`)))
      await storage.remove(key);
    await database.transaction((tx) => uploadParts.forget(tx, upload.id, upload.concatOf ?? []));
  }

  /**
   * The asset at once, where the caller's own unit stores these very bytes: a copy that storage makes inside
   * itself, counted and audited as if the bytes had come. undefined where they have to come.
   *
   * @throws as `begin`, and UnsupportedMedia: nothing is left behind
   */
  async instant(caller: Caller, intention: Intention): Promise<{ upload: Upload; asset: Asset } | undefined> {
    const { database, storage, uploads, logger } = this.parts;
    const { bytes, sha256 } = intention;
    const { unit } = caller;
    if (bytes === null || sha256 === undefined || unit === null) return undefined;
    if (storage.clone === undefined || intention.concat !== undefined) return undefined;
    const twin = await assetWithBytes(database.kysely, { unit, sha256, bytes });
    if (twin === undefined) return undefined;
    const upload = await this.begin(caller, intention, { windowMs: INSTANT_MS });
    const key = originalOf(upload.assetId);
    try {
      await storage.clone(originalOf(twin), key);
      const media = await this.recogniseStored(key, upload.fileName);
      if (media === undefined) throw new UnsupportedMedia(upload.fileName);
      const facts = { bytes, sha256, media, instant: true };
      return { upload, asset: await this.complete(upload, facts, (tx) => uploads.adopted(tx, upload.id)) };
    } catch (error) {
      await this.abandon(upload.id, 'instant-upload-failed');
      if (!(error instanceof ObjectNotFound || error instanceof StorageFault)) throw error;
      logger.info({ err: error, upload: upload.id }, 'the bytes can not be cloned and have to come');
      return undefined;
    }
  }

  private async pour(id: string, offset: number, body: Readable, checksum?: BodyChecksum): Promise<Progress> {
    const writer = this.parts.leases.enter(id, body);
    try {
      const appended = await this.append(id, offset, body, writer, checksum);
      const upload = await this.parts.uploads.get(this.parts.database.kysely, id);
      const complete = upload.bytes !== null && appended.offset === upload.bytes;
      if (complete && upload.concat !== 'partial')
        return { offset: appended.offset, expiresAt: upload.expiresAt, asset: await this.finish(id) };
      if (appended.sourceError !== undefined && !complete) throw lost(appended.sourceError);
      return { offset: appended.offset, expiresAt: upload.expiresAt };
    } catch (error) {
      if (error instanceof UnsupportedMedia || error instanceof TooManyBytes)
        await this.abandon(id, error.code);
      if (error instanceof FencedOff) await this.discardIfOver(id);
      throw error;
    } finally {
      writer.leave();
    }
  }

  /**
   * Says how long an upload is that began without a length, and holds quota for all of it.
   *
   * @throws LengthAlreadyKnown, EmptyFile, FileAboveLimit, and what Quotas.extend throws: the length stays open
   */
  async declareLength(caller: Caller, id: string, bytes: number): Promise<void> {
    const { database, uploads, quotas } = this.parts;
    const upload = await this.find(caller, id);
    if (upload.bytes === bytes) return;
    if (upload.bytes !== null) throw new LengthAlreadyKnown();
    if (bytes === 0) throw new EmptyFile();
    if (bytes > this.settings.maxFileBytes) throw new FileAboveLimit(this.settings.maxFileBytes, bytes);
    await this.interrupt(id);
    await database.transaction(async (tx) => {
      if (!(await uploads.setLength(tx, id, bytes))) throw new LengthAlreadyKnown();
      await quotas.extend(tx, { reservation: id, bytes });
    });
  }

  /** Ends an upload whose length only its end could tell. @throws EmptyFile */
  async finishAt(id: string, bytes: number): Promise<Asset> {
    if (bytes === 0) {
      await this.abandon(id, 'empty-file');
      throw new EmptyFile();
    }
    await this.parts.database.transaction((tx) => this.parts.uploads.setLength(tx, id, bytes));
    return this.finish(id);
  }

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

  /** The upload of this caller as it stands; whoever writes to it is not disturbed. @throws UploadNotFound */
  look(caller: Caller, id: string): Promise<Upload> {
    return this.find(caller, id);
  }

  /** Whether the storage at hand can write an object in several goes. */
  get takesUploads(): boolean {
    return this.parts.storage.resumable !== undefined;
  }

  /** In bytes. */
  get maxFileBytes(): number {
    return this.settings.maxFileBytes;
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

  /**
   * Stops the writer of an upload, here or on another replica, and waits until what it received is durable;
   * about a second at most for one elsewhere.
   */
  async interrupt(id: string): Promise<void> {
    await this.parts.leases.clear(id);
  }

  /** Lets every writer keep what it received; for a graceful stop. */
  async drain(): Promise<void> {
    await this.parts.leases.stopAll();
    await Promise.allSettled(this.finishes.values());
  }

  private async append(
    id: string,
    offset: number,
    body: Readable,
    writer: Writer,
    checksum: BodyChecksum | undefined,
  ): Promise<Appended> {
    const { database, uploads, leases } = this.parts;
    const { holder } = leases;
    const { upload, fence } = await database.transaction((tx) =>
      uploads.acquire(tx, id, { holder, ttlMs: LEASE_MS, force: true }),
    );
    writer.holds(fence);
    let newFence = false;
    try {
      if (upload.offset !== offset) throw new OffsetMismatch(upload.offset);
      const resumable = this.resumable();
      const state =
        upload.storage ??
        (await resumable.begin(id, {
          key: upload.concat === 'partial' ? wholePieceOf(upload.id) : originalOf(upload.assetId),
          ...(upload.bytes === null ? {} : { bytes: upload.bytes }),
        }));
      const keep = async (point: Omit<Appended, 'sourceError'>) => {
        const kept = await database.transaction((tx) =>
          uploads.checkpoint(tx, id, {
            fence,
            holder,
            offset: point.offset,
            storage: point.state,
            digest: point.digest,
            ttlMs: LEASE_MS,
            expiresAt: this.expiry(),
          }),
        );
        if (!kept) throw new FencedOff();
      };
      const digest = ResumableSha256.resume(upload.digest ?? undefined);
      let start = { offset, state, digest: digest.state() };
      if (upload.storage === null) await keep(start);
      // Until a checksum has been verified, each checkpoint repeats the one of before.
      const held = (point: Checkpoint) => keep(point.offset === offset ? (start = point) : start);
      const { source, refusal } = this.source(upload, body, checksum);
      // What a write that failed had begun may still be carried out when its server is back (F08).
      newFence = true;
      const appended = await resumable.append(state, offset, source, {
        fence,
        digest,
        checkpoint: checksum === undefined ? keep : held,
      });
      newFence = false;
      if (checksum !== undefined) {
        // Where no length bounds what came, leftovers could outlast the upload's end: they are fenced off.
        newFence = upload.bytes === null;
        if (appended.sourceError !== undefined) throw lost(appended.sourceError);
        checksum.verify();
        newFence = false;
      }
      await keep(appended);
      const refused = refusal();
      if (refused !== undefined) throw refused;
      return appended;
    } finally {
      writer.rests();
      await database.transaction((tx) => uploads.release(tx, id, { fence, holder, newFence }));
    }
  }

  /**
   * The body, counted, held to its limits, recognised by its first bytes, and its quota held as it grows.
   * With a checksum a refusal of what it is waits until it is known that the bytes came as they were sent.
   */
  private source(
    upload: Upload,
    body: Readable,
    checksum: BodyChecksum | undefined,
  ): { source: ByteSource; refusal: () => UnsupportedMedia | undefined } {
    const end = upload.bytes ?? this.settings.maxFileBytes;
    let head: Uint8Array[] | undefined = upload.offset === 0 && upload.concat !== 'partial' ? [] : undefined;
    let seen = 0;
    let reserved = upload.reservedBytes;
    let refused: UnsupportedMedia | undefined;
    const source = watched(
      body,
      upload.offset,
      { end, minimumBytes: this.settings.minimumBytes, windowMs: this.settings.minimumWindowMs },
      async (chunk, position) => {
        const reached = position + chunk.byteLength;
        if (upload.bytes === null && reached > reserved) {
          reserved = await this.extend(upload.id, reached);
        }
        checksum?.update(chunk);
        if (head === undefined) return;
        head.push(chunk);
        seen += chunk.byteLength;
        if (seen < SNIFF_BYTES && seen !== upload.bytes) return;
        const start = Buffer.concat(head);
        head = undefined;
        if ((await recognise(start, upload.fileName)) !== undefined) return;
        refused = new UnsupportedMedia(upload.fileName);
        if (checksum === undefined) throw refused;
      },
    );
    return { source, refusal: () => refused };
  }

  private async extend(reservation: string, reached: number): Promise<number> {
    const { database, quotas } = this.parts;
    const step = Math.min(reached + RESERVATION_STEP, Math.max(reached, this.settings.maxFileBytes));
    try {
      await database.transaction((tx) => quotas.extend(tx, { reservation, bytes: step }));
      return step;
    } catch (error) {
      if (step === reached) throw error;
      // The last bytes below a limit may still fit where a whole step does not.
      await database.transaction((tx) => quotas.extend(tx, { reservation, bytes: reached }));
      return reached;
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
    await this.resumable().publish(upload.storage, key, upload.bytes);
    const media = await this.recogniseStored(key, upload.fileName);
    if (media === undefined) {
      await this.abandon(id, 'unsupported-media-type');
      await storage.remove(key);
      throw new UnsupportedMedia(upload.fileName);
    }
    const facts = { bytes: upload.bytes, sha256, media, instant: false };
    return this.complete(upload, facts, (tx) => uploads.completed(tx, id));
  }

  private complete(
    upload: Upload,
    facts: { bytes: number; sha256: string; media: MediaType; instant: boolean },
    end: (tx: Transaction) => Promise<boolean>,
  ): Promise<Asset> {
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

  private async recogniseStored(key: StorageKey, fileName: string): Promise<MediaType | undefined> {
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

  /** Ends an open upload whose time is over, unless somebody writes to it. */
  private async expireIfDue(upload: Upload): Promise<boolean> {
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

  /** A writer that came back after its upload had ended may have written once more: it tidies up itself. */
  private async discardIfOver(id: string): Promise<void> {
    const { state } = await this.parts.uploads.get(this.parts.database.kysely, id);
    if (state === 'abandoned' || state === 'expired') await this.discard(id);
  }

  private async discard(id: string): Promise<void> {
    const { database, storage, uploads, logger } = this.parts;
    const upload = await uploads.get(database.kysely, id);
    try {
      if (upload.storage !== null) await this.resumable().discard(upload.storage);
      // What an instant upload had cloned when it failed.
      else await storage.remove(originalOf(upload.assetId));
      await this.removePieces(upload);
      await database.transaction((tx) => uploads.discarded(tx, id));
    } catch (error) {
      // The sweep comes back to it: the reservation is free already, only bytes wait.
      logger.warn({ err: error, upload: id }, 'an abandoned upload could not be discarded yet');
    }
  }

  private async find(caller: Caller, id: string): Promise<Upload> {
    const upload = await this.parts.uploads.get(this.parts.database.kysely, id);
    if (upload.owner !== caller.subject) throw new UploadNotFound();
    return upload;
  }

  private resumable(): Resumable {
    const { resumable } = this.parts.storage;
    if (resumable === undefined) throw new StorageUnavailable();
    return resumable;
  }

  private expiry(windowMs = this.settings.uploadWindowMs): Date {
    return new Date(this.parts.clock.now().getTime() + windowMs);
  }
}

function isProcessed(kind: AssetKind): boolean {
  return kind !== 'attachment';
}

/** An error of the connection, in words; ours are in words already. */
function lost(error: unknown): Error {
  return error instanceof DomainError ? error : new ConnectionLost({ cause: error });
}

function wholePieceOf(upload: string): StorageKey {
  return parseStorageKey(`uploads/${upload}/whole`);
}

function originalOf(assetId: string): StorageKey {
  return parseStorageKey(`assets/${assetId}/source/original`);
}
