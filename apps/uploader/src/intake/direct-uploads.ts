import {
  type Asset,
  destinationOf,
  type DirectUpload,
  hasLapsed,
  missingParts,
  partCount,
  PartsMissing,
  refuseLapsed,
  type Upload,
  UploadLocked,
  UploadNotOpen,
  type UploadParts,
  type Uploads,
} from '#libs/catalog';
import type { Database } from '#libs/database';
import { ResumableSha256 } from '#libs/digest';
import type { Caller, Logger } from '#libs/http';
import type { Clock } from '#libs/kernel';
import {
  type Direct,
  originalOf,
  type ResumableState,
  type Storage,
  UnfinishedObjectLost,
} from '#libs/storage';
import { DirectPartSize, DirectUploadsOff, UploadNotDirect } from './direct.errors.js';
import { FencedOff, UnsupportedMedia } from './intake.errors.js';
import type { Intake } from './intake.js';
import { LastingWork } from './lasting-work.js';
import { requirePart, takesParts } from './part-place.js';
import { Sniffer } from './sniffer.js';
import { LEASE_MS, type Tenure, type Tenures } from './tenure.js';

/** So many interrupted verifications a sweep takes up at once. */
const AT_ONCE = 2;
const CHECKPOINT_BYTES = 256 * 1024 * 1024;

export interface DirectUploadParts {
  readonly database: Database;
  readonly storage: Storage;
  readonly uploads: Uploads;
  readonly uploadParts: UploadParts;
  readonly intake: Intake;
  readonly tenures: Tenures;
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
  readonly checkpointBytes?: number | undefined;
}

/** How far an upload in parts that go straight to the storage has come. */
export interface DirectStatus {
  readonly upload: DirectUpload;
  readonly count: number;
  readonly stored: readonly { number: number; bytes: number }[];
  /** Numbers. */
  readonly missing: readonly number[];
}

