import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import {
  missingParts,
  partCount,
  type PartsUpload,
  type Recorded,
  type StoredPart,
  UploadEndedByAdministrator,
  UploadExpired,
  UploadLocked,
  UploadNotFound,
  UploadNotOpen,
  type UploadPart,
  type UploadParts,
  type WrittenPart,
} from '#libs/catalog';
import type { Database, Transaction } from '#libs/database';
import { ResumableSha256 } from '#libs/digest';
import type { Caller } from '#libs/http';
import { type Clock, DomainError, randomToken } from '#libs/kernel';
import { type ByteSource, LengthMismatch, parseStorageKey, partOf, type Storage } from '#libs/storage';
import { type BodyChecksum, CHECKSUMMED_BODY_BYTES } from './body-checksum.js';
import { UploadIsDirect } from './direct.errors.js';
import { watched } from './incoming.js';
import type { Intake } from './intake.js';
import {
  ConnectionLost,
  OffsetMismatch,
  PartAlreadyWritten,
  PartLengthMismatch,
  TooManyBytes,
  UploadWithoutParts,
} from './intake.errors.js';
import { isBehindLast, requirePart, takesParts } from './part-place.js';
import type { UploadStory } from './upload-story.js';

export interface NumberedPartsParts {
  readonly database: Database;
  readonly storage: Storage;
  readonly uploadParts: UploadParts;
  readonly intake: Intake;
  readonly clock: Clock;
  readonly story: UploadStory;
}

export interface NumberedPartsSettings {
  readonly uploadWindowMs: number;
  readonly minimumBytes: number;
  readonly minimumWindowMs: number;
}

/** A part on its way in. */
export interface IncomingPart {
  readonly body: Readable;
  readonly contentLength?: number | undefined;
  /** What the sender says of the bytes. */
  readonly checksums?: readonly BodyChecksum[] | undefined;
  /** The same as hexadecimal SHA-256, to know a part that is there already. */
  readonly sha256?: string | undefined;
}

/** A part that is durable. */
type TakenPart = Pick<UploadPart, 'number' | 'bytes' | 'sha256'>;

/** How far an upload in parts has come. */
export interface PartsStatus {
  readonly upload: PartsUpload;
  readonly count: number;
  readonly stored: readonly UploadPart[];
  /** Numbers. */
  readonly missing: readonly number[];
}

/** A part and its place in its upload. */
interface Part extends IncomingPart {
  readonly upload: string;
  readonly number: number;
  /** The offset of its first byte. */
  readonly start: number;
  readonly bytes: number;
}

/** Counts and digests a part, and says whether it is the one that was announced. */
class PartCheck {
  private seen = 0;

  constructor(private readonly part: Part) {}

  update(chunk: Uint8Array): void {
    this.seen += chunk.byteLength;
    for (const checksum of this.part.checksums ?? []) checksum.update(chunk);
  }

  /** @throws PartLengthMismatch, ChecksumMismatch */
  verify(): void {
    const { bytes, checksums = [] } = this.part;
    if (this.seen !== bytes) throw new PartLengthMismatch(bytes);
    for (const checksum of checksums) checksum.verify();
  }
}

/**
 * Parts of uploads that come in numbered parts, in any order and in parallel. The one whose turn it is goes
 * straight into its upload; every other is stored as an object of its own, until all are put together.
 */
export class NumberedParts {
  private readonly bodies = new Set<Readable>();

  constructor(
    private readonly parts: NumberedPartsParts,
    private readonly settings: NumberedPartsSettings,
  ) {}

