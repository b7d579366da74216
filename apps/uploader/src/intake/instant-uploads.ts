import { type Asset, assetWithBytes, type Upload, type Uploads, type Viewer } from '#libs/catalog';
import type { Database } from '#libs/database';
import type { Caller, Logger } from '#libs/http';
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
    const { database, storage, uploads, viewers, logger } = this.parts;
    const { bytes, sha256 } = intention;
    if (bytes === null || sha256 === undefined || caller.unit === null) return undefined;
    if (storage.clone === undefined || intention.kind === 'partial' || intention.kind === 'final')
      return undefined;
    const viewer = await viewers.viewer(caller);
    const twin = await assetWithBytes(database.kysely, { viewer, sha256, bytes });
    if (twin === undefined) return undefined;
    const upload = await this.beginning.begin(caller, intention, { windowMs: INSTANT_MS });
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
      await this.ending.abandon(upload.id, 'instant-upload-failed');
      if (!(error instanceof ObjectNotFound || error instanceof StorageFault)) throw error;
      const ids = { upload: upload.id, asset: upload.assetId };
      logger.info({ err: error, ...ids }, 'the bytes can not be cloned and have to come');
      return undefined;
    }
  }
}
