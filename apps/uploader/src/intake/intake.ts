import type { Readable } from 'node:stream';
import {
  type Asset,
  assetWithBytes,
  type Upload,
  UploadNotFound,
  UploadNotOpen,
  type UploadPlan,
} from '#libs/catalog';
import type { Transaction } from '#libs/database';
import { type Caller, Forbidden } from '#libs/http';
import { newId } from '#libs/kernel';
import type { Units } from '#libs/quotas';
import { ObjectNotFound, originalOf, StorageFault } from '#libs/storage';
import { parseFileName } from './file-name.js';
import {
  CallerWithoutUnit,
  EmptyFile,
  FileAboveLimit,
  LengthAlreadyKnown,
  OffsetMismatch,
} from './intake.errors.js';
import { recogniseStored } from './sniffer.js';
import { UploadEnding, type UploadEndingParts } from './upload-ending.js';
import {
  type PartGo,
  type Progress,
  UploadWriter,
  type UploadWriterParts,
  type UploadWriterSettings,
  type WholeGo,
} from './upload-writer.js';
import type { Watermarks } from './watermarks.js';

/** What a door knows of a file before its bytes. */
export interface FileDescription {
  readonly fileName: string;
  /** An upper bound that is reserved at once where the length is not known and a header gives one. */
  readonly expectedBytes?: number | undefined;
  readonly sha256?: string | undefined;
  readonly courseId?: string | undefined;
  readonly title?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** A file, and how its bytes will come. */
export type Intention = FileDescription & UploadPlan;

export interface BeginOptions {
  /** How long it is kept; the setting's time unless said. */
  readonly windowMs?: number | undefined;
  /** What else is to happen in the transaction: before quota is reserved, and after the upload is there. */
  readonly first?: ((tx: Transaction) => Promise<void>) | undefined;
  readonly last?: ((tx: Transaction, upload: Upload) => Promise<void>) | undefined;
}

/** How fast bytes have to come, how large a file may be, and how long an upload is kept. */
export interface IntakeSettings extends UploadWriterSettings {
  readonly uploadWindowMs: number;
}

export interface IntakeParts extends UploadWriterParts, UploadEndingParts {
  readonly units: Units;
  readonly courses: CourseGate;
  readonly watermarks: Watermarks;
}

/** Who may put assets into which course. */
export interface CourseGate {
  /** @throws CourseNotFound, Forbidden */
  requireCourse(caller: Caller, course: string): Promise<void>;
}

/** An instant upload takes no longer; what a crash leaves of one is given up after this. */
const INSTANT_MS = 10 * 60_000;

/**
 * The one way in for bytes: begin -> write -> finish | abandon. Doors know HTTP, this knows what must hold:
 * quota is reserved before a byte is taken, a byte is durable before it is acknowledged, and an upload
 * becomes an asset exactly once.
 */
export class Intake {
  private readonly ending: UploadEnding;
  private readonly writer: UploadWriter;

  constructor(
    private readonly parts: IntakeParts,
    private readonly settings: IntakeSettings,
  ) {
    this.ending = new UploadEnding(parts);
    this.writer = new UploadWriter(parts, this.ending, settings);
  }

