import { type Selectable, sql } from 'kysely';
import {
  type AssetKind,
  fetchPage,
  json,
  notify,
  type Page,
  type PageRequest,
  type Queryable,
  type Schema,
  type Transaction,
  type UploadState,
} from '#libs/database';
import { newId, randomToken } from '#libs/kernel';
import {
  CourseNotFound,
  UploadExpired,
  UploadLocked,
  UploadNotFound,
  UploadNotOpen,
} from './catalog.errors.js';
import { isMissingCourse } from './missing-course.js';

/** The channel that tells a stale holder to stop: JSON of an UploadLeaseNotice. */
export const UPLOAD_LEASES = 'upload_leases';

/** `holder` has taken `upload` over from `previous`; whoever writes with another fence stops. */
export interface UploadLeaseNotice {
  readonly upload: string;
  readonly holder: string;
  readonly previous: string;
  readonly fence: string;
}

/** The channel that asks a holder to give its lease back: JSON of an UploadYieldRequest. */
export const UPLOAD_YIELDS = 'upload_yields';

/** Somebody waits for `upload`: `holder` stops taking bytes, makes durable what it has, and releases. */
export interface UploadYieldRequest {
  readonly upload: string;
  readonly holder: string;
  readonly fence: string;
}

/** A file on its way. */
export interface Upload {
  readonly id: string;
  /** The asset that it becomes. */
  readonly assetId: string;
  readonly owner: string;
  readonly unit: string;
  /** On which quota is reserved. */
  readonly account: string;
  readonly courseId: string | null;
  readonly kind: AssetKind | null;
  readonly fileName: string;
  readonly title: string | null;
  readonly contentType: string | null;
  /** null until the length is known. */
  readonly bytes: number | null;
  /** What was reserved when it began. */
  readonly reservedBytes: number;
  readonly declaredSha256: string | null;
  /** Bytes that are durable. */
  readonly offset: number;
  readonly state: UploadState;
  readonly door: string;
  /** What the storage remembers of it; null before its first checkpoint. */
  readonly storage: Readonly<Record<string, unknown>> | null;
  /** The running digest's state at `offset`. */
  readonly digest: Uint8Array | null;
  readonly fence: string;
  readonly lease: { readonly holder: string; readonly until: Date } | null;
  readonly expiresAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly metadata: Readonly<Record<string, string>>;
  readonly failure: { readonly reason: string } | null;
  /** `partial`: becomes a piece of a final upload, never an asset by itself. `final`: made of partial ones. */
  readonly concat: 'partial' | 'final' | null;
  /** The partial uploads that a final one is made of, in order. */
  readonly concatOf: readonly string[] | null;
  /** The size of its numbered parts, but for the last; null where it is not sent in parts. */
  readonly partBytes: number | null;
  /** Since when its pieces are being put together: none is added any more. */
  readonly assemblingAt: Date | null;
}

export interface NewUpload {
  readonly id?: string;
  readonly assetId?: string;
  readonly owner: string;
  readonly unit: string;
  readonly account: string;
  readonly courseId?: string | null;
  readonly kind?: AssetKind | null;
  readonly fileName: string;
  readonly title?: string | null;
  readonly contentType?: string | null;
  readonly bytes: number | null;
  readonly reservedBytes?: number;
  readonly declaredSha256?: string | null;
  readonly door: string;
  readonly storage?: Readonly<Record<string, unknown>> | null;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly expiresAt: Date;
  readonly createdAt?: Date;
  readonly concat?: 'partial' | 'final' | null;
  readonly concatOf?: readonly string[] | null;
  readonly partBytes?: number | null;
  readonly assemblingAt?: Date | null;
}

/**
 * Uploads and who may write to them. An upload goes open -> finishing -> completed, or ends abandoned (from
 * open or finishing) or expired (from open): each step by compare-and-swap, so that of two who try one wins.
 *
 * A writer holds a lease and a fence. The lease says who writes; the fence, which changes whenever somebody
 * is overtaken, makes the write of whoever was overtaken count for nothing, at the write itself. Leases are
 * measured by the database's clock unless a `now` is given.
 */
export class Uploads {
  /** @throws CourseNotFound */
  async create(tx: Transaction, upload: NewUpload): Promise<Upload> {
    const { storage, metadata, createdAt } = upload;
    const row = await tx
      .insertInto('uploads')
      .values({
        id: upload.id ?? newId('upl'),
        assetId: upload.assetId ?? newId('ast'),
        owner: upload.owner,
        unit: upload.unit,
        account: upload.account,
        courseId: upload.courseId ?? null,
        kind: upload.kind ?? null,
        fileName: upload.fileName,
        title: upload.title ?? null,
        contentType: upload.contentType ?? null,
        bytes: upload.bytes,
        reservedBytes: upload.reservedBytes ?? upload.bytes ?? 0,
        declaredSha256: upload.declaredSha256 ?? null,
        door: upload.door,
        storage: storage === undefined || storage === null ? null : json(storage),
        digest: null,
        fence: newFence(),
        leaseHolder: null,
        leaseUntil: null,
        expiresAt: upload.expiresAt,
        ...(createdAt === undefined ? {} : { createdAt }),
        discardedAt: null,
        metadata: json(metadata ?? {}),
        failure: null,
        concat: upload.concat ?? null,
        concatOf: upload.concatOf === undefined || upload.concatOf === null ? null : [...upload.concatOf],
        partBytes: upload.partBytes ?? null,
        assemblingAt: upload.assemblingAt ?? null,
      })
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

  /**
   * Takes the lease for `ttlMs`. After a clean release the fence is the one of before. When the last holder's
   * lease ran out (it crashed, or hangs) the fence is a new one and `takenOver` is true; the same, at once,
   * with `force` while the lease still runs, and the holder is told on the channel UPLOAD_LEASES.
   *
   * @throws UploadLocked when the lease runs, whoever holds it, and `force` is not set
   * @throws UploadNotFound, UploadExpired (abandoned ones too), UploadNotOpen
   */
  async acquire(
    tx: Transaction,
    id: string,
    request: { holder: string; ttlMs: number; now?: Date; force?: boolean },
  ): Promise<{ upload: Upload; fence: string; takenOver: boolean }> {
    const { holder, ttlMs, force = false } = request;
    const row = await tx
      .selectFrom('uploads')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) throw new UploadNotFound();
    const now = request.now ?? (await databaseNow(tx));
    requireOpen(row, now);
    const runs = row.leaseUntil !== null && row.leaseUntil > now;
    if (runs && !force) throw new UploadLocked();
    const takenOver = row.leaseHolder !== null;
    const fence = takenOver ? newFence() : row.fence;
    const taken = await tx
      .updateTable('uploads')
      .set({ fence, leaseHolder: holder, leaseUntil: new Date(now.getTime() + ttlMs), updatedAt: now })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    if (row.leaseHolder !== null) {
      // Told even when the lease had run out: the holder may only have been paused.
      const notice: UploadLeaseNotice = { upload: id, holder, previous: row.leaseHolder, fence };
      await notify(tx, UPLOAD_LEASES, json(notice));
    }
    return { upload: toUpload(taken), fence, takenOver };
  }

