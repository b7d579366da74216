import type { Readable } from 'node:stream';
import {
  type Asset,
  isAssembled,
  refuseLapsed,
  type Upload,
  UploadNotFound,
  UploadNotOpen,
} from '#libs/catalog';
import type { Caller } from '#libs/http';
import { InstantUploads, type InstantUploadParts } from './instant-uploads.js';
import {
  EmptyFile,
  LengthAlreadyKnown,
  OffsetMismatch,
  PieceWithoutSha256,
  Sha256Declared,
} from './intake.errors.js';
import {
  type BeginOptions,
  type Intention,
  refuseSaid,
  UploadBeginning,
  type UploadBeginningParts,
  type UploadBeginningSettings,
} from './upload-beginning.js';
import { type Dismissal, UploadEnding, type UploadEndingParts } from './upload-ending.js';
import {
  type PartGo,
  type Progress,
  UploadWriter,
  type UploadWriterParts,
  type UploadWriterSettings,
  type WholeGo,
} from './upload-writer.js';

/** How fast bytes have to come, how large a file may be, and how long an upload is kept. */
export type IntakeSettings = UploadBeginningSettings & UploadWriterSettings;

export type IntakeParts = UploadBeginningParts & InstantUploadParts & UploadWriterParts & UploadEndingParts;

/**
 * The one way in for bytes: begin -> write -> finish | abandon. Doors know HTTP, this knows what must hold:
 * quota is reserved before a byte is taken, a byte is durable before it is acknowledged, and an upload
 * becomes an asset exactly once.
 */
export class Intake {
  private readonly beginning: UploadBeginning;
  private readonly writer: UploadWriter;
  private readonly ending: UploadEnding;
  private readonly instants: InstantUploads;

  constructor(
    private readonly parts: IntakeParts,
    private readonly settings: IntakeSettings,
  ) {
    this.beginning = new UploadBeginning(parts, settings);
    this.ending = new UploadEnding(parts);
    this.instants = new InstantUploads(parts, this.beginning, this.ending);
    this.writer = new UploadWriter(parts, this.ending, settings);
  }

  /**
   * Reserves quota and creates the upload, in one transaction.
   *
   * @throws EmptyFile, InvalidFileName, FileAboveLimit, Forbidden, CallerWithoutUnit, and what Quotas.reserve throws: nothing is left behind
   */
  begin(caller: Caller, intention: Intention, options?: BeginOptions): Promise<Upload> {
    return this.beginning.begin(caller, intention, options);
  }

  /**
   * An upload of the same file that this caller has begun and not ended: by the id that their platform gave it, of the
   * same length and in the same manner. undefined where there is none, or none was given.
   */
  async unfinished(caller: Caller, intention: Intention): Promise<Upload | undefined> {
    const { externalId, kind, bytes } = intention;
    if (externalId === undefined || bytes === null || kind === 'partial' || kind === 'final')
      return undefined;
    const { database, uploads } = this.parts;
    const known = await uploads.unfinishedCalled(database.kysely, caller.subject, externalId);
    const isSame =
      known !== undefined && known.kind === kind && known.bytes === bytes && isOfDoor(known, intention);
    return isSame ? known : undefined;
  }

  /**
   * The asset at once, where the caller may see one of their own unit that has these very bytes: a copy that
   * storage makes inside itself, counted and audited as if the bytes had come. undefined where they have to come.
   *
   * @throws as `begin`, and UnsupportedMedia: nothing is left behind
   */
  instant(caller: Caller, intention: Intention): Promise<{ upload: Upload; asset: Asset } | undefined> {
    return this.instants.take(caller, intention);
  }

  /**
   * Where an upload of this caller stands. A writer that still holds it, on whatever replica, is stopped
   * first, so that the offset is the one to go on from; an upload whose finish was interrupted is finished
   * now, and one whose time is over ends.
   */
  async stand(caller: Caller, id: string): Promise<Upload> {
    const before = await this.look(caller, id);
    if (before.state === 'open' && !(await this.ending.expireIfDue(before)))
      await this.parts.leases.seize(id);
    const upload = await this.look(caller, id);
    // A crash may have come between the last byte and the finish: who asks now was told that all is there.
    const isAllThere = upload.state === 'open' && upload.offset === upload.bytes;
    if ((upload.state !== 'finishing' && !isAllThere) || upload.kind === 'partial') return upload;
    await this.finish(id);
    return this.look(caller, id);
  }

