import {
  type Asset,
  DIRECT_DOOR,
  partCount,
  PartsMissing,
  type Upload,
  UploadExpired,
  UploadLocked,
  UploadNotOpen,
  type UploadParts,
  type Uploads,
} from '#libs/catalog';
import type { Database } from '#libs/database';
import { ResumableSha256 } from '#libs/digest';
import type { Caller, Logger } from '#libs/http';
import type { Clock } from '#libs/kernel';
import { recognise, SNIFF_BYTES } from '#libs/media-type/sniff';
import {
  type Direct,
  originalOf,
  type ResumableState,
  type Storage,
  UnfinishedObjectLost,
} from '#libs/storage';
import { DirectPartSize, DirectUploadsOff, UploadNotDirect } from './direct.errors.js';
import { FencedOff, NoSuchPart, UnsupportedMedia } from './intake.errors.js';
import type { Intake } from './intake.js';
import { LastingWork } from './lasting-work.js';
import { LEASE_MS, type LeaseWatch } from './lease-watch.js';

/** So many interrupted verifications a sweep takes up at once. */
const AT_ONCE = 2;
const CHECKPOINT_BYTES = 256 * 1024 * 1024;

export interface DirectUploadParts {
  readonly database: Database;
  readonly storage: Storage;
  readonly uploads: Uploads;
  readonly uploadParts: UploadParts;
  readonly intake: Intake;
  readonly leases: LeaseWatch;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface DirectUploadSettings {
  readonly enabled: boolean;
  /** How long the address of a part holds. */
  readonly urlSeconds: number;
  /** Where senders reach the storage, if it is not where this service does. */
  readonly endpoint: string | undefined;
  readonly uploadWindowMs: number;
  /** After so many bytes of a reading a crash loses none of it: 256 MiB by default. */
  readonly checkpointBytes?: number;
}

/** How far an upload in parts that go straight to the storage has come. */
export interface DirectStatus {
  readonly upload: Upload;
  readonly partBytes: number;
  readonly count: number;
  readonly stored: readonly { number: number; bytes: number }[];
  /** Numbers. */
  readonly missing: readonly number[];
}

/**
 * Uploads whose parts their sender gives to the bucket itself. What comes that way is nobody's word: the storage
 * tells which parts are there, and at the end the whole object is read once, for its length, its SHA-256 and what
 * it is. Only then it becomes an asset, by the same finish as every other upload. An upload's offset is here how
 * far its object has been read; a crash on the way loses nothing but the bytes since the last checkpoint.
 */
export class DirectUploads {
  private readonly verifications = new LastingWork(
    (id) => this.verify(id),
    (upload, err) => {
      // A locked upload is in another replica's hands.
      if (!(err instanceof UploadLocked))
        this.parts.logger.warn({ err, upload }, 'a direct upload could not be verified');
    },
  );
  private readonly stopping = new AbortController();

  constructor(
    private readonly parts: DirectUploadParts,
    private readonly settings: DirectUploadSettings,
  ) {}

  /** @throws DirectUploadsOff, DirectPartSize: nothing was begun */
  requirePossible({ bytes, partBytes }: { bytes: number | null; partBytes?: number }): void {
    const { smallestPart, mostParts } = this.direct();
    if (bytes === null || partBytes === undefined) throw new DirectPartSize({ smallestPart, mostParts });
    const tooSmall = bytes > partBytes && partBytes < smallestPart;
    if (tooSmall || partCount(bytes, partBytes) > mostParts)
      throw new DirectPartSize({ smallestPart, mostParts });
  }

  /** Prepares the storage for an upload that was just begun; one that can't be prepared is given up. */
  async open(upload: Upload): Promise<void> {
    const { database, uploads, intake, leases } = this.parts;
    const { id, assetId, bytes, partBytes } = upload;
    try {
      if (bytes === null || partBytes === null) throw new UploadNotDirect();
      const state = await this.direct().begin(id, { key: originalOf(assetId), bytes, partBytes });
      const { holder } = leases;
      await database.transaction(async (tx) => {
        const { fence } = await uploads.acquire(tx, id, { holder, ttlMs: LEASE_MS });
        const digest = new ResumableSha256().state();
        await uploads.checkpoint(tx, id, {
          ...this.point(0, state, digest),
          fence,
          holder,
        });
        await uploads.release(tx, id, { fence, holder });
      });
    } catch (error) {
      await intake.abandon(id, 'direct-upload-failed');
      throw error;
    }
  }

