import type { Readable } from 'node:stream';
import type { Audit } from '#libs/audit';
import {
  type Asset,
  type Assets,
  PACKAGE_ASSET,
  type Upload,
  UploadNotFound,
  type Uploads,
} from '#libs/catalog';
import type { Database, JobQueue, Transaction } from '#libs/database';
import { ResumableSha256 } from '#libs/digest';
import type { Caller, Logger } from '#libs/http';
import { type Clock, newId } from '#libs/kernel';
import type { Quotas, Units } from '#libs/quotas';
import {
  type Appended,
  type ByteSource,
  parseStorageKey,
  type Resumable,
  type Storage,
  type StorageKey,
  StorageUnavailable,
} from '#libs/storage';
import { parseFileName } from './file-name.js';
import { watched } from './incoming.js';
import {
  CallerWithoutUnit,
  DigestMismatch,
  EmptyFile,
  FencedOff,
  FileAboveLimit,
  OffsetMismatch,
  TooManyBytes,
  UnsupportedMedia,
} from './intake.errors.js';
import { type AssetKind, type MediaType, recognise, SNIFF_BYTES } from './media-type.js';
import type { Reach } from './reach.js';

/** What a door knows of a file before its bytes. */
export interface Intention {
  readonly door: 'tus' | 'form';
  readonly fileName: string;
  /** The exact length, or null where only the end of the bytes will tell. */
  readonly bytes: number | null;
  /** An upper bound that is reserved at once where `bytes` is null and a header gives one. */
  readonly expectedBytes?: number;
  readonly sha256?: string;
  readonly courseId?: string;
  readonly title?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Where an upload stands after a write. `asset` is there once the upload is complete. */
export interface Progress {
  readonly offset: number;
  readonly expiresAt: Date;
  readonly asset?: Asset;
}

export interface IntakeSettings {
  /** Names this process in leases; unique to each start. */
  readonly holder: string;
  readonly maxFileBytes: number;
  readonly uploadWindowMs: number;
  readonly minimumBytes: number;
  readonly minimumWindowMs: number;
}

export interface IntakeParts {
  readonly database: Database;
  readonly storage: Storage;
  readonly uploads: Uploads;
  readonly assets: Assets;
  readonly quotas: Quotas;
  readonly units: Units;
  readonly audit: Audit;
  readonly queue: JobQueue;
  readonly reach: Reach;
  readonly clock: Clock;
  readonly logger: Logger;
}

const LEASE_MS = 60_000;
/** Quota is held in steps of this size while a body of unknown length comes in. */
const RESERVATION_STEP = 64 * 1024 * 1024;

interface Writer {
  readonly body: Readable;
  readonly done: Promise<void>;
}

/**
 * The one way in for bytes: begin -> write -> finish | abandon. Doors know HTTP, this knows what must hold:
 * quota is reserved before a byte is taken, a byte is durable before it is acknowledged, and an upload
 * becomes an asset exactly once.
 */
export class Intake {
  private readonly writers = new Map<string, Writer>();
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
  async begin(caller: Caller, intention: Intention): Promise<Upload> {
    const { database, uploads, quotas, units, clock } = this.parts;
    const fileName = parseFileName(intention.fileName);
    const foreseen = intention.bytes ?? intention.expectedBytes ?? 0;
    if (intention.bytes === 0) throw new EmptyFile();
    if (foreseen > this.settings.maxFileBytes) throw new FileAboveLimit(this.settings.maxFileBytes, foreseen);
    const { unit, subject: account } = caller;
    if (unit === null) throw new CallerWithoutUnit();
    if (intention.courseId !== undefined) await this.parts.reach.requireCourse(caller, intention.courseId);
    const expiresAt = this.expiry();
    return database.transaction(async (tx) => {
      await units.enrol(tx, { doctor: caller.subject, name: caller.name, unit });
      const id = newId('upl');
      await quotas.reserve(tx, { reservation: id, account, bytes: foreseen, assets: 1, expiresAt });
      return uploads.create(tx, {
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
        expiresAt,
        createdAt: clock.now(),
      });
    });
  }

  /**
   * Where an upload of this caller stands. A writer that still holds it is stopped first, so that the
   * offset is the one to go on from; an upload whose finish was interrupted is finished now.
   */
  async stand(caller: Caller, id: string): Promise<Upload> {
    await this.interrupt(id);
    const upload = await this.find(caller, id);
    if (upload.state !== 'finishing') return upload;
    await this.finish(id);
    return this.find(caller, id);
  }