  /**
   * Takes one part. The one that is next goes straight into its upload where nobody else is at it; every other
   * becomes an object of its own, which another of the same number replaces. A part that has been written
   * into its upload can be sent again, but not changed. Behind the last one of a file that they fill without a rest, an
   * empty one is taken and counts for nothing.
   *
   * @throws UploadWithoutParts, UploadIsDirect, NoSuchPart, PartLengthMismatch, ChecksumMismatch, ConnectionLost,
   *   UploadExpired, UploadNotOpen, PartAlreadyWritten: it counts as not sent, and what was there before stays
   */
  async put(caller: Caller, id: string, number: number, incoming: IncomingPart): Promise<TakenPart> {
    const { database, intake, uploadParts } = this.parts;
    const upload = await this.inParts(caller, id);
    const { contentLength, sha256 } = incoming;
    if (isBehindLast(upload, number)) return this.takeNothing(upload, number, incoming);
    const { start, bytes } = requirePart(upload, number);
    if (contentLength !== undefined && contentLength !== bytes) throw new PartLengthMismatch(bytes);
    const part: Part = { ...incoming, upload: id, number, start, bytes };
    const known = await uploadParts.find(database.kysely, id, number);
    if (known !== undefined && sha256 !== undefined && sha256 === known.sha256)
      return this.record(part, known);
    this.bodies.add(incoming.body);
    // The writer tells of its goes itself.
    let isTold = false;
    try {
      if (known?.key === null) return await this.again(part, known);
      const isNext = known === undefined && upload.offset === start && upload.lease === null;
      if (isNext && bytes <= CHECKSUMMED_BODY_BYTES && bytes >= intake.goBytes) {
        isTold = true;
        const written = await this.write(part);
        if (written !== undefined) return written;
        isTold = false;
      }
      return await this.store(part);
    } catch (error) {
      const reason = reasonOf(error, bytes);
      if (!isTold) this.parts.story.refused(reason);
      throw reason;
    } finally {
      this.bodies.delete(incoming.body);
    }
  }

  /** @throws UploadNotFound, UploadWithoutParts, UploadIsDirect */
  async status(caller: Caller, id: string): Promise<PartsStatus> {
    const upload = await this.inParts(caller, id);
    const count = partCount(upload.bytes, upload.partBytes);
    const stored = await this.parts.uploadParts.list(this.parts.database.kysely, id);
    const missing = takesParts(upload) ? missingParts(count, stored) : [];
    return { upload, count, stored, missing };
  }

  /** Stops parts on their way in, for a graceful stop; they count as not sent. */
  drain(): void {
    for (const body of this.bodies) body.destroy(new ConnectionLost());
  }

  private async inParts(caller: Caller, id: string): Promise<PartsUpload> {
    const upload = await this.parts.intake.look(caller, id);
    if (upload.kind === 'direct') throw new UploadIsDirect();
    if (upload.kind !== 'parts') throw new UploadWithoutParts();
    return upload;
  }

  /** Writes the part into its upload; undefined, with the body untouched, where it can't be done just now. */
  private async write(part: Part): Promise<UploadPart | undefined> {
    const { intake, uploadParts } = this.parts;
    const { number, start, bytes, body, upload: id } = part;
    const check = new PartCheck(part);
    let written: WrittenPart | undefined;
    let recorded: Recorded = {};
    try {
      await intake.writePart(id, start, body, {
        end: start + bytes,
        update: (chunk) => check.update(chunk),
        verify: () => check.verify(),
        record: async (tx, digest) => {
          // Of the first part the digest is the one of the upload so far.
          const sha256 = part.sha256 ?? (number === 1 ? ResumableSha256.resume(digest).hex() : null);
          written = { number, bytes, key: null, sha256, digest };
          recorded = await uploadParts.record(tx, id, { ...written, expiresAt: this.expiry() });
        },
      });
    } catch (error) {
      const isElsewhere = error instanceof UploadLocked || error instanceof OffsetMismatch;
      if (isElsewhere && !body.readableDidRead) return undefined;
      throw error;
    }
    await this.removeReplaced(recorded);
    return written;
  }

  /** Stores the part as an object of its own. */
  private async store(part: Part): Promise<UploadPart> {
    const { upload, number, bytes } = part;
    const key = partOf(upload, number, randomToken(12));
    const hash = createHash('sha256');
    await this.parts.storage.put(
      key,
      this.verified(part, (chunk) => void hash.update(chunk)),
      { bytes },
    );
    const recorded = await this.record(part, { number, key, bytes, sha256: hash.digest('hex') });
    this.parts.story.received({ door: 'parts' }, bytes);
    return recorded;
  }

  /** @throws PartLengthMismatch, ChecksumMismatch, UploadExpired, UploadNotOpen */
  private async takeNothing(upload: PartsUpload, number: number, incoming: IncomingPart): Promise<TakenPart> {
    const { id, bytes: start } = upload;
    requirePart(upload, number - 1);
    if ((incoming.contentLength ?? 0) > 0) throw new PartLengthMismatch(0);
    try {
      for await (const _ of this.verified({ ...incoming, upload: id, number, start, bytes: 0 }));
    } catch (error) {
      throw reasonOf(error, 0);
    }
    const { database, uploadParts } = this.parts;
    await database.transaction((tx) => uploadParts.prolong(tx, id, this.expiry()), { lostCommit: 'repeat' });
    return { number, bytes: 0, sha256: createHash('sha256').digest('hex') };
  }