  /** The upload of this caller as it stands; whoever writes to it is not disturbed. @throws UploadNotFound */
  async look(caller: Caller, id: string): Promise<Upload> {
    const [upload] = await this.lookAll(caller, [id]);
    if (upload === undefined) throw new UploadNotFound();
    return upload;
  }

  /** As `look`, for several, in their order. @throws UploadNotFound unless all of them are the caller's */
  lookAll(caller: Caller, ids: readonly string[]): Promise<Upload[]> {
    return this.parts.uploads.ofOwner(this.parts.database.kysely, caller.subject, ids);
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
    options: { checksum?: WholeGo | undefined; isEmpty?: boolean } = {},
  ): Promise<Progress> {
    const upload = await this.look(caller, id);
    const { expiresAt, offset: reached, door } = upload;
    if (hasAll(upload)) {
      if (offset !== reached) throw new OffsetMismatch(reached);
      if (options.isEmpty !== true) throw new UploadNotOpen(upload.state);
      return upload.kind === 'partial'
        ? { offset, expiresAt }
        : { offset, expiresAt, asset: await this.finish(id) };
    }
    await this.stopWriters(upload);
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
    const upload = await this.look(caller, id);
    if (upload.bytes === bytes) return;
    if (upload.bytes !== null) throw new LengthAlreadyKnown();
    if (bytes === 0 && upload.kind !== 'partial') throw new EmptyFile();
    this.beginning.requireTakes(bytes);
    await this.stopWriters(upload);
    await database.transaction(
      async (tx) => {
        if (!(await uploads.setLength(tx, id, bytes))) throw new LengthAlreadyKnown();
        await uploads.reserved(tx, id, bytes);
        await quotas.extend(tx, { reservation: id, bytes });
      },
      { lostCommit: 'repeat' },
    );
  }

  /**
   * Says anew, of an upload that has not ended, what could not be said when it began.
   *
   * @throws CourseNotFound, Forbidden, UploadNotOpen, ExternalIdTaken,
   *   ReplacementKeepsWhatIsSaid: what was said before stays
   */
  async describe(
    caller: Caller,
    id: string,
    said: Pick<Intention, 'title' | 'courseId' | 'sha256' | 'externalId'>,
  ): Promise<void> {
    const { database, uploads, courses } = this.parts;
    const upload = await this.look(caller, id);
    refuseLapsed(upload);
    if (upload.replaces !== null) refuseSaid(said);
    if (said.courseId !== undefined) await courses.requireCourse(caller, said.courseId);
    await database.transaction(
      async (tx) => {
        if (!(await uploads.describe(tx, id, said))) throw new UploadNotOpen(upload.state);
      },
      { lostCommit: 'repeat' },
    );
  }

  /**
   * Says what the bytes of an upload must be, which its sender knows only now. Where the caller may see an asset of
   * their own unit that has them, the upload ends at once as an asset of these bytes, as by `instant`; else its bytes
   * are held to it at its end.
   *
   * @returns the upload as it stands then, and the asset where it is one
   * @throws UploadNotFound, UploadNotOpen, Sha256Declared, PieceWithoutSha256, and what `refuseLapsed` throws
   */
  async declareSha256(
    caller: Caller,
    id: string,
    sha256: string,
  ): Promise<{ upload: Upload; asset?: Asset | undefined }> {
    const { database, uploads } = this.parts;
    const upload = await this.look(caller, id);
    requireUndeclared(upload, sha256);
    const isDeclared = await database.transaction((tx) => uploads.declareSha256(tx, id, sha256), {
      lostCommit: 'repeat',
    });
    if (!isDeclared) {
      const now = await this.look(caller, id);
      requireUndeclared(now, sha256);
      throw new UploadNotOpen(now.state);
    }
    const asset = await this.instants.replace(caller, upload, sha256);
    if (asset !== undefined) {
      await this.stopWriters(upload);
      await this.ending.tidy(id);
    }
    return { upload: await this.look(caller, id), asset };
  }

