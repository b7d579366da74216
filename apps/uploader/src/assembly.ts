import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type Asset,
  DIRECT_DOOR,
  PartialUploadsNotReady,
  partCount,
  type Upload,
  UploadExpired,
  UploadNotFound,
  UploadNotOpen,
  type UploadPart,
  type UploadParts,
  type Uploads,
} from '#libs/catalog';
import type { Database } from '#libs/database';
import type { Caller, Logger } from '#libs/http';
import { type Clock, DomainError, randomToken } from '#libs/kernel';
import type { Quotas } from '#libs/quotas';
import { type ByteSource, LengthMismatch, parseStorageKey, type Storage } from '#libs/storage';
import type { BodyChecksum } from './body-checksum.js';
import { UploadIsDirect } from './doors/direct/direct.errors.js';
import { watched } from './incoming.js';
import type { Intake, Intention } from './intake.js';
import { LEASE_MS } from './lease-watch.js';
import {
  ConnectionLost,
  NoSuchPart,
  PartLengthMismatch,
  TooManyBytes,
  UploadWithoutParts,
} from './intake.errors.js';

/** A finish that takes longer goes on without its request. */
const PATIENCE_MS = 20_000;
/** So many interrupted assemblies a sweep takes up at once. */
const AT_ONCE = 2;
const LEFTOVER_MS = 60_000;

export interface AssemblyParts {
  readonly database: Database;
  readonly storage: Storage;
  readonly uploads: Uploads;
  readonly uploadParts: UploadParts;
  readonly quotas: Quotas;
  readonly intake: Intake;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface AssemblySettings {
  readonly uploadWindowMs: number;
  readonly minimumBytes: number;
  readonly minimumWindowMs: number;
}

/** A part on its way in. */
export interface IncomingPart {
  readonly body: Readable;
  readonly contentLength?: number | undefined;
  /** What the sender says of the bytes. */
  readonly checksums?: readonly BodyChecksum[];
  /** The same as hexadecimal SHA-256, to know a part that is there already. */
  readonly sha256?: string | undefined;
}

/** How far an upload in parts has come. */
export interface PartsStatus {
  readonly upload: Upload;
  readonly partBytes: number;
  readonly count: number;
  readonly stored: readonly UploadPart[];
  /** Numbers. */
  readonly missing: readonly number[];
}

/**
 * Uploads that come in pieces: each piece is stored as an object of its own, in any order and in parallel; at
 * the end they are poured in order through the one intake. A crash on the way loses nothing: the pour goes
 * on from its last checkpoint.
 */
export class Assembly {
  private readonly running = new Map<string, Promise<Asset>>();
  private readonly bodies = new Set<Readable>();

  constructor(
    private readonly parts: AssemblyParts,
    private readonly settings: AssemblySettings,
  ) {}

  /**
   * Stores one part; one that is there already is replaced, or kept where its SHA-256 is the same.
   *
   * @throws UploadWithoutParts, NoSuchPart, PartLengthMismatch, ChecksumMismatch, ConnectionLost,
   *   UploadExpired, UploadNotOpen: the part counts as not sent, and what was there before stays
   */
  async put(caller: Caller, id: string, number: number, part: IncomingPart): Promise<UploadPart> {
    const { storage } = this.parts;
    const { upload, partBytes, count, stored } = await this.status(caller, id);
    if (upload.state === 'expired' || upload.state === 'abandoned') throw new UploadExpired();
    if (upload.state !== 'open' || upload.assemblingAt !== null) throw new UploadNotOpen(upload.state);
    if (!(number >= 1 && number <= count)) throw new NoSuchPart(count);
    const bytes = number < count ? partBytes : (upload.bytes ?? 0) - (count - 1) * partBytes;
    if (part.contentLength !== undefined && part.contentLength !== bytes) throw new PartLengthMismatch(bytes);
    const known = stored.find((other) => other.number === number);
    if (known !== undefined && part.sha256 === known.sha256) return this.record(id, known);
    const key = parseStorageKey(`uploads/${id}/parts/${number}-${randomToken(12)}`);
    const hash = createHash('sha256');
    this.bodies.add(part.body);
    try {
      await storage.put(key, this.verified(part, bytes, hash), { bytes });
    } catch (error) {
      if (error instanceof TooManyBytes || error instanceof LengthMismatch)
        throw new PartLengthMismatch(bytes);
      throw error instanceof DomainError ? error : new ConnectionLost({ cause: error });
    } finally {
      this.bodies.delete(part.body);
    }
    return this.record(id, { number, key, bytes, sha256: hash.digest('hex') });
  }