/**
 * Uploads whose parts their sender gives to the bucket itself. What comes that way is nobody's word: the storage
 * tells which parts are there, and at the end the whole object is read once, for its length, its SHA-256 and what
 * it is. Only then does it become an asset, by the same finish as every other upload. The offset of such an upload
 * is how far its object has been read; a crash on the way loses nothing but the bytes since the last checkpoint.
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
  requirePossible({ bytes, partBytes }: { bytes: number; partBytes: number }): void {
    const { smallestPart, mostParts } = this.direct();
    const tooSmall = bytes > partBytes && partBytes < smallestPart;
    if (tooSmall || partCount(bytes, partBytes) > mostParts)
      throw new DirectPartSize({ smallestPart, mostParts });
  }

  /** Prepares the storage for an upload that was just begun; one that can't be prepared is given up. */
  async open(upload: Upload): Promise<void> {
    const { database, intake, tenures } = this.parts;
    const { id } = upload;
    try {
      const { bytes, partBytes } = requireDirect(upload);
      const key = originalOf(...destinationOf(upload));
      const state = await this.direct().begin(id, { key, bytes, partBytes });
      await database.transaction(
        async (tx) => {
          const tenure = await tenures.acquire(tx, id);
          await tenure.keep(tx, { offset: 0, state, digest: new ResumableSha256().state() });
          await tenure.release(tx);
        },
        { lostCommit: 'repeat' },
      );
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
    const upload = requireDirect(await intake.look(caller, id));
    const state = begun(upload);
    requirePart(upload, number);
    const { urlSeconds: seconds, endpoint } = this.settings;
    const now = clock.now().getTime();
    const { url, bytes } = await this.direct().partUrl(state, number, { seconds, endpoint });
    const window = new Date(now + this.settings.uploadWindowMs);
    await database.transaction((tx) => uploadParts.prolong(tx, id, window), { lostCommit: 'repeat' });
    return { url, bytes, expiresAt: new Date(now + seconds * 1000) };
  }

  /** @throws UploadNotFound, UploadNotDirect, UnfinishedObjectLost (the upload has ended then) */
  async status(caller: Caller, id: string): Promise<DirectStatus> {
    const { intake } = this.parts;
    const upload = requireDirect(await intake.look(caller, id));
    const state = begun(upload);
    const count = partCount(upload.bytes, upload.partBytes);
    if (!takesParts(upload)) return { upload, count, stored: [], missing: [] };
    const stored = await this.direct()
      .parts(state)
      .catch(async (error: unknown) => {
        if (error instanceof UnfinishedObjectLost) await intake.abandon(id, error.code);
        throw error;
      });
    return { upload, count, stored, missing: missingParts(count, stored) };
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
    refuseLapsed(upload);
    if (upload.state !== 'open') return intake.finish(id);
    if (missing.length > 0) throw new PartsMissing(missing);
    await database.transaction((tx) => uploadParts.assembleDirect(tx, id), { lostCommit: 'repeat' });
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
    const { database, intake, tenures } = this.parts;
    const tenure = await database
      .transaction((tx) => tenures.acquire(tx, id), { lostCommit: (tx) => tenures.retake(tx, id) })
      .catch((error: unknown) => {
        if (error instanceof UploadNotOpen) return undefined;
        throw error;
      });
    // Another replica has read it all.
    if (tenure === undefined) return intake.finish(id);
    try {
      if (tenure.upload.offset !== tenure.upload.bytes) await this.readThrough(tenure);
    } catch (error) {
      if (error instanceof UnsupportedMedia || error instanceof UnfinishedObjectLost)
        await intake.abandon(id, error.code);
      if (error instanceof FencedOff) await this.removeIfOver(id);
      throw error;
    } finally {
      await database.transaction((tx) => tenure.release(tx), { lostCommit: 'repeat' });
    }
    return intake.finish(id);
  }

  /** Makes the object, and reads it from where an earlier reading stopped; each checkpoint proves the fence. */
  private async readThrough(tenure: Tenure): Promise<void> {
    const { database, storage } = this.parts;
    const upload = requireDirect(tenure.upload);
    const { bytes } = upload;
    const state = await this.direct().complete(begun(upload));
    const digest = ResumableSha256.resume(upload.digest ?? undefined);
    let at = upload.offset;
    const keep = () => {
      const point = { offset: at, state, digest: digest.state() };
      return database.transaction((tx) => tenure.keep(tx, point), { lostCommit: 'repeat' });
    };
    await keep();
    let [keptAt, keptMs] = [at, performance.now()];
    const sniffer = at === 0 ? new Sniffer(upload.fileName, bytes) : undefined;
    const object = await storage.open(originalOf(...destinationOf(upload)));
    try {
      const { signal } = this.stopping;
      for await (const chunk of object.read({ start: at, end: bytes - 1 }, { signal })) {
        digest.update(chunk);
        at += chunk.byteLength;
        await sniffer?.take(chunk);
        if (
          at - keptAt < (this.settings.checkpointBytes ?? CHECKPOINT_BYTES) &&
          performance.now() - keptMs < LEASE_MS / 4
        )
          continue;
        // What is all read is kept below, when it is certain that no more comes.
        if (at < bytes) await keep();
        [keptAt, keptMs] = [at, performance.now()];
      }
    } finally {
      await object.close();
    }
    await keep();
  }

  /**
   * An upload may have been given up just before its object was made: nobody else would remove it.
   *
   * @throws UploadExpired, UploadEndedByAdministrator where it was
   */
  private async removeIfOver(id: string): Promise<void> {
    const { database, storage, uploads } = this.parts;
    const upload = await uploads.get(database.kysely, id);
    if (hasLapsed(upload)) await storage.remove(originalOf(...destinationOf(upload)));
    refuseLapsed(upload);
  }

  private direct(): Direct {
    const { direct } = this.parts.storage;
    if (direct === undefined || !this.settings.enabled) throw new DirectUploadsOff();
    return direct;
  }
}

/** @throws UploadNotDirect */
function requireDirect(upload: Upload): DirectUpload {
  if (upload.kind !== 'direct') throw new UploadNotDirect();
  return upload;
}

/** What the storage prepared for it. @throws UploadNotDirect before `open` */
function begun({ storage }: DirectUpload): ResumableState {
  if (storage === null) throw new UploadNotDirect();
  return storage;
}