  /**
   * Where to PUT one part. Whoever has the address may send that part of that length, and nothing else, for a
   * short while.
   *
   * @throws UploadNotDirect, NoSuchPart, UploadExpired, UploadNotOpen
   */
  async partUrl(
    caller: Caller,
    id: string,
    number: number,
  ): Promise<{ url: string; bytes: number; expiresAt: Date }> {
    const { database, uploadParts, intake, clock } = this.parts;
    const upload = await intake.look(caller, id);
    const { partBytes, state } = directOf(upload);
    if (upload.state === 'expired' || upload.state === 'abandoned') throw new UploadExpired();
    if (upload.state !== 'open' || upload.assemblingAt !== null) throw new UploadNotOpen(upload.state);
    const count = partCount(upload.bytes ?? 0, partBytes);
    if (!(number >= 1 && number <= count)) throw new NoSuchPart(count);
    const { urlSeconds: seconds, endpoint } = this.settings;
    const now = clock.now().getTime();
    const { url, bytes } = await this.direct().partUrl(state, number, {
      seconds,
      ...(endpoint === undefined ? {} : { endpoint }),
    });
    const window = new Date(now + this.settings.uploadWindowMs);
    await database.transaction((tx) => uploadParts.prolong(tx, id, window));
    return { url, bytes, expiresAt: new Date(now + seconds * 1000) };
  }

  /** @throws UploadNotFound, UploadNotDirect, UnfinishedObjectLost (the upload has ended then) */
  async status(caller: Caller, id: string): Promise<DirectStatus> {
    const { intake } = this.parts;
    const upload = await intake.look(caller, id);
    const { partBytes, state } = directOf(upload);
    const count = partCount(upload.bytes ?? 0, partBytes);
    const ended = upload.state !== 'open' || upload.assemblingAt !== null;
    if (ended) return { upload, partBytes, count, stored: [], missing: [] };
    const stored = await this.direct()
      .parts(state)
      .catch(async (error: unknown) => {
        if (error instanceof UnfinishedObjectLost) await intake.abandon(id, error.code);
        throw error;
      });
    const there = new Set(stored.map(({ number }) => number));
    const numbers = Array.from({ length: count }, (_, index) => index + 1);
    return { upload, partBytes, count, stored, missing: numbers.filter((number) => !there.has(number)) };
  }

  /**
   * Says that all parts have been sent: reads them, and makes the asset of them. Idempotent: a second call waits
   * for the first, or gives its asset. What turns out wrong is removed, and its quota free again.
   *
   * @returns undefined when it takes longer than 20 s, or another replica is at it: it goes on without the caller
   * @throws PartsMissing, UnsupportedMedia, DigestMismatch, UploadExpired
   */
  async complete(caller: Caller, id: string): Promise<Asset | undefined> {
    const { database, intake, uploadParts } = this.parts;
    const { upload, missing } = await this.status(caller, id);
    if (upload.state === 'expired' || upload.state === 'abandoned') throw new UploadExpired();
    if (upload.state !== 'open') return intake.finish(id);
    if (missing.length > 0) throw new PartsMissing(missing);
    await database.transaction((tx) => uploadParts.assembleDirect(tx, id));
    return this.outcome(id);
  }

  /** Goes on with verifications that a crash or a fault interrupted. */
  async sweep(signal: AbortSignal): Promise<void> {
    const { database, uploadParts } = this.parts;
    const limit = Math.max(0, AT_ONCE - this.verifications.size);
    for (const id of await uploadParts.unassembled(database.kysely, { limit, direct: true })) {
      if (signal.aborted) return;
      this.verifications.begin(id);
    }
  }

  /** Stops verifications where they are; another replica, or the next start, goes on. */
  async drain(): Promise<void> {
    this.stopping.abort();
    await this.verifications.settled();
  }

  private async outcome(id: string): Promise<Asset | undefined> {
    try {
      return await this.verifications.soon(id);
    } catch (error) {
      // Another replica is at it, or will be: this one stops.
      if (error instanceof UploadLocked || this.stopping.signal.aborted) return undefined;
      throw error;
    }
  }