  /** Reads a part that has been written already, to see that it is the same. @throws PartAlreadyWritten */
  private async again(part: Part, written: WrittenPart): Promise<UploadPart> {
    if (part.sha256 !== undefined && written.sha256 !== null) throw new PartAlreadyWritten();
    await this.requireSame(part.upload, written, this.verified(part));
    return this.record(part, written);
  }

  /**
   * The bytes are those of a part that has been written if they lead the upload's digest from its state before the
   * part to the one after it. No part needs a digest of its own for this.
   */
  private async requireSame(id: string, written: WrittenPart, source: ByteSource): Promise<void> {
    const { database, uploadParts } = this.parts;
    const before = await uploadParts.find(database.kysely, id, written.number - 1);
    const digest = ResumableSha256.resume(before?.key === null ? before.digest : undefined);
    for await (const chunk of source) digest.update(chunk);
    const same = Buffer.from(digest.state()).equals(written.digest);
    if (!same || (before?.key !== null && written.number > 1)) throw new PartAlreadyWritten();
  }

  private async record({ upload: id }: Part, part: UploadPart): Promise<UploadPart> {
    const { database, uploadParts } = this.parts;
    try {
      const expiresAt = this.expiry();
      const record = (tx: Transaction) => uploadParts.record(tx, id, { ...part, expiresAt });
      const recorded = await database.transaction(record, { lostCommit: 'repeat' });
      if (recorded.written === undefined) {
        if (recorded.replaced !== part.key) await this.removeReplaced(recorded);
        return part;
      }
      // Two sent it at once, and the other one's has been written into the upload.
      if (part.key !== null) await this.requireSameObject(id, part, recorded.written);
      return recorded.written;
    } catch (error) {
      // Only where it is certain that nothing was recorded: else the object may be needed.
      if (part.key !== null && isRefusal(error)) await this.removeUnrecorded(id, part.key);
      throw error;
    }
  }

  private async requireSameObject(id: string, part: StoredPart, written: WrittenPart): Promise<void> {
    const { storage } = this.parts;
    const key = parseStorageKey(part.key);
    const object = await storage.open(key);
    try {
      await this.requireSame(id, written, object.read());
    } finally {
      await object.close();
      await storage.remove(key);
    }
  }

  private async removeReplaced({ replaced }: Recorded): Promise<void> {
    if (replaced !== undefined) await this.parts.storage.remove(parseStorageKey(replaced));
  }

  private async removeUnrecorded(id: string, key: string): Promise<void> {
    const { database, storage, uploadParts } = this.parts;
    const recorded = await uploadParts.list(database.kysely, id);
    if (!recorded.some((part) => part.key === key)) await storage.remove(parseStorageKey(key));
  }

  private expiry(): Date {
    return new Date(this.parts.clock.now().getTime() + this.settings.uploadWindowMs);
  }

  /** The part's bytes; their end fails where they are not the ones that were announced. */
  private async *verified(part: Part, see?: (chunk: Uint8Array) => void): AsyncGenerator<Uint8Array> {
    const { minimumBytes, minimumWindowMs: windowMs } = this.settings;
    const check = new PartCheck(part);
    const received = this.parts.story.receiving();
    try {
      yield* watched(part.body, 0, { end: part.bytes, minimumBytes, windowMs }, (chunk) => {
        check.update(chunk);
        see?.(chunk);
      });
    } finally {
      received();
    }
    check.verify();
  }
}

/** What the sender of a part of `bytes` is told. */
function reasonOf(error: unknown, bytes: number): DomainError {
  if (error instanceof TooManyBytes || error instanceof LengthMismatch) return new PartLengthMismatch(bytes);
  return error instanceof DomainError ? error : new ConnectionLost({ cause: error });
}

function isRefusal(error: unknown): boolean {
  return [UploadNotOpen, UploadExpired, UploadEndedByAdministrator, UploadNotFound].some(
    (refusal) => error instanceof refusal,
  );
}