  /** @throws UploadNotFound, UploadWithoutParts, UploadIsDirect */
  async status(caller: Caller, id: string): Promise<PartsStatus> {
    const upload = await this.parts.intake.look(caller, id);
    const { bytes, partBytes } = upload;
    if (upload.door === DIRECT_DOOR) throw new UploadIsDirect();
    if (bytes === null || partBytes === null) throw new UploadWithoutParts();
    const stored = await this.parts.uploadParts.list(this.parts.database.kysely, id);
    const there = new Set(stored.map(({ number }) => number));
    const count = partCount(bytes, partBytes);
    const ended = upload.state !== 'open' || upload.assemblingAt !== null;
    const numbers = ended ? [] : Array.from({ length: count }, (_, index) => index + 1);
    return { upload, partBytes, count, stored, missing: numbers.filter((number) => !there.has(number)) };
  }

  /**
   * Says that all parts have been sent, and makes the asset of them. Idempotent: a second call waits for the
   * first, or gives its asset.
   *
   * @returns undefined when it takes longer than 20 s: it goes on without the caller
   * @throws PartsMissing, and what Intake.finish throws
   */
  async complete(caller: Caller, id: string): Promise<Asset | undefined> {
    const { upload } = await this.status(caller, id);
    if (upload.state === 'open') {
      await this.parts.database.transaction((tx) => this.parts.uploadParts.assemble(tx, id));
    } else if (upload.state === 'expired' || upload.state === 'abandoned') {
      throw new UploadExpired();
    }
    return this.outcome(id);
  }

  /**
   * Makes one upload of partial ones, in this order: their quota becomes its quota, and they can't be used
   * again. The asset is there at once, or soon (see `complete`).
   *
   * @throws UploadNotFound, PartialUploadsNotReady, and what Intake.begin throws: the partial ones stay as they are
   */
  async concatenate(
    caller: Caller,
    intention: Omit<Intention, 'bytes'>,
    ids: readonly string[],
  ): Promise<{ upload: Upload; asset?: Asset }> {
    const { intake, quotas, uploadParts } = this.parts;
    if (ids.length === 0 || new Set(ids).size !== ids.length) throw new PartialUploadsNotReady();
    const pieces: UploadPart[] = [];
    for (const id of ids) {
      await intake.interrupt(id);
      const piece = await intake.publishPiece(await intake.look(caller, id));
      pieces.push({ ...piece, number: pieces.length + 1 });
    }
    const bytes = pieces.reduce((sum, piece) => sum + piece.bytes, 0);
    const upload = await intake.begin(
      caller,
      { ...intention, bytes, concat: 'final', concatOf: ids },
      {
        first: async (tx) => {
          await uploadParts.use(tx, caller.subject, ids);
          for (const id of ids) await quotas.release(tx, { reservation: id });
        },
        last: (tx, { id }) => uploadParts.add(tx, id, pieces),
      },
    );
    const asset = await this.outcome(upload.id);
    return { upload, ...(asset === undefined ? {} : { asset }) };
  }

  /** Goes on with assemblies that a crash or a fault interrupted, and removes pieces that nobody needs. */
  async sweep(signal: AbortSignal): Promise<void> {
    const { database, uploads, uploadParts, intake, clock, logger } = this.parts;
    const free = Math.max(0, AT_ONCE - this.running.size);
    for (const id of await uploadParts.unassembled(database.kysely, { limit: free })) {
      this.run(id).catch((error: unknown) =>
        logger.warn({ err: error, upload: id }, 'an assembly failed again'),
      );
    }
    const olderThan = new Date(clock.now().getTime() - LEFTOVER_MS);
    for (const id of await uploadParts.leftovers(database.kysely, { olderThan, limit: 100 })) {
      if (signal.aborted) return;
      await intake.removePieces(await uploads.get(database.kysely, id));
    }
  }