  private async verify(id: string): Promise<Asset> {
    const { database, uploads, intake, leases } = this.parts;
    const { holder } = leases;
    const taken = await database
      .transaction((tx) => uploads.acquire(tx, id, { holder, ttlMs: LEASE_MS }))
      .catch((error: unknown) => {
        if (error instanceof UploadNotOpen) return undefined;
        throw error;
      });
    // Another replica has read it all.
    if (taken === undefined) return intake.finish(id);
    const { upload, fence } = taken;
    try {
      if (upload.offset !== upload.bytes) await this.readThrough(upload, fence);
    } catch (error) {
      if (error instanceof UnsupportedMedia || error instanceof UnfinishedObjectLost)
        await intake.abandon(id, error.code);
      if (error instanceof FencedOff) await this.removeIfOver(id);
      throw error;
    } finally {
      await database.transaction((tx) => uploads.release(tx, id, { fence, holder }));
    }
    return intake.finish(id);
  }

  /** Makes the object, and reads it from where an earlier reading stopped; each checkpoint proves the fence. */
  private async readThrough(upload: Upload, fence: string): Promise<void> {
    const { storage } = this.parts;
    const bytes = upload.bytes ?? 0;
    const state = await this.direct().complete(directOf(upload).state);
    const digest = ResumableSha256.resume(upload.digest ?? undefined);
    let at = upload.offset;
    await this.keep(upload.id, fence, this.point(at, state, digest.state()));
    let [keptAt, keptMs] = [at, performance.now()];
    const head = new Head(upload.fileName, at === 0 ? Math.min(SNIFF_BYTES, bytes) : 0);
    const object = await storage.open(originalOf(upload.assetId));
    try {
      const { signal } = this.stopping;
      for await (const chunk of object.read({ start: at, end: bytes - 1 }, { signal })) {
        digest.update(chunk);
        at += chunk.byteLength;
        await head.take(chunk);
        if (
          at - keptAt < (this.settings.checkpointBytes ?? CHECKPOINT_BYTES) &&
          performance.now() - keptMs < LEASE_MS / 4
        )
          continue;
        // What is all read is kept below, when it is certain that no more comes.
        if (at < bytes) await this.keep(upload.id, fence, this.point(at, state, digest.state()));
        [keptAt, keptMs] = [at, performance.now()];
      }
    } finally {
      await object.close();
    }
    await this.keep(upload.id, fence, this.point(at, state, digest.state()));
  }

  private async keep(id: string, fence: string, point: ReturnType<DirectUploads['point']>): Promise<void> {
    const { database, uploads, leases } = this.parts;
    const { holder } = leases;
    const kept = await database.transaction((tx) => uploads.checkpoint(tx, id, { ...point, fence, holder }));
    if (!kept) throw new FencedOff();
  }

  private point(offset: number, storage: ResumableState, digest: Uint8Array) {
    const expiresAt = new Date(this.parts.clock.now().getTime() + this.settings.uploadWindowMs);
    return { offset, storage, digest, ttlMs: LEASE_MS, expiresAt };
  }

  /** An upload may have been given up just before its object was made: nobody else would remove it. */
  private async removeIfOver(id: string): Promise<void> {
    const { database, storage, uploads } = this.parts;
    const { state, assetId } = await uploads.get(database.kysely, id);
    if (state === 'abandoned' || state === 'expired') await storage.remove(originalOf(assetId));
  }

  private direct(): Direct {
    const { direct } = this.parts.storage;
    if (direct === undefined || !this.settings.enabled) throw new DirectUploadsOff();
    return direct;
  }
}

/** The first bytes of a file, recognised as soon as there are enough of them. */
class Head {
  private chunks: Uint8Array[] = [];
  private seen = 0;

  constructor(
    private readonly fileName: string,
    /** 0 when nothing is to be recognised any more. */
    private wanted: number,
  ) {}

  /** @throws UnsupportedMedia */
  async take(chunk: Uint8Array): Promise<void> {
    if (this.wanted === 0) return;
    this.chunks.push(chunk);
    this.seen += chunk.byteLength;
    if (this.seen < this.wanted) return;
    const start = Buffer.concat(this.chunks).subarray(0, this.wanted);
    [this.chunks, this.wanted] = [[], 0];
    if ((await recognise(start, this.fileName)) === undefined) throw new UnsupportedMedia(this.fileName);
  }
}

/** @throws UploadNotDirect */
function directOf({ door, partBytes, storage }: Upload): { partBytes: number; state: ResumableState } {
  if (door !== DIRECT_DOOR || partBytes === null || storage === null) throw new UploadNotDirect();
  return { partBytes, state: storage };
}