  /** Ends an upload whose length only its end could tell. @throws EmptyFile */
  async finishAt(id: string, bytes: number): Promise<Asset> {
    if (bytes === 0) {
      await this.abandon(id, 'empty-file');
      const refusal = new EmptyFile();
      this.parts.story.refused(refusal);
      throw refusal;
    }
    await this.parts.database.transaction((tx) => this.parts.uploads.setLength(tx, id, bytes), {
      lostCommit: 'repeat',
    });
    return this.finish(id);
  }

  /**
   * Publishes the object, then completes the upload, settles the quota, writes the audit row and queues the
   * job in one transaction. Idempotent: after a crash in the middle a second call goes on where the first
   * stood, and concurrent calls share one run.
   */
  finish(id: string): Promise<Asset> {
    return this.ending.finish(id).catch((error: unknown) => {
      // Of a file that is shorter than what tells its type, only its end does.
      this.parts.story.refused(error);
      throw error;
    });
  }

  /** Gives an upload up: reservation released, bytes removed. Idempotent; a completed upload is left alone. */
  abandon(id: string, reason: string): Promise<void> {
    return this.ending.abandon(id, reason);
  }

  /**
   * Gives an upload up for its owner, whoever writes to it.
   *
   * @throws UploadNotFound; UploadNotOpen when it is an asset, or became one just now; or a piece that a final upload has
   */
  async giveUp(caller: Caller, id: string, reason: string): Promise<void> {
    await this.interrupt(caller, id);
    await this.abandon(id, reason);
    const { state } = await this.look(caller, id);
    if (state === 'completed' || state === 'finishing') throw new UploadNotOpen(state);
  }

  /**
   * Ends an upload for its owner, whoever writes to it: it is given up, or, once it is an asset, gone by itself, and
   * the asset stays. Who asks for it later is told that it has ended.
   *
   * @throws UploadNotFound; UploadNotOpen of a piece that a final upload has; and what `refuseLapsed` throws
   */
  async terminate(caller: Caller, id: string, reason: string): Promise<void> {
    const { database, uploads } = this.parts;
    const upload = await this.look(caller, id);
    refuseLapsed(upload);
    try {
      if (upload.state !== 'completed') return await this.giveUp(caller, id, reason);
    } catch (error) {
      if (!(error instanceof UploadNotOpen)) throw error;
    }
    // It is an asset, or became one just now.
    const isGone = await database.transaction((tx) => uploads.terminate(tx, id));
    if (!isGone) throw new UploadNotOpen('finishing');
  }

  /** Ends somebody's upload by an administrator's word: see `UploadEnding.end`. */
  end(id: string, by: Dismissal): Promise<boolean> {
    return this.ending.end(id, by);
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
   * Stops the writer of an upload of this caller, here or on another replica, and waits until what it received is
   * durable; about a second at most for one elsewhere. Whose it is comes first: another's writer notices nothing.
   *
   * @throws UploadNotFound
   */
  async interrupt(caller: Caller, id: string): Promise<void> {
    await this.stopWriters(await this.look(caller, id));
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

  /** Takes an upload, not an id: whoever has one has looked whose it is (F66). */
  private async stopWriters({ id }: Upload): Promise<void> {
    await this.parts.leases.clear(id);
  }
}

/** Whether it is gone on with where the intention would be; a form is gone on with nowhere. */
function isOfDoor(known: Upload, intention: Intention): boolean {
  if (known.kind === 'parts' || known.kind === 'direct')
    return 'partBytes' in intention && known.partBytes === intention.partBytes;
  return 'door' in intention && known.door === intention.door && known.door !== 'form';
}

/** @throws UploadNotOpen, Sha256Declared, PieceWithoutSha256, and what `refuseLapsed` throws */
function requireUndeclared(upload: Upload, sha256: string): void {
  refuseLapsed(upload);
  if (upload.kind === 'partial') throw new PieceWithoutSha256();
  if (upload.state !== 'open') throw new UploadNotOpen(upload.state);
  if (isAssembled(upload)) throw new UploadNotOpen('assembling');
  if (upload.declaredSha256 !== null && upload.declaredSha256 !== sha256) throw new Sha256Declared();
}

/** Whether all of it came, so that it takes no more. */
function hasAll({ kind, state, bytes, offset }: Upload): boolean {
  if (state === 'open') return kind === 'partial' && offset === bytes;
  return state === 'completed' || state === 'finishing';
}