  /**
   * Reserves quota and creates the upload, in one transaction.
   *
   * @throws EmptyFile, InvalidFileName, FileAboveLimit, Forbidden, CallerWithoutUnit, and what Quotas.reserve throws: nothing is left behind
   */
  async begin(caller: Caller, intention: Intention, options: BeginOptions = {}): Promise<Upload> {
    const { database, uploads, quotas, units, clock } = this.parts;
    const fileName = parseFileName(intention.fileName);
    const foreseen = intention.bytes ?? intention.expectedBytes ?? 0;
    if (intention.bytes === 0) throw new EmptyFile();
    if (foreseen > this.settings.maxFileBytes) throw new FileAboveLimit(this.settings.maxFileBytes, foreseen);
    const { unit, subject: account } = caller;
    if (caller.role === 'auditor') throw new Forbidden();
    if (unit === null) throw new CallerWithoutUnit();
    if (intention.courseId !== undefined) await this.parts.courses.requireCourse(caller, intention.courseId);
    // The bytes of a final upload are stored already.
    if (intention.kind !== 'final') await this.parts.watermarks.requireRoom(foreseen);
    const expiresAt = this.expiry(options.windowMs);
    return database.transaction(async (tx) => {
      await options.first?.(tx);
      await units.enrol(tx, { doctor: caller.subject, name: caller.name, unit });
      const id = newId('upl');
      const assets = intention.kind === 'partial' ? 0 : 1;
      await quotas.reserve(tx, { reservation: id, account, bytes: foreseen, assets, expiresAt });
      const upload = await uploads.create(tx, {
        ...intention,
        id,
        owner: caller.subject,
        unit,
        account,
        fileName,
        reservedBytes: foreseen,
        declaredSha256: intention.sha256,
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
    if (before.state === 'open' && !(await this.ending.expireIfDue(before)))
      await this.parts.leases.seize(id);
    const upload = await this.find(caller, id);
    // A crash may have come between the last byte and the finish: who asks now was told that all is there.
    const isWhole = upload.state === 'open' && upload.offset === upload.bytes;
    if ((upload.state !== 'finishing' && !isWhole) || upload.kind === 'partial') return upload;
    await this.finish(id);
    return this.find(caller, id);
  }

  /** The upload of this caller as it stands; whoever writes to it is not disturbed. @throws UploadNotFound */
  look(caller: Caller, id: string): Promise<Upload> {
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
    options: { checksum?: WholeGo | undefined } = {},
  ): Promise<Progress> {
    const { bytes, kind, expiresAt, offset: reached, door } = await this.find(caller, id);
    if (kind === 'partial' && reached === bytes) {
      if (offset !== reached) throw new OffsetMismatch(reached);
      return { offset, expiresAt };
    }
    await this.interrupt(id);
    const canResume = options.checksum === undefined && door !== 'form';
    return this.writer.pour(id, offset, body, options.checksum, canResume);
  }

  /**
   * Takes one part at its place in the upload, all of it or nothing; only where nobody else writes to it. The
   * upload is not finished by it.
   *
   * @throws UploadLocked, OffsetMismatch, UploadNotOpen, UploadExpired: nothing has been read from the body
   * @throws TooManyBytes, SenderTooSlow, ConnectionLost, FencedOff, and what `part` throws: none of it counts
   */
  writePart(id: string, offset: number, body: Readable, part: PartGo): Promise<void> {
    return this.writer.takePart(id, offset, body, part);
  }

  /**
   * Pours the pieces of an upload into it, from where it stands on, and finishes it. Goes on where an earlier
   * call broke off.
   */
  async assemble(id: string, open: (offset: number) => Readable): Promise<Asset> {
    const { state, offset, bytes } = await this.parts.uploads.get(this.parts.database.kysely, id);
    if (state !== 'open' || offset === bytes) return this.finish(id);
    const pieces = open(offset);
    try {
      await this.writer.pour(id, offset, pieces);
    } finally {
      // What broke off in the middle still has a piece open.
      pieces.destroy();
    }
    return this.finish(id);
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
    return this.ending.finish(id);
  }

  /** Gives an upload up: reservation released, bytes removed. Idempotent; a completed upload is left alone. */
  abandon(id: string, reason: string): Promise<void> {
    return this.ending.abandon(id, reason);
  }

  /**
   * Gives an upload up for its owner, whoever writes to it.
   *
   * @throws UploadNotOpen when it is an asset, or became one just now; or a piece that a final upload has
   */
  async giveUp(caller: Caller, id: string, reason: string): Promise<void> {
    await this.interrupt(id);
    await this.abandon(id, reason);
    const { state } = await this.find(caller, id);
    if (state === 'completed' || state === 'finishing') throw new UploadNotOpen(state);
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
    if (storage.clone === undefined || intention.kind === 'partial' || intention.kind === 'final')
      return undefined;
    const twin = await assetWithBytes(database.kysely, { unit, sha256, bytes });
    if (twin === undefined) return undefined;
    const upload = await this.begin(caller, intention, { windowMs: INSTANT_MS });
    const key = originalOf(upload.assetId);
    try {
      await storage.clone(originalOf(twin), key);
      const media = await recogniseStored(storage, key, upload.fileName);
      const facts = { bytes, sha256, media, instant: true };
      return {
        upload,
        asset: await this.ending.complete(upload, facts, (tx) => uploads.adopted(tx, upload.id)),
      };
    } catch (error) {
      await this.abandon(upload.id, 'instant-upload-failed');
      if (!(error instanceof ObjectNotFound || error instanceof StorageFault)) throw error;
      logger.info({ err: error, upload: upload.id }, 'the bytes can not be cloned and have to come');
      return undefined;
    }
  }

  /** Whether the storage at hand can write an object in several goes. */
  get takesUploads(): boolean {
    return this.parts.storage.resumable !== undefined;
  }

  /** From so many bytes on a go of its own costs storage little beside its bytes. */
  get goBytes(): number {
    return this.parts.storage.resumable?.goBytes ?? 0;
  }

  /** In bytes. */
  get maxFileBytes(): number {
    return this.settings.maxFileBytes;
  }

  /** Ends uploads past their time, and goes on with finishes that a crash interrupted. */
  sweep(signal: AbortSignal): Promise<void> {
    return this.ending.sweep(signal);
  }

  /**
   * Stops the writer of an upload, here or on another replica, and waits until what it received is durable;
   * about a second at most for one elsewhere.
   */
  async interrupt(id: string): Promise<void> {
    await this.parts.leases.clear(id);
  }

  /** Stops senders who can go on elsewhere from what they sent; for a graceful stop. */
  async stopResumable(): Promise<void> {
    await this.parts.leases.stopResumable();
  }

  /** Lets every writer keep what it received; for the end of a graceful stop. */
  async drain(): Promise<void> {
    await this.parts.leases.stopAll();
    await this.ending.settled();
  }

  private async find(caller: Caller, id: string): Promise<Upload> {
    const upload = await this.parts.uploads.get(this.parts.database.kysely, id);
    if (upload.owner !== caller.subject) throw new UploadNotFound();
    return upload;
  }

  private expiry(windowMs = this.settings.uploadWindowMs): Date {
    return new Date(this.parts.clock.now().getTime() + windowMs);
  }
}
