import { PartialUploadsNotReady, type StoredPart, type Upload, type UploadParts } from '#libs/catalog';
import type { Database } from '#libs/database';
import { ResumableSha256 } from '#libs/digest';
import { parseStorageKey, type Storage, uploadFolder, wholePieceOf } from '#libs/storage';
import { resumableOf } from './resumable-of.js';

export interface PiecesParts {
  readonly database: Database;
  readonly storage: Storage;
  readonly uploadParts: UploadParts;
}

/** What storage holds of uploads that are put together at their end: the objects of their pieces. */
export class Pieces {
  constructor(private readonly parts: PiecesParts) {}

  /**
   * Makes a complete partial upload an object of its own. Idempotent. undefined of an empty one, which storage holds
   * nothing of.
   *
   * @throws PartialUploadsNotReady
   */
  async publish(upload: Upload): Promise<Omit<StoredPart, 'number'> | undefined> {
    const { id, kind, state, offset, bytes, storage, digest } = upload;
    const isComplete = kind === 'partial' && state === 'open' && offset === bytes;
    if (isComplete && bytes === 0) return undefined;
    if (!isComplete || storage === null || digest === null) throw new PartialUploadsNotReady();
    const key = wholePieceOf(id);
    await resumableOf(this.parts.storage).publish(storage, key, bytes);
    return { key, bytes, sha256: ResumableSha256.resume(digest).hex() };
  }

  /** Removes the pieces of an upload that has ended. Idempotent. */
  async remove(upload: Upload): Promise<void> {
    if (upload.kind === 'whole') return;
    const { database, storage, uploadParts } = this.parts;
    const { id } = upload;
    for (const { key } of await uploadParts.list(database.kysely, id))
      if (key !== null) await storage.remove(parseStorageKey(key));
    for await (const { key } of storage.list(uploadFolder(id))) await storage.remove(key);
    const partials = upload.kind === 'final' ? upload.partials : [];
    await database.transaction((tx) => uploadParts.forget(tx, id, partials), { lostCommit: 'repeat' });
  }
}