  /**
   * Takes bytes from `offset` on. What came before a broken link or an abort is kept. When the declared
   * length is reached the upload is finished, and the asset is in the answer.
   *
   * @throws OffsetMismatch, TooManyBytes, UnsupportedMedia, SenderTooSlow, FencedOff
   */
  async write(caller: Caller, id: string, offset: number, body: Readable): Promise<Progress> {
    await this.find(caller, id);
    await this.interrupt(id);
    let release = () => {};
    const done = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.writers.set(id, { body, done });
    try {
      const appended = await this.append(caller, id, offset, body);
      const upload = await this.find(caller, id);
      const complete = upload.bytes !== null && appended.offset === upload.bytes;
      if (complete)
        return { offset: appended.offset, expiresAt: upload.expiresAt, asset: await this.finish(id) };
      if (appended.sourceError !== undefined) throw appended.sourceError;
      return { offset: appended.offset, expiresAt: upload.expiresAt };
    } catch (error) {
      if (error instanceof UnsupportedMedia || error instanceof TooManyBytes)
        await this.abandon(id, error.code);
      throw error;
    } finally {
      this.writers.delete(id);
      release();
    }
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

  /** In bytes. */
  get maxFileBytes(): number {
    return this.settings.maxFileBytes;
  }

  /** Ends uploads past their time, and goes on with finishes that a crash interrupted. */
  async sweep(signal: AbortSignal): Promise<void> {
    const { database, uploads, quotas, clock, logger } = this.parts;
    const now = clock.now();
    for (const upload of await uploads.expired(database.kysely, { now, limit: 100 })) {
      if (signal.aborted) return;
      await this.interrupt(upload.id);
      const expired = await database.transaction(async (tx) => {
        if (!(await uploads.expire(tx, upload.id, now))) return false;
        await quotas.release(tx, { reservation: upload.id });
        return true;
      });
      if (expired) await this.discard(upload.id);
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

  /** Stops this process's writer of an upload and waits until what it received is durable. */
  async interrupt(id: string): Promise<void> {
    const writer = this.writers.get(id);
    if (writer === undefined) return;
    writer.body.destroy(new FencedOff());
    await writer.done;
  }

  /** Lets every writer keep what it received; for a graceful stop. */
  async drain(): Promise<void> {
    await Promise.all([...this.writers.keys()].map((id) => this.interrupt(id)));
    await Promise.allSettled(this.finishes.values());
  }

  private async append(caller: Caller, id: string, offset: number, body: Readable): Promise<Appended> {
    const { database, uploads } = this.parts;
    const { holder } = this.settings;
    const { upload, fence } = await database.transaction((tx) =>
      uploads.acquire(tx, id, { holder, ttlMs: LEASE_MS, force: true }),
    );
    try {
      if (upload.offset !== offset) throw new OffsetMismatch(upload.offset);
      const resumable = this.resumable();
      const state =
        upload.storage ??
        (await resumable.begin(id, {
          key: originalOf(upload.assetId),
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
      if (upload.storage === null) await keep({ offset, state, digest: digest.state() });
      const appended = await resumable.append(state, offset, this.source(upload, body), {
        fence,
        digest,
        checkpoint: keep,
      });
      await keep(appended);
      return appended;
    } finally {
      await database.transaction((tx) => uploads.release(tx, id, { fence, holder }));
    }
  }

  /** The body, counted, held to its limits, recognised by its first bytes, and its quota held as it grows. */
  private source(upload: Upload, body: Readable): ByteSource {
    const end = upload.bytes ?? this.settings.maxFileBytes;
    let head: Uint8Array[] | undefined = upload.offset === 0 ? [] : undefined;
    let seen = 0;
    let reserved = upload.reservedBytes;
    return watched(
      body,
      upload.offset,
      { end, minimumBytes: this.settings.minimumBytes, windowMs: this.settings.minimumWindowMs },
      async (chunk, position) => {
        const reached = position + chunk.byteLength;
        if (upload.bytes === null && reached > reserved) {
          reserved = await this.extend(upload.id, reached);
        }
        if (head === undefined) return;
        head.push(chunk);
        seen += chunk.byteLength;
        if (seen < SNIFF_BYTES && seen !== upload.bytes) return;
        const start = Buffer.concat(head);
        head = undefined;
        if ((await recognise(start, upload.fileName)) === undefined)
          throw new UnsupportedMedia(upload.fileName);
      },
    );
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
    return this.complete(upload, upload.bytes, sha256, media);
  }

  private complete(upload: Upload, bytes: number, sha256: string, media: MediaType): Promise<Asset> {
    const { database, uploads, assets, quotas, audit, queue } = this.parts;
    return database.transaction(async (tx: Transaction) => {
      if (!(await uploads.completed(tx, upload.id))) return assets.get(tx, upload.assetId);
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
        facts: { bytes, sha256, door: upload.door },
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

  private async discard(id: string): Promise<void> {
    const { database, uploads, logger } = this.parts;
    const upload = await uploads.get(database.kysely, id);
    try {
      if (upload.storage !== null) await this.resumable().discard(upload.storage);
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

  private expiry(): Date {
    return new Date(this.parts.clock.now().getTime() + this.settings.uploadWindowMs);
  }
}

function isProcessed(kind: AssetKind): boolean {
  return kind !== 'attachment';
}

function originalOf(assetId: string): StorageKey {
  return parseStorageKey(`assets/${assetId}/source/original`);
}
