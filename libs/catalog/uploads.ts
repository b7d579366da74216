import { sql } from 'kysely';
import {
  fetchPage,
  holdExternalId,
  json,
  type Page,
  type PageRequest,
  type Queryable,
  type Transaction,
  type UploadState,
} from '#libs/database';
import { CourseNotFound, UploadNotFound } from './catalog.errors.js';
import { clock } from './database-clock.js';
import { isMissingCourse } from './missing-course.js';
import { assetOf, type NewUpload, toUpload, toRow, type Upload } from './upload.js';
import { newFence } from './upload-leases.js';

/**
 * Uploads and what becomes of them. An upload goes open -> finishing -> completed, or ends abandoned (from open
 * or finishing) or expired (from open): each step by compare-and-swap, so that of two who try one wins.
 */
export class Uploads {
  /** @throws CourseNotFound, ExternalIdTaken */
  async create(tx: Transaction, upload: NewUpload): Promise<Upload> {
    const values = toRow(upload, newFence());
    const { assetId: id, externalId, unit } = values;
    if (typeof externalId === 'string') await holdExternalId(tx, 'assets', { id, externalId, unit });
    const row = await tx
      .insertInto('uploads')
      .values(values)
      .returningAll()
      .executeTakeFirstOrThrow()
      .catch((error: unknown) => {
        throw isMissingCourse(error) ? new CourseNotFound() : error;
      });
    return toUpload(row);
  }

