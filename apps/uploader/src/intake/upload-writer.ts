import type { Readable } from 'node:stream';
import {
  type Asset,
  destinationOf,
  isAssembled,
  type Upload,
  UploadNotOpen,
  type Uploads,
} from '#libs/catalog';
import type { Database, Transaction } from '#libs/database';
import { DomainError } from '#libs/kernel';
import type { Quotas } from '#libs/quotas';
import {
  type Appended,
  type ByteSource,
  type Checkpoint,
  originalOf,
  type Storage,
  UnfinishedObjectLost,
  wholePieceOf,
} from '#libs/storage';
import { digestOf } from './file-digest.js';
import { watched } from './incoming.js';
import { ConnectionLost, OffsetMismatch, TooManyBytes, UnsupportedMedia } from './intake.errors.js';
import type { LeaseWatch, Writer } from './lease-watch.js';
import { resumableOf } from './resumable-of.js';
import { Sniffer } from './sniffer.js';
import type { Tenure, Tenures } from './tenure.js';
import type { UploadEnding } from './upload-ending.js';
import type { UploadStory } from './upload-story.js';

/** Where an upload stands after a write. `asset` is there once the upload is complete. */
export interface Progress {
  readonly offset: number;
  readonly expiresAt: Date;
  readonly asset?: Asset;
}

/** Makes all bytes of a go count, or none. */
export interface WholeGo {
  /** Sees every byte as it comes. */
  update(chunk: Uint8Array): void;
  /** Asked once, when all have come; what it throws makes none of them count. */
  verify(): void;
}

/** A go that is one part of an upload in numbered parts. */
export interface PartGo extends WholeGo {
  /** The offset that it ends at. */
  readonly end: number;
  /**
   * Records the part in the transaction that makes its bytes count. `digest` is the state of the upload's
   * running digest at its end.
   */
  record(tx: Transaction, digest: Uint8Array): Promise<void>;
}

export interface UploadWriterParts {
  readonly database: Database;
  readonly storage: Storage;
  readonly uploads: Uploads;
  readonly quotas: Quotas;
  readonly leases: LeaseWatch;
  readonly tenures: Tenures;
  readonly story: UploadStory;
}

export interface UploadWriterSettings {
  readonly maxFileBytes: number;
  readonly minimumBytes: number;
  readonly minimumWindowMs: number;
}

/** Quota is held in steps of this size while a body of unknown length comes in. */
const RESERVATION_STEP = 64 * 1024 * 1024;

/**
 * One go of an upload: the lease taken, the body appended under its fence, each checkpoint recorded, the lease
 * given back. A byte is durable before it is acknowledged.
 */
export class UploadWriter {
  constructor(
    private readonly parts: UploadWriterParts,
    private readonly ending: UploadEnding,
    private readonly settings: UploadWriterSettings,
  ) {}

  /**
   * Takes the body from `offset` on, whoever held the upload before, and finishes the upload when all of it is
   * there, unless it is a piece of another. A body that can't become an asset ends the upload. A graceful stop
   * waits for a sender who can't resume.
   *
   * @throws OffsetMismatch, TooManyBytes, UnsupportedMedia, SenderTooSlow, ConnectionLost, FencedOff, and what `whole` throws
   */
  async pour(
    id: string,
    offset: number,
    body: Readable,
    whole?: WholeGo,
    canResume = whole === undefined,
  ): Promise<Progress> {
    const { leases, story } = this.parts;
    const writer = leases.enter(id, body, !canResume);
    const received = story.receiving();
    const go: Go = { id, offset, body, whole };
    try {
      const appended = await this.append(go, writer);
      const upload = await this.parts.uploads.get(this.parts.database.kysely, id);
      // Also where all that was declared came first: how a network cuts a body into pieces decides nothing.
      if (appended.sourceError instanceof TooManyBytes) throw appended.sourceError;
      const complete = upload.bytes !== null && appended.offset === upload.bytes;
      if (complete && upload.kind !== 'partial')
        return { offset: appended.offset, expiresAt: upload.expiresAt, asset: await this.ending.finish(id) };
      if (appended.sourceError !== undefined && !complete) throw lost(appended.sourceError);
      return { offset: appended.offset, expiresAt: upload.expiresAt };
    } catch (error) {
      if (error instanceof UnsupportedMedia || error instanceof TooManyBytes)
        await this.ending.abandon(id, error.code);
      const reason = await this.reasonOf(id, error);
      if (go.taking === true) await this.tellInterruption(id, reason);
      throw reason;
    } finally {
      received();
      writer.leave();
    }
  }