  /**
   * Records that everything up to `offset` is durable, and prolongs lease and expiry. Only for the writer
   * whose fence and lease these still are, while the upload is open, and never backwards.
   *
   * @returns false when that is not so: nothing is recorded, and the writer must stop
   */
  async checkpoint(
    tx: Transaction,
    id: string,
    point: {
      fence: string;
      holder: string;
      offset: number;
      storage: Readonly<Record<string, unknown>>;
      digest: Uint8Array;
      ttlMs: number;
      expiresAt: Date;
      now?: Date;
    },
  ): Promise<boolean> {
    const { numUpdatedRows } = await tx
      .updateTable('uploads')
      .set({
        offsetBytes: point.offset,
        storage: json(point.storage),
        digest: Buffer.from(point.digest),
        leaseUntil: until(point.ttlMs, point.now),
        expiresAt: point.expiresAt,
        updatedAt: clock(point.now),
      })
      .where('id', '=', id)
      .where('fence', '=', point.fence)
      .where('leaseHolder', '=', point.holder)
      .where('state', '=', 'open')
      .where('offsetBytes', '<=', point.offset)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /**
   * Gives the lease back in good order; with `newFence` the next writer gets another fence all the same,
   * because what this one left behind its last checkpoint must never count. False when it was somebody
   * else's by then.
   */
  async release(
    tx: Transaction,
    id: string,
    lease: { fence: string; holder: string; newFence?: boolean },
  ): Promise<boolean> {
    const { numUpdatedRows } = await tx
      .updateTable('uploads')
      .set({
        leaseHolder: null,
        leaseUntil: null,
        ...(lease.newFence === true ? { fence: newFence() } : {}),
      })
      .where('id', '=', id)
      .where('fence', '=', lease.fence)
      .where('leaseHolder', '=', lease.holder)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /** Prolongs a lease without a checkpoint, for writers whose bytes come slowly. False when it is not theirs. */
  async renewLease(
    tx: Transaction,
    id: string,
    lease: { fence: string; holder: string; ttlMs: number; now?: Date },
  ): Promise<boolean> {
    const { numUpdatedRows } = await tx
      .updateTable('uploads')
      .set({ leaseUntil: until(lease.ttlMs, lease.now) })
      .where('id', '=', id)
      .where('fence', '=', lease.fence)
      .where('leaseHolder', '=', lease.holder)
      .where('state', '=', 'open')
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /** Asks whoever holds the lease, on the channel UPLOAD_YIELDS, to give it back. */
  async askToYield(tx: Transaction, request: UploadYieldRequest): Promise<void> {
    await notify(tx, UPLOAD_YIELDS, json(request));
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

  /** Those of `assets` (ids) that an open or finishing upload will become. */
  async assetsToCome(q: Queryable, assets: readonly string[]): Promise<string[]> {
    const rows = await q
      .selectFrom('uploads')
      .select('assetId')
      .where('assetId', '=', sql<string>`any(${[...assets]})`)
      .where('state', 'in', ['open', 'finishing'])
      .execute();
    return rows.map((row) => row.assetId);
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

function requireOpen(row: Selectable<Schema['uploads']>, now: Date): void {
  if (row.state === 'abandoned' || row.state === 'expired') throw new UploadExpired();
  if (row.state !== 'open') throw new UploadNotOpen(row.state);
  if (row.expiresAt <= now) throw new UploadExpired();
}

function newFence(): string {
  return randomToken(16);
}

function clock(now?: Date) {
  return now === undefined ? sql<Date>`clock_timestamp()` : sql<Date>`${now}::timestamptz`;
}

function until(ttlMs: number, now?: Date) {
  return sql<Date>`${clock(now)} + ${ttlMs}::double precision * interval '1 millisecond'`;
}

async function databaseNow(tx: Transaction): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(tx);
  return rows[0]?.now ?? new Date();
}

function toUpload(row: Selectable<Schema['uploads']>): Upload {
  const { offsetBytes, leaseHolder, leaseUntil, discardedAt: _, ...rest } = row;
  const lease =
    leaseHolder === null || leaseUntil === null ? null : { holder: leaseHolder, until: leaseUntil };
  return { ...rest, offset: offsetBytes, lease };
}