  /** In whatever state it is. @throws UploadNotFound */
  async get(q: Queryable, id: string): Promise<Upload> {
    const row = await q.selectFrom('uploads').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) throw new UploadNotFound();
    return toUpload(row);
  }

  /** As `get`, and nobody changes it before `tx` ends. @throws UploadNotFound */
  async lock(tx: Transaction, id: string): Promise<Upload> {
    const row = await tx
      .selectFrom('uploads')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) throw new UploadNotFound();
    return toUpload(row);
  }

  /**
   * Uploads of one owner, in whatever state, in the order of `ids`. Another's is as one that there is not.
   *
   * @throws UploadNotFound unless all of them are the owner's
   */
  async ofOwner(q: Queryable, owner: string, ids: readonly string[]): Promise<Upload[]> {
    const rows = await q
      .selectFrom('uploads')
      .selectAll()
      .where('id', '=', sql<string>`any(${[...ids]})`)
      .where('owner', '=', owner)
      .execute();
    const found = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => {
      const row = found.get(id);
      if (row === undefined) throw new UploadNotFound();
      return toUpload(row);
    });
  }

  /** The owner's uploads that are neither complete nor over, newest first. @throws InvalidCursor */
  async listUnfinished(q: Queryable, request: PageRequest & { owner: string }): Promise<Page<Upload>> {
    const query = q
      .selectFrom('uploads')
      .selectAll()
      .where('owner', '=', request.owner)
      .where('state', 'in', ['open', 'finishing']);
    const page = await fetchPage(query, 'uploads', request);
    return { ...page, items: page.items.map(toUpload) };
  }

  /** The owner's final upload that was made of exactly these partial ones, in this order, and has not ended in vain. */
  async finalOf(q: Queryable, owner: string, partials: readonly string[]): Promise<Upload | undefined> {
    const row = await q
      .selectFrom('uploads')
      .selectAll()
      .where('owner', '=', owner)
      .where('concat', '=', 'final')
      .where('concatOf', '=', sql<string[]>`${[...partials]}::text[]`)
      .where('state', 'in', ['open', 'finishing', 'completed'])
      .executeTakeFirst();
    return row === undefined ? undefined : toUpload(row);
  }

  /** Those of `ids` that are open or finishing: whatever they hold is still needed. */
  async unfinishedAmong(q: Queryable, ids: readonly string[]): Promise<Upload[]> {
    const rows = await q
      .selectFrom('uploads')
      .selectAll()
      .where('id', '=', sql<string>`any(${[...ids]})`)
      .where('state', 'in', ['open', 'finishing'])
      .execute();
    return rows.map(toUpload);
  }

  /** How many have begun and are not over, of everybody. */
  async countUnfinished(q: Queryable): Promise<number> {
    const { count } = await q
      .selectFrom('uploads')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('state', 'in', ['open', 'finishing'])
      .executeTakeFirstOrThrow();
    return count;
  }

  /** Of which upload an asset was made; undefined once that is forgotten (90 days after its end). */
  async ofAsset(q: Queryable, asset: string): Promise<string | undefined> {
    const row = await q.selectFrom('uploads').select('id').where('assetId', '=', asset).executeTakeFirst();
    return row?.id;
  }

  /** Those of `assets` (ids) that an open or finishing upload will become, or replace. */
  async assetsToCome(q: Queryable, assets: readonly string[]): Promise<string[]> {
    const ids = sql<string>`any(${[...assets]})`;
    const rows = await q
      .selectFrom('uploads')
      .select(['assetId', 'replaces'])
      .where((eb) => eb.or([eb('assetId', '=', ids), eb('replaces', '=', ids)]))
      .where('state', 'in', ['open', 'finishing'])
      .execute();
    return rows.map(assetOf);
  }

  /** The owner's unfinished upload of a file that their platform calls so; undefined where there is none. */
  async unfinishedCalled(q: Queryable, owner: string, externalId: string): Promise<Upload | undefined> {
    const row = await q
      .selectFrom('uploads')
      .selectAll()
      .where('owner', '=', owner)
      .where('externalId', '=', externalId)
      .where('state', 'in', ['open', 'finishing'])
      .executeTakeFirst();
    return row === undefined ? undefined : toUpload(row);
  }

  /** Says how long an upload of unknown length is. False when it is not open, or has other bytes already. */
  async setLength(tx: Transaction, id: string, bytes: number): Promise<boolean> {
    const { numUpdatedRows } = await tx
      .updateTable('uploads')
      .set({ bytes })
      .where('id', '=', id)
      .where('state', '=', 'open')
      .where('offsetBytes', '<=', bytes)
      .where((eb) => eb.or([eb('bytes', 'is', null), eb('bytes', '=', bytes)]))
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /** Says anew what its asset will be called, where it belongs and what its bytes must be. False when it is not open. @throws CourseNotFound, ExternalIdTaken */
  async describe(
    tx: Transaction,
    id: string,
    said: Pick<NewUpload, 'title' | 'courseId' | 'externalId'> & { readonly sha256?: string | undefined },
  ): Promise<boolean> {
    const { externalId = null } = said;
    if (externalId !== null) {
      const { assetId, unit } = await this.get(tx, id);
      await holdExternalId(tx, 'assets', { id: assetId, externalId, unit });
    }
    const { numUpdatedRows } = await tx
      .updateTable('uploads')
      .set({
        title: said.title ?? null,
        courseId: said.courseId ?? null,
        externalId,
        declaredSha256: said.sha256 ?? null,
        updatedAt: clock(),
      })
      .where('id', '=', id)
      .where('state', '=', 'open')
      .executeTakeFirstOrThrow()
      .catch((error: unknown) => {
        throw isMissingCourse(error) ? new CourseNotFound() : error;
      });
    return numUpdatedRows > 0n;
  }

  /**
   * Says what the bytes of an open upload must be, once. False when it is not open, its pieces are being put together, it
   * is a piece itself, or something else was said.
   */
  async declareSha256(tx: Transaction, id: string, sha256: string): Promise<boolean> {
    const { numUpdatedRows } = await tx
      .updateTable('uploads')
      .set({ declaredSha256: sha256, updatedAt: clock() })
      .where('id', '=', id)
      .where('state', '=', 'open')
      .where('assemblingAt', 'is', null)
      .where('concat', 'is', null)
      .where((eb) => eb.or([eb('declaredSha256', 'is', null), eb('declaredSha256', '=', sha256)]))
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /** Says how many bytes are reserved by now for an open upload of unknown length. */
  async reserved(tx: Transaction, id: string, bytes: number): Promise<void> {
    await tx
      .updateTable('uploads')
      .set((eb) => ({ reservedBytes: eb.fn<number>('greatest', ['reservedBytes', eb.val(bytes)]) }))
      .where('id', '=', id)
      .where('state', '=', 'open')
      .execute();
  }

  /** open -> finishing, when all bytes are there. False when the fence is stale or it is not so. */
  async finishing(tx: Transaction, id: string, request: { fence: string }): Promise<boolean> {
    const { numUpdatedRows } = await tx
      .updateTable('uploads')
      .set({ state: 'finishing', updatedAt: clock() })
      .where('id', '=', id)
      .where('state', '=', 'open')
      .where('fence', '=', request.fence)
      .whereRef('offsetBytes', '=', 'bytes')
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /** finishing -> completed. True exactly once. */
  async completed(tx: Transaction, id: string): Promise<boolean> {
    const { numUpdatedRows } = await this.#ended(tx, id, { state: 'completed' })
      .where('state', '=', 'finishing')
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /** open -> completed, for an upload whose bytes were stored already and none of which came. True exactly once. */
  async adopted(tx: Transaction, id: string): Promise<boolean> {
    const { numUpdatedRows } = await tx
      .updateTable('uploads')
      .set({ state: 'completed', offsetBytes: sql<number>`bytes`, updatedAt: clock() })
      .where('id', '=', id)
      .where('state', '=', 'open')
      .where('bytes', 'is not', null)
      .where('storage', 'is', null)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /**
   * open -> completed, as `asset` and not as the one that it was to become, whose bytes may be on their way still. True
   * exactly once; never where its pieces are being put together.
   */
  async adoptedAs(tx: Transaction, id: string, asset: string): Promise<boolean> {
    const { numUpdatedRows } = await tx
      .updateTable('uploads')
      .set({
        state: 'completed',
        assetId: asset,
        offsetBytes: sql<number>`bytes`,
        leaseHolder: null,
        leaseUntil: null,
        updatedAt: clock(),
      })
      .where('id', '=', id)
      .where('state', '=', 'open')
      .where('bytes', 'is not', null)
      .where('assemblingAt', 'is', null)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /** open or finishing -> abandoned. True exactly once; never of a partial one that a final one is made of. */
  async abandon(tx: Transaction, id: string, request: { reason: string }): Promise<boolean> {
    const { numUpdatedRows } = await this.#ended(tx, id, {
      state: 'abandoned',
      failure: json(request),
    })
      .where((eb) =>
        eb.or([
          eb('state', '=', 'open'),
          eb.and([eb('state', '=', 'finishing'), eb(eb.fn.coalesce('concat', eb.val('')), '<>', 'partial')]),
        ]),
      )
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /** A completed upload is gone for its client; its asset stays. False where it is not complete. */
  async terminate(tx: Transaction, id: string): Promise<boolean> {
    const { numUpdatedRows } = await tx
      .updateTable('uploads')
      .set({ terminatedAt: clock() })
      .where('id', '=', id)
      .where('state', '=', 'completed')
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /** open -> expired, when its time is over and nobody writes to it. True exactly once. */
  async expire(tx: Transaction, id: string, now: Date): Promise<boolean> {
    const { numUpdatedRows } = await tx
      .updateTable('uploads')
      .set({ state: 'expired', leaseHolder: null, leaseUntil: null, updatedAt: now })
      .where('id', '=', id)
      .where('state', '=', 'open')
      .where('expiresAt', '<=', now)
      .where((eb) => eb.or([eb('leaseUntil', 'is', null), eb('leaseUntil', '<=', now)]))
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /** Open uploads whose time is over, the longest overdue first. */
  async expired(q: Queryable, request: { now: Date; limit: number }): Promise<Upload[]> {
    const rows = await q
      .selectFrom('uploads')
      .selectAll()
      .where('state', '=', 'open')
      .where('expiresAt', '<=', request.now)
      .orderBy('expiresAt')
      .limit(request.limit)
      .execute();
    return rows.map(toUpload);
  }

  /**
   * Open uploads that nobody can go on with: they came by form, and whoever took them in gave no sign since
   * `olderThan`.
   */
  async cutOff(q: Queryable, request: { olderThan: Date; limit: number }): Promise<Upload[]> {
    const rows = await q
      .selectFrom('uploads')
      .selectAll()
      .where('state', '=', 'open')
      .where('door', '=', 'form')
      .where('updatedAt', '<', request.olderThan)
      .where((eb) => eb.or([eb('leaseUntil', 'is', null), eb('leaseUntil', '<', request.olderThan)]))
      .orderBy('updatedAt')
      .limit(request.limit)
      .execute();
    return rows.map(toUpload);
  }

  /** Uploads whose finish began, or should have, before `olderThan` and has not ended; partial ones wait for their final one. */
  async stuckFinishing(q: Queryable, request: { olderThan: Date; limit: number }): Promise<Upload[]> {
    const rows = await q
      .selectFrom('uploads')
      .selectAll()
      .where((eb) =>
        eb.or([
          eb('state', '=', 'finishing'),
          // All bytes are there and nobody writes: a crash came before the finish began. Of one in numbered
          // parts it is the client that says when it is to be finished.
          eb.and([
            eb('state', '=', 'open'),
            eb.or([eb('partBytes', 'is', null), eb('assemblingAt', 'is not', null)]),
            eb('offsetBytes', '=', eb.ref('bytes')),
            eb.or([eb('leaseUntil', 'is', null), eb('leaseUntil', '<', clock())]),
          ]),
        ]),
      )
      .where((eb) => eb.or([eb('concat', 'is', null), eb('concat', '=', 'final')]))
      .where('updatedAt', '<', request.olderThan)
      .orderBy('updatedAt')
      .limit(request.limit)
      .execute();
    return rows.map(toUpload);
  }

  /** Abandoned and expired uploads whose bytes storage may still hold. */
  async undiscarded(q: Queryable, request: { olderThan: Date; limit: number }): Promise<Upload[]> {
    const rows = await q
      .selectFrom('uploads')
      .selectAll()
      .where('state', 'in', ['abandoned', 'expired'])
      .where('discardedAt', 'is', null)
      .where('updatedAt', '<', request.olderThan)
      .orderBy('updatedAt')
      .limit(request.limit)
      .execute();
    return rows.map(toUpload);
  }

  /** Completed uploads of between `since` and `olderThan` of which storage may still hold working files. */
  async undiscardedCompleted(
    q: Queryable,
    request: { since: Date; olderThan: Date; limit: number },
  ): Promise<Upload[]> {
    const rows = await q
      .selectFrom('uploads')
      .selectAll()
      .where('state', '=', 'completed')
      .where('discardedAt', 'is', null)
      .where('storage', 'is not', null)
      .where('updatedAt', '>=', request.since)
      .where('updatedAt', '<', request.olderThan)
      .orderBy('updatedAt')
      .limit(request.limit)
      .execute();
    return rows.map(toUpload);
  }

  /** What an upload that has ended kept in storage while it was on its way is gone. */
  async discarded(tx: Transaction, id: string): Promise<void> {
    await tx
      .updateTable('uploads')
      .set({ discardedAt: clock() })
      .where('id', '=', id)
      .where('state', 'in', ['completed', 'abandoned', 'expired'])
      .execute();
  }

  /**
   * Removes rows of uploads that ended before `olderThan` (and left no bytes, nor pieces).
   *
   * @returns how many
   */
  async forget(tx: Transaction, request: { olderThan: Date; limit: number }): Promise<number> {
    const { numDeletedRows } = await tx
      .deleteFrom('uploads')
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('uploads')
          .select('id')
          .where('updatedAt', '<', request.olderThan)
          .where((or) => or.or([or('state', '=', 'completed'), or('discardedAt', 'is not', null)]))
          .where((pieces) =>
            pieces.not(
              pieces.exists(
                pieces.selectFrom('uploadParts').select('key').whereRef('upload', '=', 'uploads.id'),
              ),
            ),
          )
          .limit(request.limit),
      )
      .executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  }

  #ended(tx: Transaction, id: string, to: { state: UploadState; failure?: string }) {
    return tx
      .updateTable('uploads')
      .set({ ...to, leaseHolder: null, leaseUntil: null, updatedAt: clock() })
      .where('id', '=', id);
  }
}