  /**
   * Takes one part at its place, all of it or nothing, where nobody else writes to the upload.
   *
   * @throws UploadLocked, OffsetMismatch, UploadNotOpen, UploadExpired: nothing has been read from the body
   * @throws TooManyBytes, SenderTooSlow, ConnectionLost, FencedOff, and what `part` throws
   */
  async takePart(id: string, offset: number, body: Readable, part: PartGo): Promise<void> {
    const { leases, story } = this.parts;
    const writer = leases.enter(id, body, true);
    const received = story.receiving();
    try {
      await this.append({ id, offset, body, whole: part, part }, writer);
    } catch (error) {
      throw await this.reasonOf(id, error);
    } finally {
      received();
      writer.leave();
    }
  }

  /** What the sender is told of why a go ended, told to the story. */
  private async reasonOf(id: string, error: unknown): Promise<unknown> {
    const reason = await this.ending.reasonOf(id, error);
    this.parts.story.refused(reason);
    return reason;
  }

  /** Unless the upload has come to its end by that. */
  private async tellInterruption(id: string, reason: unknown): Promise<void> {
    const { database, uploads, story } = this.parts;
    const upload = await uploads.get(database.kysely, id).catch(() => undefined);
    if (upload?.state === 'open' || upload?.state === 'finishing')
      story.interrupted(upload, upload.offset, reason);
  }

  private async append(go: Go, writer: Writer): Promise<Appended> {
    const { id, offset, body, whole, part } = go;
    const { database, storage, tenures, story } = this.parts;
    const tenure = await database.transaction(
      (tx) => tenures.acquire(tx, id, { force: part === undefined }),
      { lostCommit: (tx) => tenures.retake(tx, id) },
    );
    writer.holds(tenure);
    const { upload, fence } = tenure;
    let newFence = false;
    try {
      if (part !== undefined && isAssembled(upload)) throw new UploadNotOpen('assembling');
      if (upload.offset !== offset) throw new OffsetMismatch(upload.offset);
      // What is put together has no sender, and of parts none follows another.
      const hasSender = !isAssembled(upload) && part === undefined;
      if (hasSender) {
        go.taking = true;
        story.resumed(upload, offset);
      }
      const resumable = resumableOf(storage);
      const state =
        upload.storage ??
        (await resumable.begin(id, {
          key: upload.kind === 'partial' ? wholePieceOf(upload.id) : originalOf(...destinationOf(upload)),
          bytes: upload.bytes ?? undefined,
        }));
      let counted = offset;
      const keep = async (point: Checkpoint, of?: PartGo) => {
        await this.keep(tenure, point, of);
        // What is put together came before.
        if (!isAssembled(upload)) story.received(upload, point.offset - counted);
        counted = point.offset;
      };
      const digest = digestOf(upload);
      let start = { offset, state, digest: digest.state() };
      if (upload.storage === null) await keep(start);
      // Until what came has been verified, each checkpoint repeats the one of before.
      const held = (point: Checkpoint) => keep(point.offset === offset ? (start = point) : start);
      const { source, refusal } = this.source(upload, { body, whole, part }, writer);
      // What a write that failed had begun may still be carried out when its server is back (F08).
      newFence = true;
      const appended = await resumable.append(state, offset, source, {
        fence,
        digest,
        checkpoint: (point) => (whole === undefined ? keep(point) : held(point)),
      });
      newFence = false;
      if (whole !== undefined) {
        // Where no length bounds what came, leftovers could outlast the upload's end: they are fenced off.
        newFence = upload.bytes === null;
        if (appended.sourceError !== undefined) throw lost(appended.sourceError);
        whole.verify();
        newFence = false;
      }
      await keep(appended, part);
      if (hasSender && appended.sourceError === undefined) story.rested(upload, appended.offset);
      const refused = refusal();
      if (refused !== undefined) throw refused;
      return appended;
    } catch (error) {
      if (error instanceof UnfinishedObjectLost) await this.ending.endLost(tenure);
      throw error;
    } finally {
      writer.rests();
      await database.transaction((tx) => tenure.release(tx, { newFence }), { lostCommit: 'repeat' });
    }
  }

