import {
  type Asset,
  AssetNotFound,
  assetWithBytes,
  destinationOf,
  type Upload,
  type Uploads,
  type Viewer,
} from '#libs/catalog';
import { type Database, DatabaseUnavailable } from '#libs/database';
import type { Caller, Logger } from '#libs/http';
import { newId } from '#libs/kernel';
import { ObjectNotFound, originalOf, type Storage, StorageFault } from '#libs/storage';
import { recogniseStored } from './sniffer.js';
import type { Intention, UploadBeginning } from './upload-beginning.js';
import type { UploadEnding } from './upload-ending.js';

/** What a caller may see. */
export interface Viewers {
  viewer(caller: Caller): Promise<Viewer>;
}

export interface InstantUploadParts {
  readonly database: Database;
  readonly storage: Storage;
  readonly uploads: Uploads;
  readonly viewers: Viewers;
  readonly logger: Logger;
}

/** An instant upload takes no longer; what a crash leaves of one is given up after this. */
const INSTANT_MS = 10 * 60_000;

/** Uploads none of whose bytes have to come, because the caller's unit stores them where the caller may see them. */
export class InstantUploads {
  constructor(
    private readonly parts: InstantUploadParts,
    private readonly beginning: UploadBeginning,
    private readonly ending: UploadEnding,
  ) {}

  /**
   * The asset at once, where the caller may see one of their own unit that has these very bytes: a copy that
   * storage makes inside itself, counted and audited as if the bytes had come. undefined where they have to come:
   * a hash alone opens nothing, and tells nothing of what others keep.
   *
   * @throws as `begin`, and UnsupportedMedia: nothing is left behind
   */
  async take(caller: Caller, intention: Intention): Promise<{ upload: Upload; asset: Asset } | undefined> {
    const { database, storage, uploads, viewers } = this.parts;
    const { bytes, sha256 } = intention;
    if (bytes === null || sha256 === undefined || caller.unit === null) return undefined;
    if (storage.clone === undefined || intention.kind === 'partial' || intention.kind === 'final')
      return undefined;
    const viewer = await viewers.viewer(caller);
    const twin = await assetWithBytes(database.kysely, { viewer, sha256, bytes });
    if (twin === undefined) return undefined;
    const upload = await this.beginning.begin(caller, intention, { windowMs: INSTANT_MS });
    const key = originalOf(...destinationOf(upload));
    try {
      await storage.clone(originalOf(...twin), key);
      const media = await recogniseStored(storage, key, upload.fileName);
      const facts = { bytes, sha256, media, instant: true };
      return {
        upload,
        asset: await this.ending.complete(upload, facts, (tx) => uploads.adopted(tx, upload.id)),
      };
    } catch (error) {
      await this.ending.abandon(upload.id, 'instant-upload-failed');
      this.requireCloneFault(error, upload);
      return undefined;
    }
  }

  /**
   * The same for an upload that has begun, and whose bytes turn out to be stored: it ends as another asset than it was to
   * become, since its own may be published at any moment by whoever sends it. What had come of it is there still.
   * undefined where the bytes have to come, or have come meanwhile.
   *
   * @throws UnsupportedMedia: the upload stays as it is
   */
  async replace(caller: Caller, upload: Upload, sha256: string): Promise<Asset | undefined> {
    const { database, storage, viewers } = this.parts;
    const { bytes } = upload;
    if (bytes === null || storage.clone === undefined || caller.unit !== upload.unit) return undefined;
    const viewer = await viewers.viewer(caller);
    const twin = await assetWithBytes(database.kysely, { viewer, sha256, bytes });
    if (twin === undefined) return undefined;
    const { replaces } = upload;
    const assetId = newId(replaces === null ? 'ast' : 'rvn');
    const key = originalOf(...destinationOf({ assetId, replaces }));
    try {
      await storage.clone(originalOf(...twin), key);
      const media = await recogniseStored(storage, key, upload.fileName);
      const facts = { bytes, sha256, media, instant: true };
      return await this.ending.replace(upload, assetId, facts);
    } catch (error) {
      // Nobody knows then whether it is an asset: if not, it is an orphan, which the sweep removes.
      if (error instanceof DatabaseUnavailable) throw error;
      await storage.remove(key);
      // It has ended otherwise, or is being put together.
      if (!(error instanceof AssetNotFound)) this.requireCloneFault(error, upload);
      return undefined;
    }
  }

  /** @throws error, where it is none of storage that can't clone */
  private requireCloneFault(error: unknown, { id, assetId: asset }: Upload): void {
    if (!(error instanceof ObjectNotFound || error instanceof StorageFault)) throw error;
    this.parts.logger.info({ err: error, upload: id, asset }, 'the bytes can not be cloned and have to come');
  }
}