  /** Stops parts on their way in, for a graceful stop; they count as not sent. */
  drain(): void {
    for (const body of this.bodies) body.destroy(new ConnectionLost());
  }

  private async record(id: string, part: UploadPart): Promise<UploadPart> {
    const { database, storage, uploadParts, clock } = this.parts;
    const expiresAt = new Date(clock.now().getTime() + this.settings.uploadWindowMs);
    try {
      const replaced = await database.transaction((tx) => uploadParts.record(tx, id, { ...part, expiresAt }));
      if (replaced !== undefined && replaced !== part.key) await storage.remove(parseStorageKey(replaced));
      return part;
    } catch (error) {
      // Only where it is certain that nothing was recorded: else the object may be needed.
      if (isRefusal(error)) await this.removeUnrecorded(id, part.key);
      throw error;
    }
  }

  private async removeUnrecorded(id: string, key: string): Promise<void> {
    const { database, storage, uploadParts } = this.parts;
    const recorded = await uploadParts.list(database.kysely, id);
    if (!recorded.some((part) => part.key === key)) await storage.remove(parseStorageKey(key));
  }

  /** The part's bytes, counted and digested; its end fails where they are not the ones that were announced. */
  private async *verified(
    { body, checksums = [] }: IncomingPart,
    bytes: number,
    hash: { update(chunk: Uint8Array): unknown },
  ): AsyncGenerator<Uint8Array> {
    let seen = 0;
    const { minimumBytes, minimumWindowMs: windowMs } = this.settings;
    yield* watched(body, 0, { end: bytes, minimumBytes, windowMs }, (chunk) => {
      seen += chunk.byteLength;
      hash.update(chunk);
      for (const checksum of checksums) checksum.update(chunk);
    });
    if (seen !== bytes) throw new PartLengthMismatch(bytes);
    for (const checksum of checksums) checksum.verify();
  }

  /** The asset that comes of an upload whose pieces are all there, if it comes soon. */
  private async outcome(id: string): Promise<Asset | undefined> {
    const { database, uploads } = this.parts;
    const { lease } = await uploads.get(database.kysely, id);
    // Another replica is at it, unless it has given no sign for half a lease.
    const alive = lease !== null && lease.until.getTime() > Date.now() + LEASE_MS / 2;
    if (!this.running.has(id) && alive) return undefined;
    const patience = new AbortController();
    const run = this.run(id);
    try {
      return await Promise.race([
        run,
        delay(PATIENCE_MS, undefined, { signal: patience.signal, ref: false }).catch(() => undefined),
      ]);
    } finally {
      patience.abort();
      run.catch((error: unknown) => this.parts.logger.warn({ err: error, upload: id }, 'assembly failed'));
    }
  }

  private run(id: string): Promise<Asset> {
    const running = this.running.get(id);
    if (running !== undefined) return running;
    const run = this.assemble(id).finally(() => this.running.delete(id));
    this.running.set(id, run);
    return run;
  }

  private async assemble(id: string): Promise<Asset> {
    const { database, uploads, uploadParts, intake, logger } = this.parts;
    const pieces = await uploadParts.list(database.kysely, id);
    const asset = await intake
      .assemble(id, (offset) => Readable.from(this.bytesOf(pieces, offset)))
      .catch(async (error: unknown) => {
        // Another replica may have come to the end first, and taken away what this one read.
        const { state } = await uploads.get(database.kysely, id);
        if (state !== 'finishing' && state !== 'completed') throw error;
        return intake.finish(id);
      });
    await intake
      .removePieces(await uploads.get(database.kysely, id))
      .catch((error: unknown) => logger.warn({ err: error, upload: id }, 'pieces could not be removed yet'));
    return asset;
  }

  /** The bytes of all pieces from an offset on. */
  private async *bytesOf(pieces: readonly UploadPart[], offset: number): ByteSource {
    let skip = offset;
    for (const piece of pieces) {
      if (skip >= piece.bytes) {
        skip -= piece.bytes;
        continue;
      }
      const object = await this.parts.storage.open(parseStorageKey(piece.key));
      try {
        yield* object.read({ start: skip, end: piece.bytes - 1 });
      } finally {
        await object.close();
      }
      skip = 0;
    }
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof UploadNotOpen || error instanceof UploadExpired || error instanceof UploadNotFound;
}