  /** Records a checkpoint of a go, and with it the part that it is. @throws FencedOff */
  private keep(tenure: Tenure, point: Checkpoint, part?: PartGo): Promise<void> {
    return this.parts.database.transaction(
      async (tx) => {
        await tenure.keep(tx, point);
        await part?.record(tx, point.digest);
      },
      { lostCommit: 'repeat' },
    );
  }

  /**
   * The body, counted, held to its limits, recognised by its first bytes, and its quota held as it grows.
   * With `whole`, bytes of a type that is not taken are refused only when it is known that they came as they were
   * sent. A part is recognised when all parts are there.
   */
  private source(
    upload: Upload,
    { body, whole, part }: Pick<Go, 'body' | 'whole' | 'part'>,
    { dismissed: signal, yields: lastCall }: Writer,
  ): { source: ByteSource; refusal: () => UnsupportedMedia | undefined } {
    const end = part?.end ?? upload.bytes ?? this.settings.maxFileBytes;
    const { minimumBytes, minimumWindowMs: windowMs } = this.settings;
    // Pieces that are put together come from the storage: nobody is there to be too slow.
    const isSent = !isAssembled(upload);
    const sniffs = upload.offset === 0 && upload.kind !== 'partial' && part === undefined;
    const sniffer = sniffs ? new Sniffer(upload.fileName, upload.bytes) : undefined;
    let reserved = upload.reservedBytes;
    let refused: UnsupportedMedia | undefined;
    /** What takes time: the first bytes, and quota for what was not foreseen. */
    const examine = async (chunk: Uint8Array, beyond: number | undefined): Promise<void> => {
      if (beyond !== undefined) reserved = await this.extend(upload.id, beyond);
      whole?.update(chunk);
      await sniffer?.take(chunk).catch((error: unknown) => {
        if (whole === undefined || !(error instanceof UnsupportedMedia)) throw error;
        refused = error;
      });
    };
    const source = watched(
      body,
      upload.offset,
      { end, minimumBytes: isSent ? minimumBytes : 0, windowMs, signal, lastCall },
      (chunk, position) => {
        const reached = position + chunk.byteLength;
        const isBeyond = upload.bytes === null && reached > reserved;
        if (!isBeyond && (sniffer === undefined || sniffer.isDone)) {
          whole?.update(chunk);
          return undefined;
        }
        return examine(chunk, isBeyond ? reached : undefined);
      },
    );
    return { source, refusal: () => refused };
  }

  private async extend(id: string, reached: number): Promise<number> {
    const { database, uploads, quotas } = this.parts;
    const hold = (bytes: number): Promise<void> =>
      database.transaction(
        async (tx) => {
          await uploads.reserved(tx, id, bytes);
          await quotas.extend(tx, { reservation: id, bytes });
        },
        { lostCommit: 'repeat' },
      );
    const step = Math.min(reached + RESERVATION_STEP, Math.max(reached, this.settings.maxFileBytes));
    try {
      await hold(step);
      return step;
    } catch (error) {
      if (step === reached) throw error;
      // The last bytes below a limit may still fit where a whole step does not.
      await hold(reached);
      return reached;
    }
  }
}

/** One body for an upload. */
interface Go {
  readonly id: string;
  readonly offset: number;
  readonly body: Readable;
  readonly whole?: WholeGo | undefined;
  readonly part?: PartGo | undefined;
  /** Its sender's bytes are being taken, or were. */
  taking?: boolean;
}

/** An error of the connection, in words; ours are in words already. */
function lost(error: unknown): Error {
  return error instanceof DomainError ? error : new ConnectionLost({ cause: error });
}
